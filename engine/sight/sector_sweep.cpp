#include "engine/sight/sector_sweep.h"

#include <tbb/task_group.h>

#include <algorithm>
#include <array>
#include <list>
#include <memory>
#include <mutex>

#include "engine/base/scratch.h"
#include "engine/sight/ring_sweep.h"

namespace skyshed {
namespace {

// Rings that are swept between two looks at the progress; and columns that are turned into rows together: two cache
// lines, of which the processor fetches the second with the first.
constexpr int band_rings = 32;

// Posts of a ring beyond which a sector is cut in two: so few that some ten arrays of doubles fill the first two
// caches, and that terrain of a million posts gives work to several threads.
int most_posts_of_a_ring(const GridFrame& frame) {
  return std::clamp(std::max(frame.width, frame.height) / 4, 256, 1024);
}

// Takes the horizons of sectors as they end, in whatever order, and joins those of each wedge.
class SeenHorizons {
 public:
  void take(Wedge wedge, const RingSweep& rings) {
    const std::scoped_lock lock(mutex_);
    of_[static_cast<std::size_t>(wedge)].push_back(rings.seen());
  }

  void join(NearHorizon& all) {
    for (std::size_t wedge = 0; wedge < of_.size(); ++wedge) {
      std::vector<WedgeHorizon>& sectors = of_[wedge];
      std::ranges::sort(sectors, {}, [](const WedgeHorizon& sector) { return sector.horizon.begin(); });
      WedgeHorizon& joined = all.wedges[wedge].emplace(std::move(sectors.front()));
      for (std::size_t i = 1; i < sectors.size(); ++i) {
        joined.horizon.append(sectors[i].horizon);
        joined.unknown.add(sectors[i].unknown);
      }
    }
  }

 private:
  std::mutex mutex_;
  std::array<std::vector<WedgeHorizon>, 4> of_;
};

// Reads a sector's rings from the terrain, sweeps them and writes their floors to the result.
class SectorSweep {
 public:
  SectorSweep(const WedgeGeometry& geometry, const SectorBorder& low, const SectorBorder& high, SightField& result,
              const GridWindow& kept, SeenHorizons& seen)
      : plan_(geometry.plan()),
        geometry_(geometry),
        low_(low),
        high_(high),
        rings_(geometry, low, high),
        result_(result),
        kept_(kept),
        seen_(seen) {}

  // The right part of a sector, after the same rings.
  SectorSweep(const SectorSweep& left, const SectorBorder& low)
      : plan_(left.plan_),
        geometry_(left.geometry_),
        low_(low),
        high_(left.high_),
        rings_(left.rings_, low_, high_),
        result_(left.result_),
        kept_(left.kept_),
        seen_(left.seen_),
        ring_(left.ring_ + left.band_count_),
        hint_(left.hint_) {}

  void run(tbb::task_group& tasks, Progress& progress) {
    sweep_outward(tasks, progress);
    seen_.take(geometry_.wedge(), rings_);
  }

 private:
  void sweep_outward(tbb::task_group& tasks, Progress& progress) {
    for (;; ring_ += band_count_) {
      progress.check();
      const int rings = rings_of_band();
      band_count_ = 0;
      int widest = 0;
      while (band_count_ < rings && geometry_.find_ranges(geometry_.line_of(ring_ + band_count_), low_, high_, hint_)) {
        widest = std::max(widest, hint_.owned.size());
        band_[static_cast<std::size_t>(band_count_++)] = hint_;
      }
      if (band_count_ == 0) return;
      progress.advance(geometry_.rings_are_rows() ? sweep_rows(ring_) : sweep_columns(ring_));
      if (band_count_ < rings) return;
      if (widest > most_posts_of_a_ring_) {
        const auto right = std::make_shared<SectorSweep>(*this, middle());
        high_ = middle();
        high_.owned = false;
        rings_.narrow(low_, high_);
        tasks.run([right, &tasks, &progress] { right->run(tasks, progress); });
      }
    }
  }

  // The border that halves the sector, nearly: never right ahead (t = 0), where on the terrain's rim every post stands.
  // Its posts belong to the right half.
  [[nodiscard]] SectorBorder middle() const {
    return {.minor_factor = low_.minor_factor,
            .major_factor = low_.major_factor + (high_.major_factor - low_.major_factor) * (33.0 / 64),
            .owned = true};
  }

  // Bands of columns end where two cache lines of the first row do.
  [[nodiscard]] int rings_of_band() const {
    if (geometry_.rings_are_rows()) return band_rings;
    const int place = std::max(0, geometry_.line_of(ring_)) % band_rings;
    return geometry_.direction() > 0 ? band_rings - place : place + 1;
  }

