#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/site_check.h"
#include "cli/study_extent.h"
#include "cli/version.h"
#include "cli/words_of_options.h"
#include "dem/load_terrain.h"
#include "engine/coverage/area_and_volume.h"
#include "engine/sight/horizon_sweep.h"
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
  bool overwrite = false;
};

// What `visible` writes: the values of gdal_viewshed, and one for what is not known.
constexpr std::uint8_t in_sight = 255;
constexpr std::uint8_t hidden = 0;
constexpr std::uint8_t unknown = 1;

bool doubtful(const SightField& field, std::size_t i) {
  return !field.unknown.empty() && field.unknown.values()[i] != 0;
}

// The field's floor above the ground.
Raster<float> above_ground(const SightField& field, const Raster<float>& ground) {
  Raster<float> agl(field.window.width, field.window.height);
  for (int row = 0; row < field.window.height; ++row) {
    const auto heights = ground.row(field.window.row + row).subspan(static_cast<std::size_t>(field.window.column));
    const auto floors = field.floor.row(row);
    const auto above = agl.row(row);
    for (std::size_t i = 0; i < floors.size(); ++i) above[i] = floors[i] - heights[i];
  }
  return agl;
}

// Unknown terrain can only raise a floor: what is hidden without it stays hidden.
Raster<std::uint8_t> visibility(const SightField& field, const Raster<float>& agl, double target_agl_m) {
  const auto target = static_cast<float>(target_agl_m);
  Raster<std::uint8_t> classes(agl.width(), agl.height(), hidden);
  for (std::size_t i = 0; i < agl.size(); ++i) {
    const float floor = agl.values()[i];
    if (doubtful(field, i) && !(floor > target)) {
      classes.values()[i] = unknown;
    } else if (floor <= target) {
      classes.values()[i] = in_sight;
    }
  }
  return classes;
}

// NaN where unknown terrain may raise the floor.
void forget_doubtful(const SightField& field, Raster<float>& floor) {
  for (std::size_t i = 0; i < floor.size(); ++i) {
    if (doubtful(field, i)) floor.values()[i] = std::numeric_limits<float>::quiet_NaN();
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
  OutputFile output(request.output, request.overwrite);
  check_place(place, request.terrain);
  TerminalProgress progress(context.progress_style());

  progress.begin("reading terrain", 1);
  const ElevationModel terrain = load_terrain_around(request.terrain, place, request.radius_km * 1000);
  const Antenna antenna = antenna_above_ground(terrain, terrain.frame.to_grid(place), HeightAgl{request.antenna_agl_m});
  progress.begin("line of sight", static_cast<std::int64_t>(terrain.heights.size() * 4 / 5));
  SightField field = horizon_sweep(terrain, antenna, {.effective_radius_factor = request.k},
                                   {.radius_m = request.radius_km * 1000}, progress);

  progress.begin("writing", 1);
  ViewshedSummary summary{.frame = terrain.frame.cropped(field.window), .antenna = antenna};
  RasterDescription description{.title = fmt::format("Seen from {:.6f}, {:.6f} at {:.1f} m MSL", place.longitude_deg,
                                                     place.latitude_deg, antenna.altitude.metres),
                                .metadata = {{"SKYSHED_VERSION", version},
                                             {"TERRAIN", terrain.name},
                                             {"TERRAIN_IDENTITY", terrain.identity},
                                             {"ANTENNA_LONGITUDE_LATITUDE", request.place},
                                             {"ANTENNA_AGL_M", fmt::format("{}", request.antenna_agl_m)},
                                             {"RADIUS_KM", fmt::format("{}", request.radius_km)},
                                             {"EFFECTIVE_RADIUS_FACTOR", fmt::format("{}", request.k)}},
                                .byte_nodata = unknown};
  const WriteOptions options{.threads = context.threads > 0 ? context.threads : 2, .progress = &progress};
  const CellAreas areas(summary.frame);
  const auto sum_up = [&](const auto& action) {
    for (int row = 0; row < summary.frame.height; ++row) {
      for (int column = 0; column < summary.frame.width; ++column) action(column, row, areas.at(column, row));
    }
  };
  Raster<float> agl;
  if (request.quantity != "floor-msl") agl = above_ground(field, terrain.heights);
  if (request.quantity == "visible") {
    const Raster<std::uint8_t> classes = visibility(field, agl, request.target_agl_m);
    sum_up([&](int column, int row, double area_m2) {
      if (classes.at(column, row) == in_sight) summary.visible_m2 += area_m2;
      if (classes.at(column, row) == unknown) summary.unknown_m2 += area_m2;
    });
    write_raster(output.path(), summary.frame,
                 ByteBands{{&classes, fmt::format("in sight at {} m AGL", request.target_agl_m), ""}}, description,
                 request.format, options);
  } else {
    const bool above_sea = request.quantity == "floor-msl";
    Raster<float>& floor = above_sea ? field.floor : agl;
    forget_doubtful(field, floor);
    sum_up([&](int column, int row, double area_m2) {
      if (!std::isnan(floor.at(column, row))) summary.known_m2 += area_m2;
      if (!field.unknown.empty() && field.unknown.at(column, row) != 0) summary.unknown_m2 += area_m2;
    });
    write_raster(output.path(), summary.frame,
                 above_sea ? FloatBands{{&floor, "lowest altitude in sight", "m MSL"}}
                           : FloatBands{{&floor, "lowest height above ground in sight", "m AGL"}},
                 description, request.format, options);
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
      ->check(CLI::Range(0.0, 1e7));
  command->add_option("--radius-km", request->radius_km, "How far to look, at most 600 km")
      ->option_text("KM")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--k", request->k,
                   "Refraction, as a factor on the earth's radius: 4/3 radio waves, 7/6 light, 1 straight rays")
      ->option_text("FACTOR")
      ->capture_default_str()
      ->check(CLI::Range(0.5, 10.0));
  command->add_option("--quantity", request->quantity, "What to write: floor-agl, floor-msl or visible (see below)")
      ->option_text("WORD")
      ->capture_default_str()
      ->check(CLI::IsMember({"floor-agl", "floor-msl", "visible"}));
  command->add_option("--target-agl", request->target_agl_m, "With visible: the target's height above the ground")
      ->option_text("METRES")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  command->add_option("--of", request->format.driver, "GDAL's short name of the format to write")
      ->option_text("FORMAT")
      ->capture_default_str();
  command->add_option("--co", request->format.creation_options, "Creation option of that format; may be repeated")
      ->option_text("NAME=VALUE")
      ->allow_extra_args(false);
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
  command->callback([request, &context] {
    const ViewshedSummary summary = write_viewshed(*request, context);
    if (context.json) {
      fmt::print("{}", summary_json(*request, summary));
    } else if (!context.quiet) {
      fmt::print("{}", summary_text(*request, summary));
    }
  });
}

}  // namespace skyshed
