#include "products/map/label_board.h"

#include <algorithm>
#include <cmath>

namespace skyshed {
namespace {

// Which way the label lies from its place, best first: x and y are -1, 0 or 1.
struct Side {
  int x;
  int y;
};
constexpr Side sides[] = {{1, 0}, {-1, 0}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}, {0, -1}, {0, 1}};

PixelBox label_box(Pixel place, Side side, double distance, double width, double height) {
  // On a diagonal the corner of the label is at the distance, not its edges.
  const double reach = side.x != 0 && side.y != 0 ? distance * 0.75 : distance;
  const double left = side.x > 0 ? place.x + reach : side.x < 0 ? place.x - reach - width : place.x - width / 2;
  const double top = side.y > 0 ? place.y + reach : side.y < 0 ? place.y - reach - height : place.y - height / 2;
  return {left, top, width, height};
}

// A leader as a chain of small boxes, from the rim of the symbol to the label.
std::vector<PixelBox> leader_boxes(Pixel from, Pixel to, double clearance) {
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  std::vector<PixelBox> boxes;
  constexpr double step = 4;
  for (double along = clearance + step; along < length - step; along += step) {
    const double share = along / length;
    boxes.push_back({std::lerp(from.x, to.x, share) - 1.5, std::lerp(from.y, to.y, share) - 1.5, 3, 3});
  }
  return boxes;
}

}  // namespace

bool LabelBoard::is_free(const PixelBox& box) const {
  return frame_.contains(box) &&
         std::none_of(taken_.begin(), taken_.end(), [&](const PixelBox& other) { return other.overlaps(box); });
}

bool LabelBoard::is_clear(const PixelBox& box) const {
  return is_free(box) && std::none_of(discouraged_.begin(), discouraged_.end(),
                                      [&](const PixelBox& other) { return other.overlaps(box); });
}

bool LabelBoard::is_free(const std::vector<PixelBox>& boxes) const {
  return std::all_of(boxes.begin(), boxes.end(), [&](const PixelBox& box) { return is_free(box); });
}

std::optional<PixelBox> LabelBoard::place_at_distance(Pixel place, double clearance, double distance, double width,
                                                      double height, bool may_cross) {
  for (const Side side : sides) {
    const PixelBox box = label_box(place, side, distance, width, height);
    if (!(may_cross ? is_free(box) : is_clear(box))) continue;
    if (distance > clearance) {
      const std::vector<PixelBox> leader = leader_boxes(place, nearest_point(box, place), clearance);
      if (!is_free(leader)) continue;
      for (const PixelBox& part : leader) take(part);
    }
    take(box);
    return box;
  }
  return std::nullopt;
}

std::optional<LabelRoom> LabelBoard::place_beside(Pixel place, double clearance, double width, double height,
                                                  bool may_lead) {
  // To cross a line is better than to stand far off.
  for (const bool may_cross : {false, true}) {
    const auto box = place_at_distance(place, clearance, clearance, width, height, may_cross);
    if (box) return LabelRoom{*box, false};
  }
  if (!may_lead) return std::nullopt;
  constexpr int rounds = 8;
  for (const bool may_cross : {false, true}) {
    for (int round = 1; round < rounds; ++round) {
      const auto box = place_at_distance(place, clearance, clearance + round * height, width, height, may_cross);
      if (box) return LabelRoom{*box, true};
    }
  }
  return std::nullopt;
}

Pixel nearest_point(const PixelBox& box, Pixel place) {
  return {std::clamp(place.x, box.left, box.right()), std::clamp(place.y, box.top, box.bottom())};
}

}  // namespace skyshed
