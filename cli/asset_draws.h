// What the draws of sightlines are made of: levels of refraction, and for each asset places and heights of antennas.
//
// Errors     AssetDraws::antenna: terrain, naming the asset, if a drawn place has no known ground.
// Threading  built by one thread (projected grids are asked); then immutable.
// Source     docs/uncertainty.md.
#pragma once

#include "cli/study_grid.h"
#include "engine/sight/antenna.h"

namespace skyshed {

// The refraction at each level, the middles of parts of equal probability; one level if it is not drawn.
[[nodiscard]] std::vector<Refraction> refraction_levels(const Scenario& scenario);

// The standard deviation of the terrain's error that is drawn: as the scenario says, or as the provider of its first
// source does; 0 if neither is known.
[[nodiscard]] double terrain_deviation_m(const Scenario& scenario);

// "place, antennas and ground": what of an asset's sightlines is drawn; empty: nothing.
[[nodiscard]] std::string drawn_of_sightlines(const Scenario& scenario, const Asset& asset);

// Draws of an asset at each level of refraction: as many as asked for, one if nothing of them varies.
[[nodiscard]] std::size_t draws_at_a_level(const Scenario& scenario, const Asset& asset);

// The draws of one asset, level after level. The scenario is borrowed.
class AssetDraws {
 public:
  AssetDraws(const Scenario& scenario, const StudyGrid& grid, std::size_t asset, std::size_t levels);

  [[nodiscard]] std::size_t draws() const { return places_.size(); }
  [[nodiscard]] std::size_t draws_a_level() const { return count_; }
  [[nodiscard]] GridPoint place(std::size_t draw) const { return places_[draw]; }

  // Antennas of one interval stand on one vehicle, or at least alike: they share their draws.
  [[nodiscard]] Antenna antenna(const ElevationModel& terrain, const NearPatch* near, const Mounting& mounting,
                                std::size_t draw) const;

 private:
  // One dimension of the Latin hypercube.
  [[nodiscard]] std::vector<double> quantiles(const std::string& dimension) const;

  std::uint64_t seed_;
  const Asset& asset_;
  std::size_t levels_;
  std::size_t count_ = 1;
  std::vector<GridPoint> places_;
};

}  // namespace skyshed
