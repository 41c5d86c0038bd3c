#include "cli/run_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "cli/report_profiles.h"
#include "cli/report_scenes.h"
#include "cli/report_words.h"
#include "cli/variant.h"
#include "cli/version.h"
#include "products/report/report.h"
#include "products/text_file.h"
#include "products/words.h"

namespace skyshed {
namespace {

// By phase, role, target and altitude.
using FigureKey = std::tuple<std::string, Role, std::string, double, SliceAltitude::Reference>;

std::map<FigureKey, ReportMap> figures_by_map(const std::vector<CoverageRecord>& records) {
  std::map<FigureKey, ReportMap> figures;
  for (const CoverageRecord& record : records) {
    const auto* area = std::get_if<CoveredArea>(&record.covered);
    if (area == nullptr) continue;
    ReportMap& map =
        figures[{record.phase, record.role, record.target, record.altitude.metres, record.altitude.reference}];
    const double km2 = area->covered_m2 / 1e6;
    switch (record.confidence) {
      case Confidence::certain:
        map.km2.certain = km2;
        break;
      case Confidence::likely:
        map.km2.likely = km2;
        map.unknown_km2 = area->unknown_m2 / 1e6;
        if (km2 > 0 && record.share_of_nominal_ring) map.ring_km2 = km2 / *record.share_of_nominal_ring;
        break;
      case Confidence::possible:
        map.km2.possible = km2;
        if (!map.ring_km2 && km2 > 0 && record.share_of_nominal_ring) {
          map.ring_km2 = km2 / *record.share_of_nominal_ring;
        }
        break;
    }
  }
  return figures;
}

// Where a run has drawn samples of what is uncertain, the range of their areas.
void add_samples(std::map<FigureKey, ReportMap>& figures, const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return;
  const auto phases = nlohmann::json::parse(std::ifstream(file)).at("phases");
  for (auto& [key, map] : figures) {
    const auto& [phase, role, target, metres, reference] = key;
    const nlohmann::json::json_pointer place =
        nlohmann::json::json_pointer() / phase / name_of(role) / target / name_of(SliceAltitude{metres, reference});
    if (!phases.contains(place)) continue;  // of variants none are drawn
    const auto& area = phases.at(place);
    map.sampled = SampledKm2{.p05 = area.at("p05_km2").get<double>(),
                             .mean = area.at("mean_km2").get<double>(),
                             .p95 = area.at("p95_km2").get<double>()};
  }
}

// What the first map of each role finds, first and last.
std::vector<std::string> run_findings(const Report& report) {
  std::vector<std::string> findings;
  std::vector<Role> told;
  const auto phases = static_cast<std::size_t>(std::ranges::count(report.scenes, true, &ReportScene::in_time));
  const auto tell = [&](std::size_t view) {
    if (std::ranges::find(told, report.views[view].role) != told.end()) return;
    told.push_back(report.views[view].role);
    for (std::size_t s = 0; s < phases; s += std::max<std::size_t>(1, phases - 1)) {
      const ReportScene& scene = report.scenes[s];
      findings.push_back(fmt::format("{}: {}.", scene.label, scene.maps[view][report.first_altitude].title));
    }
  };
  tell(report.first_view);
  for (std::size_t v = 0; v < report.views.size(); ++v) tell(v);
  return findings;
}

std::vector<NamedId> names_of(const Scenario& scenario) {
  std::vector<NamedId> names;
  for (const Asset& asset : scenario.assets) names.push_back({asset.id, asset.name});
  return names;
}

// The role that maps show first before the others.
std::vector<Subject> subjects_of(const Scenario& scenario, Role first) {
  std::vector<Subject> subjects;
  for (const StudyView& view : views_of(scenario)) subjects.push_back({view.role, target_id(scenario, view)});
  std::stable_partition(subjects.begin(), subjects.end(),
                        [&](const Subject& subject) { return subject.role == first; });
  return subjects;
}

}  // namespace

void write_run_report(const OutputFolder& folder, const MapStudy& study, const RunFindings& findings,
                      std::vector<MapPlace> places, const Progress& progress) {
  const Scenario& scenario = *study.phases.front().scenario;
  auto figures = figures_by_map(findings.results.coverage);
  add_samples(figures, folder.path() / "uncertainty.json");
  std::vector<SceneSource> sources;
  for (const MappedPhase& phase : study.phases) {
    const std::size_t at = phase.label.find('@');
    const std::string days = days_in_words(phase.days());
    SceneSource source{.phase = &phase, .label = days, .switch_label = days, .in_time = at == std::string::npos};
    if (!source.in_time) {
      const auto variant = std::ranges::find(scenario.variants, phase.label.substr(0, at), &Variant::id);
      const std::string title = variant != scenario.variants.end() ? variant->title : phase.label.substr(0, at);
      source.label = fmt::format("{}, if {}", days, title);
      source.switch_label = fmt::format("What if: {}, {}", title, days);
    }
    source.classes = [&folder, &phase, &scenario](const Subject& subject) {
      return classes_in(folder.path() / fmt::format("phases/{}/{}_confidence.tif", phase.label, file_stem(subject)),
                        scenario.altitudes);
    };
    source.figures = [&figures, &phase, &scenario](const Subject& subject, std::size_t altitude) {
      const SliceAltitude& at_altitude = scenario.altitudes[altitude];
      return figures.at({phase.label, subject.role, subject.target, at_altitude.metres, at_altitude.reference});
    };
    sources.push_back(std::move(source));
  }
  std::stable_partition(sources.begin(), sources.end(), [](const SceneSource& source) { return source.in_time; });

  Report report{.title = study.title,
                .subtitle = fmt::format("What was seen and reached of the sky, {}; computed from terrain and published "
                                        "figures.",
                                        days_in_words({scenario.from, scenario.until})),
                .places = std::move(places),
                .contributions = findings.results.contributions,
                .asset_names = names_of(scenario),
                .files = {"scenario.toml", "statistics.csv", "changes.csv", "contributions.csv", "skyshed.qgz",
                          "outlines.gpkg", "manifest.json"},
                .version = version};
  add_scenes(report, study, findings.terrain.terrain.name, subjects_of(scenario, first_subject(study).role),
             scenario.altitudes, sources, progress);
  report.findings = run_findings(report);
  add_profiles(report, scenario, findings.terrain);
  report.sources = source_tables(scenario);
  report.unknowns = unknowns_of(scenario, findings.unknown_ground_share);
  report.assumptions = assumptions_of(scenario, findings.terrain.terrain.name, findings.terrain.terrain.description);
  write_text_file(folder.file(report_file), report_page(report));
}

}  // namespace skyshed