  // Heights of a row lie in place.
  std::int64_t sweep_rows(int first_ring) {
    std::int64_t swept = 0;
    for (int i = 0; i < band_count_; ++i) {
      const int row = geometry_.line_of(first_ring + i);
      const RingRanges& ranges = band_[static_cast<std::size_t>(i)];
      const auto count = static_cast<std::size_t>(ranges.owned.size());
      if (i + 1 < band_count_) fetch_row(geometry_.line_of(first_ring + i + 1), band_[static_cast<std::size_t>(i) + 1]);
      floors_.make_room(count);
      if (plan_.has_unknown()) unknown_.make_room(count);
      rings_.sweep(row, ranges, plan_.terrain.heights.row(row).data() + ranges.needed.begin, floors_.data(),
                   unknown_.data());
      swept += ranges.owned.size();
      keep_row(row, ranges.owned);
    }
    return swept;
  }

  // The next row stands far away in memory, where the processor does not guess it.
  void fetch_row(int row, const RingRanges& ranges) const {
    constexpr int line_of_floats = 16;
    const float* heights = plan_.terrain.heights.row(row).data();
    for (int post = ranges.needed.begin; post < ranges.needed.end; post += line_of_floats) {
      __builtin_prefetch(heights + post, 0, 2);
    }
  }

  // A band of columns is turned into rows, swept, and turned back, so that memory is met by whole cache lines.
  std::int64_t sweep_columns(int first_ring) {
    PostRange span{geometry_.posts(), 0};
    for (int i = 0; i < band_count_; ++i) {
      const PostRange& needed = band_[static_cast<std::size_t>(i)].needed;
      span.begin = std::min(span.begin, needed.begin);
      span.end = std::max(span.end, needed.end);
    }
    const auto length = static_cast<std::size_t>(span.size());
    const auto rings = static_cast<std::size_t>(band_count_);
    heights_.make_room(length * rings);
    floors_.make_room(length * rings);
    if (plan_.has_unknown()) unknown_.make_room(length * rings);
    const int last_row = geometry_.posts() - 1;
    const int left = std::min(geometry_.line_of(first_ring), geometry_.line_of(first_ring + band_count_ - 1));
    const auto place_of = [&](int column, int post) {
      return static_cast<std::size_t>(column - left) * length + static_cast<std::size_t>(post - span.begin);
    };
    if (length > 0) {
      plan_.kernels.transpose(plan_.terrain.heights.row(last_row - span.begin).data() + left,
                              -static_cast<std::ptrdiff_t>(plan_.terrain.frame.width), span.size(), band_count_,
                              heights_.data(), span.size());
    }
    std::int64_t swept = 0;
    for (int i = 0; i < band_count_; ++i) {
      const int column = geometry_.line_of(first_ring + i);
      const RingRanges& ranges = band_[static_cast<std::size_t>(i)];
      const std::size_t first = place_of(column, std::max(ranges.owned.begin, span.begin));
      rings_.sweep(column, ranges, heights_.data() + place_of(column, std::max(ranges.needed.begin, span.begin)),
                   floors_.data() + first, plan_.has_unknown() ? unknown_.data() + first : nullptr);
      swept += ranges.owned.size();
    }
    keep_columns(first_ring, span);
    return swept;
  }

  [[nodiscard]] bool keeps_row(int row) const {
    const int every = plan_.options.keep_every;
    return row % every == 0 && row / every >= kept_.row && row / every < kept_.row + kept_.height;
  }

  void keep_row(int row, PostRange owned) {
    if (!keeps_row(row)) return;
    const int every = plan_.options.keep_every;
    const GridWindow& window = result_.window;
    const int begin = std::max((owned.begin + every - 1) / every, kept_.column);
    const int end = std::min((owned.end + every - 1) / every, kept_.column + kept_.width);
    if (begin >= end) return;
    const auto copy = [&](const auto* from, auto& result) {
      const auto to = result.row(row / every - window.row);
      if (every == 1) {
        std::copy(from + (begin - owned.begin), from + (end - owned.begin), to.begin() + (begin - window.column));
        return;
      }
      for (int column = begin; column < end; ++column) {
        to[static_cast<std::size_t>(column - window.column)] = from[column * every - owned.begin];
      }
    };
    copy(floors_.data(), result_.floor);
    if (plan_.has_unknown()) copy(unknown_.data(), result_.unknown);
  }

