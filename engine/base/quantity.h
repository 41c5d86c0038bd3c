// The words for places, heights and angles that everyone speaks.
//
// Units      metres, radians; degrees only where a name says so.
// Threading  plain values.
#pragma once

#include <compare>
#include <numbers>

namespace skyshed {

// WGS 84 longitude and latitude. Longitude may run beyond ±180 on grids that cross the antimeridian.
struct GeodeticPoint {
  double longitude_deg = 0;
  double latitude_deg = 0;
  friend bool operator==(const GeodeticPoint&, const GeodeticPoint&) = default;
};

// Altitude above mean sea level. Never mixed with a height above ground except by above_ground().
struct AltitudeMsl {
  double metres = 0;
  friend auto operator<=>(const AltitudeMsl&, const AltitudeMsl&) = default;
};

// Height above the ground (or the sea) right below.
struct HeightAgl {
  double metres = 0;
  friend auto operator<=>(const HeightAgl&, const HeightAgl&) = default;
};

[[nodiscard]] constexpr AltitudeMsl above_ground(AltitudeMsl ground, HeightAgl height) {
  return {ground.metres + height.metres};
}

inline constexpr double radians_per_degree = std::numbers::pi / 180.0;

[[nodiscard]] constexpr double to_radians(double degrees) { return degrees * radians_per_degree; }
[[nodiscard]] constexpr double to_degrees(double radians) { return radians / radians_per_degree; }

// How sure a statement is, and which end of every published interval it takes:
// certain is covered even with the figures that are worst for the defender, possible only with the best.
enum class Confidence { certain, likely, possible };
inline constexpr Confidence all_confidences[] = {Confidence::certain, Confidence::likely, Confidence::possible};

// A published figure: low, nominal and high in the order of the numbers, low <= nominal <= high.
struct Estimate {
  double low = 0;
  double nominal = 0;
  double high = 0;

  [[nodiscard]] static constexpr Estimate exactly(double value) { return {value, value, value}; }

  // For figures that widen the coverage as they grow (a range, an antenna height).
  [[nodiscard]] constexpr double widening(Confidence confidence) const {
    return confidence == Confidence::certain ? low : confidence == Confidence::likely ? nominal : high;
  }
  // For figures that narrow it as they grow (a minimum range, a lowest altitude).
  [[nodiscard]] constexpr double narrowing(Confidence confidence) const {
    return confidence == Confidence::certain ? high : confidence == Confidence::likely ? nominal : low;
  }
  friend bool operator==(const Estimate&, const Estimate&) = default;
};

}  // namespace skyshed
