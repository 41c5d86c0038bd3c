#include "cli/reason_products.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <map>

#include "cli/component_site.h"
#include "cli/study_extent.h"
#include "engine/base/crop.h"
#include "engine/coverage/reason.h"
#include "products/words.h"

namespace skyshed {
namespace {

constexpr std::size_t first_target = 0;
constexpr Confidence nominal = Confidence::likely;
using Reasons = std::vector<Raster<std::uint8_t>>;

GridWindow box_of(const GridWindow& a, const GridWindow& b) {
  if (a.width <= 0 || a.height <= 0) return b;
  const int column = std::min(a.column, b.column);
  const int row = std::min(a.row, b.row);
  return {column, row, std::max(a.column + a.width, b.column + b.width) - column,
          std::max(a.row + a.height, b.row + b.height) - row};
}

// "0 covered, 1 no terrain data, …"
std::string legend() {
  std::string text;
  for (const Reason reason : all_reasons) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", static_cast<int>(reason), name_of(reason));
  }
  return text;
}

// One asset with what its components share: its place as the terrain's grid has it, and the reasons of the radars that
// guide several weapons. One thread at a time.
class AssetReasons {
 public:
  AssetReasons(const Study& study, std::size_t asset)
      : scenario_(study.scenario),
        grid_(study.grid),
        volumes_(study.volumes),
        asset_(asset),
        at_(grid_.terrain.frame.to_grid(owner().position)),
        frame_(grid_.terrain.frame, at_, farthest_reach_m(scenario_, owner())) {}

  [[nodiscard]] const Asset& owner() const { return scenario_.assets[asset_]; }

  // Anything, against the target that reasons are told for.
  [[nodiscard]] bool covers(std::size_t component) const { return window_of(component).width > 0; }

  [[nodiscard]] ComponentReasons of(std::size_t component) {
    const GridWindow window = window_of(component);
    if (window.width <= 0) return {};
    return {window, reasons_on(component, on_kept_grid(window))};
  }

 private:
  // In columns and rows of the products; empty if the component covers nothing.
  [[nodiscard]] GridWindow window_of(std::size_t component) const {
    GridWindow box;
    for (const StudyVolumes::Entry& entry : volumes_.entries()) {
      const GridWindow& window = entry.volume().window;
      const bool is_its_own = entry.asset == asset_ && entry.component == component && entry.confidence == nominal;
      if (is_its_own && window.width > 0 && window.height > 0) box = box_of(box, window);
    }
    return box;
  }

  [[nodiscard]] Reasons reasons_on(std::size_t component, const GridWindow& window) {
    const Component& part = owner().components[component].component;
    const auto* weapon = std::get_if<Weapon>(&part.kind);
    if (weapon == nullptr) return of_sensor(component, window);

    std::vector<ComponentVolume> reached;
    Reasons guidance;
    for (const std::size_t guide : guides_of(owner(), *weapon)) {
      reached.push_back(volume_of(component, guide));
      const Reasons of_guide = of_sensor(guide, window);
      if (guidance.empty()) guidance = of_guide;
      for (std::size_t i = 0; i < guidance.size(); ++i) {
        std::ranges::transform(guidance[i].values(), of_guide[i].values(), guidance[i].values().begin(),
                               [](std::uint8_t a, std::uint8_t b) { return std::min(a, b); });
      }
    }
    std::vector<const ComponentVolume*> volumes;
    for (const ComponentVolume& volume : reached) volumes.push_back(&volume);
    return with_site(part, [&](const SiteView& site) {
      return weapon_reasons(site, limits_of(*weapon, nominal), volumes, guidance, scenario_.altitudes, window);
    });
  }

  [[nodiscard]] GridWindow on_kept_grid(const GridWindow& window) const {
    return {window.column + grid_.area.column, window.row + grid_.area.row, window.width, window.height};
  }

  [[nodiscard]] ComponentVolume volume_of(std::size_t component, std::optional<std::size_t> guide) const {
    const auto entry = std::ranges::find_if(volumes_.entries(), [&](const StudyVolumes::Entry& e) {
      return e.asset == asset_ && e.component == component && e.guidance == guide && e.target == first_target &&
             e.confidence == nominal;
    });
    if (entry == volumes_.entries().end()) throw Error(ErrorKind::internal, "a component without its volume");
    ComponentVolume volume = entry->volume();
    volume.window = on_kept_grid(volume.window);
    return volume;
  }

