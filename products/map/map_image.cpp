#include "products/map/map_image.h"

#include <cairo.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstring>
#include <optional>
#include <string>

#include "engine/base/error.h"

namespace skyshed {
namespace {

constexpr int most_posts_a_side = 8;  // looked at one by one
constexpr int fewest_samples = 3;     // smooths the edges of cells that are larger than a pixel

// Index of each value's class in the scheme; none for values that no class names.
constexpr int none = -1;
std::array<int, 256> class_table(std::span<const MapClass> scheme) {
  std::array<int, 256> table;
  table.fill(none);
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    for (int value = scheme[i].first; value <= scheme[i].last; ++value) {
      table[static_cast<std::size_t>(value)] = static_cast<int>(i);
    }
  }
  return table;
}

}  // namespace

double pattern_strength(Pattern pattern, Pixel pixel, double unit) {
  constexpr double weak = 0.5;
  const auto stripes = [&](double along) {
    const double period = 9 * unit;
    const double phase = std::abs(std::remainder(along, period)) / period;  // 0 on the stripe's middle, 0.5 between
    const double edge = 1 / period;                                         // one pixel of smoothing
    return weak + (1 - weak) * std::clamp((0.27 - phase) / edge + 0.5, 0.0, 1.0);
  };
  switch (pattern) {
    case Pattern::solid:
      return 1;
    case Pattern::rising_stripes:
      return stripes((pixel.x + pixel.y) * std::numbers::sqrt2 / 2);
    case Pattern::falling_stripes:
      return stripes((pixel.x - pixel.y) * std::numbers::sqrt2 / 2);
    case Pattern::dots: {
      const double period = 9 * unit;
      const double row = std::round(pixel.y / period);
      const double shift = std::remainder(row, 2.0) == 0 ? 0 : period / 2;
      const double distance = std::hypot(std::remainder(pixel.x - shift, period), pixel.y - row * period);
      return weak + (1 - weak) * std::clamp(0.3 * period - distance + 0.5, 0.0, 1.0);
    }
  }
  return 1;
}

Colour lit(Colour colour, double light) {
  const auto channel = [light](std::uint8_t value) {
    return static_cast<std::uint8_t>(std::min(255.0, value * light) + 0.5);
  };
  return {channel(colour.red), channel(colour.green), channel(colour.blue)};
}

Colour tinted(Colour ground, const MapClass& a_class, double light, Pixel pixel, double unit) {
  if (a_class.opacity <= 0) return ground;
  const double opacity = a_class.opacity * pattern_strength(a_class.pattern, pixel, unit);
  // The hills stay visible in the tint as well as under it.
  return mix(ground, lit(a_class.colour, std::min(1.0, 0.35 + 0.65 * light)), opacity);
}

