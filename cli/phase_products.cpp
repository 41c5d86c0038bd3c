#include "cli/phase_products.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <map>
#include <memory>

#include "cli/change_products.h"
#include "cli/contributions.h"
#include "cli/variant.h"
#include "products/words.h"

namespace skyshed {
namespace {

constexpr auto likely = static_cast<std::size_t>(Confidence::likely);

// Metres above the ground; NaN stays NaN.
Raster<float> above(const Raster<float>& msl, const Raster<float>& ground) {
  Raster<float> agl(msl.width(), msl.height());
  for (std::size_t i = 0; i < msl.size(); ++i) agl.values()[i] = msl.values()[i] - ground.values()[i];
  return agl;
}

// One role against one target in one study, phase after phase.
class ViewStory {
 public:
  ViewStory(const Study& study, const StudyView& view, const PhasePictures& pictures, const OutputFolder& folder,
            Progress& progress)
      : study_(study), view_(view), pictures_(pictures), folder_(folder), progress_(progress) {}

  // What the phase covers, written; the coverage before if it is the same.
  std::shared_ptr<const CoverageView> tell(const Phase& phase, const std::shared_ptr<const CoverageView>& before,
                                           PhaseResults& results) {
    progress_.check();
    auto coverage = covered_in(phase, before);
    if (coverage != last_) contributions_ = contributions_in(study_, phase, view_);
    for (ContributionRecord& record : contributions_) record.phase = phase.id;
    results.contributions.insert(results.contributions.end(), contributions_.begin(), contributions_.end());
    write_phase(phase, *coverage, results);
    last_ = coverage;
    return coverage;
  }

  void compare(const std::string& before_id, const CoverageView& before, const std::string& after_id,
               const CoverageView& after, PhaseResults& results) const {
    const ChangeNames names{
        .before = before_id, .after = after_id, .role = view_.role, .target = target_id(study_.scenario, view_)};
    const ElevationModel& ground = study_.grid.ground;
    const RasterDescription description = described(study_, "");
    const auto records = write_change(folder_, names, ground.frame, study_.areas, before.rasters, after.rasters,
                                      description, {.threads = 1, .progress = &progress_});
    results.changes.insert(results.changes.end(), records.begin(), records.end());
    if (!PhasePictures::show(view_) || before.assets == after.assets) return;
    results.change_pictures.push_back(draw_change(folder_, names, ground, study_.areas, before.rasters, after.rasters,
                                                  pictures_.places(), description, &pictures_.ground(view_.role)));
  }

 private:
  // Most roles do not change from most phases to the next: then nothing is computed again.
  std::shared_ptr<const CoverageView> covered_in(const Phase& phase,
                                                 const std::shared_ptr<const CoverageView>& before) {
    decltype(CoverageView::assets) assets;
    for (const Confidence confidence : all_confidences) {
      assets[static_cast<std::size_t>(confidence)] =
          study_.volumes.in_phase(phase, view_.role, view_.target, confidence);
    }
    if (before && before->assets == assets) return before;
    return std::make_shared<const CoverageView>(
        coverage_view(study_.scenario, study_.grid, study_.areas, std::move(assets), progress_));
  }

  double ring_area(const Phase& phase) {
    const auto rings = nominal_rings(study_.scenario, phase, view_.role, study_.scenario.targets[view_.target]);
    if (rings != rings_) {
      rings_ = rings;
      ring_m2_ = area_of_rings(study_.scenario, study_.grid, study_.areas, rings);
    }
    return ring_m2_;
  }

