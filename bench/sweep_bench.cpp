// How fast horizon_sweep is, beside copying the same bytes in the same run.
//
//   sweep_bench [--large] [--benchmark_filter=...] [...]      --large adds 16384² posts (2 GB of memory)
//
// Names read sweep/GRID/RELIEF/SIZE/ANTENNA/CODE/THREADS. Counters: posts_per_s, and of_copy, the speed as a share of
// copying the heights to the floors with the same number of threads (4 bytes read, 4 written a post). Wall time; the
// result's memory is allocated inside of it, as for every caller.
#include <benchmark/benchmark.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "bench/synthetic_terrain.h"
#include "engine/sight/horizon_sweep.h"

namespace skyshed::bench {
namespace {

struct Case {
  GridFrame::Kind kind = GridFrame::Kind::geographic;
  Relief relief = Relief::fractal;
  int size = 0;
  double antenna_m = 0;
  InstructionSet set = InstructionSet::best;
  int threads = 1;

  [[nodiscard]] std::string name() const {
    const char* const codes[] = {"best", "scalar", "avx2", "avx512"};
    return std::string("sweep/") + (kind == GridFrame::Kind::geographic ? "geographic" : "planar") + "/" +
           (relief == Relief::fractal ? "fractal" : "noise") + "/" + std::to_string(size) + "/" +
           std::to_string(static_cast<int>(antenna_m)) + "m/" + codes[static_cast<int>(set)] + "/" +
           std::to_string(threads) + "T";
  }
};

// Made once for all cases in a row that look at the same ground; only one is held at a time.
const ElevationModel& terrain_of(const Case& asked) {
  static std::tuple<GridFrame::Kind, Relief, int> held{};
  static ElevationModel terrain;
  const std::tuple wanted{asked.kind, asked.relief, asked.size};
  if (terrain.heights.empty() || held != wanted) {
    terrain = {};
    terrain.heights = synthetic_heights(asked.size, asked.relief);
    terrain.frame =
        asked.kind == GridFrame::Kind::geographic ? geographic_frame(asked.size, 1200) : planar_frame(asked.size, 30);
    held = wanted;
  }
  return terrain;
}

// Posts a second of copying heights into memory that is already there; the best of three.
double copy_speed(const Raster<float>& heights, int threads) {
  static std::map<std::pair<std::size_t, int>, double> known;
  double& speed = known[{heights.size(), threads}];
  if (speed > 0) return speed;
  std::vector<float> copy(heights.size());
  const std::size_t block = 1 << 18;
  double best = std::numeric_limits<double>::infinity();
  for (int repeat = 0; repeat < 4; ++repeat) {
    const auto start = std::chrono::steady_clock::now();
    tbb::parallel_for(std::size_t{0}, heights.size() / block, [&](std::size_t i) {
      std::memcpy(copy.data() + i * block, heights.values().data() + i * block, block * sizeof(float));
    });
    benchmark::DoNotOptimize(copy.data());
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    if (repeat > 0) best = std::min(best, taken.count());
  }
  return speed = static_cast<double>(heights.size()) / best;
}

void sweep(benchmark::State& state, const Case& asked) {
  const ElevationModel& terrain = terrain_of(asked);
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(asked.threads));
  const double copied = copy_speed(terrain.heights, asked.threads);
  const double middle = asked.size / 2 + 0.3;
  const Antenna antenna = antenna_above_ground(terrain, {middle, middle}, {asked.antenna_m});
  const SweepOptions options{.radius_m = 600e3, .instruction_set = asked.set};
  Progress progress;
  double posts = 0;
  double seconds = 0;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    const SightField field = horizon_sweep(terrain, antenna, {}, options, progress);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    state.SetIterationTime(taken.count());
    seconds += taken.count();
    const auto floors = field.floor.values();
    posts += static_cast<double>(
        std::count_if(floors.begin(), floors.end(), [](float floor) { return !std::isnan(floor); }));
  }
  state.counters["posts_per_s"] = posts / seconds;
  state.counters["of_copy"] = posts / seconds / copied;
}

void add(const Case& asked) {
  if (!is_supported(asked.set)) return;
  benchmark::RegisterBenchmark(asked.name().c_str(), sweep, asked)
      ->Unit(benchmark::kMillisecond)
      ->UseManualTime()
      ->MinTime(0.3);
}

void add_all(bool large) {
  using Kind = GridFrame::Kind;
  constexpr InstructionSet sets[] = {InstructionSet::scalar, InstructionSet::avx2, InstructionSet::avx512};
  std::vector<int> sizes{1024, 2048, 4096, 8192};
  if (large) sizes.push_back(16384);
  for (const Kind kind : {Kind::geographic, Kind::planar}) {
    for (const int size : sizes) {
      for (const double antenna_m : {7.0, 25.0, 1000.0}) {
        for (const int threads : {1, 2}) {
          for (const InstructionSet set : sets) add({kind, Relief::fractal, size, antenna_m, set, threads});
        }
      }
      // White noise is of one kind near and far: from 25 m next to nothing is in sight, from 1000 m nearly all.
      for (const int threads : {1, 2}) {
        add({kind, Relief::white_noise, size, 25, InstructionSet::best, threads});
        if (size <= 4096) add({kind, Relief::white_noise, size, 1000, InstructionSet::best, threads});
      }
    }
  }
}

}  // namespace
}  // namespace skyshed::bench

int main(int argc, char** argv) {
  char** const large = std::find(argv, argv + argc, std::string("--large"));
  const bool is_large = large != argv + argc;
  if (is_large) argc = static_cast<int>(std::remove(argv, argv + argc, std::string("--large")) - argv);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  skyshed::bench::add_all(is_large);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
