// Who holds the bubble up: how much is covered by which volumes together, and what goes when some of them go.
//
// Frame      one altitude on the product grid.
// Units      square metres on the ellipsoid.
// Accuracy   exact for the slices of slice.h: the same cells, the same areas.
// Threading  holder_areas runs on the calling thread's oneTBB arena; the same sums for any number of threads.
// Cost       one comparison a volume and cell; then everything is asked of a small table.
// Source     docs/method.md, "Who holds the bubble up".
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "engine/coverage/area_and_volume.h"

namespace skyshed {

// A set of volumes by their numbers.
class HolderSet {
 public:
  using Word = std::uint64_t;  // a bit a holder
  static constexpr std::size_t word_bits = 64;

  explicit HolderSet(std::size_t holders = 0) : words_((holders + word_bits - 1) / word_bits) {}
  explicit HolderSet(std::span<const Word> words) : words_(words.begin(), words.end()) {}
  void add(std::size_t holder) { words_[holder / word_bits] |= Word{1} << (holder % word_bits); }
  void add(const HolderSet& other);
  [[nodiscard]] bool meets(const HolderSet& other) const;
  [[nodiscard]] bool is_within(const HolderSet& other) const;
  friend auto operator<=>(const HolderSet&, const HolderSet&) = default;

 private:
  std::vector<Word> words_;
};

// The area that each set of volumes covers together, and no other volume with them.
class HolderAreas {
 public:
  // Of the volumes numbered in the order of the list.
  HolderAreas(const CellAreas& areas, const ElevationModel& ground, std::span<const ComponentVolume* const> volumes,
              SliceAltitude altitude);

  [[nodiscard]] double covered() const;                         // by any
  [[nodiscard]] double covered_by(const HolderSet& who) const;  // by any of these
  // Covered by these alone: no other covers it, or may cover it where terrain is unknown.
  [[nodiscard]] double sole(const HolderSet& who) const;
  // Covered now, and without these no longer for certain: sole(who), and what else unknown terrain leaves open.
  [[nodiscard]] double lost_without(const HolderSet& who) const;
  [[nodiscard]] std::size_t holders() const { return holders_; }

 private:
  using Key = std::pair<HolderSet, HolderSet>;  // covers; may cover
  std::size_t holders_;
  std::map<Key, double> square_metres_;
};

// In which order the loss of units hurts most: first the one whose loss alone costs most, then the one that costs most
// of what is left, to the end. Equal costs: the earlier in the list first.
struct WithdrawalStep {
  std::size_t unit;
  double left_m2;  // still covered afterwards
};
[[nodiscard]] std::vector<WithdrawalStep> costliest_order(const HolderAreas& areas, std::span<const HolderSet> units);

}  // namespace skyshed
