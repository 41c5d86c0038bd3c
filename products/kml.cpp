#include "products/kml.h"

#include <cpl_vsi.h>
#include <fmt/format.h>
#include <ogr_spatialref.h>

#include <memory>

#include "products/gdal_report.h"
#include "products/output_error.h"
#include "products/partial_folder.h"
#include "products/style/xml.h"

namespace skyshed {
namespace {

// Longitude and latitude of map coordinates.
class ToDegrees {
 public:
  explicit ToDegrees(const std::string& crs_wkt) {
    for (OGRSpatialReference* reference : {&from_, &to_}) reference->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    if (from_.importFromWkt(crs_wkt.c_str()) != OGRERR_NONE || to_.importFromEPSG(4326) != OGRERR_NONE) {
      throw Error(ErrorKind::internal, "GDAL does not understand the grid's coordinate reference system");
    }
    transform_.reset(OGRCreateCoordinateTransformation(&from_, &to_));
  }

  [[nodiscard]] std::string text(MapPoint point, double height_m) const {
    if (!transform_ || transform_->Transform(1, &point.x, &point.y) == FALSE) {
      throw Error(ErrorKind::internal, "an outline cannot be brought to longitude and latitude");
    }
    return fmt::format("{:.6f},{:.6f},{:g}", point.x, point.y, height_m);
  }

 private:
  OGRSpatialReference from_;
  OGRSpatialReference to_;
  std::unique_ptr<OGRCoordinateTransformation> transform_;
};

// KML writes colours backwards: opacity, blue, green, red.
std::string kml_colour(Colour colour, double opacity) {
  return fmt::format("{:02x}{:02x}{:02x}{:02x}", static_cast<int>(255 * opacity), colour.blue, colour.green,
                     colour.red);
}

const char* mode_of(const KmlPlacemark& placemark) {
  if (!placemark.altitude) return "clampToGround";
  return placemark.altitude->reference == SliceAltitude::Reference::agl ? "relativeToGround" : "absolute";
}

void add_ring(XmlNode polygon, const char* boundary, const LinearRing& ring, double height_m,
              const ToDegrees& degrees) {
  std::string coordinates;
  for (const MapPoint& point : ring) coordinates += degrees.text(point, height_m) + " ";
  polygon.add(boundary).add("LinearRing").add_text("coordinates", coordinates);
}

void add_placemark(XmlNode folder, const KmlPlacemark& placemark, bool visible, const ToDegrees& degrees) {
  XmlNode node = folder.add("Placemark");
  node.add_text("name", placemark.name);
  node.add_text("visibility", visible ? "1" : "0");
  node.add_text("description", placemark.description);
  if (placemark.days) {
    XmlNode span = node.add("TimeSpan");
    span.add_text("begin", iso_date(placemark.days->from));
    span.add_text("end", iso_date(placemark.days->until - std::chrono::days(1)));
  }
  XmlNode style = node.add("Style");
  XmlNode line = style.add("LineStyle");
  line.add_text("color", kml_colour(placemark.colour, 1));
  line.add_text("width", "2");
  style.add("PolyStyle").add_text("color", kml_colour(placemark.colour, placemark.opacity));
  const double height_m = placemark.altitude ? placemark.altitude->metres : 0;
  if (const auto* point = std::get_if<MapPoint>(&placemark.geometry)) {
    node.add("Point").add_text("coordinates", degrees.text(*point, 0));
    return;
  }
  XmlNode shape = node.add("MultiGeometry");
  for (const Polygon& from : std::get<MultiPolygon>(placemark.geometry)) {
    XmlNode polygon = shape.add("Polygon");
    if (!placemark.altitude) polygon.add_text("tessellate", "1");
    polygon.add_text("altitudeMode", mode_of(placemark));
    for (std::size_t i = 0; i < from.size(); ++i) {
      add_ring(polygon, i == 0 ? "outerBoundaryIs" : "innerBoundaryIs", from[i], height_m, degrees);
    }
  }
}

}  // namespace

void write_kmz(const std::filesystem::path& path, const std::string& title, const std::vector<KmlFolder>& folders,
               const std::string& crs_wkt) {
  const GdalReport report;
  const ToDegrees degrees(crs_wkt);
  XmlDocument document("kml");
  XmlNode root = document.root();
  root.set("xmlns", "http://www.opengis.net/kml/2.2");
  XmlNode content = root.add("Document");
  content.add_text("name", title);
  for (const KmlFolder& from : folders) {
    XmlNode folder = content.add("Folder");
    folder.add_text("name", from.name);
    folder.add_text("visibility", from.visible ? "1" : "0");
    for (const KmlPlacemark& placemark : from.placemarks) add_placemark(folder, placemark, from.visible, degrees);
  }
  const std::string text = document.text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  const std::string inside = "/vsizip/" + path.string() + "/doc.kml";
  VSILFILE* file = VSIFOpenL(inside.c_str(), "wb");
  const bool written = file != nullptr && VSIFWriteL(text.data(), 1, text.size(), file) == text.size();
  const bool closed = file != nullptr && VSIFCloseL(file) == 0;
  if (!written || !closed) throw report.error(ErrorKind::output, "cannot write " + final_path(path).string());
}

}  // namespace skyshed
