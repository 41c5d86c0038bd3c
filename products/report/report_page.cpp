#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "engine/base/error.h"
#include "products/picture_bytes.h"
#include "products/report/page_parts.h"
#include "products/report/report.h"
#include "products/report/ring_path.h"
#include "products/sha256.h"
#include "products/table.h"
#include "products/words.h"

namespace skyshed {
namespace {

using kainjow::mustache::data;

data list() { return {data::type::list}; }

std::string css_colour(Colour colour, double opacity) {
  return fmt::format("rgba({},{},{},{:.2f})", colour.red, colour.green, colour.blue, opacity);
}

// A class as a swatch shows it: half over land, half over the sea, like the legends of pictures.
std::string swatch_rule(const MapClass& a_class) {
  const std::string strong = css_colour(a_class.colour, a_class.opacity);
  const std::string weak = css_colour(a_class.colour, 0.5 * a_class.opacity);
  std::string pattern = fmt::format("linear-gradient({0},{0})", strong);
  switch (a_class.pattern) {
    case Pattern::solid:
      break;
    case Pattern::rising_stripes:
    case Pattern::falling_stripes:
      pattern = fmt::format("repeating-linear-gradient({}45deg,{} 0 4px,{} 4px 7px)",
                            a_class.pattern == Pattern::rising_stripes ? "-" : "", strong, weak);
      break;
    case Pattern::dots:
      pattern =
          fmt::format("radial-gradient({0} 2px,transparent 2.5px) 0 0/7px 7px,linear-gradient({1},{1})", strong, weak);
      break;
  }
  const auto ground = [](Colour colour) { return css_colour(colour, 1); };
  return fmt::format(".swatch-{}{{background:{},linear-gradient(90deg,{} 50%,{} 50%)}}\n", a_class.key, pattern,
                     ground(palette::land), ground(palette::sea));
}

std::string colour_rules(const Report& report) {
  std::string rules;
  for (const auto scheme : {confidence_classes(), change_classes()}) {
    for (const MapClass& a_class : scheme) {
      if (a_class.opacity > 0) rules += swatch_rule(a_class);
    }
  }
  for (const MapClass& a_class : confidence_classes()) {
    const std::string colour = css_colour(a_class.colour, a_class.opacity);
    if (a_class.key == "possible") {
      rules +=
          fmt::format(".chart .possible{{fill:url(#possible-stripes)}}.stripe{{fill:{}}}.stripe-ground{{fill:{}}}\n",
                      colour, css_colour(a_class.colour, 0.5 * a_class.opacity));
    } else if (a_class.key == "certain" || a_class.key == "likely") {
      rules += fmt::format(".chart .{}{{fill:{}}}\n", a_class.key, colour);
    }
  }
  for (std::size_t f = 0; f < report.frames.size(); ++f) {
    rules += fmt::format(".relief-{}{{background-image:url({})}}\n", f,
                         data_uri("image/jpeg", report.frames[f].relief_jpeg()));
  }
  return rules;
}

std::string sentence(const std::string& words) { return words.empty() || words.back() == '.' ? words : words + "."; }

std::string figures_text(const ReportMap& map) {
  std::string text = fmt::format("likely {} km², certain {} km², possible {} km²", with_thousands(map.km2.likely),
                                 with_thousands(map.km2.certain), with_thousands(map.km2.possible));
  if (map.sampled) {
    text += fmt::format("; 5–95 % of the samples {} – {} km², mean {}", with_thousands(map.sampled->p05),
                        with_thousands(map.sampled->p95), with_thousands(map.sampled->mean));
  }
  if (map.unknown_km2 > 0) text += fmt::format("; unknown {} km²", with_thousands(map.unknown_km2));
  return text;
}

// ---- the maps that need no script

std::string drawing_of(const MapFrame& frame, const ReportScene& scene, std::size_t view) {
  std::string svg;
  for (const MapRing& ring : scene.rings.at(view)) {
    const std::string path = ring_path(frame, ring);
    svg += fmt::format(R"(<path class="ring-halo" d="{0}"/><path class="ring" d="{0}"/>)", path);
  }
  std::vector<Pixel> marked;
  for (const MapSite& site : scene.sites) {
    const Pixel at = frame.view().to_pixel(site.position);
    // Names of neighbours stand below one another.
    const auto near = std::ranges::count_if(
        marked, [&](Pixel other) { return std::abs(other.x - at.x) < 60 && std::abs(other.y - at.y) < 24; });
    marked.push_back(at);
    svg += fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="6"/><text x="{:.1f}" y="{:.1f}">{}</text>)", at.x, at.y,
                       at.x + 11, at.y + 7 + 24 * static_cast<double>(near), html_escaped(site.label));
  }
  return svg;
}

