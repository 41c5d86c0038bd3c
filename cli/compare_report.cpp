#include "cli/compare_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/report_scenes.h"
#include "cli/report_words.h"
#include "cli/run_report.h"
#include "cli/version.h"
#include "products/report/report.h"
#include "products/table.h"
#include "products/text_file.h"
#include "products/words.h"

namespace skyshed {
namespace {

using Json = nlohmann::json;

// What a run counted, by phase.
class CountedPhases {
 public:
  Json at(const std::filesystem::path& phase) {
    const std::filesystem::path file = phase.parent_path().parent_path() / "summary.json";
    auto known = summaries_.find(file);
    try {
      if (known == summaries_.end()) known = summaries_.emplace(file, Json::parse(std::ifstream(file))).first;
      return known->second.at("phases").at(phase.filename().string());
    } catch (const Json::exception& error) {
      throw Error(ErrorKind::scenario,
                  fmt::format("{} is damaged ({}); run the scenario again", file.string(), error.what()));
    }
  }

 private:
  std::map<std::filesystem::path, Json> summaries_;
};

ReportMap counted_map(const Json& phase, const Subject& subject, SliceAltitude altitude) {
  const Json& areas = phase.at(name_of(subject.role)).at(subject.target).at(name_of(altitude));
  const auto km2 = [&](Confidence confidence) { return areas.at(name_of(confidence)).at("area_km2").get<double>(); };
  const Json& likely = areas.at(name_of(Confidence::likely));
  ReportMap map{.km2 = {km2(Confidence::certain), km2(Confidence::likely), km2(Confidence::possible)},
                .unknown_km2 = likely.at("unknown_area_km2").get<double>()};
  const double share = likely.value("share_of_nominal_ring", 0.0);
  if (share > 0) map.ring_km2 = map.km2.likely / share;
  return map;
}

std::string change_title(const std::vector<ChangeRecord>& changes, const ReportedPair& pair, const Subject& subject,
                         SliceAltitude altitude) {
  for (const ChangeRecord& record : changes) {
    const auto* areas = std::get_if<ChangeAreas>(&record.changed);
    if (areas == nullptr || record.confidence != Confidence::likely || record.altitude != altitude ||
        record.before != pair.before || record.after != pair.after || Subject{record.role, record.target} != subject) {
      continue;
    }
    return fmt::format("{} km² lost, {} km² kept, {} km² gained", with_thousands(areas->lost_m2 / 1e6),
                       with_thousands(areas->kept_m2 / 1e6), with_thousands(areas->gained_m2 / 1e6));
  }
  return "";
}

// What every pair was compared in.
struct ComparedIn {
  std::vector<Subject> subjects;
  std::vector<SliceAltitude> altitudes;
};
ComparedIn compared_in(const std::vector<ChangeRecord>& changes, const std::vector<ReportedPair>& pairs) {
  ComparedIn all;
  for (const ChangeRecord& record : changes) {
    if (!std::holds_alternative<ChangeAreas>(record.changed)) continue;
    const Subject subject{record.role, record.target};
    if (std::ranges::find(all.subjects, subject) == all.subjects.end()) all.subjects.push_back(subject);
    if (std::ranges::find(all.altitudes, record.altitude) == all.altitudes.end()) {
      all.altitudes.push_back(record.altitude);
    }
  }
  const auto everywhere = [&](const Subject& subject, SliceAltitude altitude) {
    return std::ranges::all_of(
        pairs, [&](const ReportedPair& pair) { return !change_title(changes, pair, subject, altitude).empty(); });
  };
  std::erase_if(all.subjects, [&](const Subject& subject) {
    return std::ranges::none_of(all.altitudes, [&](SliceAltitude altitude) { return everywhere(subject, altitude); });
  });
  std::erase_if(all.altitudes, [&](SliceAltitude altitude) {
    return !std::ranges::all_of(all.subjects, [&](const Subject& subject) { return everywhere(subject, altitude); });
  });
  return all;
}

}  // namespace

void write_compare_report(const OutputFolder& folder, const MapStudy& study, const std::vector<ReportedPair>& pairs,
                          const std::vector<ChangeRecord>& changes, std::vector<MapPlace> places,
                          const Progress& progress) {
  const ComparedIn in = compared_in(changes, pairs);
  if (in.subjects.empty() || in.altitudes.empty()) return;  // nothing that all pairs share
  CountedPhases counted;
  std::vector<SceneSource> sources;
  for (const ReportedPair& pair : pairs) {
    const MappedPhase* before = study.phase(pair.before);
    const MappedPhase* after = study.phase(pair.after);
    if (before == nullptr || after == nullptr) continue;  // a variant: not a phase of its scenario
    const auto side = [&](const char* word, const MappedPhase& phase, const std::filesystem::path& path) {
      const std::string days = phase_in_words(phase);
      const Json figures = counted.at(path);
      return SceneSource{
          .phase = &phase,
          .label = days,
          .switch_label = fmt::format("{}: {}", word, days),
          .in_time = false,
          .classes =
              [path, &in](const Subject& subject) {
                return classes_in(path / (file_stem(subject) + "_confidence.tif"), in.altitudes);
              },
          .figures = [figures, &in](const Subject& subject,
                                    std::size_t a) { return counted_map(figures, subject, in.altitudes[a]); }};
    };
    sources.push_back(side("Before", *before, pair.before_path));
    sources.push_back(side("After", *after, pair.after_path));
    const std::string label = fmt::format("from {} to {}", phase_in_words(*before), phase_in_words(*after));
    sources.push_back({.kind = ReportScene::Kind::change,
                       .phase = after,
                       .label = label,
                       .switch_label = "What changed " + label,
                       .in_time = false,
                       .classes =
                           [&folder, &pair, &in](const Subject& subject) {
                             return classes_in(folder.path() / fmt::format("changes/{}--{}/{}_change.tif", pair.before,
                                                                           pair.after, file_stem(subject)),
                                               in.altitudes);
                           },
                       .figures =
                           [&changes, &pair, &in](const Subject& subject, std::size_t a) {
                             return ReportMap{.title = change_title(changes, pair, subject, in.altitudes[a])};
                           }});
  }
  if (sources.empty()) return;

  Report report{.title = study.title,
                .subtitle = "Before and after; computed from terrain and published figures.",
                .places = std::move(places),
                .swipe_with = 1,
                .files = {"statistics.csv", "skyshed.qgz", "outlines.gpkg", "manifest.json"},
                .version = version};
  add_scenes(report, study, study.ground.name, in.subjects, in.altitudes, sources, progress);
  for (std::size_t s = 0; s < report.scenes.size(); ++s) {
    const ReportScene& scene = report.scenes[s];
    report.findings.push_back(
        fmt::format("{}: {}.", scene.switch_label, scene.maps[report.first_view][report.first_altitude].title));
  }
  std::vector<const Scenario*> told;
  for (const MappedPhase& phase : study.phases) {
    if (std::ranges::find(told, phase.scenario) != told.end()) continue;
    told.push_back(phase.scenario);
    for (ReportTable& table : source_tables(*phase.scenario)) {
      const auto same = std::ranges::find_if(report.sources, [&](const ReportTable& other) {
        return other.caption == table.caption && other.rows == table.rows;
      });
      if (same == report.sources.end()) report.sources.push_back(std::move(table));
    }
  }
  report.unknowns = unknowns_of(*told.front(), std::nullopt);
  report.assumptions = assumptions_of(*told.front(), study.ground.name, "");
  write_text_file(folder.file(report_file), report_page(report));
}

}  // namespace skyshed
