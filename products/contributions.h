// Who holds the bubble up, as a flat list of records, and the forms in which they are written.
//
// Units      square metres in the records; km² in what is written.
// Threading  pure functions; the same text for the same records.
// Source     docs/outputs.md, "Who holds the bubble up".
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/coverage/slice.h"
#include "engine/systems/asset.h"

namespace skyshed {

// What an asset, or one radar of it, does for the likely coverage of a phase at one altitude.
struct ContributionRecord {
  std::string phase;  // id
  Role role = Role::detect;
  std::string target;  // id
  SliceAltitude altitude;
  std::string asset;      // id
  std::string radar;      // empty: the whole asset
  double covered_m2 = 0;  // by it, whoever else does
  double sole_m2 = 0;     // by it, and by nobody else even perhaps
  double lost_m2 = 0;     // if only this went
  int rank = 0;           // by lost_m2 among the assets, or among the radars; 1: the costliest
  // Of assets: their place in the order of withdrawals that cost most, and what is still covered after it.
  struct Withdrawal {
    int place = 0;
    double left_m2 = 0;
  };
  std::optional<Withdrawal> withdrawal;
};

[[nodiscard]] std::string contribution_csv(std::span<const ContributionRecord> records);

// For reading on a terminal, of one phase, role and target: what is lost without each asset and, below it, without one
// radar of it alone; the costliest first.
[[nodiscard]] std::string contribution_table(std::span<const ContributionRecord> records, int width);

}  // namespace skyshed
