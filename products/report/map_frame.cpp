#include "products/report/map_frame.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "products/map/map_ground.h"
#include "products/map/map_image.h"
#include "products/picture_bytes.h"

namespace skyshed {
namespace {

constexpr int most_samples_per_side = 2;
constexpr double pattern_unit = 0.85;  // size of stripes, in pixels a point of the design

// Light land, sea and coast: what the coverage is laid over.
Raster<Colour> relief_pixels(const MapGround& ground) {
  Raster<Colour> pixels = ground.colour();
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const double coast = 0.9 * static_cast<double>(ground.coast().values()[i]);
    pixels.values()[i] = mix(pixels.values()[i], palette::coast, coast);
  }
  return pixels;
}

// The palette of a scheme: transparent, then for each class its strong and its weak entry (between stripes).
struct SchemePalette {
  std::vector<PaletteEntry> entries{{palette::paper, 0}};
  std::array<std::uint8_t, 256> class_of{};  // 1 + the index of the value's class; 0: not drawn

  explicit SchemePalette(std::span<const MapClass> scheme) {
    for (std::size_t k = 0; k < scheme.size(); ++k) {
      for (const double strength : {1.0, 0.5}) {
        entries.push_back(
            {scheme[k].colour, static_cast<std::uint8_t>(std::lround(255 * scheme[k].opacity * strength))});
      }
      if (scheme[k].opacity <= 0) continue;
      for (int value = scheme[k].first; value <= scheme[k].last; ++value) {
        class_of[static_cast<std::size_t>(value)] = static_cast<std::uint8_t>(k + 1);
      }
    }
  }
};

}  // namespace

MapFrame::MapFrame(const ElevationModel& ground, const LonLatBox& extent, int width_px)
    : view_(with_shape_between(extent, 0.4, 1.0), 0, 0, width_px) {
  const MapGround painted(ground, view_);
  relief_jpeg_ = jpeg(relief_pixels(painted));
  const PixelPosts& posts = painted.posts();
  const int side = std::clamp(posts.samples_per_side(), 1, most_samples_per_side);
  samples_per_pixel_ = side * side;
  posts_.resize(static_cast<std::size_t>(posts.width()) * static_cast<std::size_t>(posts.height()) *
                static_cast<std::size_t>(samples_per_pixel_));
  const GridFrame& grid = ground.frame;
  tbb::parallel_for(0, posts.height(), [&](int row) {
    std::size_t next = static_cast<std::size_t>(row) * static_cast<std::size_t>(posts.width()) *
                       static_cast<std::size_t>(samples_per_pixel_);
    for (int column = 0; column < posts.width(); ++column) {
      for (int s = 0; s < samples_per_pixel_; ++s) {
        const int sample_row = s / side;
        const double across = (s % side + 0.5) / side;
        const double down = (sample_row + 0.5) / side;
        const auto post = nearest_post(grid, posts.at(column, row, across, down));
        posts_[next++] = post ? std::int64_t{post->row} * grid.width + post->column : -1;
      }
    }
  });
}

std::string MapFrame::overlay_png(const Raster<std::uint8_t>& classes, std::span<const MapClass> scheme) const {
  const SchemePalette palette(scheme);
  const std::span<const std::uint8_t> values = classes.values();
  const auto class_below = [&](std::int64_t post) {
    return post < 0 ? std::uint8_t{0} : palette.class_of[values[static_cast<std::size_t>(post)]];
  };
  Raster<std::uint8_t> indices(width_px(), height_px());
  const std::int64_t* posts = posts_.data();
  for (int row = 0; row < height_px(); ++row) {
    for (int column = 0; column < width_px(); ++column, posts += samples_per_pixel_) {
      std::uint8_t winner = class_below(posts[0]);
      bool mixed = false;
      for (int s = 1; s < samples_per_pixel_; ++s) mixed = mixed || class_below(posts[s]) != winner;
      if (mixed) {
        std::array<int, 16> votes{};
        for (int s = 0; s < samples_per_pixel_; ++s) ++votes[class_below(posts[s])];
        winner = static_cast<std::uint8_t>(std::ranges::max_element(votes) - votes.begin());
      }
      if (winner == 0) continue;
      const Pattern pattern = scheme[winner - 1U].pattern;
      const bool strong =
          pattern == Pattern::solid || pattern_strength(pattern, {column + 0.5, row + 0.5}, pattern_unit) > 0.75;
      indices.at(column, row) = static_cast<std::uint8_t>(2 * winner - (strong ? 1 : 0));
    }
  }
  return paletted_png(indices, palette.entries);
}

}  // namespace skyshed
