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

using Entries = std::vector<const StudyVolumes::Entry*>;

// The component's nominal volumes that cover anything.
Entries entries_of(const Study& study, std::size_t asset, std::size_t component) {
  Entries entries;
  for (const StudyVolumes::Entry& entry : study.volumes.entries()) {
    if (entry.asset != asset || entry.component != component || entry.confidence != Confidence::likely) continue;
    const GridWindow& window = entry.volume().window;
    if (window.width > 0 && window.height > 0) entries.push_back(&entry);
  }
  return entries;
}

GridWindow box_of(const Entries& entries) {
  GridWindow box = entries.front()->volume().window;
  for (const StudyVolumes::Entry* entry : entries) {
    const GridWindow& window = entry->volume().window;
    const int right = std::max(box.column + box.width, window.column + window.width);
    const int bottom = std::max(box.row + box.height, window.row + window.height);
    box.column = std::min(box.column, window.column);
    box.row = std::min(box.row, window.row);
    box.width = right - box.column;
    box.height = bottom - box.row;
  }
  return box;
}

// One surface of all entries against each target; `better` says which of two values counts.
template <class Better>
std::vector<Raster<float>> surfaces(const Entries& entries, const GridWindow& box, std::size_t targets,
                                    Raster<float> ComponentVolume::*surface, const Better& better) {
  std::vector<Raster<float>> values(targets, Raster<float>(box.width, box.height, std::nanf("")));
  for (const StudyVolumes::Entry* entry : entries) {
    if (entry->target >= targets) continue;
    const GridWindow& window = entry->volume().window;
    for (int row = 0; row < window.height; ++row) {
      for (int column = 0; column < window.width; ++column) {
        float& value = values[entry->target].at(window.column - box.column + column, window.row - box.row + row);
        value = better(value, (entry->volume().*surface).at(column, row));
      }
    }
  }
  return values;
}

void write_asset(const Study& study, const std::string& prefix, std::size_t asset, std::size_t component,
                 const std::string& origins, const KeptFiles& files) {
  const Scenario& scenario = study.scenario;
  const Asset& owner = scenario.assets[asset];
  const Component& part = owner.components[component].component;
  const Entries entries = entries_of(study, asset, component);
  if (entries.empty()) return;  // switched off, without guidance, or out of the area: it covers nothing

  const GridWindow box = box_of(entries);
  const std::size_t targets = part.role() == Role::deny ? 1 : scenario.targets.size();
  // Of several guidance radars: the lowest floor and the highest ceiling.
  const auto write = [&](Raster<float> ComponentVolume::*surface, float (*better)(float, float),
                         const std::string& what, const std::string& word) {
    files.write(
        fmt::format("assets/{}{}/{}_{}.tif", prefix, owner.id, part.name, word),
        fmt::format("{} of {} of {}", word, part.name, origins), [&](const std::filesystem::path& file) {
          const auto values = surfaces(entries, box, targets, surface, better);
          FloatBands bands;
          for (std::size_t t = 0; t < targets; ++t) {
            bands.push_back({&values[t], what + " against " + target_name(scenario, {part.role(), t}), "m MSL"});
          }
          const std::string title = fmt::format("{} by the {} of {}", what, part.name, owner.name);
          write_cog(file, study.grid.ground.frame.cropped(box), bands, described(study, title));
        });
  };
  write(&ComponentVolume::floor, &std::fminf, "lowest altitude covered", "floor");
  write(&ComponentVolume::ceiling, &std::fmaxf, "highest altitude covered", "ceiling");
}

}  // namespace

std::int64_t asset_steps(const Scenario& scenario) {
  std::int64_t steps = 0;
  for (const Asset& asset : all_assets(scenario)) steps += static_cast<std::int64_t>(asset.components.size());
  return steps;
}

void write_assets(const Study& study, const Variant* variant, const KeptFiles& files, Progress& progress) {
  const std::string prefix = variant == nullptr ? "" : variant->id + "@";
  std::vector<std::pair<std::size_t, std::size_t>> parts;
  std::vector<std::string> origins;
  for (std::size_t a = 0; a < study.scenario.assets.size(); ++a) {
    const std::string& id = study.scenario.assets[a].id;
    origins.push_back(origins_of(study, &study.scenario.assets[a]));
    if (variant != nullptr && std::ranges::find(variant->assets, id, &Asset::id) == variant->assets.end()) continue;
    for (std::size_t c = 0; c < study.scenario.assets[a].components.size(); ++c) parts.emplace_back(a, c);
  }
  tbb::parallel_for(std::size_t{0}, parts.size(), [&](std::size_t i) {
    progress.check();
    const auto& [asset, component] = parts[i];
    write_asset(study, prefix, asset, component, origins[asset], files);
    progress.advance(1);
  });
}

}  // namespace skyshed
