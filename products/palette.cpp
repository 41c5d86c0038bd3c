#include "products/palette.h"

#include <algorithm>
#include <cmath>

namespace skyshed {
namespace {

constexpr Colour unknown_grey{95, 95, 95};

constexpr MapClass counts[] = {
    {0, 0, "none", "not covered", {255, 255, 255}, 0.0},
    {1, 1, "one", "1 asset", {86, 180, 233}, 0.55},
    {2, 2, "two", "2 assets", {0, 114, 178}, 0.60},
    {3, 3, "three", "3 assets", {0, 82, 140}, 0.72},
    {4, 254, "four", "4 assets or more", {8, 48, 107}, 0.84},
    {255, 255, "unknown", "unknown: terrain data missing", unknown_grey, 0.75, Pattern::falling_stripes},
};

constexpr MapClass confidences[] = {
    {0, 0, "none", "not covered", {255, 255, 255}, 0.0},
    {3, 3, "certain", "certain", {0, 82, 147}, 0.70},
    {2, 2, "likely", "likely", {60, 148, 208}, 0.58},
    {1, 1, "possible", "possible", {60, 148, 208}, 0.45, Pattern::rising_stripes, Colour{158, 202, 235}},
    {255, 255, "unknown", "unknown: terrain data missing", unknown_grey, 0.75, Pattern::falling_stripes},
};

constexpr MapClass changes[] = {
    {0, 0, "never", "never covered", {255, 255, 255}, 0.0},
    {1, 1, "kept", "kept", {0, 90, 156}, 0.62},
    {2, 2, "lost", "lost", {213, 94, 0}, 0.80, Pattern::rising_stripes},
    {3, 3, "gained", "gained", {0, 158, 115}, 0.85, Pattern::dots},
    {255, 255, "unknown", "unknown: terrain data missing", unknown_grey, 0.75, Pattern::falling_stripes},
};

// Okabe & Ito's colours, and greys for what nobody can change.
constexpr MapClass reasons[] = {
    {0, 0, "covered", "covered", {0, 114, 178}, 0.75},
    {1, 1, "no_terrain_data", "unknown: terrain data missing", unknown_grey, 0.75},
    {2, 2, "terrain", "hidden by the ground", {213, 94, 0}, 0.75},
    {3, 3, "horizon", "hidden by the earth itself", {86, 180, 233}, 0.60},
    {4, 4, "guidance", "no radar guides the weapon there", {204, 121, 167}, 0.75},
    {5, 5, "envelope", "outside the envelope of altitudes", {240, 228, 66}, 0.75},
    {6, 6, "elevation_limits", "outside the elevation limits", {0, 158, 115}, 0.75},
    {7, 7, "minimum_range", "too near", {34, 34, 34}, 0.75},
    {8, 8, "sector", "outside the sector", {230, 159, 0}, 0.75},
    {9, 9, "range", "too far", {200, 200, 200}, 0.55},
    {10, 10, "below_ground", "inside the ground", {150, 128, 104}, 0.75},
};

constexpr Colour viridis_stops[] = {{68, 1, 84},    {72, 40, 120},  {62, 74, 137},  {49, 104, 142}, {38, 130, 142},
                                    {31, 158, 137}, {53, 183, 121}, {109, 205, 89}, {180, 222, 44}, {253, 231, 37}};
constexpr Colour cividis_stops[] = {{0, 32, 77},     {0, 51, 111},    {57, 72, 107},   {87, 92, 109},  {112, 113, 115},
                                    {138, 135, 121}, {166, 157, 117}, {196, 181, 108}, {228, 207, 91}, {255, 234, 70}};

Colour along(std::span<const Colour> stops, double share) {
  const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
  const auto stop = std::min(static_cast<std::size_t>(place), stops.size() - 2);
  return mix(stops[stop], stops[stop + 1], place - static_cast<double>(stop));
}

}  // namespace

Colour mix(Colour from, Colour to, double share) {
  const auto channel = [share](std::uint8_t a, std::uint8_t b) {
    return static_cast<std::uint8_t>(a + (b - a) * share + 0.5);
  };
  return {channel(from.red, to.red), channel(from.green, to.green), channel(from.blue, to.blue)};
}

Colour viridis(double share) { return along(viridis_stops, share); }
Colour cividis(double share) { return along(cividis_stops, share); }

std::span<const MapClass> count_classes() { return counts; }
std::span<const MapClass> confidence_classes() { return confidences; }
std::span<const MapClass> change_classes() { return changes; }
std::span<const MapClass> reason_classes() { return reasons; }

}  // namespace skyshed
