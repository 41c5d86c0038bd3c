#include "dem/pack.h"

#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal_priv.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "dem/assemble.h"
#include "dem/gdal_errors.h"
#include "dem/generalise.h"
#include "dem/lattice.h"
#include "dem/open_sources.h"
#include "dem/source_word.h"
#include "engine/base/error.h"

namespace skyshed {
namespace {

constexpr std::int16_t unknown_value = std::numeric_limits<std::int16_t>::min();

// Of all the work, in steps of pack_steps: the posts that are read are nine tenths, the file is the last.
class Share : public Progress {
 public:
  Share(Progress* whole, double posts) : whole_(whole), posts_(posts) {}

  void advance(std::int64_t posts) override { reach(0.9 * static_cast<double>(read_ += posts) / posts_); }
  [[nodiscard]] bool cancelled() const override { return whole_ != nullptr && whole_->cancelled(); }
  void write(double share) { reach(0.9 + 0.1 * share); }

 private:
  void reach(double share) {
    if (whole_ == nullptr) return;
    const auto steps = static_cast<std::int64_t>(std::min(share, 1.0) * pack_steps);
    std::int64_t told = told_;
    while (steps > told && !told_.compare_exchange_weak(told, steps)) {
    }
    if (steps > told) whole_->advance(steps - told);
  }

