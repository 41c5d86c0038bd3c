#include "dem/reference_system.h"

#include <fmt/format.h>
#include <ogr_spatialref.h>

#include <cmath>
#include <limits>
#include <map>
#include <mutex>

#include "dem/gdal_errors.h"
#include "engine/base/error.h"

namespace skyshed {
namespace {

constexpr double wgs84_major_m = 6378137.0;

using Transformation = std::unique_ptr<OGRCoordinateTransformation>;

// OGRCoordinateTransformation takes its PROJ context from the calling thread, so one lock makes it safe.
class ProjProjection final : public MapProjection {
 public:
  ProjProjection(Transformation to_geodetic, Transformation from_geodetic)
      : to_geodetic_(std::move(to_geodetic)), from_geodetic_(std::move(from_geodetic)) {}

  [[nodiscard]] GeodeticPoint to_geodetic(double x, double y) const override {
    transform(*to_geodetic_, x, y);
    return {x, y};
  }
  [[nodiscard]] std::pair<double, double> from_geodetic(GeodeticPoint point) const override {
    double x = point.longitude_deg;
    double y = point.latitude_deg;
    transform(*from_geodetic_, x, y);
    return {x, y};
  }

 private:
  void transform(OGRCoordinateTransformation& transformation, double& x, double& y) const {
    const std::scoped_lock lock(mutex_);
    const GdalErrorCapture quiet;
    int success = 0;
    transformation.Transform(1, &x, &y, nullptr, &success);
    if (!success || !std::isfinite(x) || !std::isfinite(y)) x = y = std::numeric_limits<double>::quiet_NaN();
  }