  void add_records(const Phase& phase, const CoverageView& coverage, double ring_m2, PhaseResults& results) const {
    CoverageRecord record{.phase = phase.id,
                          .from = phase.from,
                          .until = phase.until,
                          .role = view_.role,
                          .target = target_id(study_.scenario, view_)};
    for (const Confidence confidence : all_confidences) {
      const auto c = static_cast<std::size_t>(confidence);
      record.confidence = confidence;
      for (std::size_t i = 0; i < study_.scenario.altitudes.size(); ++i) {
        const CoveredArea& area = coverage.areas[c][i];
        record.altitude = study_.scenario.altitudes[i];
        record.covered = area;
        record.share_of_nominal_ring = ring_m2 > 0 ? std::optional(area.covered_m2 / ring_m2) : std::nullopt;
        results.coverage.push_back(record);
      }
      record.altitude = {.metres = bubble_top_m, .reference = SliceAltitude::Reference::msl};
      record.covered = coverage.volumes[c];
      record.share_of_nominal_ring = {};
      results.coverage.push_back(record);
    }
  }

  void write_phase(const Phase& phase, const CoverageView& coverage, PhaseResults& results) {
    const double ring_m2 = ring_area(phase);
    add_records(phase, coverage, ring_m2, results);

    const ElevationModel& ground = study_.grid.ground;
    const std::string about = words_of(study_.scenario, view_) + ", " + days_of(phase);
    const std::string verb = verb_of(view_.role);
    const std::string path = fmt::format("phases/{}/{}", phase.id, file_stem(study_.scenario, view_));
    const WriteOptions options{.threads = 1, .progress = &progress_};
    ByteBands counts;
    ByteBands classes;
    for (std::size_t i = 0; i < study_.scenario.altitudes.size(); ++i) {
      const std::string band = verb + " at " + name_of(study_.scenario.altitudes[i]);
      counts.push_back({&coverage.counts[i], band, "assets"});
      classes.push_back({&coverage.rasters.classes[i], band, ""});
    }
    FloatBands depths;
    const std::string top = name_of(SliceAltitude{.metres = bubble_top_m});
    for (const Confidence confidence : all_confidences) {
      depths.push_back({&coverage.rasters.depth[static_cast<std::size_t>(confidence)],
                        fmt::format("{} covered depth up to {}", name_of(confidence), top), "m"});
    }
    const auto write = [&](const std::string& kind, const auto& bands, const std::string& title) {
      folder_.write(path + "_" + kind + ".tif", [&](const std::filesystem::path& file) {
        write_cog(file, ground.frame, bands, described(study_, title + ": " + about), options);
      });
    };
    tbb::parallel_invoke([&] { write("coverage", counts, "Number of assets"); },
                         [&] { write("confidence", classes, "0 not covered, 1 possible, 2 likely, 3 certain"); },
                         [&] {
                           const Raster<float>& floor = coverage.rasters.floor;
                           const Raster<float> floor_agl = above(floor, ground.heights);
                           write("floor",
                                 FloatBands{{&floor, "lowest altitude " + verb, "m MSL"},
                                            {&floor_agl, "lowest height above ground " + verb, "m AGL"}},
                                 "Floor of the bubble");
                         },
                         [&] { write("depth", depths, "Depth of the bubble"); });
    if (PhasePictures::show(view_)) {
      results.pictures.push_back(pictures_.draw(study_, phase, view_, coverage, ring_m2, folder_));
    }
  }

