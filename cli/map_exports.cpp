#include "cli/map_exports.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "products/kml.h"
#include "products/table.h"
#include "products/words.h"

namespace skyshed {
namespace {

// The attributes of a feature by the names of their fields.
class Row {
 public:
  Row(const VectorLayer& layer, const VectorFeature& feature) : layer_(layer), feature_(feature) {}
  [[nodiscard]] std::string text(const char* field) const { return std::get<std::string>(value(field)); }
  [[nodiscard]] double number(const char* field) const { return std::get<double>(value(field)); }
  [[nodiscard]] DaySpan days() const { return {std::get<Day>(value("from")), std::get<Day>(value("until"))}; }
  [[nodiscard]] SliceAltitude altitude() const {
    return {number("altitude_m"),
            text("altitude_reference") == "AGL" ? SliceAltitude::Reference::agl : SliceAltitude::Reference::msl};
  }

 private:
  [[nodiscard]] const Attribute& value(const char* field) const {
    const auto found = std::ranges::find(layer_.fields, field, &VectorField::name);
    return feature_.attributes.at(static_cast<std::size_t>(found - layer_.fields.begin()));
  }
  const VectorLayer& layer_;
  const VectorFeature& feature_;
};

Colour colour_of_change(const std::string& change) {
  const auto classes = change_classes();
  return std::ranges::find(classes, change, &MapClass::key)->colour;
}

KmlPlacemark placemark_of(const VectorLayer& layer, const VectorFeature& feature, const MapStudy& study) {
  const Row row(layer, feature);
  KmlPlacemark placemark{.geometry = feature.geometry};
  if (study.in_time && layer.name != "changes") placemark.days = row.days();
  if (layer.name == "footprints") {
    const std::string area = with_thousands(row.number("area_km2"));
    placemark.name = row.text("title");
    placemark.description = fmt::format("{} km², at least {}", area, row.text("confidence"));
    placemark.altitude = row.altitude();
    placemark.colour = confidence_classes()[2].colour;  // likely
    placemark.opacity = 0.4;
  } else if (layer.name == "changes") {
    placemark.name = fmt::format("{}: {}", row.text("title"), row.text("change"));
    placemark.description = with_thousands(row.number("area_km2")) + " km²";
    placemark.altitude = row.altitude();
    placemark.colour = colour_of_change(row.text("change"));
    placemark.opacity = 0.5;
  } else if (layer.name == "rings") {
    placemark.name = fmt::format("{}, {}: nominal range", row.text("asset_name"), row.text("component"));
    placemark.description =
        fmt::format("{:.0f} km against a {}, terrain ignored", row.number("radius_km"), row.text("target_name"));
    placemark.colour = palette::paper;
  } else {
    placemark.name = row.text("name");
    placemark.description = fmt::format("{}: {}\n{}\n{}\n{}", row.text("system"), row.text("components"),
                                        row.text("presence"), row.text("confidence"), row.text("sources"));
    placemark.colour = palette::paper;
  }
  return placemark;
}

// A folder for systems, one for the rings of each subject, one for each subject and altitude. What the project shows
// first is switched on.
std::vector<KmlFolder> kml_folders(const MapStudy& study, const std::vector<VectorLayer>& layers) {
  std::vector<KmlFolder> folders;
  const Subject first = first_subject(study);
  const auto& altitudes = study.phases.front().scenario->altitudes;
  const SliceAltitude shown = *std::ranges::min_element(altitudes, {}, [](SliceAltitude altitude) {
    return (altitude.reference == SliceAltitude::Reference::agl ? 0 : 1e6) + std::abs(altitude.metres - 100);
  });
  for (const VectorLayer& layer : layers) {
    for (const VectorFeature& feature : layer.features) {
      std::string name = "Systems";
      bool visible = true;
      const Row row(layer, feature);
      if (layer.name != "assets") {
        const std::string target = row.text("target");
        const Role role = role_called(row.text("role")).value();
        name = subject_in_words(study, role, target);
        visible = Subject{role, target} == first;
        if (layer.name == "rings") {
          name += ": nominal ranges";
        } else {
          if (layer.name == "footprints" && row.text("confidence") != name_of(Confidence::likely)) continue;
          name += fmt::format(" at {}{}", row.text("altitude"), layer.name == "changes" ? ": changes" : "");
          visible = visible && row.altitude() == shown;
        }
      }
      auto folder = std::ranges::find(folders, name, &KmlFolder::name);
      if (folder == folders.end()) folder = folders.insert(folders.end(), {.name = name, .visible = visible});
      folder->placemarks.push_back(placemark_of(layer, feature, study));
    }
  }
  return folders;
}

}  // namespace

void write_map_exports(const OutputFolder& folder, const MapStudy& study, const std::vector<VectorLayer>& layers,
                       const MapFormats& formats) {
  const std::string& crs = study.ground.frame.crs_wkt;
  if (formats.kml) write_kmz(folder.file("outlines.kmz"), study.title, kml_folders(study, layers), crs);
  if (!formats.geojson) return;
  for (const VectorLayer& layer : layers) write_geojson(folder.file("outlines/" + layer.name + ".geojson"), layer, crs);
}

}  // namespace skyshed
