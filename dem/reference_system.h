// What the coordinates of a raster mean: which of the engine's frames they fit, and what must be said about it.
//
// Domain     longitude/latitude in degrees from Greenwich, or a map projection in metres, of the earth.
// Threading  immutable; the projection guards itself.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/grid.h"

class OGRSpatialReference;

namespace skyshed {

struct ReferenceSystem {
  GridFrame::Kind kind = GridFrame::Kind::geographic;
  std::string name;                                 // "WGS 84 / UTM zone 37N"
  std::string authority;                            // "EPSG:32637"; empty if it has none
  std::string wkt;                                  // WKT2 of the horizontal part
  std::string vertical_datum;                       // as stated by a compound or 3D system; empty: not stated
  double vertical_unit_m = 1;                       // of the vertical part, if stated
  bool ellipsoidal_heights = false;                 // heights are said to be above the ellipsoid
  std::shared_ptr<const MapProjection> projection;  // projected only
  std::vector<std::string> remarks;                 // what was taken for granted: "datum ED50 taken as WGS 84"
};

// Errors     terrain, naming the source, if there is no system or it fits neither frame; the message says what to do.
[[nodiscard]] ReferenceSystem read_reference_system(const OGRSpatialReference* system, const std::string& source);

// The projection that a WKT describes, for a frame that was read back without one.
// Errors     terrain if it is none.
[[nodiscard]] std::shared_ptr<const MapProjection> map_projection(const std::string& wkt);

// WKT2 of longitude/latitude on WGS 84.
[[nodiscard]] std::string wgs84_wkt();

// Whether coordinates of the one are coordinates of the other.
[[nodiscard]] bool same_horizontal_system(const std::string& wkt_a, const std::string& wkt_b);

}  // namespace skyshed
