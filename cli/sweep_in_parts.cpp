#include "cli/sweep_in_parts.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

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

void put_above_ground(SightField& field, const Raster<float>& ground) {
  tbb::parallel_for(0, field.window.height, [&](int row) {
    const auto heights = ground.row(field.window.row + row).subspan(static_cast<std::size_t>(field.window.column));
    const auto floors = field.floor.row(row);
    for (std::size_t i = 0; i < floors.size(); ++i) floors[i] -= heights[i];
  });
}

// What a part gives of its field, into the box's rasters.
void put(const SightField& field, const Part& part, const GridWindow& box, SiteField& result) {
  const GridWindow stands_at{field.window.column + part.loads.column, field.window.row + part.loads.row,
                             field.window.width, field.window.height};
  const GridWindow given = intersection(intersection(stands_at, part.gives), box);
  if (given.width <= 0 || given.height <= 0) return;
  if (!field.unknown.empty() && result.unknown.empty()) {
    result.unknown = Raster<std::uint8_t>(box.width, box.height);
  }
  const auto copy = [&](const auto& from, auto& to, int row) {
    const auto begin = from.row(row - stands_at.row).begin() + (given.column - stands_at.column);
    std::copy(begin, begin + given.width, to.row(row - box.row).begin() + (given.column - box.column));
  };
  tbb::parallel_for(given.row, given.row + given.height, [&](int row) {
    copy(field.floor, result.floor, row);
    if (!field.unknown.empty()) copy(field.unknown, result.unknown, row);
  });
}

SightField sweep_part(const SiteRequest& request, const ElevationModel& terrain, const Antenna& antenna,
                      TerminalProgress& progress, const std::string& stage) {
  progress.begin(stage, posts_in_disc(terrain.frame, antenna.at, request.radius_m, request.place));
  SightField field = horizon_sweep(terrain, antenna, request.refraction, {.radius_m = request.radius_m}, progress);
  if (request.above_ground) put_above_ground(field, terrain.heights);
  return field;
}

SiteField sweep_at_once(const SiteRequest& request, const GridFrame& frame, TerminalProgress& progress) {
  progress.begin("reading terrain", static_cast<std::int64_t>(posts(frame.whole())));
  const ElevationModel terrain = load_terrain_around(request.terrain, request.place, request.radius_m, &progress);
  const Antenna antenna = antenna_above_ground(terrain, terrain.frame.to_grid(request.place), request.antenna);
  SightField field = sweep_part(request, terrain, antenna, progress, "line of sight");
  const GridPoint at{antenna.at.column - field.window.column, antenna.at.row - field.window.row};
  return {.frame = terrain.frame.cropped(field.window),
          .antenna = {.at = at, .altitude = antenna.altitude},
          .terrain_name = terrain.name,
          .terrain_identity = terrain.identity,
          .floor = std::move(field.floor),
          .unknown = std::move(field.unknown)};
}

SiteField sweep_parts(const SiteRequest& request, const GridFrame& whole, const std::vector<Part>& parts,
                      TerminalProgress& progress) {
  const GridPoint site = whole.to_grid(request.place);
  const GridWindow box = disc_box(whole, site, request.radius_m);
  progress.begin("finding memory", box.height);
  SiteField result{.frame = whole.cropped(box), .floor = Raster<float>::unset(box.width, box.height)};
  tbb::parallel_for(0, box.height, [&](int row) {
    std::ranges::fill(result.floor.row(row), std::numeric_limits<float>::quiet_NaN());
    progress.advance(1);
  });
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    const std::string which = fmt::format(", {} of {}", i + 1, parts.size());
    progress.begin("reading terrain" + which, static_cast<std::int64_t>(posts(part.loads)));
    const ElevationModel terrain =
        load_window_around(request.terrain, request.place, request.radius_m, part.loads, &progress);
    const Antenna antenna =
        antenna_above_ground(terrain, {site.column - part.loads.column, site.row - part.loads.row}, request.antenna);
    put(sweep_part(request, terrain, antenna, progress, "line of sight" + which), part, box, result);
    result.antenna = {.at = {site.column - box.column, site.row - box.row}, .altitude = antenna.altitude};
    result.terrain_name = terrain.name;
    result.terrain_identity += (i == 0 ? "" : "+") + terrain.identity;
  }
  return result;
}

}  // namespace

SiteField sweep_site(const SiteRequest& request, TerminalProgress& progress) {
  const GridFrame frame = frame_around(request.terrain, request.place, request.radius_m);
  const auto memory = static_cast<double>(request.memory);
  if (bytes_at_once(frame) <= memory || frame.width < 4 || frame.height < 4)
    return sweep_at_once(request, frame, progress);
  const GridPoint site = frame.to_grid(request.place);
  const std::vector<Part> parts = quarters(frame, site, request.radius_m, request.place);
  const double needed = bytes_in_parts(frame, parts);
  if (needed > memory) {
    throw Error(ErrorKind::scenario,
                fmt::format("{} x {} posts need {:.1f} GB of memory; allow that with --memory {:.1f}, or ask for a "
                            "smaller radius",
                            frame.width, frame.height, needed / 1e9, std::ceil(needed / 1e8) / 10));
  }
  return sweep_parts(request, frame, parts, progress);
}

}  // namespace skyshed
