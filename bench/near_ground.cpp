// What finer ground near a site alone gives and costs, beside one fine lattice everywhere and the coarse one alone.
//
//   near_ground FAR FINE LON,LAT RADIUS_KM NEAR_KM [ANTENNA_M]
//
// FINE must hold the whole disc. For example, posts of 32 m, 35 in one step of the built-in terrain:
//   gdal_translate -projwin 34.7 36.5 37.2 34.3 -tr 0.000285714285714 0.000285714285714 -r cubic -ot Float32
//     configs/terrain/levant.tif fine.tif
//   near_ground configs/terrain/levant.tif fine.tif 35.949,35.401 100 30
// Floors are compared on the posts of FAR within the radius; memory is the process's peak so far.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "dem/near_ground.h"
#include "engine/sight/horizon_sweep.h"

namespace skyshed::bench {
namespace {

struct Job {
  std::string far;
  std::string fine;
  GeodeticPoint site;
  double radius_m = 0;
  double near_m = 0;
  double antenna_m = 7;
};

double peak_mb() {
  std::ifstream status("/proc/self/status");
  for (std::string key, rest; status >> key && std::getline(status, rest);) {
    if (key == "VmHWM:") return std::stod(rest) / 1024;
  }
  return 0;
}

class Watch {
 public:
  double seconds() {
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::duration<double> taken = now - begin_;
    begin_ = now;
    return taken.count();
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

struct Swept {
  GridFrame frame;
  SightField field;
  double ground_m = 0;  // at the site
};

TerrainRequest request_of(const std::string& file, const Job& job) {
  TerrainRequest request;
  request.sources = {file};
  request.outside = OutsideRule::sea;
  request.extent = extent_around(job.site, job.radius_m);
  return request;
}

Swept swept(const char* name, const std::string& file, bool with_near, const Job& job) {
  Watch watch;
  ElevationModel terrain = load_terrain(request_of(file, job));
  NearGround ground;
  if (with_near) {
    ground = NearGround({{job.fine}, job.near_m}, {job.site}, request_of(file, job), terrain, nullptr);
  }
  const NearPatch* near = ground.around(job.site);
  const double reading_s = watch.seconds();
  const GridPoint at = terrain.frame.to_grid(job.site);
  const Antenna antenna = antenna_above_ground(terrain, at, {job.antenna_m}, near);
  Progress progress;
  Swept result{.frame = terrain.frame,
               .field = horizon_sweep(terrain, antenna, {}, {.radius_m = job.radius_m}, progress, near)};
  result.ground_m = antenna.altitude.metres - job.antenna_m;
  const double sweep_s = watch.seconds();
  const double posts = static_cast<double>(terrain.heights.size()) +
                       (near != nullptr ? static_cast<double>(near->ground.heights.size()) : 0.0);
  std::printf("%-22s %8.2f Mposts, reading %6.2f s, sweep %6.2f s, peak %6.0f MB, ground %.1f m\n", name, posts / 1e6,
              reading_s, sweep_s, peak_mb(), result.ground_m);
  return result;
}

// |floor − floor over one fine lattice| on the far posts between two distances.
void compare(const char* name, const Swept& subject, const Swept& fine, const Job& job, double from_m, double to_m) {
  std::vector<double> differences;
  const GridWindow& window = subject.field.window;
  const DegreeLengths degree = degree_lengths(job.site.latitude_deg);
  for (int row = 0; row < window.height; ++row) {
    for (int column = 0; column < window.width; ++column) {
      const GeodeticPoint place = subject.frame.to_geodetic(
          {static_cast<double>(window.column + column), static_cast<double>(window.row + row)});
      const double away_m = std::hypot((place.longitude_deg - job.site.longitude_deg) * degree.east_m,
                                       (place.latitude_deg - job.site.latitude_deg) * degree.north_m);
      if (away_m < from_m || away_m > to_m) continue;
      const GridPoint at = fine.frame.to_grid(place);
      const int x = static_cast<int>(std::lround(at.column)) - fine.field.window.column;
      const int y = static_cast<int>(std::lround(at.row)) - fine.field.window.row;
      if (x < 0 || y < 0 || x >= fine.field.window.width || y >= fine.field.window.height) continue;
      const double difference = std::abs(static_cast<double>(subject.field.floor.at(column, row)) -
                                         static_cast<double>(fine.field.floor.at(x, y)));
      if (!std::isnan(difference)) differences.push_back(difference);
    }
  }
  if (differences.empty()) return;
  std::ranges::sort(differences);
  double mean = 0;
  for (const double difference : differences) mean += difference / static_cast<double>(differences.size());
  std::printf("%-22s %3.0f to %3.0f km, %6zu posts: mean %7.2f m, 99 %% %8.2f m, worst %8.2f m\n", name, from_m / 1e3,
              to_m / 1e3, differences.size(), mean, differences[differences.size() * 99 / 100], differences.back());
}

void run(const Job& job) {
  const Swept far = swept("far alone", job.far, false, job);
  const Swept both = swept("near and far", job.far, true, job);
  const Swept fine = swept("fine everywhere", job.fine, false, job);
  for (const auto& [from_m, to_m] : {std::pair{0.0, job.near_m}, std::pair{job.near_m, job.radius_m}}) {
    compare("far alone", far, fine, job, from_m, to_m);
    compare("near and far", both, fine, job, from_m, to_m);
  }
}

}  // namespace
}  // namespace skyshed::bench

int main(int argc, char** argv) {
  using namespace skyshed;
  if (argc < 6) {
    std::fprintf(stderr, "near_ground FAR FINE LON,LAT RADIUS_KM NEAR_KM [ANTENNA_M]\n");
    return 2;
  }
  try {
    const std::string place = argv[3];
    bench::run({.far = argv[1],
                .fine = argv[2],
                .site = {std::stod(place), std::stod(place.substr(place.find(',') + 1))},
                .radius_m = std::stod(argv[4]) * 1e3,
                .near_m = std::stod(argv[5]) * 1e3,
                .antenna_m = argc > 6 ? std::stod(argv[6]) : 7});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
  return 0;
}