  Progress* whole_;
  double posts_;
  std::atomic<std::int64_t> read_ = 0;
  std::atomic<std::int64_t> told_ = 0;
};

int CPL_STDCALL keep_going(double done, const char* /*message*/, void* argument) {
  auto& share = *static_cast<Share*>(argument);
  share.write(done);
  return share.cancelled() ? FALSE : TRUE;
}

GridFrame cells_of(const GridFrame& source, const PackRequest& request) {
  const double cell = request.cell_size;
  const double finest = std::max(source.step_x, -source.step_y);
  if (!(cell >= finest * (1 - 1e-6)) || !std::isfinite(cell)) {
    throw Error(
        ErrorKind::terrain,
        fmt::format("cells of {} are finer than the source's posts, {} apart; ask for larger cells", cell, finest));
  }
  GridFrame lattice = source;
  lattice.width = lattice.height = 1;
  lattice.origin_x = cell / 2;
  lattice.origin_y = -cell / 2;
  lattice.step_x = cell;
  lattice.step_y = -cell;
  const GridWindow window = window_of(lattice, request.extent);
  constexpr std::int64_t most_cells = 500'000'000;
  if (is_empty(window) || std::int64_t{window.width} * window.height > most_cells) {
    throw Error(ErrorKind::terrain, fmt::format("the extent makes {} x {} cells of {}; ask for 1 to {} cells",
                                                window.width, window.height, cell, most_cells));
  }
  return lattice.cropped(window);
}

// The rows of posts that some rows of cells stand on, by the cells' edges: every post belongs to one row of cells.
struct Rows {
  int first = 0;
  int end = 0;
};
Rows posts_of(const GridFrame& posts, const GridFrame& cells, int first, int end) {
  const auto row_at = [&](double cell) {
    return static_cast<int>(std::ceil((cells.y_of(cell - 0.5) - posts.origin_y) / posts.step_y - 1e-6));
  };
  return {row_at(first), row_at(end)};
}

constexpr int margin_cells = 2;  // enough to tell ridges

// The posts under some rows of cells, and the margin around them; their seams are measured under the cells.
Assembly posts_under(Assembler& terrain, const GridFrame& cells, int first, int count) {
  const Rows own = posts_of(terrain.frame(), cells, first, first + count);
  const Rows read = posts_of(terrain.frame(), cells, first - margin_cells, first + count + margin_cells);
  const int more = terrain.rows_around() + 2;
  return terrain.rows(read.first - more, read.end - read.first + 2 * more, own.first, own.end);
}

void refuse_gaps(const ElevationModel& posts, const GridFrame& cells) {
  const GridFrame& frame = posts.frame;
  const auto column_of = [&](double cell) { return (cells.x_of(cell) - frame.origin_x) / frame.step_x; };
  const auto row_of = [&](double cell) { return (cells.y_of(cell) - frame.origin_y) / frame.step_y; };
  const int left = static_cast<int>(std::ceil(column_of(-0.5) - 0.5));
  const int top = static_cast<int>(std::ceil(row_of(-0.5) - 0.5));
  const int right = static_cast<int>(std::floor(column_of(cells.width - 0.5) + 0.5));
  const int bottom = static_cast<int>(std::floor(row_of(cells.height - 0.5) + 0.5));
  const GridWindow needed{left, top, right - left + 1, bottom - top + 1};
  const GridWindow missing = part_outside(posts.heights, intersection(needed, frame.whole()));
  if (!is_empty(missing)) refuse_missing(posts, missing);
}

std::string joined(const std::vector<std::string>& parts) { return fmt::format("{}", fmt::join(parts, "; ")); }

// What the file says of itself. Only what follows from the request and the sources' own words: no date, no path.
void state_provenance(GDALDataset& dataset, const PackRequest& request, const GridFrame& cells,
                      const std::vector<Seam>& seams) {
  std::vector<std::string> origins;
  std::vector<std::string> datums;
  const auto say = [](std::vector<std::string>& list, const std::string& text) {
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
  };
  for (const TileMosaic& mosaic : open_sources(request.sources, request.extent, terrain_store())) {
    for (const Source& source : mosaic.sources()) {
      say(origins, source.origin().empty() ? source.base_name() : source.origin());
      say(datums, source.vertical_datum().empty() ? "not stated" : source.vertical_datum());
    }
  }
  const bool degrees = cells.kind == GridFrame::Kind::geographic;
  dataset.SetMetadataItem("SOURCE", joined(origins).c_str());
  dataset.SetMetadataItem(
      "METHOD", fmt::format("skyshed terrain pack: area mean of the bilinear surface; cells that a ridge crosses "
                            "(falling {} m on both sides within a cell) at the height of its crest, passes at "
                            "theirs; outside the sources {}",
                            request.ridge_drop_m, request.outside == OutsideRule::sea ? "sea at 0 m" : "unknown")
                    .c_str());
  std::vector<std::string> met;
  for (const Seam& seam : seams) met.push_back(seam_text(seam));
  if (!met.empty()) dataset.SetMetadataItem("SEAMS", joined(met).c_str());
  dataset.SetMetadataItem("CELL_SIZE", fmt::format("{} {}", request.cell_size, degrees ? "degrees" : "m").c_str());
  dataset.SetMetadataItem("VERTICAL_DATUM", joined(datums).c_str());
  dataset.SetMetadataItem("PURPOSE",
                          "pictures of a whole theatre; too coarse for a single valley or a site's surroundings");
  dataset.SetMetadataItem(GDALMD_AREA_OR_POINT, GDALMD_AOP_AREA);
}

[[noreturn]] void refuse_output(const std::string& path, const std::string& why) {
  throw Error(ErrorKind::output, fmt::format("{}: {}", path, why));
}

bool exists(const std::string& path) {
  VSIStatBufL status;
  return VSIStatExL(path.c_str(), &status, VSI_STAT_EXISTS_FLAG) == 0;
}

void write_cog(const GridFrame& cells, std::vector<std::int16_t>& values, bool has_unknown, const PackRequest& request,
               const std::vector<Seam>& seams, const std::string& path, Share& progress) {
  const std::string unfinished = path + ".part";
  const GdalErrorCapture capture;
  const auto check = [&](bool good) {
    if (good) return;
    VSIUnlink(unfinished.c_str());
    progress.check();
    refuse_output(path, fmt::format("cannot be written ({})", capture.message()));
  };
  GDALDriverManager& drivers = *GetGDALDriverManager();
  GDALDriver* memory = drivers.GetDriverByName("MEM");
  GDALDriver* cog = drivers.GetDriverByName("COG");
  if (!memory || !cog)
    refuse_output(path, "this GDAL cannot write Cloud Optimized GeoTIFFs; install one with the COG driver");
  const GDALDatasetUniquePtr raster(memory->Create("", cells.width, cells.height, 1, GDT_Int16, nullptr));
  check(raster != nullptr);
  double transform[] = {cells.x_of(-0.5), cells.step_x, 0, cells.y_of(-0.5), 0, cells.step_y};
  raster->SetGeoTransform(transform);
  raster->SetProjection(cells.crs_wkt.c_str());
  state_provenance(*raster, request, cells, seams);
  GDALRasterBand& band = *raster->GetRasterBand(1);
  band.SetDescription("Elevation");
  band.SetUnitType("m");
  if (has_unknown) band.SetNoDataValue(unknown_value);
  check(band.RasterIO(GF_Write, 0, 0, cells.width, cells.height, values.data(), cells.width, cells.height, GDT_Int16, 0,
                      0, nullptr) == CE_None);
  CPLStringList options;
  options.SetNameValue("COMPRESS", "DEFLATE");
  options.SetNameValue("LEVEL", "9");
  options.SetNameValue("PREDICTOR", "STANDARD");
  options.SetNameValue("OVERVIEW_PREDICTOR", "STANDARD");
  options.SetNameValue("OVERVIEW_RESAMPLING", "AVERAGE");
  GDALDatasetUniquePtr written(
      cog->CreateCopy(unfinished.c_str(), raster.get(), TRUE, options.List(), &keep_going, &progress));
  check(written != nullptr);
  written.reset();  // closing writes the last bytes, so its errors count too
  check(!capture.failed());
  check(VSIRename(unfinished.c_str(), path.c_str()) == 0);
}

// Of the first source, which gives the system and the lattice.
GridFrame first_frame(const PackRequest& request) {
  const std::vector<TileMosaic> opened = open_sources(request.sources, request.extent, terrain_store());
  if (std::ranges::none_of(opened, [&](const TileMosaic& mosaic) {
        return overlap(extent_of(mosaic.frame(), mosaic.frame().whole()), normalised(request.extent));
      })) {
    throw Error(ErrorKind::terrain, fmt::format("no source reaches into the box: {}; check the box (west, south, east, "
                                                "north) and the sources (skyshed terrain info SOURCE)",
                                                fmt::join(request.sources, ", ")));
  }
  return opened.front().frame();
}

}  // namespace

PackSummary pack_terrain(const PackRequest& request, const std::string& output_path, Progress* progress) {
  if (!request.overwrite && exists(output_path))
    refuse_output(output_path, "exists already; say that it may be overwritten");
  for (const std::string& word : request.sources) {
    if (is_same_file(word, output_path))
      refuse_output(output_path, "is one of the sources; name another file to write");
    if (is_folder_around(word, output_path)) {
      refuse_output(output_path,
                    fmt::format("would be one of the sources the next time, below {}; write it elsewhere", word));
    }
  }
  if (request.sources.empty())
    throw Error(ErrorKind::terrain, "no terrain is named; give at least one elevation model");
  const GridFrame source = first_frame(request);
  const GridFrame cells = cells_of(source, request);

  const double posts_a_cell_row = cells.width * (cells.step_x / source.step_x) * (cells.step_y / source.step_y);
  Share share(progress, posts_a_cell_row * cells.height);
  Assembler terrain({.sources = request.sources,
                     .extent = extent_of(cells, grown(cells.whole(), margin_cells)),
                     .margin = 2,
                     .must_meet = false,
                     .treat_seams = true,
                     .progress = &share});
  // Of a band at least a third is its own, however wide the seams are.
  const double cells_around = 2 * terrain.rows_around() * (source.step_y / cells.step_y);
  const int rows_a_band =
      static_cast<int>(std::max({1.0, request.posts_a_band / posts_a_cell_row - cells_around, cells_around / 2}));
  std::vector<SeamTally> seams;
  std::vector<std::int16_t> values;
  values.reserve(static_cast<std::size_t>(cells.width) * static_cast<std::size_t>(cells.height));
  std::size_t unknown = 0;
  float lowest = std::numeric_limits<float>::infinity();
  float highest = -lowest;
  for (int row = 0; row < cells.height; row += rows_a_band) {
    const int rows = std::min(rows_a_band, cells.height - row);
    const GridFrame band = cells.cropped({0, row, cells.width, rows});
    share.check();
    Assembly assembly = posts_under(terrain, cells, row, rows);
    seams.resize(assembly.seams.size());
    for (std::size_t i = 0; i < seams.size(); ++i) add(seams[i], std::move(assembly.seams[i]));
    ElevationModel& posts = assembly.model;
    if (band.kind == GridFrame::Kind::geographic) {
      const double apart = band.x_of(band.width / 2.0) - posts.frame.x_of(posts.frame.width / 2.0);
      posts.frame.origin_x += 360 * std::round(apart / 360);  // the source may count longitude in another turn
    }
    if (request.outside == OutsideRule::error) refuse_gaps(posts, band);
    const Raster<float> heights = generalised(posts, band, request.outside, request.ridge_drop_m);
    for (const float height : heights.values()) {
      if (std::isnan(height)) {
        ++unknown;
        values.push_back(unknown_value);
        continue;
      }
      const float whole = std::round(height);
      lowest = std::min(lowest, whole);
      highest = std::max(highest, whole);
      values.push_back(static_cast<std::int16_t>(whole));
    }
  }
  if (unknown == values.size()) {
    throw Error(ErrorKind::terrain, "the sources know no ground in the extent; check the extent and the sources");
  }
  const std::vector<Seam> met = seams_of(std::move(seams));
  write_cog(cells, values, unknown > 0, request, met, output_path, share);
  VSIStatBufL status;
  if (VSIStatL(output_path.c_str(), &status) != 0) refuse_output(output_path, "has vanished after it was written");
  return {.width = cells.width,
          .height = cells.height,
          .lowest_m = lowest,
          .highest_m = highest,
          .unknown_share = static_cast<double>(unknown) / static_cast<double>(values.size()),
          .file_bytes = static_cast<std::int64_t>(status.st_size),
          .seams = met};
}

}  // namespace skyshed
