// One page that tells what a run or a comparison found: maps, curves, ranking, sources, and what is not known. One file
// that asks for nothing from outside.
//
// Laws       titles, names and sources may hold any text: it is shown, never run. The page forbids every request and
//            every script but its own by its content security policy.
// Errors     internal if maps or figures do not fit scenes, views and altitudes.
// Threading  plain values; pure functions; the same bytes for the same content.
// Source     docs/report.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "products/contributions.h"
#include "products/map/places.h"
#include "products/map/rings.h"
#include "products/map/sites.h"
#include "products/report/map_frame.h"
#include "products/report/svg_chart.h"

namespace skyshed {

// A role against a target.
struct ReportView {
  Role role = Role::detect;
  std::string target;        // id
  std::string target_words;  // "fighter"
  std::string words;         // "Fighter engaged": for headings
  std::size_t frame = 0;     // of the report
  std::string caption;       // target, k, terrain
};

// A map and its figures: one scene, one view, one altitude.
struct ReportMap {
  std::size_t overlay = 0;  // of the report
  std::string title;        // the finding
  CoveredKm2 km2;
  double unknown_km2 = 0;
  std::optional<SampledKm2> sampled;  // empty: nothing was sampled
  std::optional<double> ring_km2;     // area of the nominal rings; empty: none
};

// What the slider moves through: phases; of a comparison before, after and what changed.
struct ReportScene {
  enum class Kind { coverage, change };
  Kind kind = Kind::coverage;
  std::string id;            // "2024-11-30"
  std::string label;         // "30 Nov – 2 Dec 2024"
  std::string switch_label;  // where it stands beside others: "Before: 30 Nov – 2 Dec 2024"
  bool in_time = true;       // false: beside the others, as a variant or a change is
  Day from{};
  Day until{};
  std::vector<MapSite> sites;
  std::vector<std::vector<MapRing>> rings;   // by view
  std::vector<std::vector<ReportMap>> maps;  // by view and altitude
};

struct ReportTable {
  std::string caption;
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;  // the first cell names the row
};

struct ReportPicture {
  std::string png;
  std::string name;
  std::string alt;
  std::string caption;
};

struct NamedId {
  std::string id;
  std::string name;
};

struct Report {
  std::string title;
  std::string subtitle;
  std::vector<std::string> findings;  // a sentence each
  std::vector<MapFrame> frames;
  std::vector<MapPlace> places;
  std::vector<std::string> overlays;   // PNG files
  std::vector<std::string> altitudes;  // "100 m above ground"
  std::size_t first_altitude = 0;      // what is shown first
  std::vector<ReportView> views;
  std::size_t first_view = 0;
  std::vector<ReportScene> scenes;        // those in time first, in its order
  std::optional<std::size_t> swipe_with;  // a scene that the first is laid beside at once
  std::vector<ContributionRecord> contributions;
  std::vector<NamedId> asset_names;
  std::vector<ReportPicture> profiles;
  std::string profiles_note;         // how they were chosen
  std::vector<ReportTable> sources;  // what stands where, then the figures of each system
  std::vector<std::string> assumptions;
  std::vector<std::string> unknowns;
  std::vector<std::string> files;  // beside the report: what holds the figures
  std::string version;
};

[[nodiscard]] std::string report_page(const Report& report);

// What the page's script reads, as JSON; nothing in it can end a script element.
[[nodiscard]] std::string report_data(const Report& report);

}  // namespace skyshed
