// What a run writes of its phases and assets: rasters, figures, pictures.
//
// Threading  each call writes many files at once on the calling thread's oneTBB arena.
// Errors     output, interrupted.
// Source     docs/outputs.md.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/study_volumes.h"
#include "cli/terminal_progress.h"
#include "products/cog.h"
#include "products/output_folder.h"
#include "products/statistics.h"

namespace skyshed {

// Volumes are counted up to here: no missile of the catalogue matters above for the aircraft below.
inline constexpr double bubble_top_m = 20'000;

class PhaseProducts {
 public:
  PhaseProducts(const Scenario& scenario, const StudyGrid& grid, const StudyVolumes& volumes,
                std::string scenario_sha256);

  [[nodiscard]] std::int64_t phase_steps() const { return static_cast<std::int64_t>(views_.size()); }
  [[nodiscard]] std::int64_t asset_steps() const;
  [[nodiscard]] std::int64_t picture_steps() const;

  // phases/PHASE/ROLE_TARGET_{coverage,confidence,floor,depth}.tif; returns the figures of all of them.
  std::vector<CoverageRecord> write_phases(const OutputFolder& folder, Progress& progress) const;
  // assets/ASSET/COMPONENT_{floor,ceiling}.tif
  void write_assets(const OutputFolder& folder, Progress& progress) const;
  // phases/PHASE/ROLE_TARGET_ALTITUDE.png, one for each phase and role; returns their paths below the folder.
  std::vector<std::filesystem::path> write_pictures(const OutputFolder& folder, const std::filesystem::path& configs,
                                                    Progress& progress) const;

 private:
  // One role against one target in one phase.
  struct View {
    std::size_t phase;
    Role role;
    std::size_t target;
  };
  std::vector<CoverageRecord> write_view(const View& view, const OutputFolder& folder, Progress& progress) const;
  std::filesystem::path write_picture(const View& view, const OutputFolder& folder,
                                      const std::vector<struct MapPlace>& places) const;
  void write_asset(std::size_t asset, std::size_t component, const OutputFolder& folder) const;
  [[nodiscard]] std::vector<View> pictured() const;
  [[nodiscard]] Raster<std::uint8_t> confidence_at(const View& view, SliceAltitude altitude) const;
  [[nodiscard]] std::string stem(const View& view) const;  // phases/2024-12-06/detect_fighter
  [[nodiscard]] RasterDescription described(std::string title) const;
  [[nodiscard]] std::string words(const View& view) const;  // "detected by radar: fighter"

  const Scenario& scenario_;
  const StudyGrid& grid_;
  const StudyVolumes& volumes_;
  std::string scenario_sha256_;
  std::vector<Phase> phases_;
  std::vector<View> views_;
  CellAreas areas_;
};

}  // namespace skyshed
