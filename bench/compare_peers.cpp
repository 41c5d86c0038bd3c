// skyshed viewshed, gdal_viewshed and r.viewshed on the same files in one go, judged by brute force (line_of_sight).
//
//   compare_peers [--size POSTS]... [--posts N] [--repeat N] [--grass-posts POSTS] [--no-real]
//
// Terrain: synthetic, SIZE x SIZE posts of 1/1200 degree and of 90 m in UTM (2048 without --size), and the built-in
// levant.tif, as it is and warped to UTM. One antenna on a post, 25 m above the ground, k = 4/3. Every program runs whole:
// start, reading, computing, writing an uncompressed GeoTIFF; skyshed and gdal_viewshed --repeat times (3), of which the
// quickest counts: a virtual machine must at times find memory first. Floors are judged at N random posts (1000), decisions
// for a target 100 m above the ground there; one counts as wrong where the true floor differs from 100 m by more than
// 1 m. A program that is not installed is skipped, and so is r.viewshed on grids wider than --grass-posts (2048).
#include <fcntl.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <tbb/parallel_for.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "bench/synthetic_terrain.h"
#include "dem/load_terrain.h"
#include "engine/earth/local_frame.h"
#include "engine/sight/line_of_sight.h"
#include "products/cog.h"

extern char** environ;

