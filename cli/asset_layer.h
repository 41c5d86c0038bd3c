// The assets of a scenario from a layer of points that analysts edit on the map, as if they were [[asset]] tables.
//
// What       fields id, system (needed); name, from, until, confidence, sources, component (may be missing or empty);
//            others are passed over. The position is the point. Dates: YYYY-MM-DD, or two with a slash for an open day.
//            sources: one a line. component: TOML, as below [asset.component]: "91N6E".mast = "40V6M".
// Errors     scenario as read_points, if a needed field is missing, if there is no feature. Other mistakes of features
//            show when their tables are read.
// Source     docs/config.md, "[assets]".
#pragma once

#include <string>
#include <vector>

#include "cli/toml_document.h"

namespace skyshed {

struct AssetLayer {
  SourceText source;  // its lines are the fields of the features
  TomlNode assets;    // an array of tables
  struct Unplaced {
    TextSpan at;
    std::string message;
  };
  std::vector<Unplaced> unplaced;  // features that are no points; their position is made up
};

[[nodiscard]] AssetLayer read_asset_layer(const std::string& layer);

}  // namespace skyshed
