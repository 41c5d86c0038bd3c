// Adds up, for every sample at once, the area of the cells that it covers.
//
// Units      square metres.
// Accuracy   each cell's area is rounded to 1/4096 m²; then sums are whole numbers: exact in any order.
// Threading  one tally, one thread; add the tallies of threads together.
// Cost       runs of cells of one area: a few operations on words a cell; then one addition a sample.
#pragma once

#include <array>
#include <span>

#include "engine/uncertainty/sample_sets.h"

namespace skyshed {

class AreaTally {
 public:
  explicit AreaTally(std::size_t samples);

  // A cell covered in the samples of the set.
  void add(std::span<const SampleWord> set, double area_m2);
  // Tells the runs so far to the sums. Call before the sums are asked for.
  void flush();

  AreaTally& operator+=(const AreaTally& other);  // both flushed
  [[nodiscard]] std::vector<double> areas_m2() const;

 private:
  static constexpr std::size_t planes = 6;  // counts to 63 cells
  static constexpr int longest_run = (1 << planes) - 1;

  std::size_t samples_;
  std::size_t words_;
  std::int64_t unit_ = 0;           // area of the cells of the run
  int run_ = 0;                     // cells counted in the planes
  std::vector<SampleWord> bits_;    // [word · planes + plane]: bit of each sample's count
  std::vector<std::int64_t> sums_;  // in 1/4096 m²
};

}  // namespace skyshed
