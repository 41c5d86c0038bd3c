#include <algorithm>
#include <cmath>

#include "engine/systems/system.h"

namespace skyshed {

double detection_range_m(const Radar& radar, const Target& target, Confidence confidence) {
  const double cross_sections = target.radar_cross_section_m2.widening(confidence) / radar.reference_cross_section_m2;
  const double range = radar.reference_range_m.widening(confidence) * std::pow(cross_sections, 0.25) *
                       target.small_target_factor.widening(confidence);
  return radar.instrumented_range_m ? std::min(range, radar.instrumented_range_m->widening(confidence)) : range;
}

}  // namespace skyshed
