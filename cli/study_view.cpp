#include "cli/study_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/variant.h"
#include "products/words.h"

namespace skyshed {
namespace {

bool has_role(const Scenario& scenario, Role role) {
  return std::ranges::any_of(all_assets(scenario), [&](const Asset& asset) {
    return std::ranges::any_of(asset.components, [&](const AssetComponent& part) {
      return part.component.enabled && part.component.role() == role;
    });
  });
}

}  // namespace

std::vector<StudyView> views_of(const Scenario& scenario) {
  std::vector<StudyView> views;
  for (const Role role : all_roles) {
    if (!has_role(scenario, role)) continue;
    const std::size_t targets = role == Role::deny ? 1 : scenario.targets.size();
    for (std::size_t target = 0; target < targets; ++target) views.push_back({role, target});
  }
  return views;
}

std::string target_id(const Scenario& scenario, const StudyView& view) {
  return view.role == Role::deny ? "airborne-radar" : scenario.targets[view.target].id;
}

std::string target_name(const Scenario& scenario, const StudyView& view) {
  return view.role == Role::deny ? "airborne radar" : scenario.targets[view.target].name;
}

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

std::string file_stem(const Scenario& scenario, const StudyView& view) {
  return name_of(view.role) + "_" + target_id(scenario, view);
}

std::string words_of(const Scenario& scenario, const StudyView& view) {
  return target_name(scenario, view) + " " + verb_of(view.role);
}

std::string days_of(const Phase& phase) {
  const Day last = phase.until - std::chrono::days(1);
  return last == phase.from ? iso_date(phase.from) : iso_date(phase.from) + " to " + iso_date(last);
}

std::string refraction_words(const Refraction& refraction) {
  return refraction.model == Refraction::Model::exponential
             ? fmt::format("exponential atmosphere, N0 = {:.4g}, scale height {:.4g} m",
                           refraction.surface_refractivity, refraction.scale_height_m)
             : fmt::format("effective radius, k = {:.4g}", refraction.effective_radius_factor);
}

}  // namespace skyshed
