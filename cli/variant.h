// What if: a study with fewer assets, on one day, or with assets moved and changed.
//
// Threading  pure functions.
// Source     docs/config.md, "[[variant]]"; docs/what-if.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/scenario.h"

namespace skyshed {

// The study as the variant would have it, without further variants. Assets keep their order.
[[nodiscard]] Scenario varied(const Scenario& scenario, const Variant& variant);

// The same days, in the variant: "mast@2024-12-06". varied: of the same variant.
[[nodiscard]] Phase phase_of_variant(const Phase& base, const Variant& variant, const Scenario& varied);

// Whether the variant is told of this phase.
[[nodiscard]] bool is_about(const Variant& variant, const Phase& phase);

// What a command line may ask for.
struct WhatIf {
  std::vector<std::string> without;  // ids of assets
  std::vector<std::string> only;
  std::optional<Day> at;  // the phase of this day alone
};
// Errors     scenario: an id that no asset has, nothing left, a day outside the study.
[[nodiscard]] Scenario narrowed(const Scenario& scenario, const WhatIf& what_if);

// The assets of the study and the changed ones of its variants: all whose sight is asked for.
[[nodiscard]] std::vector<Asset> all_assets(const Scenario& scenario);

}  // namespace skyshed
