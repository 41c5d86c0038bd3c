// The colours of every picture, style and project file, with the words that legends say beside them.
//
// Colours    from Okabe & Ito's set and one blue ramp, told apart with any kind of colour vision; lightness or pattern
//            tells the classes of one scheme apart in grey as well.
// Threading  constants.
// Source     Okabe & Ito 2008, "Color Universal Design"; viridis: van der Walt & Smith 2015; cividis: Nuñez et al. 2018.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace skyshed {

struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  friend bool operator==(const Colour&, const Colour&) = default;
};

// `share` 0 gives `from`, 1 gives `to`.
[[nodiscard]] Colour mix(Colour from, Colour to, double share);

// How a class fills its area, so that it is known without its colour.
enum class Pattern { solid, rising_stripes, falling_stripes, dots };

// One class of a byte raster: the values first … last, how they look and what they are called.
struct MapClass {
  std::uint8_t first = 0;
  std::uint8_t last = 0;
  std::string_view key;    // for styles and tables: "lost"
  std::string_view label;  // for legends: "coverage lost"
  Colour colour;
  double opacity = 0;  // over the ground; 0: not drawn and not in the legend
  Pattern pattern = Pattern::solid;
  std::optional<Colour> plain = {};  // the colour where patterns cannot be drawn, if another is needed to tell it apart

  [[nodiscard]] Colour plain_colour() const { return plain.value_or(colour); }
};

// How many assets cover a cell (slice.h): 0, 1, 2, 3, 4 and more, unknown.
[[nodiscard]] std::span<const MapClass> count_classes();

// How surely a cell is covered: 0 not, 3 certain, 2 likely, 1 possible, 255 unknown (coverage_slices.h).
[[nodiscard]] std::span<const MapClass> confidence_classes();

// What became of the coverage of a cell: the values of Change (compare.h).
[[nodiscard]] std::span<const MapClass> change_classes();

// Why a component does not cover a cell: the values of Reason (reason.h).
[[nodiscard]] std::span<const MapClass> reason_classes();

// Ramps of even lightness, told apart with any kind of colour vision and in grey; share 0 is the dark end, 1 the pale one.
[[nodiscard]] Colour viridis(double share);
[[nodiscard]] Colour cividis(double share);

// Colours of what is not a class.
namespace palette {
inline constexpr Colour paper{255, 255, 255};
inline constexpr Colour ink{34, 34, 34};
inline constexpr Colour quiet_ink{92, 92, 92};  // captions, graticule labels
inline constexpr Colour land{236, 231, 220};
inline constexpr Colour sea{223, 232, 237};
inline constexpr Colour coast{88, 100, 108};
inline constexpr Colour no_terrain{214, 214, 214};  // outside the elevation model or unknown in it
inline constexpr Colour graticule{130, 140, 146};
inline constexpr Colour ring{34, 34, 34};
inline constexpr Colour site{17, 17, 17};
inline constexpr Colour sea_name{74, 104, 124};
inline constexpr Colour highland{178, 160, 128};
inline constexpr Colour country_name{110, 104, 92};
}  // namespace palette

}  // namespace skyshed
