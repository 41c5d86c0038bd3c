// What the maps and the report of a comparison speak of: what was there before and after, beside what changed.
//
// Errors     output; scenario if the scenario or the ground of a compared run cannot be read.
// Threading  made on one thread; then immutable.
#pragma once

#include <filesystem>
#include <list>
#include <string>
#include <utility>
#include <vector>

#include "cli/map_study.h"
#include "products/output_folder.h"

namespace skyshed {

struct ComparedPhase {
  std::string label;           // as the paths of the comparison name it
  std::filesystem::path path;  // RUN/phases/PHASE
};

// The phases that are compared, with what their own runs say of them. Copies the ground of the first phase's run into the
// folder, so that it needs no other.
class ComparedStudy {
 public:
  ComparedStudy(const OutputFolder& folder, const std::vector<ComparedPhase>& phases);
  ComparedStudy(const ComparedStudy&) = delete;
  ComparedStudy& operator=(const ComparedStudy&) = delete;

  [[nodiscard]] const MapStudy& maps() const { return maps_; }

 private:
  ElevationModel ground_;
  std::list<std::pair<std::filesystem::path, Scenario>> scenarios_;  // by run; a list, for the phases point into it
  MapStudy maps_;
};

}  // namespace skyshed