MapImage map_image(const MapGround& ground, const Raster<std::uint8_t>* classes, std::span<const MapClass> scheme,
                   double unit) {
  const GridFrame& grid = ground.grid();
  if (classes != nullptr && (classes->width() != grid.width || classes->height() != grid.height)) {
    throw Error(ErrorKind::internal, "map_image: the classes do not lie on the grid of the ground");
  }
  const PixelPosts& posts = ground.posts();
  const std::array<int, 256> table = class_table(scheme);
  const int side = std::max(posts.samples_per_side(), fewest_samples);

  MapImage image{Raster<Colour>(posts.width(), posts.height()), std::vector<bool>(scheme.size())};
  std::vector<std::atomic<bool>> shown(scheme.size());
  tbb::parallel_for(0, posts.height(), [&](int row) {
    std::vector<int> samples(scheme.size());
    std::vector<char> shown_here(
        scheme.size());  // told to the others once a row: a line of cache is not shared lightly
    const auto class_of = [&](const Post& post) { return table[classes->at(post.column, post.row)]; };
    // Of a pixel whose posts are all of one class: its samples would be, too.
    const auto only_class = [&](int column) -> std::optional<int> {
      const auto under = posts.posts_under(grid, column, row);
      if (!under || under->width > most_posts_a_side || under->height > most_posts_a_side) return std::nullopt;
      const int first = class_of({under->column, under->row});
      for (int y = under->row; y < under->row + under->height; ++y) {
        for (int x = under->column; x < under->column + under->width; ++x) {
          if (class_of({x, y}) != first) return std::nullopt;
        }
      }
      return first;
    };
    // The ground of a pixel under a class.
    const auto colour_under = [&](int column, int index) {
      const Colour base = ground.colour().at(column, row);
      if (index == none) return base;
      const auto k = static_cast<std::size_t>(index);
      shown_here[k] = 1;
      return tinted(base, scheme[k], static_cast<double>(ground.light().at(column, row)), {column + 0.5, row + 0.5},
                    unit);
    };
    const auto average_over_samples = [&](int column) {
      std::fill(samples.begin(), samples.end(), 0);
      int plain = side * side;
      for (int j = 0; j < side; ++j) {
        for (int i = 0; i < side; ++i) {
          const auto post = nearest_post(grid, posts.at(column, row, (i + 0.5) / side, (j + 0.5) / side));
          const int index = post ? class_of(*post) : none;
          if (index == none) continue;
          ++samples[static_cast<std::size_t>(index)];
          --plain;
        }
      }
      const Colour base = ground.colour().at(column, row);
      double red = plain * base.red;
      double green = plain * base.green;
      double blue = plain * base.blue;
      for (std::size_t k = 0; k < scheme.size(); ++k) {
        if (samples[k] == 0) continue;
        const Colour colour = colour_under(column, static_cast<int>(k));
        red += samples[k] * colour.red;
        green += samples[k] * colour.green;
        blue += samples[k] * colour.blue;
      }
      const auto averaged = [&](double sum) { return static_cast<std::uint8_t>(sum / (side * side) + 0.5); };
      return Colour{averaged(red), averaged(green), averaged(blue)};
    };
    for (int column = 0; column < posts.width(); ++column) {
      const std::optional<int> only = classes != nullptr ? only_class(column) : none;
      const Colour colour = only ? colour_under(column, *only) : average_over_samples(column);
      const auto coast = static_cast<double>(ground.coast().at(column, row));
      image.pixels.at(column, row) = coast > 0 ? mix(colour, palette::coast, 0.9 * coast) : colour;
    }
    for (std::size_t k = 0; k < scheme.size(); ++k) {
      if (shown_here[k] != 0) shown[k] = true;
    }
  });
  for (std::size_t k = 0; k < scheme.size(); ++k) image.shown[k] = shown[k].load();
  return image;
}

void paint(cairo_t* cairo, const Raster<Colour>& pixels, Pixel top_left) {
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels.width(), pixels.height());
  cairo_surface_flush(surface);
  unsigned char* data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  if (data == nullptr) {
    cairo_surface_destroy(surface);
    throw Error(ErrorKind::output, "cannot draw a map of " + std::to_string(pixels.width()) + " by " +
                                       std::to_string(pixels.height()) + " pixels: out of memory");
  }
  for (int row = 0; row < pixels.height(); ++row) {
    for (int column = 0; column < pixels.width(); ++column) {
      const Colour colour = pixels.at(column, row);
      const std::uint32_t word = (std::uint32_t{colour.red} << 16U) | (std::uint32_t{colour.green} << 8U) | colour.blue;
      std::memcpy(data + static_cast<std::ptrdiff_t>(row) * stride + static_cast<std::ptrdiff_t>(column) * 4, &word, 4);
    }
  }
  cairo_surface_mark_dirty(surface);
  cairo_set_source_surface(cairo, surface, top_left.x, top_left.y);
  cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
  cairo_rectangle(cairo, top_left.x, top_left.y, pixels.width(), pixels.height());
  cairo_fill(cairo);
  cairo_surface_destroy(surface);
}

}  // namespace skyshed
