// Which parts of a map are taken by letters and symbols, and where the next label fits.
//
// Frame      pixels of the picture.
// Laws       boxes that were taken through place_beside() never overlap and never leave the frame.
// Threading  one board a picture.
// Cost       each question looks at every box taken.
#pragma once

#include <optional>
#include <vector>

#include "products/map/view.h"

namespace skyshed {

struct LabelRoom {
  PixelBox box;
  bool is_far = false;  // so far from its place that a leader line is needed
};

class LabelBoard {
 public:
  explicit LabelBoard(const PixelBox& frame) : frame_(frame) {}

  [[nodiscard]] bool is_free(const PixelBox& box) const;
  [[nodiscard]] bool is_free(const std::vector<PixelBox>& boxes) const;
  void take(const PixelBox& box) { taken_.push_back(box); }

  // Lines that a label should rather not cross, but may.
  void discourage(const PixelBox& box) { discouraged_.push_back(box); }
  [[nodiscard]] bool is_clear(const PixelBox& box) const;  // free and not discouraged

  // Takes the first free room for a label of the given size about a place: right of it, left, the corners, above,
  // below; then, if `may_lead`, farther out; on discouraged ground only if there is no other. `clearance` is the
  // distance that the label keeps from the place.
  std::optional<LabelRoom> place_beside(Pixel place, double clearance, double width, double height, bool may_lead);

 private:
  std::optional<PixelBox> place_at_distance(Pixel place, double clearance, double distance, double width, double height,
                                            bool may_cross);

  PixelBox frame_;
  std::vector<PixelBox> taken_;
  std::vector<PixelBox> discouraged_;
};

// Where a leader line from the place meets the label.
[[nodiscard]] Pixel nearest_point(const PixelBox& box, Pixel place);

}  // namespace skyshed
