// The samples in which each sensor and weapon covers each cell of a stretch of one row.
//
// Threading  one tile, one thread.
// Source     docs/uncertainty.md.
#pragma once

#include <bit>
#include <memory>
#include <optional>

#include "engine/coverage/post_positions.h"
#include "engine/uncertainty/sampled_coverage.h"

namespace skyshed {

// East and north of all posts of the grid as every asset sees them in every draw; shared by all threads.
class DrawnPositions {
 public:
  explicit DrawnPositions(const SampledSky& sky);
  [[nodiscard]] const PostPositions& of(std::size_t asset, int draw) const {
    return *positions_[asset][static_cast<std::size_t>(draw)];
  }

 private:
  std::vector<std::vector<std::unique_ptr<PostPositions>>> positions_;
};

class SampledTile {
 public:
  static constexpr int longest = 64;  // cells

  SampledTile(const SampledSky& sky, const DrawnPositions& positions);

  // Columns begin … begin + length - 1 of a row, length at most `longest`.
  void cover(int row, int begin, int length);

  // Of a sensor, or after them a weapon, at an altitude: whether it covers anything here, and the samples of a cell.
  [[nodiscard]] bool covers(std::size_t component, std::size_t altitude) const {
    return touched_[slot(component, altitude)] != 0;
  }
  [[nodiscard]] const SampleWord* samples(std::size_t component, std::size_t altitude, int cell) const {
    return covered_.data() + place(component, altitude, cell);
  }
  // Likewise those in which unknown terrain decides; nullptr: all is known.
  [[nodiscard]] const SampleWord* perhaps(std::size_t component, std::size_t altitude, int cell) const {
    return perhaps_.empty() ? nullptr : perhaps_.data() + place(component, altitude, cell);
  }
  // The altitude as it is compared, float32 above mean sea level; NaN above unknown ground.
  [[nodiscard]] float level(std::size_t altitude, int cell) const {
    return levels_[altitude * longest + static_cast<std::size_t>(cell)];
  }

 private:
  [[nodiscard]] std::size_t slot(std::size_t component, std::size_t altitude) const {
    return component * sky_.altitudes.size() + altitude;
  }
  [[nodiscard]] std::size_t place(std::size_t component, std::size_t altitude, int cell) const {
    return (slot(component, altitude) * longest + static_cast<std::size_t>(cell)) * words_;
  }
  void clear();
  void set_levels();
  void begin_row(int row);
  const PostPositions::Row& row_of(std::size_t asset, int draw);
  void cover_site(std::size_t index);
  void cover_sensor(std::size_t index, int cell, int draw, const LocalPosition& position, const CellVertical& vertical);
  void cover_weapon(std::size_t index);
  void cover_weapon_in(const SampledWeapon& weapon, std::size_t component, int cell, int draw);
  [[nodiscard]] DrawMask in_sight(const DrawnSite& site, std::size_t altitude, int cell) const;
  [[nodiscard]] bool is_unknown(const DrawnSite& site, int cell, int draw) const;

  const SampledSky& sky_;
  const DrawnPositions& positions_;
  std::size_t words_;
  int row_ = -1;
  int begin_ = 0;
  int length_ = 0;
  std::vector<std::vector<std::size_t>> sensors_of_site_;
  std::vector<std::vector<std::optional<PostPositions::Row>>> rows_;  // [asset][draw], of this row as far as asked for
  std::vector<float> levels_;
  std::vector<std::uint8_t> touched_;
  std::vector<SampleWord> covered_;
  std::vector<SampleWord> perhaps_;  // empty where all terrain is known
};

}  // namespace skyshed
