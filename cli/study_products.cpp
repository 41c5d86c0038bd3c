#include "cli/study_products.h"

#include "cli/version.h"

namespace skyshed {

RasterDescription described(const Study& study, std::string title) {
  return {.title = std::move(title),
          .metadata = {{"SKYSHED_VERSION", version},
                       {"SCENARIO", study.scenario.title},
                       {"SCENARIO_SHA256", study.scenario_sha256},
                       {"TERRAIN", study.grid.terrain.name},
                       {"TERRAIN_IDENTITY", study.grid.terrain.identity},
                       {"REFRACTION", refraction_words(study.scenario.refraction)}}};
}

}  // namespace skyshed