  mutable std::mutex mutex_;
  Transformation to_geodetic_;
  Transformation from_geodetic_;
};

OGRSpatialReference wgs84() {
  OGRSpatialReference system;
  system.SetWellKnownGeogCS("WGS84");
  system.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  return system;
}

// One for all sources of a system that are open: to make one takes 10 ms in PROJ's database. Null where PROJ cannot.
std::shared_ptr<const MapProjection> shared_projection(const std::string& wkt, const OGRSpatialReference& system) {
  static std::mutex mutex;
  static std::map<std::string, std::weak_ptr<const MapProjection>> known;
  const std::scoped_lock lock(mutex);
  std::shared_ptr<const MapProjection> projection = known[wkt].lock();
  if (projection) return projection;
  const OGRSpatialReference earth = wgs84();
  Transformation to_geodetic(OGRCreateCoordinateTransformation(&system, &earth));
  Transformation from_geodetic(OGRCreateCoordinateTransformation(&earth, &system));
  if (!to_geodetic || !from_geodetic) return nullptr;
  projection = std::make_shared<ProjProjection>(std::move(to_geodetic), std::move(from_geodetic));
  known[wkt] = projection;
  return projection;
}

std::string text_or_empty(const char* text) { return text ? text : ""; }

std::string wkt2_of(const OGRSpatialReference& system) {
  const char* const options[] = {"FORMAT=WKT2_2019", nullptr};
  char* text = nullptr;
  system.exportToWkt(&text, options);
  std::string wkt = text_or_empty(text);
  CPLFree(text);
  return wkt;
}

[[noreturn]] void refuse(const std::string& source, const std::string& why, const std::string& advice) {
  throw Error(ErrorKind::terrain, fmt::format("{}: {}; {}", source, why, advice));
}

const char* const warp_advice = "warp it first: gdalwarp -t_srs EPSG:4326 IN OUT";

void read_vertical(const OGRSpatialReference& system, ReferenceSystem& result) {
  if (system.IsCompound()) {
    result.vertical_datum = text_or_empty(system.GetAttrValue("COMPD_CS|VERT_CS|VERT_DATUM"));
    if (result.vertical_datum.empty()) result.vertical_datum = text_or_empty(system.GetAttrValue("VERT_CS"));
    result.vertical_unit_m = system.GetTargetLinearUnits("COMPD_CS|VERT_CS");
  } else if (system.GetAxesCount() == 3) {
    result.vertical_datum = "the ellipsoid";
    result.ellipsoidal_heights = true;
  }
}

}  // namespace

ReferenceSystem read_reference_system(const OGRSpatialReference* system, const std::string& source) {
  const GdalErrorCapture capture;
  if (!system || system->IsEmpty()) {
    refuse(source, "the file does not say its coordinate system", "state it: gdal_translate -a_srs EPSG:4326 IN OUT");
  }
  ReferenceSystem result;
  read_vertical(*system, result);
  OGRSpatialReference horizontal(*system);
  horizontal.StripVertical();
  horizontal.DemoteTo2D(nullptr);
  horizontal.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  result.name = text_or_empty(horizontal.GetName());
  if (const char* code = horizontal.GetAuthorityCode(nullptr)) {
    result.authority = fmt::format("{}:{}", text_or_empty(horizontal.GetAuthorityName(nullptr)), code);
  }
  result.wkt = wkt2_of(horizontal);

  const bool geographic = horizontal.IsGeographic();
  if (!geographic && !horizontal.IsProjected()) {
    refuse(source,
           fmt::format("coordinate system \"{}\" is neither longitude/latitude nor a map projection", result.name),
           warp_advice);
  }
  // A few parts in a thousand admit every ellipsoid and sphere that was ever used for the earth, and no other body.
  if (std::abs(horizontal.GetSemiMajor() / wgs84_major_m - 1) > 0.005) {
    refuse(source, fmt::format("coordinate system \"{}\" is not of the earth", result.name),
           "use terrain of the earth");
  }
  OGRSpatialReference datum_only;
  datum_only.CopyGeogCSFrom(&horizontal);
  const OGRSpatialReference earth = wgs84();
  const std::string datum = text_or_empty(horizontal.GetAttrValue("DATUM"));
  datum_only.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  const bool same_datum = datum_only.IsSameGeogCS(&earth) != 0;
  if (geographic) {
    if (std::abs(horizontal.GetAngularUnits() / radians_per_degree - 1) > 1e-9) {
      refuse(source, fmt::format("coordinate system \"{}\" does not count in degrees", result.name), warp_advice);
    }
    if (std::abs(horizontal.GetPrimeMeridian()) > 1e-9) {
      refuse(source, fmt::format("coordinate system \"{}\" does not count from Greenwich", result.name), warp_advice);
    }
    result.kind = GridFrame::Kind::geographic;
    if (!same_datum) result.remarks.push_back(fmt::format("datum {} taken as WGS 84", datum));
    return result;
  }
  result.kind = GridFrame::Kind::projected;
  if (std::abs(horizontal.GetLinearUnits() - 1) > 1e-9) {
    refuse(source, fmt::format("coordinate system \"{}\" does not count in metres", result.name), warp_advice);
  }
  result.projection = shared_projection(result.wkt, horizontal);
  if (!result.projection) {
    refuse(source, fmt::format("PROJ cannot place \"{}\" on the earth ({})", result.name, capture.message()),
           warp_advice);
  }
  if (!same_datum) result.remarks.push_back(fmt::format("datum {} brought to WGS 84 by PROJ", datum));
  return result;
}

std::shared_ptr<const MapProjection> map_projection(const std::string& wkt) {
  OGRSpatialReference system;
  system.importFromWkt(wkt.c_str());
  system.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  return read_reference_system(&system, "the raster").projection;
}

std::string wgs84_wkt() { return wkt2_of(wgs84()); }

bool same_horizontal_system(const std::string& wkt_a, const std::string& wkt_b) {
  if (wkt_a == wkt_b) return true;
  const GdalErrorCapture quiet;
  OGRSpatialReference a;
  OGRSpatialReference b;
  if (a.importFromWkt(wkt_a.c_str()) != OGRERR_NONE || b.importFromWkt(wkt_b.c_str()) != OGRERR_NONE) return false;
  const char* const options[] = {"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES",
                                 "CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS", nullptr};
  return a.IsSame(&b, options) != 0;
}

}  // namespace skyshed
