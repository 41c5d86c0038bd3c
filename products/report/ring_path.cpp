#include "products/report/ring_path.h"

#include <fmt/format.h>

namespace skyshed {

std::string ring_path(const MapFrame& frame, const MapRing& ring) {
  std::string path;
  for (int azimuth_deg = 0; azimuth_deg < 360; azimuth_deg += 4) {
    const Pixel at = frame.view().to_pixel(place_at(ring.center, azimuth_deg, ring.radius_m));
    path += fmt::format("{}{:.1f} {:.1f}", azimuth_deg == 0 ? 'M' : 'L', at.x, at.y);
  }
  return path + "Z";
}

}  // namespace skyshed
