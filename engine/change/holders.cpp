#include "engine/change/holders.h"

#include <algorithm>

#include "engine/coverage/row_sums.h"

namespace skyshed {

void HolderSet::add(const HolderSet& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
}

bool HolderSet::meets(const HolderSet& other) const {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    if ((words_[i] & other.words_[i]) != 0) return true;
  }
  return false;
}

bool HolderSet::is_within(const HolderSet& other) const {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    if ((words_[i] & ~other.words_[i]) != 0) return false;
  }
  return true;
}

namespace {

using Word = HolderSet::Word;

// Which volumes cover each cell of a row, and which may: `size` words a cell. Flat, for there are many cells.
class RowHolders {
 public:
  RowHolders(int width, std::size_t volumes)
      : size_((volumes + HolderSet::word_bits - 1) / HolderSet::word_bits),
        level_(static_cast<std::size_t>(width)),
        words_(static_cast<std::size_t>(width) * 2 * size_) {}

  void fill(const ElevationModel& ground, std::span<const ComponentVolume* const> volumes, SliceAltitude altitude,
            int row) {
    std::ranges::fill(words_, Word{0});
    // In float32, as slices are (slice.cpp).
    const bool above_sea = altitude.reference == SliceAltitude::Reference::msl;
    std::ranges::transform(ground.heights.row(row), level_.begin(), [&](float height) {
      return static_cast<float>(altitude.metres + (above_sea ? 0 : static_cast<double>(height)));
    });
    for (std::size_t v = 0; v < volumes.size(); ++v) add(*volumes[v], v, row);
  }

  // Those that cover, then those that may.
  [[nodiscard]] std::span<const Word> at(std::size_t column) const {
    return std::span(words_).subspan(column * 2 * size_, 2 * size_);
  }
  [[nodiscard]] bool is_covered(std::size_t column) const {
    return std::ranges::any_of(at(column).first(size_), [](Word word) { return word != 0; });
  }

 private:
  void add(const ComponentVolume& volume, std::size_t number, int row) {
    const int volume_row = row - volume.window.row;
    if (volume_row < 0 || volume_row >= volume.window.height) return;
    const std::span<const float> floors = volume.floor.row(volume_row);
    const std::span<const float> ceilings = volume.ceiling.row(volume_row);
    const Word bit = Word{1} << (number % HolderSet::word_bits);
    for (std::size_t i = 0; i < floors.size(); ++i) {
      const std::size_t column = static_cast<std::size_t>(volume.window.column) + i;
      const bool within = (floors[i] <= level_[column]) & (level_[column] <= ceilings[i]);
      if (!within) continue;
      const bool unknown = volume.unknown && volume.unknown->row(volume_row)[i] != 0;
      words_[column * 2 * size_ + (unknown ? size_ : 0) + number / HolderSet::word_bits] |= bit;
    }
  }

  std::size_t size_;
  std::vector<float> level_;
  std::vector<Word> words_;
};

}  // namespace

HolderAreas::HolderAreas(const CellAreas& areas, const ElevationModel& ground,
                         std::span<const ComponentVolume* const> volumes, SliceAltitude altitude)
    : holders_(volumes.size()) {
  struct Sum {
    std::map<Key, double> areas;
    Sum& operator+=(const Sum& other) {
      for (const auto& [key, area] : other.areas) areas[key] += area;
      return *this;
    }
  };
  square_metres_ = sum_rows<Sum>(ground.frame.height, [&](int row) {
                     RowHolders holders(ground.frame.width, volumes.size());
                     holders.fill(ground, volumes, altitude, row);
                     Sum sum;
                     std::span<const Word> last;  // neighbours are mostly alike
                     double* area = nullptr;
                     for (int column = 0; column < ground.frame.width; ++column) {
                       const auto c = static_cast<std::size_t>(column);
                       if (!holders.is_covered(c)) continue;
                       const std::span<const Word> words = holders.at(c);
                       if (area == nullptr || !std::ranges::equal(words, last)) {
                         const std::size_t half = words.size() / 2;
                         area = &sum.areas[{HolderSet(words.first(half)), HolderSet(words.last(half))}];
                         last = words;
                       }
                       *area += areas.at(column, row);
                     }
                     return sum;
                   }).areas;
}

double HolderAreas::covered() const {
  double sum = 0;
  for (const auto& [key, area] : square_metres_) sum += area;
  return sum;
}

double HolderAreas::covered_by(const HolderSet& who) const {
  double sum = 0;
  for (const auto& [key, area] : square_metres_) sum += key.first.meets(who) ? area : 0;
  return sum;
}

double HolderAreas::sole(const HolderSet& who) const {
  double sum = 0;
  for (const auto& [key, area] : square_metres_) {
    sum += key.first.is_within(who) && key.second.is_within(who) ? area : 0;
  }
  return sum;
}

double HolderAreas::lost_without(const HolderSet& who) const {
  double sum = 0;
  for (const auto& [key, area] : square_metres_) sum += key.first.is_within(who) ? area : 0;
  return sum;
}

std::vector<WithdrawalStep> costliest_order(const HolderAreas& areas, std::span<const HolderSet> units) {
  std::vector<WithdrawalStep> order;
  std::vector<bool> gone(units.size());
  HolderSet withdrawn(areas.holders());
  const double all = areas.covered();
  while (order.size() < units.size()) {
    std::size_t worst = units.size();
    double most = -1;
    for (std::size_t i = 0; i < units.size(); ++i) {
      if (gone[i]) continue;
      HolderSet tried = withdrawn;
      tried.add(units[i]);
      const double lost = areas.lost_without(tried);
      if (lost > most) {
        most = lost;
        worst = i;
      }
    }
    gone[worst] = true;
    withdrawn.add(units[worst]);
    order.push_back({worst, std::max(0.0, all - most)});
  }
  return order;
}

}  // namespace skyshed
