#include "dem/describe_terrain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "dem/lattice.h"
#include "dem/source.h"

namespace skyshed {
namespace {

constexpr int posts_at_once = 1 << 24;

void read_heights(Source& source, TerrainInfo& info) {
  float lowest = std::numeric_limits<float>::infinity();
  float highest = -lowest;
  std::int64_t unknown = 0;
  const int rows = std::max(1, posts_at_once / info.width);
  std::vector<float> strip;
  for (int row = 0; row < info.height; row += rows) {
    const int count = std::min(rows, info.height - row);
    strip.resize(static_cast<std::size_t>(info.width) * static_cast<std::size_t>(count));
    source.read({0, row, info.width, count}, strip);
    for (const float height : strip) {
      if (std::isnan(height)) {
        ++unknown;
      } else {
        lowest = std::min(lowest, height);
        highest = std::max(highest, height);
      }
    }
  }
  if (lowest <= highest) info.heights = {.lowest_m = lowest, .highest_m = highest};
  info.unknown_share = static_cast<double>(unknown) / (static_cast<double>(info.width) * info.height);
}

void measure_steps(const GridFrame& frame, TerrainInfo& info) {
  const GridPoint middle{(frame.width - 1) / 2.0, (frame.height - 1) / 2.0};
  const GeodeticPoint centre = frame.to_geodetic(middle);
  const DegreeLengths degree = degree_lengths(centre.latitude_deg);
  if (frame.kind == GridFrame::Kind::geographic) {
    info.step_x_deg = frame.step_x;
    info.step_y_deg = -frame.step_y;
    info.step_x_m = info.step_x_deg * degree.east_m;
    info.step_y_m = info.step_y_deg * degree.north_m;
  } else {
    info.step_x_m = frame.step_x;
    info.step_y_m = -frame.step_y;
    info.step_x_deg = info.step_x_m / degree.east_m;
    info.step_y_deg = info.step_y_m / degree.north_m;
  }
}

std::string or_not_stated(const std::string& text) { return text.empty() ? "not stated" : text; }

}  // namespace

TerrainInfo describe_terrain(const std::string& name) {
  Source source(name);
  const GridFrame& frame = source.frame();
  const ReferenceSystem& system = source.reference_system();
  TerrainInfo info;
  info.source = name;
  info.format = source.format();
  info.data_type = source.data_type();
  info.width = frame.width;
  info.height = frame.height;
  info.projected = frame.kind == GridFrame::Kind::projected;
  info.system = system.name;
  info.authority = system.authority;
  info.pixel_is_point = source.pixel_is_point();
  measure_steps(frame, info);
  info.extent = extent_of(frame, frame.whole());
  read_heights(source, info);
  info.vertical_datum = source.vertical_datum();
  info.origin = source.origin();
  info.overview_count = source.overview_count();
  info.remarks = system.remarks;
  if (source.datum() == VerticalDatum::ellipsoid) {
    info.remarks.emplace_back("heights above the ellipsoid; a run brings them to mean sea level (EGM96)");
  }
  return info;
}

std::string terrain_info_text(const TerrainInfo& info) {
  std::string text;
  const auto line = [&](const char* key, const std::string& value) { text += fmt::format("{:<16}{}\n", key, value); };
  line("source", info.source);
  line("format", fmt::format("{}, {}", info.format, info.data_type));
  line("size", fmt::format("{} x {} posts", info.width, info.height));
  line("system", fmt::format("{}{}, {}", info.system, info.authority.empty() ? "" : " (" + info.authority + ")",
                             info.projected ? "map projection" : "longitude/latitude"));
  line("posts",
       fmt::format("{:.6g} x {:.6g} degrees apart, {:.4g} x {:.4g} m at the centre; pixel is {}", info.step_x_deg,
                   info.step_y_deg, info.step_x_m, info.step_y_m, info.pixel_is_point ? "point" : "area"));
  line("extent", fmt::format("longitude {:.6g} to {:.6g}, latitude {:.6g} to {:.6g}", info.extent.west_deg,
                             info.extent.east_deg, info.extent.south_deg, info.extent.north_deg));
  line("heights",
       info.heights ? fmt::format("{:.6g} to {:.6g} m", info.heights->lowest_m, info.heights->highest_m) : "none");
  line("unknown", fmt::format("{:.4g} % of the posts", 100 * info.unknown_share));
  line("vertical datum", or_not_stated(info.vertical_datum));
  line("origin", or_not_stated(info.origin));
  line("overviews", fmt::format("{}", info.overview_count));
  for (const std::string& remark : info.remarks) line("remark", remark);
  return text;
}

std::string terrain_info_json(const TerrainInfo& info) {
  using Json = nlohmann::ordered_json;
  const auto text_or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
  Json json;
  json["source"] = info.source;
  json["format"] = info.format;
  json["data_type"] = info.data_type;
  json["width"] = info.width;
  json["height"] = info.height;
  json["system"] = {{"name", info.system}, {"authority", text_or_null(info.authority)}, {"projected", info.projected}};
  json["pixel_is_point"] = info.pixel_is_point;
  json["step_deg"] = {info.step_x_deg, info.step_y_deg};
  json["step_m"] = {info.step_x_m, info.step_y_m};
  json["extent_deg"] = {{"west", info.extent.west_deg},
                        {"south", info.extent.south_deg},
                        {"east", info.extent.east_deg},
                        {"north", info.extent.north_deg}};
  json["lowest_m"] = info.heights ? Json(info.heights->lowest_m) : Json(nullptr);
  json["highest_m"] = info.heights ? Json(info.heights->highest_m) : Json(nullptr);
  json["unknown_share"] = info.unknown_share;
  json["vertical_datum"] = text_or_null(info.vertical_datum);
  json["origin"] = text_or_null(info.origin);
  json["overview_count"] = info.overview_count;
  json["remarks"] = info.remarks;
  // A file name need not be UTF-8; its odd bytes are shown as replacement characters rather than ending the program.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace skyshed
