#include "cli/map_files.h"

#include <tbb/parallel_for.h>

#include "cli/study_outlines.h"
#include "cli/study_project.h"
#include "products/style/style_file.h"
#include "products/words.h"

namespace skyshed {

std::int64_t map_file_steps(const ResultRasters& rasters) {
  return static_cast<std::int64_t>(rasters.all.size() + rasters.phases.size() + rasters.changes.size());
}

void write_map_files(const OutputFolder& folder, const MapStudy& study, const ResultRasters& rasters,
                     const MapFormats& formats, Progress& progress) {
  tbb::parallel_for(std::size_t{0}, rasters.all.size(), [&](std::size_t i) {
    progress.check();
    if (const auto style = style_of(std::filesystem::path(rasters.all[i]).filename().string())) {
      write_style_files(folder.path() / rasters.all[i], *style);
    }
    progress.advance(1);
  });

  std::vector<VectorLayer> layers{asset_layer(study), ring_layer(study)};
  if (!rasters.phases.empty()) {
    layers.push_back(footprint_layer(study, folder.path(), rasters.phases, progress));
    std::vector<std::string> altitudes;
    for (const SliceAltitude altitude : study.phases.front().scenario->altitudes)
      altitudes.push_back(name_of(altitude));
    layers.back().style = qml_of(footprint_style(altitudes));
  }
  if (!rasters.changes.empty()) {
    layers.push_back(change_layer(study, folder.path(), rasters.changes, progress));
    layers.back().style = qml_of(change_style());
  }
  write_geopackage(folder.file(outlines_file), layers, study.ground.frame.crs_wkt);
  write_map_exports(folder, study, layers, formats);
  write_qgis_project(folder.file("skyshed.qgz"), study_project(study, rasters, layers));
}

}  // namespace skyshed