  void keep_columns(int first_ring, PostRange span) {
    const int every = plan_.options.keep_every;
    const GridWindow& window = result_.window;
    const auto length = static_cast<std::size_t>(span.size());
    const int last_row = geometry_.posts() - 1;
    // Of the band's columns those that are kept: where they stand in the band, in the result, and what of them is
    // owned.
    struct Kept {
      std::size_t from;
      std::size_t to;
      PostRange owned;
    };
    std::array<Kept, band_rings> kept;
    std::size_t count = 0;
    const int left = std::min(geometry_.line_of(first_ring), geometry_.line_of(first_ring + band_count_ - 1));
    for (int i = 0; i < band_count_; ++i) {
      const int column = geometry_.line_of(first_ring + i);
      const int to = column / every;
      if (column % every != 0 || to < kept_.column || to >= kept_.column + kept_.width) continue;
      kept[count++] = {static_cast<std::size_t>(column - left) * length, static_cast<std::size_t>(to - window.column),
                       band_[static_cast<std::size_t>(i)].owned};
    }
    PostRange together = every == 1 && !plan_.has_unknown() ? span : PostRange{};
    for (std::size_t i = 0; i < count; ++i) {
      together.begin = std::max({together.begin, kept[i].owned.begin, last_row + 1 - kept_.row - kept_.height});
      together.end = std::min({together.end, kept[i].owned.end, last_row + 1 - kept_.row});
    }
    if (together.size() > 0 && count > 0) {
      const std::size_t first = geometry_.direction() > 0 ? 0 : count - 1;  // the leftmost
      plan_.kernels.transpose(floors_.data() + kept[first].from + (together.begin - span.begin),
                              static_cast<std::ptrdiff_t>(length), static_cast<std::ptrdiff_t>(count), together.size(),
                              result_.floor.row(last_row - together.begin - window.row).data() + kept[first].to,
                              -static_cast<std::ptrdiff_t>(window.width));
    }
    for (int post = span.begin; post < span.end; ++post) {
      if (post == together.begin && together.size() > 0) post = together.end;
      if (post >= span.end) break;
      const int row = last_row - post;
      if (!keeps_row(row)) continue;
      const auto at = static_cast<std::size_t>(post - span.begin);
      const auto floors = result_.floor.row(row / every - window.row);
      for (std::size_t i = 0; i < count; ++i) {
        if (post >= kept[i].owned.begin && post < kept[i].owned.end) floors[kept[i].to] = floors_[kept[i].from + at];
      }
      if (!plan_.has_unknown()) continue;
      const auto unknown = result_.unknown.row(row / every - window.row);
      for (std::size_t i = 0; i < count; ++i) {
        if (post >= kept[i].owned.begin && post < kept[i].owned.end) unknown[kept[i].to] = unknown_[kept[i].from + at];
      }
    }
  }

  const SweepPlan& plan_;
  const WedgeGeometry& geometry_;
  int most_posts_of_a_ring_ = most_posts_of_a_ring(plan_.terrain.frame);
  SectorBorder low_, high_;
  RingSweep rings_;
  SightField& result_;
  const GridWindow& kept_;  // owned posts outside of it are another sweep's, or lie beyond the radius
  SeenHorizons& seen_;
  int ring_ = 0;
  RingRanges hint_;
  std::array<RingRanges, band_rings> band_{};
  int band_count_ = 0;
  Scratch<float> heights_, floors_;
  Scratch<std::uint8_t> unknown_;
};

}  // namespace

void sweep_sectors(const SweepPlan& plan, SightField& result, const GridWindow& kept, Progress& progress) {
  SeenHorizons horizons;
  const double widest = plan.widest_direction;
  std::list<WedgeGeometry> geometries;
  tbb::task_group tasks;
  for (const Wedge wedge : {Wedge::north, Wedge::east, Wedge::south, Wedge::west}) {
    const bool by_row = wedge == Wedge::north || wedge == Wedge::south;
    const auto border = [&](double side) {
      return SectorBorder{
          .minor_factor = by_row ? 1 : widest, .major_factor = by_row ? side * widest : side, .owned = by_row};
    };
    const WedgeGeometry& geometry = geometries.emplace_back(plan, wedge);
    tasks.run([&, low = border(-1), high = border(1)] {
      SectorSweep(geometry, low, high, result, kept, horizons).run(tasks, progress);
    });
  }
  // Given up with what is around it: a sweep that is not whole must not pass for one.
  if (tasks.wait() != tbb::complete) throw Error(ErrorKind::interrupted, "interrupted");
  if (plan.seen == nullptr) return;
  plan.seen->widest_direction = plan.widest_direction;
  plan.seen->has_unknown = plan.has_unknown();
  horizons.join(*plan.seen);
}

}  // namespace skyshed
