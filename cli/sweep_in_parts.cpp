#include "cli/sweep_in_parts.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "cli/site_check.h"
#include "dem/load_terrain.h"
#include "engine/earth/disc_box.h"

namespace skyshed {
namespace {

constexpr double earth_m = 6.371e6;
constexpr double all_else_bytes = 0.4e9;

// One part of the box: the posts that it gives, and those that it loads.
struct Part {
  GridWindow gives;
  GridWindow loads;
};

struct Spacing {
  double column_m;
  double row_m;
};

Spacing spacing_of(const GridFrame& frame, GeodeticPoint place) {
  if (frame.kind != GridFrame::Kind::geographic) return {std::abs(frame.step_x), std::abs(frame.step_y)};
  const double metre_per_degree = earth_m * M_PI / 180;
  return {std::abs(frame.step_x) * metre_per_degree * std::cos(place.latitude_deg * M_PI / 180),
          std::abs(frame.step_y) * metre_per_degree};
}

// A geodesic leaves the parallel by d²·tan(latitude)/8R, and a straight line of a projection by less than that of 27
// degrees. Twice as much, and enough for the surroundings of the antenna.
int overlap_m_to_posts(double radius_m, double latitude_deg, double step_m) {
  const double slope = std::max(0.5, std::abs(std::tan(latitude_deg * M_PI / 180)));
  return static_cast<int>(std::ceil(2 * radius_m * radius_m * slope / (8 * earth_m) / step_m)) + 32;
}

std::vector<Part> quarters(const GridFrame& frame, GridPoint site, double radius_m, GeodeticPoint place) {
  const Spacing step = spacing_of(frame, place);
  struct Range {
    int begin, end, load_begin, load_end;
  };
  const auto halves = [&](double at, int size, double step_m) {
    const int middle = std::clamp(static_cast<int>(at) + 1, 0, size);
    const int overlap = overlap_m_to_posts(radius_m, place.latitude_deg, step_m);
    return std::vector<Range>{{0, middle, 0, std::min(size, middle + overlap)},
                              {middle, size, std::max(0, middle - overlap), size}};
  };
  std::vector<Part> parts;
  for (const Range& rows : halves(site.row, frame.height, step.row_m)) {
    for (const Range& columns : halves(site.column, frame.width, step.column_m)) {
      if (rows.begin == rows.end || columns.begin == columns.end) continue;
      parts.push_back({{columns.begin, rows.begin, columns.end - columns.begin, rows.end - rows.begin},
                       {columns.load_begin, rows.load_begin, columns.load_end - columns.load_begin,
                        rows.load_end - rows.load_begin}});
    }
  }
  return parts;
}

double posts(const GridWindow& window) { return static_cast<double>(window.width) * window.height; }

double bytes_at_once(const GridFrame& frame) { return 8 * posts(frame.whole()) + all_else_bytes; }

double bytes_in_parts(const GridFrame& frame, const std::vector<Part>& parts) {
  double largest = 0;
  for (const Part& part : parts) largest = std::max(largest, posts(part.loads));
  return 4 * posts(frame.whole()) + 8 * largest + all_else_bytes;
}

// Of the window's posts those within the radius, within a few percent: for the progress bar.
std::int64_t posts_in_disc(const GridFrame& frame, GridPoint site, double radius_m, GeodeticPoint place) {
  const Spacing step = spacing_of(frame, place);
  double count = 0;
  for (int row = 0; row < frame.height; ++row) {
    const double away = (row - site.row) * step.row_m;
    if (std::abs(away) > radius_m) continue;
    const double half = std::sqrt(radius_m * radius_m - away * away) / step.column_m;
    count += std::max(0.0, std::min(frame.width - 1.0, site.column + half) - std::max(0.0, site.column - half));
  }
  return static_cast<std::int64_t>(count);
}

// Of the floors of a part, given as altitudes.
void put_above_ground(SightField& field, const GridWindow& part, const Raster<float>& ground) {
  const GridWindow given = intersection(part, field.window);
  tbb::parallel_for(given.row, std::max(given.row, given.row + given.height), [&](int row) {
    const float* heights = ground.row(row).data();
    for (int column = given.column; column < given.column + given.width; ++column) {
      field.floor.at(column - field.window.column, row - field.window.row) -= heights[column];
    }
  });
}

GridWindow moved(const GridWindow& window, int columns, int rows) {
  return {window.column - columns, window.row - rows, window.width, window.height};
}

std::string number_of(std::size_t part, std::size_t parts) {
  return parts == 1 ? "" : fmt::format(", {} of {}", part + 1, parts);
}

// Part after part; while one is swept, the next is read.
SiteField sweep_parts(const SiteRequest& request, const GridFrame& whole, const std::vector<Part>& parts,
                      TerminalProgress& progress) {
  const GridPoint site = whole.to_grid(request.place);
  const GridWindow box = disc_box(whole, site, request.radius_m);
  const auto load = [&](std::size_t part) {
    return parts.size() == 1
               ? load_terrain_around(request.terrain, request.place, request.radius_m, &progress)
               : load_window_around(request.terrain, request.place, request.radius_m, parts[part].loads, &progress);
  };
  const auto steps_of_reading = [&](std::size_t part) { return static_cast<std::int64_t>(posts(parts[part].loads)); };

  SightField field{.window = box, .floor = Raster<float>::unset(box.width, box.height)};
  ElevationModel next;
  progress.begin("reading terrain" + number_of(0, parts.size()), steps_of_reading(0));
  // The last is done on this thread, which has opened PROJ's database already.
  tbb::parallel_invoke(
      [&] {
        tbb::parallel_for(0, box.height, [&](int row) {
          std::ranges::fill(field.floor.row(row), std::numeric_limits<float>::quiet_NaN());
        });
      },
      [&] { next = load(0); });

  SiteField result{.frame = whole.cropped(box)};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const ElevationModel terrain = std::exchange(next, {});
    const GridWindow& loads = parts[i].loads;
    const Antenna antenna =
        antenna_above_ground(terrain, {site.column - loads.column, site.row - loads.row}, request.antenna);
    field.window = moved(box, loads.column, loads.row);
    const GridWindow gives = moved(parts[i].gives, loads.column, loads.row);
    const bool is_last = i + 1 == parts.size();
    progress.begin("line of sight" + number_of(i, parts.size()),
                   posts_in_disc(terrain.frame, antenna.at, request.radius_m, request.place) +
                       (is_last ? 0 : steps_of_reading(i + 1)));
    tbb::parallel_invoke(
        [&] {
          horizon_sweep_part(field, gives, terrain, antenna, request.refraction, request.radius_m, progress);
          if (request.above_ground) put_above_ground(field, gives, terrain.heights);
        },
        [&] {
          if (!is_last) next = load(i + 1);
        });
    result.antenna = {.at = {site.column - box.column, site.row - box.row}, .altitude = antenna.altitude};
    result.terrain_name = terrain.name;
    result.terrain_identity += (i == 0 ? "" : "+") + terrain.identity;
  }
  result.floor = std::move(field.floor);
  result.unknown = std::move(field.unknown);
  return result;
}

// To learn what all of the terrain covers takes longer than to frame the disc: only where the place is not in that.
GridFrame frame_of(const SiteRequest& request) {
  GridFrame frame;
  try {
    frame = frame_around(request.terrain, request.place, request.radius_m);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::terrain) check_place(request.place, request.terrain);
    throw;
  }
  if (!frame.contains(frame.to_grid(request.place))) check_place(request.place, request.terrain);
  return frame;
}

