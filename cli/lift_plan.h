// What each withdrawal of a scenario has to carry, and in how many sorties.
//
// Units      tonnes.
// Errors     scenario: a carrier asked for that is not on record, or of no payload.
// Threading  pure functions.
// Source     docs/lift.md.
#pragma once

#include <array>

#include "cli/load_reader.h"
#include "cli/scenario.h"

namespace skyshed {

// Which ends of the figures are taken: fewest takes light pieces, few of them, and large payloads.
enum class LiftCase { fewest, nominal, most };
inline constexpr LiftCase all_lift_cases[] = {LiftCase::fewest, LiftCase::nominal, LiftCase::most};
template <class T>
using ByLiftCase = std::array<T, std::size(all_lift_cases)>;

enum class HoldFit { fits, too_heavy, too_large };
[[nodiscard]] HoldFit fit_of(const SystemLoad& load, const Carrier& carrier, LiftCase lift_case);

// What one or several carriers do for one asset.
struct Airlift {
  std::vector<int> sorties;  // of each carrier asked for
  int left_behind = 0;       // pieces of known weight that fit none of them
  [[nodiscard]] int total() const;
};

struct AssetLift {
  std::string asset;
  const CatalogueSystem* system = nullptr;
  std::vector<std::string> without_weight;  // loads of which no weight is on record; "" the whole asset
  ByLiftCase<int> pieces{};                 // of known weight
  ByLiftCase<double> weight_t{};
  std::vector<ByLiftCase<Airlift>> alone;  // each carrier doing all that fits it
  ByLiftCase<Airlift> together;            // each piece by the smallest that takes it
};

struct LiftPlan {
  std::vector<Carrier> carriers;  // asked for, the smallest payload first
  std::vector<AssetLift> assets;  // in the order of the scenario
};

// ids: of the carriers to use. The scenario is borrowed and outlives the plan.
[[nodiscard]] LiftPlan lift_plan(const Scenario& scenario, const std::vector<Carrier>& known,
                                 const std::vector<std::string>& ids);

}  // namespace skyshed