data still_of(const Report& report, std::size_t scene_index) {
  const ReportScene& scene = report.scenes[scene_index];
  const ReportView& view = report.views[report.first_view];
  const MapFrame& frame = report.frames[view.frame];
  const ReportMap& map = scene.maps.at(report.first_view).at(report.first_altitude);
  data still;
  still.set("map_title", fmt::format("{}: {}", scene.label, map.title));
  still.set("frame", std::to_string(view.frame));
  still.set("width", std::to_string(frame.width_px()));
  still.set("height", std::to_string(frame.height_px()));
  still.set("overlay", data_uri("image/png", report.overlays.at(map.overlay)));
  still.set("alt", fmt::format("Map: {}. {}.", map.title, scene.label));
  still.set("drawing", drawing_of(frame, scene, report.first_view));
  still.set("caption", fmt::format("{} at {}, {}: {}. {}", view.words, report.altitudes[report.first_altitude],
                                   scene.label, figures_text(map), view.caption));
  return still;
}

bool is_sampled(const Report& report) {
  return std::ranges::any_of(report.scenes, [](const ReportScene& scene) {
    return std::ranges::any_of(scene.maps, [](const std::vector<ReportMap>& maps) {
      return std::ranges::any_of(maps, [](const ReportMap& map) { return map.sampled.has_value(); });
    });
  });
}

std::size_t count_in_time(const Report& report) {
  return static_cast<std::size_t>(std::ranges::count(report.scenes, true, &ReportScene::in_time));
}

// ---- curves

data chart_data(const std::string& heading, const std::string& svg, const std::string& caption, bool shown) {
  data chart;
  chart.set("heading", heading);
  chart.set("svg", svg);
  chart.set("caption", caption);
  chart.set("shown", shown);
  return chart;
}

data time_charts(const Report& report) {
  data charts = list();
  if (count_in_time(report) < 2) return charts;
  for (std::size_t v = 0; v < report.views.size(); ++v) {
    for (std::size_t a = 0; a < report.altitudes.size(); ++a) {
      std::vector<TimePiece> pieces;
      for (std::size_t s = 0; s < report.scenes.size(); ++s) {
        const ReportScene& scene = report.scenes[s];
        if (!scene.in_time) continue;
        const ReportMap& map = scene.maps.at(v).at(a);
        pieces.push_back({.from = scene.from,
                          .until = scene.until,
                          .km2 = map.km2,
                          .sampled = map.sampled,
                          .label = fmt::format("{}: {}", scene.label, figures_text(map)),
                          .scene = s});
      }
      const ReportView& view = report.views[v];
      const std::string heading = fmt::format("{} at {}, by day", view.words, report.altitudes[a]);
      data chart = chart_data(heading, time_chart(heading + "; the figures stand in the table below", pieces),
                              sentence(view.caption), v == report.first_view && a == report.first_altitude);
      chart.set("view", std::to_string(v));
      chart.set("altitude", std::to_string(a));
      charts.push_back(chart);
    }
  }
  return charts;
}

data altitude_charts(const Report& report) {
  data charts = list();
  for (std::size_t v = 0; v < report.views.size(); ++v) {
    double top_km2 = 0;
    for (const ReportScene& scene : report.scenes) {
      if (scene.kind == ReportScene::Kind::change) continue;
      for (const ReportMap& map : scene.maps.at(v)) {
        top_km2 = std::max({top_km2, map.km2.possible, map.ring_km2.value_or(0), map.sampled ? map.sampled->p95 : 0});
      }
    }
    for (std::size_t s = 0; s < report.scenes.size(); ++s) {
      const ReportScene& scene = report.scenes[s];
      if (scene.kind == ReportScene::Kind::change) continue;
      std::vector<AltitudeBar> bars;
      std::optional<double> ring_km2;
      for (std::size_t a = 0; a < report.altitudes.size(); ++a) {
        const ReportMap& map = scene.maps.at(v).at(a);
        if (map.ring_km2) ring_km2 = map.ring_km2;
        bars.push_back({.altitude = report.altitudes[a],
                        .km2 = map.km2,
                        .sampled = map.sampled,
                        .label = fmt::format("{}: {}", report.altitudes[a], figures_text(map))});
      }
      const ReportView& view = report.views[v];
      const std::string heading = fmt::format("{} by altitude, {}", view.words, scene.label);
      data chart = chart_data(
          heading, altitude_chart(heading + "; the figures stand in the table below", bars, ring_km2, top_km2),
          sentence(view.caption), v == report.first_view && (s == 0 || s == report.swipe_with));
      chart.set("view", std::to_string(v));
      chart.set("scene", std::to_string(s));
      charts.push_back(chart);
    }
  }
  return charts;
}

// ---- tables

