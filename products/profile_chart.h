// The cut through terrain and curved earth from an antenna to a place, as a picture: the ground, the ray over the last
// obstacle, what lies out of sight, and the line to the target.
//
// Frame      the plane of the path: distances along the sea from left to right, over an earth of effective
//            radius, so that the sea is an arc between its two ends and rays of constant bending are straight. Altitudes are drawn larger than
//            distances, by one factor that the caption tells.
// Units      metres above mean sea level, metres along the path; the picture in pixels (points in SVG).
// Errors     output if the file cannot be written or the picture cannot be drawn.
// Threading  one call, one thread; calls are independent.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace skyshed {

struct ChartPoint {
  double distance_m = 0;
  double altitude_m = 0;
};

struct ProfileChart {
  std::string title;     // a sentence: what the cut shows
  std::string subtitle;  // from where to where
  std::vector<std::string> caption;
  double distance_m = 0;
  double effective_radius_m = 0;
  std::vector<ChartPoint> ground;  // by distance, from 0 to distance_m; NaN where unknown, 0 is the sea

  // The lowest ray to the place and the ray to the target, at the distances of the ground; empty: not drawn.
  std::vector<double> ray_m;
  std::vector<double> target_ray_m;
  double antenna_m = 0;
  std::string antenna_label;
  std::optional<ChartPoint> obstacle;  // over which the lowest ray goes, if that is above the ground at the end
  std::string obstacle_label;
  double floor_m = 0;  // lowest altitude in sight at the end
  std::string floor_label;
  double target_m = 0;  // altitude asked for, at the end
  std::string target_label;
  bool target_in_sight = false;
  std::optional<double> range_m;  // where the component's range ends, if on the path
  std::string range_label;
};

void write_profile_svg(const ProfileChart& chart, const std::filesystem::path& path);
// The picture as the bytes of a PNG file.
[[nodiscard]] std::string profile_png(const ProfileChart& chart);
void write_profile_png(const ProfileChart& chart, const std::filesystem::path& path);

}  // namespace skyshed
