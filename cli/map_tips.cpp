#include "cli/map_tips.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "products/words.h"

namespace skyshed {
namespace {

// As text inside an expression.
std::string quoted(const std::string& text) {
  return fmt::format("'{}'", std::regex_replace(text, std::regex("'"), "''"));
}

std::string value_at_cursor(const std::string& file, std::size_t band) {
  const RasterSource source{.file = file, .style = {}};  // a layer of the first band stands for the file
  return fmt::format("raster_value('{}', {}, @layer_cursor_point)", layer_id(source), band);
}

std::string reason_in_words(const std::string& value) {
  std::string words = "CASE ";
  for (const MapClass& reason : reason_classes()) {
    words += fmt::format("WHEN {} = {} THEN {} ", value, reason.first, quoted(std::string(reason.label)));
  }
  return words + "ELSE 'too far' END";  // outside the component's own raster
}

bool is_there(const MappedPhase& phase, const AssetRaster& raster, Role role) {
  const std::vector<Asset>& assets = phase.scenario->assets;
  for (std::size_t a = 0; a < assets.size(); ++a) {
    if (assets[a].id != raster.asset) continue;
    for (std::size_t c = 0; c < assets[a].components.size(); ++c) {
      const Component& component = assets[a].components[c].component;
      if (component.name != raster.component || component.role() != role) continue;
      return phase.phase.states[a][c] != PresenceState::absent;
    }
  }
  return false;
}

std::string name_of_owner(const MappedPhase& phase, const std::string& id) {
  return std::ranges::find(phase.scenario->assets, id, &Asset::id)->name;
}

}  // namespace

std::string coverage_tip(const MapStudy& study, const ResultRasters& rasters, const MappedPhase& phase,
                         const CoverageRaster& of, SliceAltitude altitude) {
  std::string tip =
      fmt::format("<b>[% {} %]</b>", quoted(fmt::format("{} at {}, {}", subject_in_words(study, of.role, of.target),
                                                        name_of(altitude), phase_in_words(phase))));
  for (const CoverageRaster& floor : rasters.phases) {
    if (floor.kind != "floor" || floor.place != of.place || floor.role != of.role || floor.target != of.target)
      continue;
    // The layer of floors shows its second band, in metres above the ground.
    const RasterSource source{.file = floor.path, .band = band_to_show(floor.bands), .style = {}};
    tip += fmt::format(
        "<br>Lowest altitude: [% coalesce(round(raster_value('{}', {}, @layer_cursor_point)) || ' m above ground', "
        "'none') %]",
        layer_id(source), source.band);
  }
  // Reasons are written against the first target.
  if (of.role != Role::deny && of.target != phase.scenario->targets.front().id) return tip;
  for (const AssetRaster& raster : rasters.assets) {
    if (raster.kind != "reason" || !is_there(phase, raster, of.role)) continue;
    for (std::size_t i = 0; i < raster.bands.size(); ++i) {
      if (altitude_in(raster.bands[i].description) != altitude) continue;
      const std::string who = fmt::format("{}, {}: ", name_of_owner(phase, raster.asset), raster.component);
      tip += fmt::format("<br>[% {} || {} %]", quoted(who), reason_in_words(value_at_cursor(raster.path, i + 1)));
    }
  }
  return tip;
}

}  // namespace skyshed
