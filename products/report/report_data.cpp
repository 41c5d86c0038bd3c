#include <fmt/format.h>
#include <cmath>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "products/map/graticule.h"
#include "products/picture_bytes.h"
#include "products/report/report.h"
#include "products/report/ring_path.h"
#include "products/words.h"

namespace skyshed {
namespace {

using Json = nlohmann::ordered_json;

// Shares of a frame need no more digits than its pixels; areas keep theirs, for the page rounds what it shows.
double rounded(double value, double steps) { return std::round(value * steps) / steps; }

struct Share {
  double x;
  double y;
};
Share share_of(const MapFrame& frame, GeodeticPoint place) {
  const Pixel at = frame.view().to_pixel(place);
  return {rounded(at.x / frame.width_px(), 1e4), rounded(at.y / frame.height_px(), 1e4)};
}
bool is_inside(const Share& at) { return at.x >= 0 && at.x <= 1 && at.y >= 0 && at.y <= 1; }

const char* name_of(SiteKind kind) {
  constexpr const char* names[] = {"radar", "missile", "ship", "jammer"};
  return names[static_cast<std::size_t>(kind)];
}
const char* name_of(PlaceKind kind) {
  constexpr const char* names[] = {"city", "capital", "country", "sea"};
  return names[static_cast<std::size_t>(kind)];
}

// Each once, in the order of their first appearance.
template <class T, class Same>
std::size_t index_of(std::vector<T>& list, const T& item, const Same& same) {
  const auto found = std::ranges::find_if(list, [&](const T& other) { return same(other, item); });
  if (found != list.end()) return static_cast<std::size_t>(found - list.begin());
  list.push_back(item);
  return list.size() - 1;
}

// What stands and what is drawn round it, once for all scenes.
class Symbols {
 public:
  explicit Symbols(const Report& report) : rings_(report.frames.size()) {
    for (const ReportScene& scene : report.scenes) {
      Json sites = Json::array();
      for (const MapSite& site : scene.sites) {
        sites.push_back(index_of(sites_, site, [](const MapSite& a, const MapSite& b) {
          return a.position == b.position && a.label == b.label && a.kind == b.kind;
        }));
      }
      sites_of_scene_.push_back(std::move(sites));
      Json rings = Json::array();
      for (std::size_t v = 0; v < report.views.size(); ++v) {
        Json indices = Json::array();
        for (const MapRing& ring : scene.rings.at(v)) {
          indices.push_back(index_of(rings_[report.views[v].frame], ring, [](const MapRing& a, const MapRing& b) {
            return a.center == b.center && a.radius_m == b.radius_m;
          }));
        }
        rings.push_back(std::move(indices));
      }
      rings_of_scene_.push_back(std::move(rings));
    }
  }

  [[nodiscard]] const Json& sites_of(std::size_t scene) const { return sites_of_scene_[scene]; }
  [[nodiscard]] const Json& rings_of(std::size_t scene) const { return rings_of_scene_[scene]; }
  [[nodiscard]] Json sites() const {
    Json list = Json::array();
    for (const MapSite& site : sites_) list.push_back({{"name", site.label}, {"kind", name_of(site.kind)}});
    return list;
  }
  [[nodiscard]] Json sites_in(const MapFrame& frame) const {
    Json list = Json::array();
    for (const MapSite& site : sites_) {
      const Share at = share_of(frame, site.position);
      list.push_back(is_inside(at) ? Json{at.x, at.y} : Json());
    }
    return list;
  }
  [[nodiscard]] Json rings_in(const MapFrame& frame, std::size_t index) const {
    Json list = Json::array();
    for (const MapRing& ring : rings_[index]) {
      const Share north = share_of(frame, place_at(ring.center, 0, ring.radius_m));
      list.push_back({{"d", ring_path(frame, ring)}, {"label", ring.label}, {"x", north.x}, {"y", north.y}});
    }
    return list;
  }