  const Study& study_;
  StudyView view_;
  const PhasePictures& pictures_;
  const OutputFolder& folder_;
  Progress& progress_;
  std::shared_ptr<const CoverageView> last_;
  std::vector<ContributionRecord> contributions_;  // of the last
  std::vector<NominalRing> rings_;
  double ring_m2_ = 0;
};

PhaseResults tell_view(const std::vector<Study>& studies, const StudyView& view, const PhasePictures& pictures,
                       const OutputFolder& folder, Progress& progress) {
  const Scenario& scenario = studies.front().scenario;
  const std::vector<Phase> phases = scenario.phases();
  const std::vector<PhasePair> pairs = phase_pairs(phases.size());
  ViewStory story(studies.front(), view, pictures, folder, progress);
  std::vector<ViewStory> variants;
  for (std::size_t v = 1; v < studies.size(); ++v) variants.emplace_back(studies[v], view, pictures, folder, progress);

  PhaseResults results;
  std::vector<std::shared_ptr<const CoverageView>> coverage(phases.size());
  for (std::size_t i = 0; i < phases.size(); ++i) {
    coverage[i] = story.tell(phases[i], i > 0 ? coverage[i - 1] : nullptr, results);
    for (const PhasePair& pair : pairs) {
      if (pair.after != i) continue;
      story.compare(phases[pair.before].id, *coverage[pair.before], phases[i].id, *coverage[i], results);
    }
    for (std::size_t v = 0; v < variants.size(); ++v) {
      const Variant& variant = scenario.variants[v];
      if (!is_about(variant, phases[i])) continue;
      const Phase varied = phase_of_variant(phases[i], variant, studies[v + 1].scenario);
      const auto covered = variants[v].tell(varied, coverage[i], results);
      variants[v].compare(phases[i].id, *coverage[i], varied.id, *covered, results);
    }
    if (i > 1) coverage[i - 1].reset();  // the first stays, for the comparison with the last
    progress.advance(1);
  }
  return results;
}

// The stories are told view by view; the figures are listed phase by phase.
template <class Record, class Key>
void sort_by(std::vector<Record>& records, const std::vector<std::string>& order, const Key& key_of) {
  std::map<std::string, std::size_t> rank;
  for (std::size_t i = 0; i < order.size(); ++i) rank.emplace(order[i], i);
  std::ranges::stable_sort(records, {}, [&](const Record& record) { return rank.at(key_of(record)); });
}

}  // namespace

std::vector<PhasePair> phase_pairs(std::size_t phases) {
  std::vector<PhasePair> pairs;
  for (std::size_t i = 1; i < phases; ++i) pairs.push_back({i - 1, i});
  if (phases > 2) pairs.push_back({0, phases - 1});
  return pairs;
}

std::int64_t phase_steps(const Scenario& scenario) {
  return static_cast<std::int64_t>(scenario.phases().size() * views_of(scenario).size());
}

PhaseResults write_phases(const std::vector<Study>& studies, const PhasePictures& pictures, const OutputFolder& folder,
                          Progress& progress) {
  const Scenario& scenario = studies.front().scenario;
  const std::vector<StudyView> views = views_of(scenario);
  std::vector<PhaseResults> by_view(views.size());
  tbb::parallel_for(std::size_t{0}, views.size(), [&](std::size_t i) {
    // Isolated: a thread that waits within one story must not begin another, whose rasters would come on top.
    tbb::this_task_arena::isolate([&] { by_view[i] = tell_view(studies, views[i], pictures, folder, progress); });
  });

  PhaseResults all;
  const auto append = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
  for (const PhaseResults& results : by_view) {
    append(all.coverage, results.coverage);
    append(all.changes, results.changes);
    append(all.contributions, results.contributions);
    append(all.pictures, results.pictures);
    append(all.change_pictures, results.change_pictures);
  }
  const std::vector<Phase> phases = scenario.phases();
  std::vector<std::string> phase_order;
  std::vector<std::string> pair_order;
  for (const Phase& phase : phases) phase_order.push_back(phase.id);
  for (const PhasePair& pair : phase_pairs(phases.size())) {
    pair_order.push_back(phases[pair.before].id + "--" + phases[pair.after].id);
  }
  for (const Variant& variant : scenario.variants) {
    for (const Phase& phase : phases) {
      phase_order.push_back(variant.id + "@" + phase.id);
      pair_order.push_back(phase.id + "--" + phase_order.back());
    }
  }
  sort_by(all.coverage, phase_order, [](const CoverageRecord& record) { return record.phase; });
  sort_by(all.contributions, phase_order, [](const ContributionRecord& record) { return record.phase; });
  sort_by(all.changes, pair_order, [](const ChangeRecord& record) { return record.before + "--" + record.after; });
  std::ranges::sort(all.pictures);
  return all;
}

}  // namespace skyshed
