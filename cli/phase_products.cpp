#include "cli/phase_products.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "cli/version.h"
#include "products/confidence_raster.h"
#include "products/map/places_file.h"
#include "products/quicklook.h"
#include "products/table.h"
#include "products/words.h"

namespace skyshed {
namespace {

// A jammer's reach does not depend on what it is used for: one product under this name.
constexpr char denied_target[] = "airborne-radar";

std::string verb_of(Role role) {
  switch (role) {
    case Role::detect:
      return "detected";
    case Role::engage:
      return "engaged";
    case Role::deny:
      return "jammed";
  }
  return "";
}

std::string target_id(const Scenario& scenario, Role role, std::size_t target) {
  return role == Role::deny ? denied_target : scenario.targets[target].id;
}

std::string target_name(const Scenario& scenario, Role role, std::size_t target) {
  return role == Role::deny ? "airborne radar" : scenario.targets[target].name;
}

bool has_role(const Scenario& scenario, Role role) {
  return std::ranges::any_of(scenario.assets, [&](const Asset& asset) {
    return std::ranges::any_of(asset.components, [&](const AssetComponent& part) {
      return part.component.enabled && part.component.role() == role;
    });
  });
}

// Metres above the ground; NaN stays NaN.
Raster<float> above(const Raster<float>& msl, const Raster<float>& ground) {
  Raster<float> agl(msl.width(), msl.height());
  for (std::size_t i = 0; i < msl.size(); ++i) agl.values()[i] = msl.values()[i] - ground.values()[i];
  return agl;
}

// "2024-12-06 to 2024-12-08", both days included.
std::string days_of(const Phase& phase) {
  const Day last = phase.until - std::chrono::days(1);
  return last == phase.from ? iso_date(phase.from) : iso_date(phase.from) + " to " + iso_date(last);
}

std::string refraction_words(const Refraction& refraction) {
  return refraction.model == Refraction::Model::exponential
             ? fmt::format("exponential atmosphere, N0 = {:.4g}", refraction.surface_refractivity)
             : fmt::format("effective radius, k = {:.4g}", refraction.effective_radius_factor);
}

}  // namespace

PhaseProducts::PhaseProducts(const Scenario& scenario, const StudyGrid& grid, const StudyVolumes& volumes,
                             std::string scenario_sha256)
    : scenario_(scenario),
      grid_(grid),
      volumes_(volumes),
      scenario_sha256_(std::move(scenario_sha256)),
      phases_(scenario.phases()),
      areas_(grid.ground.frame) {
  for (std::size_t phase = 0; phase < phases_.size(); ++phase) {
    for (const Role role : all_roles) {
      if (!has_role(scenario, role)) continue;
      const std::size_t targets = role == Role::deny ? 1 : scenario.targets.size();
      for (std::size_t target = 0; target < targets; ++target) views_.push_back({phase, role, target});
    }
  }
}

std::string PhaseProducts::stem(const View& view) const {
  return fmt::format("phases/{}/{}_{}", phases_[view.phase].id, name_of(view.role),
                     target_id(scenario_, view.role, view.target));
}

std::string PhaseProducts::words(const View& view) const {
  return target_name(scenario_, view.role, view.target) + " " + verb_of(view.role);
}

RasterDescription PhaseProducts::described(std::string title) const {
  return {.title = std::move(title),
          .metadata = {{"SKYSHED_VERSION", version},
                       {"SCENARIO", scenario_.title},
                       {"SCENARIO_SHA256", scenario_sha256_},
                       {"TERRAIN", grid_.terrain.name},
                       {"TERRAIN_IDENTITY", grid_.terrain.identity},
                       {"REFRACTION", refraction_words(scenario_.refraction)}}};
}

Raster<std::uint8_t> PhaseProducts::confidence_at(const View& view, SliceAltitude altitude) const {
  const auto count = [&](Confidence confidence) {
    const auto assets = volumes_.in_phase(phases_[view.phase], view.role, view.target, confidence);
    return count_assets(grid_.ground, assets, altitude);
  };
  return confidence_raster(count(Confidence::certain), count(Confidence::likely), count(Confidence::possible));
}

std::vector<CoverageRecord> PhaseProducts::write_view(const View& view, const OutputFolder& folder,
                                                      Progress& progress) const {
  const Phase& phase = phases_[view.phase];
  const ElevationModel& ground = grid_.ground;
  const std::string about = words(view) + ", " + days_of(phase);
  const double ring_m2 = area_of_rings(scenario_, grid_, areas_,
                                       nominal_rings(scenario_, phase, view.role, scenario_.targets[view.target]));

  std::vector<CoverageRecord> records;
  std::vector<std::vector<Raster<std::uint8_t>>> counts(std::size(all_confidences));
  for (const Confidence confidence : all_confidences) {
    progress.check();
    const auto assets = volumes_.in_phase(phase, view.role, view.target, confidence);
    CoverageRecord record{.phase = phase.id,
                          .from = phase.from,
                          .until = phase.until,
                          .role = view.role,
                          .target = target_id(scenario_, view.role, view.target),
                          .confidence = confidence};
    auto& of_confidence = counts[static_cast<std::size_t>(confidence)];
    for (const SliceAltitude altitude : scenario_.altitudes) {
      of_confidence.push_back(count_assets(ground, assets, altitude));
      const CoveredArea area = covered_area(areas_, of_confidence.back());
      record.altitude = altitude;
      record.covered = area;
      record.share_of_nominal_ring = ring_m2 > 0 ? std::optional(area.covered_m2 / ring_m2) : std::nullopt;
      records.push_back(record);
    }
    record.altitude = {.metres = bubble_top_m, .reference = SliceAltitude::Reference::msl};
    record.covered = covered_volume(areas_, ground, assets, {bubble_top_m});
    record.share_of_nominal_ring = {};
    records.push_back(record);
  }

  ByteBands count_bands;
  ByteBands confidence_bands;
  std::vector<Raster<std::uint8_t>> confidences;
  for (std::size_t i = 0; i < scenario_.altitudes.size(); ++i) {
    confidences.push_back(confidence_raster(counts[0][i], counts[1][i], counts[2][i]));
  }
  for (std::size_t i = 0; i < scenario_.altitudes.size(); ++i) {
    const std::string band = verb_of(view.role) + " at " + name_of(scenario_.altitudes[i]);
    count_bands.push_back({&counts[static_cast<std::size_t>(Confidence::likely)][i], band, "assets"});
    confidence_bands.push_back({&confidences[i], band, ""});
  }
  const WriteOptions options{.threads = 1, .progress = &progress};
  const std::string path = stem(view);
  write_cog(folder.file(path + "_coverage.tif"), ground.frame, count_bands, described("Number of assets: " + about),
            options);
  write_cog(folder.file(path + "_confidence.tif"), ground.frame, confidence_bands,
            described("0 not covered, 1 possible, 2 likely, 3 certain: " + about), options);

  const auto likely = volumes_.in_phase(phase, view.role, view.target, Confidence::likely);
  const Raster<float> floor = lowest_floor(ground, likely);
  const Raster<float> floor_agl = above(floor, ground.heights);
  write_cog(folder.file(path + "_floor.tif"), ground.frame,
            FloatBands{{&floor, "lowest altitude " + verb_of(view.role), "m MSL"},
                       {&floor_agl, "lowest height above ground " + verb_of(view.role), "m AGL"}},
            described("Floor of the bubble: " + about), options);
  const Raster<float> depth = covered_depth(areas_, ground, likely, {bubble_top_m});
  write_cog(folder.file(path + "_depth.tif"), ground.frame,
            FloatBands{{&depth, "covered depth up to " + name_of({.metres = bubble_top_m}), "m"}},
            described("Depth of the bubble: " + about), options);
  return records;
}

std::vector<CoverageRecord> PhaseProducts::write_phases(const OutputFolder& folder, Progress& progress) const {
  write_cog(folder.file("ground.tif"), grid_.ground.frame,
            FloatBands{{&grid_.ground.heights, "ground, the sea at 0", "m MSL"}}, described("The ground of the study"));
  std::vector<std::vector<CoverageRecord>> by_view(views_.size());
  tbb::parallel_for(std::size_t{0}, views_.size(), [&](std::size_t i) {
    progress.check();
    by_view[i] = write_view(views_[i], folder, progress);
    progress.advance(1);
  });
  std::vector<CoverageRecord> all;
  for (auto& records : by_view) all.insert(all.end(), records.begin(), records.end());
  return all;
}

std::int64_t PhaseProducts::asset_steps() const {
  std::int64_t steps = 0;
  for (const Asset& asset : scenario_.assets) steps += static_cast<std::int64_t>(asset.components.size());
  return steps;
}

void PhaseProducts::write_assets(const OutputFolder& folder, Progress& progress) const {
  std::vector<std::pair<std::size_t, std::size_t>> parts;
  for (std::size_t a = 0; a < scenario_.assets.size(); ++a) {
    for (std::size_t c = 0; c < scenario_.assets[a].components.size(); ++c) parts.emplace_back(a, c);
  }
  tbb::parallel_for(std::size_t{0}, parts.size(), [&](std::size_t i) {
    progress.check();
    write_asset(parts[i].first, parts[i].second, folder);
    progress.advance(1);
  });
}

void PhaseProducts::write_asset(std::size_t asset, std::size_t component, const OutputFolder& folder) const {
  const Asset& owner = scenario_.assets[asset];
  const Component& part = owner.components[component].component;
  GridWindow box;
  std::vector<const StudyVolumes::Entry*> entries;
  for (const StudyVolumes::Entry& entry : volumes_.entries()) {
    if (entry.asset != asset || entry.component != component || entry.confidence != Confidence::likely) continue;
    const GridWindow& window = entry.volume.window;
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

  const std::size_t targets = part.role() == Role::deny ? 1 : scenario_.targets.size();
  std::vector<Raster<float>> floors(targets, Raster<float>(box.width, box.height, std::nanf("")));
  std::vector<Raster<float>> ceilings = floors;
  for (const StudyVolumes::Entry* entry : entries) {
    if (entry->target >= targets) continue;
    const GridWindow& window = entry->volume.window;
    for (int row = 0; row < window.height; ++row) {
      for (int column = 0; column < window.width; ++column) {
        // Of several guidance radars: the lowest floor and the highest ceiling.
        float& floor = floors[entry->target].at(window.column - box.column + column, window.row - box.row + row);
        float& ceiling = ceilings[entry->target].at(window.column - box.column + column, window.row - box.row + row);
        floor = std::fmin(floor, entry->volume.floor.at(column, row));
        ceiling = std::fmax(ceiling, entry->volume.ceiling.at(column, row));
      }
    }
  }
  const auto write = [&](const std::vector<Raster<float>>& values, const std::string& what, const std::string& word) {
    FloatBands bands;
    for (std::size_t t = 0; t < targets; ++t) {
      bands.push_back({&values[t], what + " against " + target_name(scenario_, part.role(), t), "m MSL"});
    }
    write_cog(folder.file(fmt::format("assets/{}/{}_{}.tif", owner.id, part.name, word)),
              grid_.ground.frame.cropped(box), bands,
              described(fmt::format("{} of {} of {}", what, part.name, owner.name)));
  };
  write(floors, "lowest altitude covered", "floor");
  write(ceilings, "highest altitude covered", "ceiling");
}

// ---- pictures

// One picture for each phase and role: the first target, at 100 m above ground or what comes nearest to it.
std::vector<PhaseProducts::View> PhaseProducts::pictured() const {
  std::vector<View> chosen;
  std::ranges::copy_if(views_, std::back_inserter(chosen), [](const View& view) { return view.target == 0; });
  return chosen;
}

std::int64_t PhaseProducts::picture_steps() const { return static_cast<std::int64_t>(pictured().size()); }

std::vector<std::filesystem::path> PhaseProducts::write_pictures(const OutputFolder& folder,
                                                                 const std::filesystem::path& configs,
                                                                 Progress& progress) const {
  const std::vector<MapPlace> places = read_places(configs / "places.toml");
  const std::vector<View> chosen = pictured();
  std::vector<std::filesystem::path> paths(chosen.size());
  tbb::parallel_for(std::size_t{0}, chosen.size(), [&](std::size_t i) {
    progress.check();
    paths[i] = write_picture(chosen[i], folder, places);
    progress.advance(1);
  });
  return paths;
}

std::filesystem::path PhaseProducts::write_picture(const View& view, const OutputFolder& folder,
                                                   const std::vector<MapPlace>& places) const {
  const Phase& phase = phases_[view.phase];
  const Target& target = scenario_.targets[view.target];
  const SliceAltitude altitude = *std::ranges::min_element(scenario_.altitudes, {}, [](SliceAltitude a) {
    // An altitude MSL only where none above ground is given.
    return (a.reference == SliceAltitude::Reference::agl ? 0.0 : 1e6) + std::abs(a.metres - 100);
  });
  const Raster<std::uint8_t> classes = confidence_at(view, altitude);

  QuicklookMap map{.ground = grid_.ground, .classes = &classes, .scheme = confidence_classes(), .places = places};
  const auto rings = nominal_rings(scenario_, phase, view.role, target);
  for (const NominalRing& ring : rings) {
    const GeodeticPoint centre = scenario_.assets[ring.asset].position;
    const bool drawn = std::ranges::any_of(
        map.rings, [&](const MapRing& other) { return other.center == centre && other.radius_m == ring.radius_m; });
    if (drawn) continue;  // ships of one class in one harbour
    map.rings.push_back(
        {.center = centre, .radius_m = ring.radius_m, .label = fmt::format("{:.0f} km", ring.radius_m / 1000)});
  }
  for (std::size_t a = 0; a < scenario_.assets.size(); ++a) {
    const Asset& asset = scenario_.assets[a];
    const auto present = [&](Role role) {
      for (std::size_t c = 0; c < asset.components.size(); ++c) {
        const Component& component = asset.components[c].component;
        if (component.enabled && component.role() == role && phase.states[a][c] != PresenceState::absent) return true;
      }
      return false;
    };
    const PresenceState surest = std::ranges::max(phase.states[a]);
    if (surest == PresenceState::absent) continue;
    const AltitudeMsl ground = grid_.ground.ground_at(grid_.ground.frame.to_grid(asset.position));
    const SiteKind kind = ground.metres == 0      ? SiteKind::ship
                          : present(Role::engage) ? SiteKind::missile
                          : present(Role::deny)   ? SiteKind::jammer
                                                  : SiteKind::radar;
    map.sites.push_back({.position = asset.position,
                         .label = asset.name + (surest == PresenceState::possible ? " (possibly)" : ""),
                         .kind = kind});
  }

  const std::string altitude_words =
      fmt::format("{:.0f} m above {}", altitude.metres,
                  altitude.reference == SliceAltitude::Reference::agl ? "ground" : "sea level");
  const auto likely = volumes_.in_phase(phase, view.role, view.target, Confidence::likely);
  const double covered = covered_area(areas_, count_assets(grid_.ground, likely, altitude)).covered_m2;
  const double ring_m2 = area_of_rings(scenario_, grid_, areas_, rings);
  const std::string name = target_name(scenario_, view.role, view.target);
  const char* verb = view.role == Role::detect   ? "Radar sees"
                     : view.role == Role::engage ? "Missiles reach"
                                                 : "Jammers reach";
  map.title = covered > 0
                  ? fmt::format("{} a {} at {} over {} km², {:.1f} % of the nominal ring{}", verb, name, altitude_words,
                                with_thousands(covered / 1e6), 100 * covered / ring_m2, rings.size() > 1 ? "s" : "")
                  : fmt::format("{} no {} at {}", verb, name, altitude_words);
  map.subtitle = fmt::format("{}, {}", scenario_.title, days_of(phase));
  map.legend_heading = fmt::format("{} {} at {}", name, verb_of(view.role), altitude_words);
  map.legend_heading[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(map.legend_heading[0])));
  const Estimate& section = target.radar_cross_section_m2;
  map.caption.push_back(fmt::format(
      "Target: {} of {} / {} / {} m² radar cross-section (low / nominal / high). Refraction: {}. Terrain: {}.", name,
      section.low, section.nominal, section.high, refraction_words(scenario_.refraction), grid_.terrain.name));
  map.caption.push_back(
      "Certain: covered even with the published figures that are worst for the defender, and the asset surely there; "
      "possible: only with the best, or where its presence is open. Figures and positions as published; sources in "
      "scenario.toml. skyshed " +
      std::string(version) + ".");
  const std::filesystem::path path = stem(view) + "_" + slug_of(altitude) + ".png";
  write_quicklook(map, folder.file(path));
  return path;
}

}  // namespace skyshed
