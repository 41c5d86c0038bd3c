// Terrain made in memory, the same on every machine: for measuring speed where no file should matter.
//
// Frame      north-up, centred on 36° E, 35° N in degrees, or a plane in metres.
// Units      metres above mean sea level.
// Threading  made on the calling thread's oneTBB arena; the same heights for any number of threads.
// Cost       about 10 ns a post.
#pragma once

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/terrain/elevation_model.h"

namespace skyshed::bench {

enum class Relief {
  fractal,      // seas, plains and mountains to some 2500 m, slopes as steep as in the Levant
  white_noise,  // every post drawn anew between 0 and 1000 m: no nature is as rough, a worst case
};

// A number in [0, 1) that depends on the place alone (the finaliser of SplitMix64).
inline double noise_at(int column, int row, int octave) {
  std::uint64_t x = static_cast<std::uint64_t>(static_cast<std::uint32_t>(column)) << 32 ^
                    static_cast<std::uint64_t>(static_cast<std::uint32_t>(row)) ^
                    (static_cast<std::uint64_t>(octave) * 0x9e3779b97f4a7c15U);
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return static_cast<double>((x ^ (x >> 31)) >> 11) * 0x1p-53;
}

// One row of value noise at one wavelength (in posts), smooth between the lattice's places, added with an amplitude.
inline void add_noise_row(std::vector<double>& heights, int row, int octave, int wavelength, double amplitude) {
  const auto smooth = [](double share) { return share * share * (3 - 2 * share); };
  const int lattice_row = row / wavelength;
  const double below = smooth(static_cast<double>(row % wavelength) / wavelength);
  const int width = static_cast<int>(heights.size());
  const auto lattice = [&](int column) {
    return (1 - below) * noise_at(column, lattice_row, octave) + below * noise_at(column, lattice_row + 1, octave) -
           0.5;
  };
  double left = lattice(0);
  for (int first = 0; first < width; first += wavelength) {
    const double right = lattice(first / wavelength + 1);
    const int last = std::min(width, first + wavelength);
    for (int column = first; column < last; ++column) {
      const double share = smooth(static_cast<double>(column - first) / wavelength);
      heights[static_cast<std::size_t>(column)] += amplitude * ((1 - share) * left + share * right);
    }
    left = right;
  }
}

inline Raster<float> synthetic_heights(int size, Relief relief) {
  Raster<float> heights(size, size);
  tbb::parallel_for(0, size, [&](int row) {
    const auto out = heights.row(row);
    if (relief == Relief::white_noise) {
      for (int column = 0; column < size; ++column) {
        out[static_cast<std::size_t>(column)] = static_cast<float>(1000 * noise_at(column, row, 0));
      }
      return;
    }
    std::vector<double> sum(static_cast<std::size_t>(size), 300.0);
    double amplitude = 1800;
    int octave = 0;
    for (int wavelength = 2048; wavelength >= 2; wavelength /= 2, amplitude *= 0.6) {
      add_noise_row(sum, row, octave++, wavelength, amplitude);
    }
    for (int column = 0; column < size; ++column) {
      const auto i = static_cast<std::size_t>(column);
      out[i] = static_cast<float>(std::max(0.0, sum[i]));  // what would lie lower is sea
    }
  });
  return heights;
}

inline GridFrame geographic_frame(int size, double posts_per_degree) {
  const double step = 1 / posts_per_degree;
  return {.kind = GridFrame::Kind::geographic,
          .width = size,
          .height = size,
          .origin_x = 36 - step * (size - 1) / 2,
          .origin_y = 35 + step * (size - 1) / 2,
          .step_x = step,
          .step_y = -step};
}

inline GridFrame planar_frame(int size, double cell_m) {
  return {.kind = GridFrame::Kind::planar, .width = size, .height = size, .step_x = cell_m, .step_y = -cell_m};
}

}  // namespace skyshed::bench
