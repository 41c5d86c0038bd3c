#include "cli/asset_products.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "cli/variant.h"

namespace skyshed {
namespace {

void write_asset(const Study& study, const std::string& prefix, std::size_t asset, std::size_t component,
                 const OutputFolder& folder) {
  const Scenario& scenario = study.scenario;
  const Asset& owner = scenario.assets[asset];
  const Component& part = owner.components[component].component;
  GridWindow box;
  std::vector<const StudyVolumes::Entry*> entries;
  for (const StudyVolumes::Entry& entry : study.volumes.entries()) {
    if (entry.asset != asset || entry.component != component || entry.confidence != Confidence::likely) continue;
    const GridWindow& window = entry.volume().window;
    if (window.width <= 0 || window.height <= 0) continue;
    if (entries.empty()) box = window;
    const int right = std::max(box.column + box.width, window.column + window.width);
    const int bottom = std::max(box.row + box.height, window.row + window.height);
    box.column = std::min(box.column, window.column);
    box.row = std::min(box.row, window.row);
    box.width = right - box.column;
    box.height = bottom - box.row;
    entries.push_back(&entry);
  }
  if (entries.empty()) return;  // switched off, without guidance, or out of the area: it covers nothing

  const std::size_t targets = part.role() == Role::deny ? 1 : scenario.targets.size();
  std::vector<Raster<float>> floors(targets, Raster<float>(box.width, box.height, std::nanf("")));
  std::vector<Raster<float>> ceilings = floors;
  for (const StudyVolumes::Entry* entry : entries) {
    if (entry->target >= targets) continue;
    const GridWindow& window = entry->volume().window;
    for (int row = 0; row < window.height; ++row) {
      for (int column = 0; column < window.width; ++column) {
        // Of several guidance radars: the lowest floor and the highest ceiling.
        float& floor = floors[entry->target].at(window.column - box.column + column, window.row - box.row + row);
        float& ceiling = ceilings[entry->target].at(window.column - box.column + column, window.row - box.row + row);
        floor = std::fmin(floor, entry->volume().floor.at(column, row));
        ceiling = std::fmax(ceiling, entry->volume().ceiling.at(column, row));
      }
    }
  }
  const auto write = [&](const std::vector<Raster<float>>& values, const std::string& what, const std::string& word) {
    FloatBands bands;
    for (std::size_t t = 0; t < targets; ++t) {
      bands.push_back({&values[t], what + " against " + target_name(scenario, {part.role(), t}), "m MSL"});
    }
    const std::string title = fmt::format("{} of {} of {}", what, part.name, owner.name);
    folder.write(fmt::format("assets/{}{}/{}_{}.tif", prefix, owner.id, part.name, word),
                 [&](const std::filesystem::path& file) {
                   write_cog(file, study.grid.ground.frame.cropped(box), bands, described(study, title));
                 });
  };
  write(floors, "lowest altitude covered", "floor");
  write(ceilings, "highest altitude covered", "ceiling");
}

}  // namespace

std::int64_t asset_steps(const Scenario& scenario) {
  std::int64_t steps = 0;
  for (const Asset& asset : all_assets(scenario)) steps += static_cast<std::int64_t>(asset.components.size());
  return steps;
}

void write_assets(const Study& study, const Variant* variant, const OutputFolder& folder, Progress& progress) {
  const std::string prefix = variant == nullptr ? "" : variant->id + "@";
  std::vector<std::pair<std::size_t, std::size_t>> parts;
  for (std::size_t a = 0; a < study.scenario.assets.size(); ++a) {
    const std::string& id = study.scenario.assets[a].id;
    if (variant != nullptr && std::ranges::find(variant->assets, id, &Asset::id) == variant->assets.end()) continue;
    for (std::size_t c = 0; c < study.scenario.assets[a].components.size(); ++c) parts.emplace_back(a, c);
  }
  tbb::parallel_for(std::size_t{0}, parts.size(), [&](std::size_t i) {
    progress.check();
    write_asset(study, prefix, parts[i].first, parts[i].second, folder);
    progress.advance(1);
  });
}

}  // namespace skyshed
