// The draws of sightlines of a study: for each asset a few places, antenna heights and errors of the ground, for each of
// a few levels of refraction.
//
// What       Levels of refraction are the middles of equal parts of its distribution, common to all assets. Within each
//            level an asset has `sightlines` draws, a Latin hypercube over its place and antennas; each has an error of
//            the terrain of its own. A sample takes one level, and for each asset one of its draws there.
// Frame      the product grid (study_grid.h).
// Errors     terrain, naming the asset, if a drawn place has no known ground; interrupted.
// Threading  the maker runs on the calling thread's oneTBB arena; the same results for any number of threads.
// Cost       a sweep (horizon_sweep.h) for each draw, asset and height of antenna; terrain finer than the results is
//            looked for in the cache first. Memory: 8 bytes a cell, antenna and altitude.
// Source     docs/uncertainty.md.
#pragma once

#include "cli/disk_cache.h"
#include "cli/sample_figures.h"
#include "cli/study_grid.h"
#include "engine/uncertainty/sampled_coverage.h"

namespace skyshed {

struct SampledSight {
  std::vector<DrawnAsset> assets;
  std::vector<DrawnSite> sites;
  // [asset][component] → site of a radar or jammer that is switched on; else of no meaning.
  std::vector<std::vector<std::size_t>> site_of;
  // [asset][component]: where a weapon's launcher stands, in each draw.
  std::vector<std::vector<std::vector<AltitudeMsl>>> launchers;
  std::vector<UncertainThing> things;  // refraction, and the sightlines of each asset
};

// How many sweeps there will be: steps of progress.
[[nodiscard]] std::int64_t sweeps_of_samples(const Scenario& scenario);

// scenario: with_open_figures. cache: null, or where sweeps are looked for and kept.
[[nodiscard]] SampledSight sampled_sight(const Scenario& scenario, const StudyGrid& grid, DiskCache* cache,
                                         Progress& progress);

}  // namespace skyshed