namespace skyshed::bench {
namespace {

namespace fs = std::filesystem;

constexpr double antenna_agl_m = 25;
constexpr double target_agl_m = 100;
constexpr double k = 4.0 / 3.0;

struct Run {
  bool done = false;
  double wall_s = 0;
  double cpu_s = 0;
  double peak_mb = 0;
  std::string log;
};

// Runs a program to its end, with its output in a file.
Run run(const fs::path& folder, std::vector<std::string> words) {
  const fs::path log = folder / "log.txt";
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const auto start = std::chrono::steady_clock::now();
  pid_t child = 0;
  Run result;
  const int failed = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return result;
  int status = 0;
  rusage used{};
  wait4(child, &status, 0, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  result.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  result.cpu_s = seconds(used.ru_utime) + seconds(used.ru_stime);
  result.peak_mb = static_cast<double>(used.ru_maxrss) / 1024;
  result.done = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  std::stringstream text;
  text << std::ifstream(log).rdbuf();
  result.log = text.str();
  return result;
}

// The quickest of several runs, or the first that failed.
template <class RunOnce>
Run quickest(int times, const RunOnce& run_once) {
  Run best = run_once();
  for (int i = 1; i < times && best.done; ++i) {
    const Run next = run_once();
    if (!next.done || next.wall_s < best.wall_s) best = next;
  }
  return best;
}

bool is_installed(const std::string& program) {
  std::stringstream folders(std::getenv("PATH"));
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (access((fs::path(folder) / program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.10g", value);
  return text;
}

Raster<float> read(const fs::path& file) {
  const GDALDatasetUniquePtr data(GDALDataset::Open(file.c_str(), GDAL_OF_RASTER));
  if (!data) throw Error(ErrorKind::output, "cannot open " + file.string());
  Raster<float> values(data->GetRasterXSize(), data->GetRasterYSize());
  if (data->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, values.width(), values.height(), values.values().data(),
                                       values.width(), values.height(), GDT_Float32, 0, 0, nullptr) != CE_None) {
    throw Error(ErrorKind::output, "cannot read " + file.string());
  }
  return values;
}

struct TruePost {
  int column;
  int row;
  double floor_agl_m;
};

struct Case {
  std::string name;
  fs::path file;
  ElevationModel terrain;
  GridPoint site;  // on a post
  double radius_km;
  std::vector<TruePost> truth;

  Case(std::string name_, fs::path file_, double radius, int posts, const GeodeticPoint* at = nullptr)
      : name(std::move(name_)), file(std::move(file_)), terrain(load_terrain({.sources = {file.string()}})) {
    site = {static_cast<double>(terrain.frame.width / 2), static_cast<double>(terrain.frame.height / 2)};
    if (at != nullptr) {
      const GridPoint exact = terrain.frame.to_grid(*at);
      site = {std::round(exact.column), std::round(exact.row)};
    }
    radius_km = radius;
    const Antenna antenna = antenna_above_ground(terrain, site, {antenna_agl_m});
    std::mt19937 random(1);
    const auto below = [&](int size) { return static_cast<int>(random() % static_cast<unsigned>(size)); };
    for (int i = 0; i < posts; ++i) truth.push_back({below(terrain.frame.width), below(terrain.frame.height), 0});
    tbb::parallel_for(std::size_t{0}, truth.size(), [&](std::size_t i) {
      const GridPoint at_post{static_cast<double>(truth[i].column), static_cast<double>(truth[i].row)};
      const Sightline line = line_of_sight(terrain, antenna, at_post, {});
      const double ground = static_cast<double>(terrain.heights.at(truth[i].column, truth[i].row));
      truth[i].floor_agl_m =
          line.distance_m < radius_km * 1000 && line.distance_m > 0 ? line.floor.metres - ground : std::nan("");
    });
    std::erase_if(truth, [](const TruePost& post) { return std::isnan(post.floor_agl_m); });
  }
};

void head() {
  std::printf("%-26s %-24s %8s %8s %8s %9s %9s %9s %8s\n", "terrain", "program", "wall_s", "cpu_s", "peak_MB", "mean_m",
              "p99_m", "worst_m", "wrong_%");
}

void line(const Case& on, const std::string& program, const Run& run) {
  std::printf("%-26s %-24s %8.2f %8.2f %8.0f ", on.name.c_str(), program.c_str(), run.wall_s, run.cpu_s, run.peak_mb);
}

// floors: above the ground, on a window of the terrain's grid that begins at (column, row).
void judge_floors(const Case& on, const Raster<float>& floors, int column, int row) {
  std::vector<double> errors;
  int wrong = 0;
  for (const TruePost& post : on.truth) {
    const float floor = floors.at(post.column - column, post.row - row);
    errors.push_back(std::abs(static_cast<double>(floor) - post.floor_agl_m));
    const bool seen = static_cast<double>(floor) <= target_agl_m;
    if (seen != (post.floor_agl_m <= target_agl_m) && std::abs(post.floor_agl_m - target_agl_m) > 1) ++wrong;
  }
  std::sort(errors.begin(), errors.end());
  double mean = 0;
  for (const double error : errors) mean += error / static_cast<double>(errors.size());
  std::printf("%9.3f %9.3f %9.3f %8.2f\n", mean, errors[errors.size() * 99 / 100], errors.back(),
              100.0 * wrong / static_cast<double>(errors.size()));
}

void judge_decisions(const Case& on, const Raster<float>& visible) {
  int wrong = 0;
  for (const TruePost& post : on.truth) {
    const bool seen = visible.at(post.column, post.row) == 1;
    if (seen != (post.floor_agl_m <= target_agl_m) && std::abs(post.floor_agl_m - target_agl_m) > 1) ++wrong;
  }
  std::printf("%9s %9s %9s %8.2f\n", "-", "-", "-", 100.0 * wrong / static_cast<double>(on.truth.size()));
}

void skip(const Case& on, const std::string& program, const std::string& why) {
  std::printf("%-26s %-24s skipped: %s\n", on.name.c_str(), program.c_str(), why.c_str());
}

// What the program itself says that the sweep took.
double seconds_of_sweep(const std::string& log) {
  double seconds = 0;
  std::stringstream lines(log);
  for (std::string text; std::getline(lines, text);) {
    const std::size_t at = text.find("\"seconds\":");
    if (at != std::string::npos && text.find("\"line of sight\"") != std::string::npos) {
      seconds = std::stod(text.substr(at + 10));
    }
  }
  return seconds;
}

void run_skyshed(const Case& on, const fs::path& folder, int times) {
  const fs::path out = folder / "skyshed.tif";
  const GeodeticPoint at = on.terrain.frame.to_geodetic(on.site);
  char place[64];
  std::snprintf(place, sizeof place, "%.10f,%.10f", at.longitude_deg, at.latitude_deg);
  const Run done = quickest(times, [&] {
    fs::remove(out);
    return run(folder,
               {SKYSHED_PROGRAM, "--progress", "json", "viewshed", on.file.string(), out.string(), "--at", place,
                "--antenna-agl", number(antenna_agl_m), "--radius-km", number(on.radius_km), "--of", "GTiff"});
  });
  if (!done.done) throw Error(ErrorKind::internal, "skyshed failed: " + done.log);
  line(on, "skyshed viewshed", done);
  // The result is the box of the disc.
  const GDALDatasetUniquePtr data(GDALDataset::Open(out.c_str(), GDAL_OF_RASTER));
  double transform[6];
  data->GetGeoTransform(transform);
  const GridFrame& frame = on.terrain.frame;
  judge_floors(on, read(out), static_cast<int>(std::lround((transform[0] - frame.x_of(-0.5)) / frame.step_x)),
               static_cast<int>(std::lround((transform[3] - frame.y_of(-0.5)) / frame.step_y)));
  std::printf("%-26s %-24s %8.2f\n", "", "  of it the sweep", seconds_of_sweep(done.log));
}

void run_gdal(const Case& on, const fs::path& folder, bool metres, int times) {
  if (!is_installed("gdal_viewshed")) return skip(on, "gdal_viewshed", "not installed (Debian: gdal-bin)");
  const fs::path out = folder / "gdal.tif";
  std::vector<std::string> words{"gdal_viewshed",
                                 "-om",
                                 "GROUND",
                                 "-oz",
                                 number(antenna_agl_m),
                                 "-cc",
                                 number(1 / k),
                                 "-ox",
                                 number(on.terrain.frame.x_of(on.site.column)),
                                 "-oy",
                                 number(on.terrain.frame.y_of(on.site.row))};
  if (metres) words.insert(words.end(), {"-md", number(on.radius_km * 1000)});
  words.insert(words.end(), {on.file.string(), out.string()});
  const Run done = quickest(times, [&] {
    fs::remove(out);
    return run(folder, words);
  });
  if (!done.done) return skip(on, "gdal_viewshed", "it failed: " + done.log.substr(0, 120));
  line(on, "gdal_viewshed -om GROUND", done);
  const Raster<float> floors = read(out);
  const GDALDatasetUniquePtr data(GDALDataset::Open(out.c_str(), GDAL_OF_RASTER));
  double transform[6];
  data->GetGeoTransform(transform);
  const GridFrame& frame = on.terrain.frame;
  judge_floors(on, floors, static_cast<int>(std::lround((transform[0] - frame.x_of(-0.5)) / frame.step_x)),
               static_cast<int>(std::lround((transform[3] - frame.y_of(-0.5)) / frame.step_y)));
}

// Import and export stand outside of the time and the memory that count.
void run_grass(const Case& on, const fs::path& folder, int most_posts) {
  if (!is_installed("grass")) return skip(on, "r.viewshed", "not installed (Debian: grass-core)");
  if (std::max(on.terrain.frame.width, on.terrain.frame.height) > most_posts) {
    return skip(on, "r.viewshed", "the grid is wider than --grass-posts");
  }
  const fs::path location = folder / "grass";
  const fs::path out = folder / "grass.tif";
  const std::string mapset = (location / "PERMANENT").string();
  fs::remove_all(location);
  const auto grass = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"grass", mapset, "--exec"});
    return run(folder, words);
  };
  Run step = run(folder, {"grass", "-e", "-c", on.file.string(), location.string()});
  if (step.done) step = grass({"r.in.gdal", "input=" + on.file.string(), "output=dem"});
  if (step.done) step = grass({"g.region", "raster=dem"});
  Run timed;
  if (step.done) {
    step = timed =
        grass({"r.viewshed", "-b", "-c", "-r", "input=dem", "output=seen",
               "coordinates=" + number(on.terrain.frame.x_of(on.site.column)) + "," +
                   number(on.terrain.frame.y_of(on.site.row)),
               "observer_elevation=" + number(antenna_agl_m), "target_elevation=" + number(target_agl_m),
               "max_distance=" + number(on.radius_km * 1000), "refraction_coeff=" + number(1 - 1 / k), "memory=4000"});
  }
  if (step.done) {
    step = grass({"r.out.gdal", "-f", "input=seen", "output=" + out.string(), "format=GTiff", "type=Float32",
                  "nodata=-1", "--overwrite"});
  }
  if (!step.done) return skip(on, "r.viewshed", "it failed: " + step.log.substr(0, 120));
  line(on, "r.viewshed", timed);
  judge_decisions(on, read(out));
}

std::string wkt_of(int epsg) {
  OGRSpatialReference system;
  system.importFromEPSG(epsg);
  char* text = nullptr;
  system.exportToWkt(&text);
  std::string wkt = text;
  CPLFree(text);
  return wkt;
}

fs::path write_synthetic(const fs::path& folder, int size, bool metres) {
  GridFrame frame = metres ? planar_frame(size, 90) : geographic_frame(size, 1200);
  frame.crs_wkt = wkt_of(metres ? 32637 : 4326);
  if (metres) {
    frame.origin_x = 500'000 - 90.0 * (size - 1) / 2;
    frame.origin_y = 3'900'000 + 90.0 * (size - 1) / 2;
  }
  const Raster<float> heights = synthetic_heights(size, Relief::fractal);
  const fs::path file = folder / (metres ? "metres.tif" : "degrees.tif");
  write_raster(file, frame, FloatBands{{&heights, "synthetic relief", "m"}}, {}, RasterFormat{.driver = "GTiff"});
  return file;
}

struct Job {
  std::vector<int> sizes;
  int posts = 1000;
  int repeat = 3;
  int grass_posts = 2048;
  bool real = true;
};

void compare(const Case& on, const fs::path& folder, bool metres, const Job& job) {
  run_skyshed(on, folder, job.repeat);
  run_gdal(on, folder, metres, job.repeat);
  run_grass(on, folder, job.grass_posts);
  std::fflush(stdout);
}

void run_all(const Job& job) {
  GDALAllRegister();
  std::string pattern = (fs::temp_directory_path() / "compare_peers-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw Error(ErrorKind::output, "cannot make " + pattern);
  const fs::path folder = pattern;
  struct Remove {
    fs::path folder;
    ~Remove() { fs::remove_all(folder); }
  } const remove{folder};
  head();
  for (const int size : job.sizes) {
    for (const bool metres : {true, false}) {
      const fs::path file = write_synthetic(folder, size, metres);
      const std::string name = "synthetic " + std::to_string(size) + (metres ? " UTM" : " lon/lat");
      compare(Case(name, file, 600, job.posts), folder, metres, job);
    }
  }
  if (!job.real) return;
  const GeodeticPoint khmeimim{.longitude_deg = 35.95, .latitude_deg = 35.40};
  const std::string levant = SKYSHED_SOURCE_DIR "/configs/terrain/levant.tif";
  const fs::path in_metres = folder / "levant_utm.tif";
  const Run warped =
      run(folder, {"gdalwarp", "-q", "-t_srs", "EPSG:32637", "-te", "0", "3400000", "900000", "4400000", "-tr", "1000",
                   "1000", "-r", "bilinear", "-ot", "Float32", levant, in_metres.string()});
  if (warped.done) compare(Case("levant UTM", in_metres, 400, job.posts, &khmeimim), folder, true, job);
  compare(Case("levant lon/lat", levant, 400, job.posts, &khmeimim), folder, false, job);
}

Job read_arguments(int count, char** words) {
  Job job;
  for (int i = 1; i < count; ++i) {
    const std::string option = words[i];
    if (option == "--no-real") {
      job.real = false;
      continue;
    }
    if (i + 1 == count) throw Error(ErrorKind::scenario, "a value is missing after " + option);
    const int value = std::stoi(words[++i]);
    if (option == "--size") {
      job.sizes.push_back(value);
    } else if (option == "--posts") {
      job.posts = value;
    } else if (option == "--repeat") {
      job.repeat = value;
    } else if (option == "--grass-posts") {
      job.grass_posts = value;
    } else {
      throw Error(ErrorKind::scenario, "unknown option " + option);
    }
  }
  if (job.sizes.empty()) job.sizes = {2048};
  return job;
}

}  // namespace
}  // namespace skyshed::bench

int main(int argc, char** argv) {
  try {
    skyshed::bench::run_all(skyshed::bench::read_arguments(argc, argv));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