// A raster without one value helps nobody.
void check_that_posts_are_in_reach(const SiteField& field, const SiteRequest& request) {
  const auto is_value = [](float floor) { return !std::isnan(floor); };
  const auto is_unknown = [](std::uint8_t unknown) { return unknown != 0; };
  if (std::ranges::any_of(field.floor.values(), is_value)) return;
  if (std::ranges::any_of(field.unknown.values(), is_unknown)) return;
  const Spacing step = spacing_of(field.frame, request.place);
  throw Error(ErrorKind::scenario,
              fmt::format("no post of the terrain lies within {:.6g} m of the antenna: they stand {:.0f} × {:.0f} m "
                          "apart; ask for a larger radius",
                          request.radius_m, step.column_m, step.row_m));
}

SiteField sweep_whole_or_in_parts(const SiteRequest& request, TerminalProgress& progress) {
  const GridFrame frame = frame_of(request);
  const auto memory = static_cast<double>(request.memory);
  if (bytes_at_once(frame) <= memory || frame.width < 4 || frame.height < 4) {
    return sweep_parts(request, frame, {{.gives = frame.whole(), .loads = frame.whole()}}, progress);
  }
  const GridPoint site = frame.to_grid(request.place);
  const std::vector<Part> parts = quarters(frame, site, request.radius_m, request.place);
  if (bytes_in_parts(frame, parts) > memory) {
    // Near the terrain's rim a quarter is nearly the whole.
    const double needed = std::min(bytes_in_parts(frame, parts), bytes_at_once(frame));
    throw Error(ErrorKind::scenario,
                fmt::format("{} x {} posts need {:.1f} GB of memory; allow that with --memory {:.1f}, or ask for a "
                            "smaller radius",
                            frame.width, frame.height, needed / 1e9, std::ceil(needed / 1e8) / 10));
  }
  return sweep_parts(request, frame, parts, progress);
}

}  // namespace

SiteField sweep_site(const SiteRequest& request, TerminalProgress& progress) {
  SiteField field = sweep_whole_or_in_parts(request, progress);
  check_that_posts_are_in_reach(field, request);
  return field;
}

}  // namespace skyshed