data table_data(const ReportTable& table, bool open, const char* head_class = "number") {
  data made;
  made.set("caption", table.caption);
  made.set("open", open);
  data heads = list();
  for (std::size_t i = 0; i < table.heads.size(); ++i) {
    data head;
    head.set("text", table.heads[i]);
    head.set("css", i == 0 ? "" : head_class);
    heads.push_back(head);
  }
  made.set("heads", heads);
  data rows = list();
  for (const std::vector<std::string>& cells : table.rows) {
    data row;
    row.set("first", cells.at(0));
    data rest = list();
    for (std::size_t i = 1; i < cells.size(); ++i) rest.push_back(data(cells[i]));
    row.set("cells", rest);
    rows.push_back(row);
  }
  made.set("rows", rows);
  return made;
}

data figure_tables(const Report& report) {
  data tables = list();
  for (std::size_t v = 0; v < report.views.size(); ++v) {
    ReportTable table{.caption = report.views[v].words, .heads = {"When"}, .rows = {}};
    table.heads.insert(table.heads.end(), report.altitudes.begin(), report.altitudes.end());
    for (const ReportScene& scene : report.scenes) {
      std::vector<std::string> row{scene.switch_label};
      for (const ReportMap& map : scene.maps.at(v)) {
        if (scene.kind == ReportScene::Kind::change) {
          row.push_back(map.title);
          continue;
        }
        row.push_back(fmt::format("{}{}\n{} – {}", with_thousands(map.km2.likely), map.unknown_km2 > 0 ? "*" : "",
                                  with_thousands(map.km2.certain), with_thousands(map.km2.possible)));
        if (map.sampled) {
          row.back() +=
              fmt::format("\n5–95 %: {} – {}", with_thousands(map.sampled->p05), with_thousands(map.sampled->p95));
        }
      }
      table.rows.push_back(std::move(row));
    }
    tables.push_back(table_data(table, v == report.first_view));
  }
  return tables;
}

data lines(const std::vector<std::string>& texts) {
  data made = list();
  for (const std::string& text : texts) made.push_back(data(text));
  return made;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string text;
  for (const std::string& one : texts) text += (text.empty() ? "" : ", ") + one;
  return text;
}

std::string base64_of_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return base64(bytes);
}

}  // namespace

std::string report_page(const Report& report) {
  if (report.scenes.empty() || report.views.empty() || report.altitudes.empty()) {
    throw Error(ErrorKind::internal, "a report without scenes, views or altitudes");
  }
  data page;
  page.set("title", report.title);
  page.set("subtitle", report.subtitle);
  page.set("version", report.version);
  page.set("files", joined(report.files));
  page.set("has_findings", !report.findings.empty());
  page.set("findings", lines(report.findings));
  page.set("colours", colour_rules(report));
  page.set("style", std::string(page_style));
  page.set("script", std::string(page_script));
  page.set("script_hash", base64_of_hex(sha256_of_text(std::string(page_script))));
  page.set("data", report_data(report));

  const std::size_t in_time = count_in_time(report);
  const std::size_t last = report.swipe_with.value_or(in_time > 1 ? in_time - 1 : 0);
  data stills = list();
  stills.push_back(still_of(report, 0));
  if (last > 0) stills.push_back(still_of(report, last));
  page.set("stills", stills);
  page.set("has_two_stills", last > 0);
  data legend = list();
  for (const MapClass& a_class : confidence_classes()) {
    if (a_class.opacity <= 0) continue;
    data item;
    item.set("key", std::string(a_class.key));
    item.set("label", std::string(a_class.label));
    item.set("in_charts", a_class.key != "unknown");
    legend.push_back(item);
  }
  page.set("legend", legend);

  page.set("curves_note", std::string("The curves follow the switches above the map. ") +
                              (in_time > 1 ? "A click on a day shows its map. " : "") +
                              "Dark: certain; lighter: likely; striped: possible, as on the maps.");
  page.set("is_sampled", is_sampled(report));
  page.set("time_charts", time_charts(report));
  page.set("altitude_charts", altitude_charts(report));
  page.set("has_holders", !report.contributions.empty());
  page.set("has_profiles", !report.profiles.empty());
  page.set("profiles_note", report.profiles_note);
  data profiles = list();
  for (const ReportPicture& picture : report.profiles) {
    data made;
    made.set("picture", data_uri("image/png", picture.png));
    made.set("name", picture.name);
    made.set("alt", picture.alt);
    made.set("caption", picture.caption);
    profiles.push_back(made);
  }
  page.set("profiles", profiles);
  page.set("figures", figure_tables(report));
  data sources = list();
  for (std::size_t i = 0; i < report.sources.size(); ++i) sources.push_back(table_data(report.sources[i], i == 0, ""));
  page.set("sources", sources);
  page.set("assumptions", lines(report.assumptions));
  page.set("unknowns", lines(report.unknowns));

  kainjow::mustache::mustache text{std::string(page_template)};
  std::string html = text.render(page);
  if (!text.is_valid()) throw Error(ErrorKind::internal, "the template of the report: " + text.error_message());
  return html;
}

}  // namespace skyshed
