// In how many samples of the uncertain figures each cell is covered, and how large an area in each sample.
//
// What       Sightlines come in a few draws (antenna, place, refraction, terrain), of which each sample uses one for each
//            asset; ranges and envelopes are drawn anew for every sample and need no sightline. All samples of a cell are
//            decided at once, as bits.
// Frame      the product grid.
// Units      metres above mean sea level, square metres.
// Domain     at most 64 draws of sightlines an asset.
// Accuracy   a sample's coverage is that of component_volume.h with its figures: the same comparisons as float32. Ranges
//            to an altitude above ground, and a weapon's lowest altitude, take the ground as the terrain has it,
//            sightlines the ground as drawn.
// Errors     interrupted through progress.
// Threading  runs on the calling thread's oneTBB arena; the same results for any number of threads.
// Cost       memory: a byte a cell, group and altitude. Time: docs/uncertainty.md.
// Source     docs/uncertainty.md.
#pragma once

#include <span>
#include <vector>

#include "engine/base/progress.h"
#include "engine/coverage/area_and_volume.h"
#include "engine/coverage/limits.h"
#include "engine/uncertainty/sample_sets.h"

namespace skyshed {

using DrawMask = std::uint64_t;  // a bit a draw of sightlines
inline constexpr int most_draws = 64;

// Where an asset stands in each draw, and how rays bend there.
struct DrawnAsset {
  std::vector<int> draw_of_sample;
  std::vector<LocalFrame> frames;  // of the terrain's grid
  std::vector<double> effective_radius_factors;
};

// What is in sight of one antenna, or of several at the same place.
struct DrawnSite {
  std::size_t asset = 0;
  std::vector<AltitudeMsl> antennas;       // [draw]
  GridWindow window;                       // of the product grid; nothing is in sight outside it
  std::vector<Raster<DrawMask>> in_sight;  // [altitude]: the draws in which the altitude is in sight
  Raster<DrawMask> unknown;                // those in which unknown terrain may hide it; empty: all is known
};

struct SampledSensor {
  std::size_t site = 0;
  FigureSamples range_m;
  FigureSamples minimum_range_m;
  FigureSamples ceiling_m;
  ElevationAngle lowest{-90};
  ElevationAngle highest{90};
  Sector sector;
};

struct SampledWeapon {
  std::size_t sensor = 0;              // that guides it, of the same asset
  std::vector<AltitudeMsl> launchers;  // [draw]
  FigureSamples range_m;
  FigureSamples minimum_range_m;
  FigureSamples minimum_agl_m;
  FigureSamples ceiling_m;
  std::span<const Weapon::EnvelopePoint> envelope;
};

// What counts together: of one phase in one role.
struct SampledGroup {
  struct Member {
    std::size_t index = 0;            // of the sensors, or after them of the weapons
    std::vector<SampleWord> present;  // in these samples
  };
  std::vector<Member> members;
};

struct SampledSky {
  const ElevationModel& ground;  // on the product grid
  const CellAreas& areas;
  GridPoint first_post;  // of the product grid, in posts of the terrain thinned
  int thinning = 1;
  std::size_t samples = 0;
  std::vector<SliceAltitude> altitudes;
  std::span<const DrawnAsset> assets;  // borrowed: the masks are large
  std::span<const DrawnSite> sites;
  std::vector<SampledSensor> sensors;
  std::vector<SampledWeapon> weapons;
  std::vector<SampledGroup> groups;
};

struct SampledSlice {
  // How many of 100 samples cover the cell, rounded, but 0 only for none and 100 only for all; unknown_count where unknown
  // terrain decides in any sample, or the ground of an altitude above it is unknown.
  Raster<std::uint8_t> percent;
  std::vector<double> areas_m2;  // [sample], covered for certain
  double unknown_m2 = 0;         // mean over the samples
};

// [group][altitude]. Advances progress by the rows of the grid.
[[nodiscard]] std::vector<std::vector<SampledSlice>> sampled_coverage(const SampledSky& sky, Progress& progress);

}  // namespace skyshed