  template <class Make>
  [[nodiscard]] Reasons with_site(const Component& part, const Make& make) const {
    const SightField no_sight;  // reasons need none
    const Antenna antenna =
        antenna_of(grid_.terrain, owner(), at_, mounting_of(part), nominal, grid_.near.around(owner().position));
    return make(SiteView{.ground = grid_.kept,
                         .sight = no_sight,
                         .antenna = antenna,
                         .frame = frame_,
                         .thinning = grid_.thinning,
                         .effective_radius_factor = scenario_.refraction.effective_radius_factor});
  }

  [[nodiscard]] Reasons of_sensor(std::size_t component, const GridWindow& window) {
    const auto [sensor, is_new] = sensors_.try_emplace(component);
    if (is_new) {
      const GridWindow asked = on_kept_grid(window_of_guided(component));
      sensor->second = {asked, sensor_reasons_on(component, asked)};
    }
    const auto& [known, all] = sensor->second;
    Reasons here;
    for (const Raster<std::uint8_t>& reasons : all) {
      here.push_back(
          cropped(reasons, {window.column - known.column, window.row - known.row, window.width, window.height}));
    }
    return here;
  }

  // The sensor's own window and those of all weapons that it guides.
  [[nodiscard]] GridWindow window_of_guided(std::size_t sensor) const {
    GridWindow box = window_of(sensor);
    for (std::size_t c = 0; c < owner().components.size(); ++c) {
      const auto* weapon = std::get_if<Weapon>(&owner().components[c].component.kind);
      if (weapon == nullptr) continue;
      const GridWindow window = window_of(c);
      if (window.width > 0 && std::ranges::count(guides_of(owner(), *weapon), sensor) > 0) box = box_of(box, window);
    }
    return box;
  }

  [[nodiscard]] Reasons sensor_reasons_on(std::size_t component, const GridWindow& window) const {
    const Component& part = owner().components[component].component;
    const auto* radar = std::get_if<Radar>(&part.kind);
    const SensorLimits limits = radar != nullptr ? limits_of(*radar, scenario_.targets[first_target], nominal)
                                                 : limits_of(std::get<Jammer>(part.kind), nominal);
    const ComponentVolume volume = volume_of(component, std::nullopt);
    return with_site(part, [&](const SiteView& site) {
      const BareEarth bare_earth(scenario_.refraction, frame_.radii(), site.antenna.altitude, limits.range_m);
      return sensor_reasons(site, limits, bare_earth, volume, scenario_.altitudes, window);
    });
  }

  const Scenario& scenario_;
  const StudyGrid& grid_;
  const StudyVolumes& volumes_;
  std::size_t asset_;
  GridPoint at_;
  LocalFrame frame_;
  std::map<std::size_t, ComponentReasons> sensors_;  // by component, on the product grid's kept window
};

void write_component(const Study& study, AssetReasons& asset, std::size_t component, const std::string& origins,
                     const KeptFiles& files) {
  if (!asset.covers(component)) return;
  const Component& part = asset.owner().components[component].component;
  files.write(
      fmt::format("assets/{}/{}_reason.tif", asset.owner().id, part.name),
      fmt::format("reason of {} of {}", part.name, origins), [&](const std::filesystem::path& file) {
        const ComponentReasons reasons = asset.of(component);
        const std::string target = target_name(study.scenario, {part.role(), first_target});
        ByteBands bands;
        for (std::size_t i = 0; i < reasons.by_altitude.size(); ++i) {
          bands.push_back({&reasons.by_altitude[i],
                           fmt::format("reason against {} at {}", target, name_of(study.scenario.altitudes[i])), ""});
        }
        const std::string title =
            fmt::format("Why {} of {} does not cover a cell: {}", part.name, asset.owner().name, legend());
        write_cog(file, study.grid.ground.frame.cropped(reasons.window), bands, described(study, title));
      });
}

}  // namespace

ComponentReasons component_reasons(const Study& study, std::size_t asset, std::size_t component) {
  return AssetReasons(study, asset).of(component);
}

void write_reasons(const Study& study, const KeptFiles& files, Progress& progress) {
  std::vector<AssetReasons> assets;  // made one by one: each asks the terrain's projection
  for (std::size_t a = 0; a < study.scenario.assets.size(); ++a) assets.emplace_back(study, a);
  tbb::parallel_for(std::size_t{0}, assets.size(), [&](std::size_t a) {
    const std::string origins = origins_of(study, &study.scenario.assets[a]);
    for (std::size_t c = 0; c < study.scenario.assets[a].components.size(); ++c) {
      progress.check();
      write_component(study, assets[a], c, origins, files);
      progress.advance(1);
    }
  });
}

}  // namespace skyshed
