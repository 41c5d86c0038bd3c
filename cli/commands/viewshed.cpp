#include <fmt/format.h>
#include <tbb/task_group.h>

#include <cmath>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/study_extent.h"
#include "cli/sweep_in_parts.h"
#include "cli/version.h"
#include "cli/words_of_options.h"
#include "dem/source_word.h"
#include "engine/coverage/area_and_volume.h"
#include "engine/coverage/row_sums.h"
#include "products/cog.h"
#include "products/output_file.h"

namespace skyshed {
namespace {

struct ViewshedRequest {
  std::string terrain;
  std::filesystem::path output;
  std::string place;
  double antenna_agl_m = 0;
  double radius_km = 100;
  double k = 4.0 / 3.0;
  std::string quantity = "floor-agl";
  double target_agl_m = 0;
  RasterFormat format;
  double memory_gb = 6;
  bool overwrite = false;
};

// What `visible` writes: the values of gdal_viewshed, and one for what is not known.
constexpr std::uint8_t in_sight = 255;
constexpr std::uint8_t hidden = 0;
constexpr std::uint8_t unknown = 1;

bool doubtful(const SiteField& field, std::size_t i) {
  return !field.unknown.empty() && field.unknown.values()[i] != 0;
}

// Unknown terrain can only raise a floor: what is hidden without it stays hidden.
Raster<std::uint8_t> visibility(const SiteField& field, double target_agl_m) {
  const auto target = static_cast<float>(target_agl_m);
  Raster<std::uint8_t> classes(field.floor.width(), field.floor.height(), hidden);
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const float floor = field.floor.values()[i];
    if (doubtful(field, i) && !(floor > target)) {
      classes.values()[i] = unknown;
    } else if (floor <= target) {
      classes.values()[i] = in_sight;
    }
  }
  return classes;
}

// NaN where unknown terrain may raise the floor.
void forget_doubtful(SiteField& field) {
  if (field.unknown.empty()) return;
  for (std::size_t i = 0; i < field.floor.size(); ++i) {
    if (doubtful(field, i)) field.floor.values()[i] = std::numeric_limits<float>::quiet_NaN();
  }
}

struct ViewshedSummary {
  GridFrame frame;
  Antenna antenna;
  double known_m2 = 0;    // floors: where there is one
  double visible_m2 = 0;  // visible: in sight
  double unknown_m2 = 0;
};

ViewshedSummary write_viewshed(const ViewshedRequest& request, const CommandContext& context) {
  const GeodeticPoint place = point_of(request.place);
  if (!(request.radius_km * 1000 <= largest_range_m)) {
    throw Error(ErrorKind::scenario,
                fmt::format("--radius-km {} is beyond {:.0f} km, to where the computation is exact", request.radius_km,
                            largest_range_m / 1000));
  }
  check_raster_format(request.format);
  check_file_ending(request.output, request.format);
  if (request.quantity != "visible" && !holds_floats(request.format)) {
    throw Error(ErrorKind::scenario, fmt::format("{} cannot hold the floats of {}; choose another format with --of, or "
                                                 "ask for --quantity visible, which is bytes",
                                                 request.format.driver, request.quantity));
  }
  OutputFile output(request.output, request.overwrite, path_of_source(request.terrain));
  TerminalProgress progress(context.progress_style());

  const bool above_sea = request.quantity == "floor-msl";
  SiteField field = sweep_site({.terrain = request.terrain,
                                .place = place,
                                .antenna = HeightAgl{request.antenna_agl_m},
                                .refraction = {.effective_radius_factor = request.k},
                                .radius_m = request.radius_km * 1000,
                                .above_ground = !above_sea,
                                .memory = static_cast<std::int64_t>(request.memory_gb * 1e9)},
                               progress);

  constexpr int writing_steps = 1000;
  progress.begin("writing", writing_steps);
  ViewshedSummary summary{.frame = field.frame, .antenna = field.antenna};
  RasterDescription description{.title = fmt::format("Seen from {:.6f}, {:.6f} at {:.1f} m MSL", place.longitude_deg,
                                                     place.latitude_deg, field.antenna.altitude.metres),
                                .metadata = {{"SKYSHED_VERSION", version},
                                             {"TERRAIN", field.terrain_name},
                                             {"TERRAIN_IDENTITY", field.terrain_identity},
                                             {"ANTENNA_LONGITUDE_LATITUDE", request.place},
                                             {"ANTENNA_AGL_M", fmt::format("{}", request.antenna_agl_m)},
                                             {"RADIUS_KM", fmt::format("{}", request.radius_km)},
                                             {"EFFECTIVE_RADIUS_FACTOR", fmt::format("{}", request.k)}},
                                .byte_nodata = unknown};
  const WriteOptions options{.threads = context.threads > 0 ? context.threads : 2,
                             .progress = &progress,
                             .told = &progress,
                             .steps = writing_steps};
  const auto area_where = [&](const CellAreas& areas, const auto& holds) {
    return sum_rows<double>(summary.frame.height, [&](int row) {
      double sum = 0;
      for (int column = 0; column < summary.frame.width; ++column) {
        const int begin = column;
        while (column < summary.frame.width && holds(column, row)) ++column;
        if (begin < column) sum += areas.run(row, begin, column);
      }
      return sum;
    });
  };
  const auto write_while = [&](const auto& bands, const auto& sum) {
    tbb::task_group summing;
    summing.run(sum);
    write_raster(output.path(), summary.frame, bands, description, request.format, options);
    summing.wait();
  };
  if (request.quantity == "visible") {
    const Raster<std::uint8_t> classes = visibility(field, request.target_agl_m);
    write_while(ByteBands{{&classes, fmt::format("in sight at {} m AGL", request.target_agl_m), ""}}, [&] {
      const CellAreas areas(summary.frame);
      summary.visible_m2 = area_where(areas, [&](int column, int row) { return classes.at(column, row) == in_sight; });
      summary.unknown_m2 = area_where(areas, [&](int column, int row) { return classes.at(column, row) == unknown; });
    });
  } else {
    const Raster<float>& floor = field.floor;
    forget_doubtful(field);
    write_while(above_sea ? FloatBands{{&floor, "lowest altitude in sight", "m MSL"}}
                          : FloatBands{{&floor, "lowest height above ground in sight", "m AGL"}},
                [&] {
                  const CellAreas areas(summary.frame);
                  summary.known_m2 =
                      area_where(areas, [&](int column, int row) { return std::isfinite(floor.at(column, row)); });
                  if (field.unknown.empty()) return;
                  summary.unknown_m2 =
                      area_where(areas, [&](int column, int row) { return field.unknown.at(column, row) != 0; });
                });
  }
  output.commit();
  progress.end();
  return summary;
}

std::string summary_text(const ViewshedRequest& request, const ViewshedSummary& summary) {
  const bool visible = request.quantity == "visible";
  std::string text =
      fmt::format("{}: {}, {} × {} cells, antenna at {:.1f} m MSL, {:.0f} km² {}", request.output.string(),
                  request.quantity, summary.frame.width, summary.frame.height, summary.antenna.altitude.metres,
                  (visible ? summary.visible_m2 : summary.known_m2) / 1e6, visible ? "in sight" : "with a floor");
  if (summary.unknown_m2 > 0) text += fmt::format(", {:.0f} km² unknown", summary.unknown_m2 / 1e6);
  return text + "\n";
}

double thousandths(double value) { return std::round(value * 1e3) / 1e3; }

std::string summary_json(const ViewshedRequest& request, const ViewshedSummary& summary) {
  const bool visible = request.quantity == "visible";
  const GeodeticPoint place = point_of(request.place);
  nlohmann::ordered_json json{{"file", request.output.string()},
                              {"format", request.format.driver},
                              {"quantity", request.quantity},
                              {"unit", visible ? "" : request.quantity == "floor-msl" ? "m MSL" : "m AGL"},
                              {"width", summary.frame.width},
                              {"height", summary.frame.height},
                              {"longitude", place.longitude_deg},
                              {"latitude", place.latitude_deg},
                              {"antenna_agl_m", request.antenna_agl_m},
                              {"antenna_msl_m", thousandths(summary.antenna.altitude.metres)},
                              {"radius_km", request.radius_km},
                              {"k", request.k}};
  if (visible) {
    json["target_agl_m"] = request.target_agl_m;
    json["visible_km2"] = thousandths(summary.visible_m2 / 1e6);
  } else {
    json["known_km2"] = thousandths(summary.known_m2 / 1e6);
  }
  json["unknown_km2"] = thousandths(summary.unknown_m2 / 1e6);
  return json.dump(2) + "\n";
}

}  // namespace

