#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "cli/commands/commands.h"
#include "cli/study_extent.h"
#include "cli/version.h"
#include "cli/words_of_options.h"
#include "dem/load_terrain.h"
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

// Everything of the field at once, on the whole box.
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

// 255 in sight, 0 hidden or beyond the radius, 1 unknown: a void on the way or at the target.
Raster<std::uint8_t> visibility(const SightField& field, const Raster<float>& agl, double target_agl_m) {
  constexpr std::uint8_t visible = 255;
  constexpr std::uint8_t unknown = 1;
  Raster<std::uint8_t> classes(agl.width(), agl.height());
  for (std::size_t i = 0; i < agl.size(); ++i) {
    const bool in_sight = agl.values()[i] <= static_cast<float>(target_agl_m);
    const bool doubtful = !field.unknown.empty() && field.unknown.values()[i] != 0;
    const bool hidden_for_sure = agl.values()[i] > static_cast<float>(target_agl_m);
    classes.values()[i] = doubtful && !hidden_for_sure ? unknown : in_sight ? visible : std::uint8_t{0};
  }
  return classes;
}

void write_viewshed(const ViewshedRequest& request, const CommandContext& context) {
  const GeodeticPoint place = point_of(request.place);
  if (!(request.radius_km * 1000 <= largest_range_m)) {
    throw Error(ErrorKind::scenario,
                fmt::format("--radius-km {} is beyond {:.0f} km, to where the computation is exact", request.radius_km,
                            largest_range_m / 1000));
  }
  check_raster_format(request.format);
  OutputFile output(request.output, request.overwrite);
  TerminalProgress progress(context.progress_style());

  progress.begin("reading terrain", 1);
  const ElevationModel terrain = load_terrain_around(request.terrain, place, request.radius_km * 1000);
  const Antenna antenna = antenna_above_ground(terrain, terrain.frame.to_grid(place), HeightAgl{request.antenna_agl_m});
  progress.begin("line of sight", static_cast<std::int64_t>(terrain.heights.size() * 4 / 5));
  const SightField field = horizon_sweep(terrain, antenna, {.effective_radius_factor = request.k},
                                         {.radius_m = request.radius_km * 1000}, progress);

  progress.begin("writing", 1);
  const GridFrame frame = terrain.frame.cropped(field.window);
  RasterDescription description{.title = fmt::format("Seen from {:.6f}, {:.6f} at {:.1f} m MSL", place.longitude_deg,
                                                     place.latitude_deg, antenna.altitude.metres),
                                .metadata = {{"SKYSHED_VERSION", version},
                                             {"TERRAIN", terrain.name},
                                             {"TERRAIN_IDENTITY", terrain.identity},
                                             {"ANTENNA_LONGITUDE_LATITUDE", request.place},
                                             {"ANTENNA_AGL_M", fmt::format("{}", request.antenna_agl_m)},
                                             {"RADIUS_KM", fmt::format("{}", request.radius_km)},
                                             {"EFFECTIVE_RADIUS_FACTOR", fmt::format("{}", request.k)}}};
  const WriteOptions options{.threads = context.threads > 0 ? context.threads : 2, .progress = &progress};
  if (request.quantity == "floor-msl") {
    write_raster(output.path(), frame, FloatBands{{&field.floor, "lowest altitude in sight", "m MSL"}}, description,
                 request.format, options);
  } else {
    const Raster<float> agl = above_ground(field, terrain.heights);
    if (request.quantity == "floor-agl") {
      write_raster(output.path(), frame, FloatBands{{&agl, "lowest height above ground in sight", "m AGL"}},
                   description, request.format, options);
    } else {
      const Raster<std::uint8_t> classes = visibility(field, agl, request.target_agl_m);
      description.byte_nodata = 1;  // unknown; 255 means in sight, as in gdal_viewshed
      write_raster(output.path(), frame,
                   ByteBands{{&classes, fmt::format("in sight at {} m AGL", request.target_agl_m), ""}}, description,
                   request.format, options);
    }
  }
  output.commit();
  progress.end();
}

}  // namespace

void add_viewshed(CLI::App& app, CommandContext& context) {
  auto request = std::make_shared<ViewshedRequest>();
  CLI::App* command =
      app.add_subcommand("viewshed", "What one antenna sees, on the terrain's own grid (degrees or metres)");
  command->add_option("DEM", request->terrain, "Any elevation raster that GDAL opens")->required();
  command->add_option("OUT", request->output, "Raster to write")->required();
  command->add_option("--at", request->place, "The antenna's place, LON,LAT in degrees")->required();
  command->add_option("--antenna-agl", request->antenna_agl_m, "The antenna's height above the ground, m")
      ->required()
      ->check(CLI::Range(0.0, 1e7));
  command->add_option("--radius-km", request->radius_km, "How far to look, at most 600 km")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  command->add_option("--k", request->k, "Effective-radius factor of refraction; 1: straight rays")
      ->capture_default_str()
      ->check(CLI::Range(0.5, 10.0));
  command->add_option("--quantity", request->quantity, "What to write: floor-agl, floor-msl or visible")
      ->capture_default_str()
      ->check(CLI::IsMember({"floor-agl", "floor-msl", "visible"}));
  command->add_option("--target-agl", request->target_agl_m, "With visible: the target's height above the ground, m")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  command->add_option("--of", request->format.driver, "GDAL's name of the format")->capture_default_str();
  command->add_option("--co", request->format.creation_options, "GDAL creation option NAME=VALUE; may be repeated");
  command->add_flag("--overwrite", request->overwrite, "Replace an existing file");
  command->callback([request, &context] { write_viewshed(*request, context); });
}

}  // namespace skyshed