 private:
  std::vector<MapSite> sites_;
  std::vector<std::vector<MapRing>> rings_;  // by frame
  std::vector<Json> sites_of_scene_;
  std::vector<Json> rings_of_scene_;
};

Json frame_json(const Report& report, const Symbols& symbols, std::size_t index) {
  const MapFrame& frame = report.frames[index];
  const LonLatBox& extent = frame.view().extent();
  Json json{{"width", frame.width_px()}, {"height", frame.height_px()}};
  const double middle_deg = frame.view().to_geodetic({0, frame.height_px() / 2.0}).latitude_deg;
  json["km"] = rounded(frame.width_px() * frame.view().metres_per_pixel(middle_deg) / 1000, 100);
  json["sites"] = symbols.sites_in(frame);
  json["rings"] = symbols.rings_in(frame, index);
  json["places"] = Json::array();
  for (const MapPlace& place : report.places) {
    const Share at = share_of(frame, place.position);
    if (is_inside(at)) {
      json["places"].push_back({{"name", place.name}, {"kind", name_of(place.kind)}, {"x", at.x}, {"y", at.y}});
    }
  }
  const double step = graticule_step(extent);
  const auto first_multiple = [&](double degree) { return static_cast<int>(std::ceil(degree / step)); };
  json["meridians"] = Json::array();
  for (int i = first_multiple(extent.west_deg); i * step <= extent.east_deg; ++i) {
    const double degree = i * step;
    json["meridians"].push_back({share_of(frame, {degree, extent.north_deg}).x, longitude_label(degree)});
  }
  json["parallels"] = Json::array();
  for (int i = first_multiple(extent.south_deg); i * step <= extent.north_deg; ++i) {
    const double degree = i * step;
    json["parallels"].push_back({share_of(frame, {extent.west_deg, degree}).y, latitude_label(degree)});
  }
  return json;
}

Json map_json(const ReportMap& map) {
  Json json{map.overlay, map.title, map.km2.certain, map.km2.likely, map.km2.possible, map.unknown_km2};
  if (map.sampled) {
    for (const double value : {map.sampled->p05, map.sampled->p95}) json.push_back(value);
  }
  return json;
}

// By scene, view and altitude: who holds up what, the costliest first.
Json holders_json(const Report& report) {
  Json scenes = Json::array();
  for (const ReportScene& scene : report.scenes) {
    Json views = Json::array();
    for (const ReportView& view : report.views) {
      std::vector<SliceAltitude> altitudes;
      std::vector<std::vector<const ContributionRecord*>> records;
      for (const ContributionRecord& record : report.contributions) {
        if (record.phase != scene.id || record.role != view.role || record.target != view.target) continue;
        const std::size_t a = index_of(altitudes, record.altitude, std::equal_to<>());
        if (a == records.size()) records.emplace_back();
        records[a].push_back(&record);
      }
      Json lists = Json::array();
      for (auto& list : records) {
        std::ranges::stable_sort(list, std::greater<>(), &ContributionRecord::lost_m2);
        Json rows = Json::array();
        for (const ContributionRecord* record : list) {
          const auto name = std::ranges::find(report.asset_names, record->asset, &NamedId::id);
          rows.push_back({name != report.asset_names.end() ? name->name : record->asset, record->radar,
                          record->covered_m2 / 1e6, record->lost_m2 / 1e6});
          if (record->withdrawal) {
            rows.back().push_back(record->withdrawal->place);
            rows.back().push_back(record->withdrawal->left_m2 / 1e6);
          }
        }
        lists.push_back(std::move(rows));
      }
      views.push_back(std::move(lists));
    }
    scenes.push_back(std::move(views));
  }
  return scenes;
}

Json legend_json(std::span<const MapClass> scheme) {
  Json list = Json::array();
  for (const MapClass& a_class : scheme) {
    if (a_class.opacity > 0) list.push_back({a_class.key, a_class.label});
  }
  return list;
}

}  // namespace

std::string report_data(const Report& report) {
  const Symbols symbols(report);
  Json json{{"altitudes", report.altitudes},
            {"firstAltitude", report.first_altitude},
            {"firstView", report.first_view},
            {"swipeWith", report.swipe_with ? Json(*report.swipe_with) : Json()},
            {"legends", {{"coverage", legend_json(confidence_classes())}, {"change", legend_json(change_classes())}}},
            {"views", Json::array()},
            {"scenes", Json::array()},
            {"maps", Json::array()},
            {"sites", symbols.sites()},
            {"frames", Json::array()}};
  for (const ReportView& view : report.views) {
    json["views"].push_back({{"role", skyshed::name_of(view.role)},
                             {"target", view.target},
                             {"targetWords", view.target_words},
                             {"words", view.words},
                             {"frame", view.frame},
                             {"caption", view.caption}});
  }
  for (std::size_t s = 0; s < report.scenes.size(); ++s) {
    const ReportScene& scene = report.scenes[s];
    json["scenes"].push_back({{"id", scene.id},
                              {"label", scene.label},
                              {"switchLabel", scene.switch_label},
                              {"kind", scene.kind == ReportScene::Kind::change ? "change" : "coverage"},
                              {"inTime", scene.in_time},
                              {"sites", symbols.sites_of(s)},
                              {"rings", symbols.rings_of(s)}});
    Json views = Json::array();
    for (const auto& of_view : scene.maps) {
      Json altitudes = Json::array();
      for (const ReportMap& map : of_view) altitudes.push_back(map_json(map));
      views.push_back(std::move(altitudes));
    }
    json["maps"].push_back(std::move(views));
  }
  for (std::size_t f = 0; f < report.frames.size(); ++f) json["frames"].push_back(frame_json(report, symbols, f));
  json["holders"] = holders_json(report);
  json["overlays"] = Json::array();
  for (const std::string& png : report.overlays) json["overlays"].push_back(base64(png));

  // A name may hold "</script>" or bytes that are not UTF-8.
  std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

}  // namespace skyshed