void add_viewshed(CLI::App& app, CommandContext& context) {
  auto request = std::make_shared<ViewshedRequest>();
  CLI::App* command =
      app.add_subcommand("viewshed", "What one antenna sees, on the terrain's own grid (degrees or metres)");
  command->add_option("DEM", request->terrain, "Any elevation raster that GDAL opens")->required();
  command->add_option("OUT", request->output, "Raster to write")->required();
  command->add_option("--at", request->place, "The antenna's place in degrees, whatever the DEM's own coordinates")
      ->option_text("LON,LAT")
      ->required();
  command->add_option("--antenna-agl", request->antenna_agl_m, "The antenna's height above the ground")
      ->option_text("METRES")
      ->required()
      ->check(number_between(0, 1e7));  // satellites too
  command->add_option("--radius-km", request->radius_km, "How far to look, at most 600 km")
      ->option_text("KM")
      ->capture_default_str()
      ->check(positive_number());
  command
      ->add_option("--k", request->k,
                   "Refraction, as a factor on the earth's radius: 4/3 radio waves, 7/6 light, 1 straight rays")
      ->option_text("FACTOR")
      ->capture_default_str()
      ->check(number_between(0.5, 10));
  command->add_option("--quantity", request->quantity, "What to write: floor-agl, floor-msl or visible (see below)")
      ->option_text("WORD")
      ->capture_default_str()
      ->check(CLI::IsMember({"floor-agl", "floor-msl", "visible"}));
  CLI::Option* target_agl =
      command->add_option("--target-agl", request->target_agl_m, "With visible: the target's height above the ground")
          ->option_text("METRES")
          ->capture_default_str()
          ->check(number_between(0, 1e7));
  command->add_option("--of", request->format.driver, "GDAL's short name of the format to write")
      ->option_text("FORMAT")
      ->capture_default_str();
  command->add_option("--co", request->format.creation_options, "Creation option of that format; may be repeated")
      ->option_text("NAME=VALUE")
      ->allow_extra_args(false);
  command
      ->add_option("--memory", request->memory_gb,
                   "How much memory to use: where 8 bytes a cell are more, the terrain is swept quarter by quarter")
      ->option_text("GB")
      ->capture_default_str()
      ->check(positive_number());
  command->add_flag("--overwrite", request->overwrite, "Replace an existing file");
  command->footer(
      "The cells are those of the DEM around the antenna. A floor is the lowest height in sight over a cell: above "
      "the ground (floor-agl, 0 where the ground itself is in sight) or above mean sea level (floor-msl), float32. "
      "NaN, declared as no data: beyond the radius, or a void of the DEM lies there or on the way. visible is one "
      "byte: 255 in sight, 0 hidden or beyond the radius, 1 unknown because of a void (declared as no data). What is "
      "hidden whatever the void holds is 0. Heights of the DEM are taken as metres above mean sea level.\n"
      "\n"
      "Coming from gdal_viewshed: -ox -oy are --at, -oz --antenna-agl, -tz --target-agl, -md --radius-km; "
      "-om GROUND is floor-agl, -om DEM floor-msl, -om NORMAL visible; -cc is 1/k (its default is --k 1.16667).\n"
      "\n"
      "Example: skyshed viewshed dem.tif floor.tif --at 35.95,35.41 --antenna-agl 8 --radius-km 250");
  command->callback([request, target_agl, &context] {
    if (target_agl->count() > 0 && request->quantity != "visible") {
      throw Error(ErrorKind::scenario, fmt::format("--target-agl needs --quantity visible; {} is a floor, whatever the "
                                                   "target's height",
                                                   request->quantity));
    }
    const ViewshedSummary summary = write_viewshed(*request, context);
    if (context.json) {
      fmt::print("{}", summary_json(*request, summary));
    } else if (!context.quiet) {
      fmt::print("{}", summary_text(*request, summary));
    }
  });
}

}  // namespace skyshed
