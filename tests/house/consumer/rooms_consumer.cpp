#include <cstdio>
#include <filesystem>

#include "dem/load_terrain.h"
#include "products/cog.h"
#include "products/manifest.h"
#include "products/map/places_file.h"
#include "products/quicklook.h"

// Terrain goes out as a file and comes in again, is drawn, and is written down: together the calls need every library of
// dem/ and of products/. arguments: an empty folder; a file of places.
int main(int, char** arguments) {
  const std::filesystem::path folder = arguments[1];
  constexpr int side = 64;

  skyshed::GridFrame frame{
      .width = side, .height = side, .origin_x = 35, .origin_y = 36, .step_x = 0.01, .step_y = -0.01};
  frame.crs_wkt = R"(GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],)"
                  R"(PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]])";
  skyshed::Raster<float> heights(side, side, 0.0F);
  heights.at(10, 20) = 1234;
  skyshed::write_cog(folder / "terrain.tif", frame, {{.values = &heights, .description = "ground", .unit = "m"}},
                     {.title = "One peak in a plain"});

  const skyshed::ElevationModel terrain = skyshed::load_terrain({.sources = {folder / "terrain.tif"}});
  const double peak_m = terrain.ground_at({.column = 10, .row = 20}).metres;

  const skyshed::Quicklook picture({.ground = terrain,
                                    .title = "One peak",
                                    .places = skyshed::read_places(arguments[2]),
                                    .extent = skyshed::LonLatBox{35.1, 35.5, 35.5, 35.9},
                                    .width_px = 300});
  skyshed::write_manifest(folder, {.skyshed_version = "consumer"});

  std::printf("%g m, %zu bytes of picture\n", peak_m, picture.png().size());
  return peak_m == 1234 && std::filesystem::exists(folder / "manifest.json") ? 0 : 1;
}
