// What changed between two phases in one role against one target: rasters, figures, a map.
//
// Frame      both stand on the same grid.
// Threading  several changes may be written at once.
// Errors     output, interrupted; internal if the rasters differ in shape.
// Source     docs/outputs.md, "Comparisons".
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/coverage_view.h"
#include "products/cog.h"
#include "products/map/map_ground.h"
#include "products/map/places.h"
#include "products/output_folder.h"
#include "products/quicklook.h"
#include "products/statistics.h"

namespace skyshed {

struct ChangeNames {
  std::string before;  // "2024-11-30"
  std::string after;
  Role role = Role::detect;
  std::string target;  // "fighter"
  [[nodiscard]] std::string folder() const { return "changes/" + before + "--" + after; }
  [[nodiscard]] std::string stem() const;  // folder()/detect_fighter
};

// The sum over all cells of what each has less, or more, of covered depth.
[[nodiscard]] ChangedVolume changed_volume(const CellAreas& areas, const Raster<float>& before,
                                           const Raster<float>& after);

// Writes …_change.tif and …_floor_rise.tif of the altitudes that both have; description: provenance, its title is set
// here. Returns the figures: an area an altitude and confidence, then a volume a confidence.
std::vector<ChangeRecord> write_change(const OutputFolder& folder, const ChangeNames& names, const GridFrame& frame,
                                       const CellAreas& areas, const CoverageRasters& before,
                                       const CoverageRasters& after, RasterDescription description,
                                       const WriteOptions& options);

// A map of what was lost, kept and gained at the altitude nearest to 100 m above ground; its path below the folder.
// description: provenance, of which the map tells refraction and terrain.
std::filesystem::path draw_change(const OutputFolder& folder, const ChangeNames& names, const ElevationModel& ground,
                                  const CellAreas& areas, const CoverageRasters& before, const CoverageRasters& after,
                                  const std::vector<MapPlace>& places, const RasterDescription& description = {},
                                  const MapGround* prepared = nullptr);

// The words of that map, without classes and places.
[[nodiscard]] QuicklookMap change_map(const ChangeNames& names, const ElevationModel& ground, SliceAltitude altitude,
                                      const ChangeAreas& figures, const RasterDescription& description);

// Which altitude pictures show: the one nearest to 100 m above ground; an altitude above the sea only where none above
// ground is given. Domain: at least one.
[[nodiscard]] std::size_t pictured_altitude(const std::vector<SliceAltitude>& altitudes);

}  // namespace skyshed
