#include "dem/vertical_datum.h"

#include <fmt/format.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <vector>

#include "dem/gdal_errors.h"
#include "engine/base/error.h"

namespace skyshed {
namespace {

constexpr double node_deg = 1.0 / 60;
constexpr double node_m = 1850;

// Longitude, latitude and height, counted from the datum.
const char* system_of(VerticalDatum datum) {
  switch (datum) {
    case VerticalDatum::egm96:
      return "EPSG:4326+5773";
    case VerticalDatum::egm2008:
      return "EPSG:4326+3855";
    default:
      return "EPSG:4979";
  }
}

const char* grid_of(VerticalDatum from, VerticalDatum to) {
  const bool newer = from == VerticalDatum::egm2008 || to == VerticalDatum::egm2008;
  return newer ? "us_nga_egm08_25.tif" : "us_nga_egm96_15.tif";
}

std::unique_ptr<OGRCoordinateTransformation> transformation(VerticalDatum from, VerticalDatum to) {
  OGRSpatialReference systems[2];
  systems[0].SetFromUserInput(system_of(from));
  systems[1].SetFromUserInput(system_of(to));
  for (OGRSpatialReference& system : systems) system.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  OGRCoordinateTransformationOptions options;
  options.SetBallparkAllowed(false);  // else a missing grid would silently mean no shift at all
  return std::unique_ptr<OGRCoordinateTransformation>(
      OGRCreateCoordinateTransformation(&systems[0], &systems[1], options));
}

class ProjShift final : public HeightShift {
 public:
  ProjShift(std::unique_ptr<OGRCoordinateTransformation> shift, bool keeps_zero)
      : shift_(std::move(shift)), keeps_zero_(keeps_zero) {}

  void add(const GridFrame& frame, const GridWindow& window, std::span<float> heights) const override {
    const double spacing = frame.kind == GridFrame::Kind::geographic ? node_deg : node_m;
    const int across = nodes(window.width, std::abs(frame.step_x), spacing);
    const int down = nodes(window.height, std::abs(frame.step_y), spacing);
    const std::vector<double> shifts = at_nodes(frame, window, across, down);
    for (int row = 0; row < window.height; ++row) {
      const double y = window.height > 1 ? static_cast<double>(row) / (window.height - 1) * (down - 1) : 0;
      const int top = std::min(static_cast<int>(y), down - 2);
      for (int column = 0; column < window.width; ++column) {
        float& height = heights[static_cast<std::size_t>(row) * static_cast<std::size_t>(window.width) +
                                static_cast<std::size_t>(column)];
        if (!std::isfinite(height) || (keeps_zero_ && height == 0)) continue;
        const double x = window.width > 1 ? static_cast<double>(column) / (window.width - 1) * (across - 1) : 0;
        const int left = std::min(static_cast<int>(x), across - 2);
        const double* corner =
            &shifts[static_cast<std::size_t>(top) * static_cast<std::size_t>(across) + static_cast<std::size_t>(left)];
        const double upper = std::lerp(corner[0], corner[1], x - left);
        const double lower = std::lerp(corner[across], corner[across + 1], x - left);
        height = static_cast<float>(height + std::lerp(upper, lower, y - top));
      }
    }
  }

 private:
  static int nodes(int posts, double step, double spacing) {
    return 2 + static_cast<int>((posts - 1) * step / spacing);
  }

  // At equal distances from the window's first post to its last, in both directions.
  [[nodiscard]] std::vector<double> at_nodes(const GridFrame& frame, const GridWindow& window, int across,
                                             int down) const {
    std::vector<double> longitudes;
    std::vector<double> latitudes;
    for (int j = 0; j < down; ++j) {
      for (int i = 0; i < across; ++i) {
        const GeodeticPoint place = frame.to_geodetic({window.column + (window.width - 1.0) * i / (across - 1),
                                                       window.row + (window.height - 1.0) * j / (down - 1)});
        longitudes.push_back(std::remainder(place.longitude_deg, 360.0));
        latitudes.push_back(std::clamp(place.latitude_deg, -90.0, 90.0));
      }
    }
    std::vector<double> shifts(longitudes.size(), 0);
    std::vector<int> done(longitudes.size(), 0);
    const std::scoped_lock lock(mutex_);
    const GdalErrorCapture capture;
    shift_->Transform(static_cast<int>(shifts.size()), longitudes.data(), latitudes.data(), shifts.data(), done.data());
    if (std::find(done.begin(), done.end(), 0) != done.end()) {
      throw Error(ErrorKind::terrain,
                  fmt::format("PROJ cannot bring heights to another vertical datum here ({})", capture.message()));
    }
    return shifts;
  }

  mutable std::mutex mutex_;
  std::unique_ptr<OGRCoordinateTransformation> shift_;
  bool keeps_zero_;
};

}  // namespace

const char* name_of(VerticalDatum datum) {
  switch (datum) {
    case VerticalDatum::egm96:
      return "EGM96";
    case VerticalDatum::egm2008:
      return "EGM2008";
    case VerticalDatum::ellipsoid:
      return "the ellipsoid";
    case VerticalDatum::other:
      return "another datum";
    case VerticalDatum::unstated:
      break;
  }
  return "an unstated datum";
}

VerticalDatum vertical_datum_of(const std::string& statement) {
  const auto says = [&](const char* word) { return statement.find(word) != std::string::npos; };
  if (statement.empty()) return VerticalDatum::unstated;
  if (says("EGM2008") || says("EGM 2008") || says("EGM08")) return VerticalDatum::egm2008;
  if (says("EGM96") || says("EGM 96") || says("EGM1996") || says("E96")) return VerticalDatum::egm96;
  if (says("llipsoid")) return VerticalDatum::ellipsoid;
  return VerticalDatum::other;
}

std::shared_ptr<const HeightShift> height_shift(VerticalDatum from, VerticalDatum to) {
  use_gdal();
  const GdalErrorCapture capture;
  std::unique_ptr<OGRCoordinateTransformation> shift = transformation(from, to);
  if (!shift) {
    throw Error(ErrorKind::terrain,
                fmt::format("PROJ has no grid on this machine to bring heights from {} to {}; get it with projsync "
                            "--file {}, or from https://cdn.proj.org/{} into PROJ's data folder (projinfo "
                            "--searchpaths)",
                            name_of(from), name_of(to), grid_of(from, to), grid_of(from, to)));
  }
  const bool keeps_zero = from != VerticalDatum::ellipsoid && to != VerticalDatum::ellipsoid;
  return std::make_shared<ProjShift>(std::move(shift), keeps_zero);
}

}  // namespace skyshed
