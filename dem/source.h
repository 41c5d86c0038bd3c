// One raster that GDAL can open, seen as heights of posts: north-up, metres, unknown as NaN.
//
// Frame      the raster's own grid; a post is the centre of a pixel, whatever AREA_OR_POINT says, since GDAL's
//            geotransform always gives the corner of the pixel around it. South-up rasters are turned over.
// Units      metres; scale, offset and a unit of feet are applied; above the source's own datum until shift_by().
// Errors     terrain, naming the source: cannot be opened or read, no or unusable georeferencing, rotated, several
//            bands, values that are not heights.
// Threading  one thread at a time; for another one there are copies, each with a handle of its own.
// Cost       opening reads the header alone. Keeps the file open between reads until release(); a copy opens it when it
//            first reads.
#pragma once

#include <gdal_priv.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "dem/reference_system.h"
#include "dem/vertical_datum.h"

namespace skyshed {

class Source {
 public:
  explicit Source(std::string name);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] std::string base_name() const;
  [[nodiscard]] const GridFrame& frame() const noexcept { return frame_; }
  [[nodiscard]] const ReferenceSystem& reference_system() const noexcept { return system_; }

  // Row after row into `heights`, which holds window.width · window.height values. Domain: inside frame().whole().
  void read(const GridWindow& window, std::span<float> heights);
  // The same, but each row begins row_step values after the one before.
  void read(const GridWindow& window, float* heights, std::ptrdiff_t row_step);

  // The window in pieces that different threads may read with handles of their own, such that no block of the file is
  // decoded for two of them; one piece where the format has to be read from its beginning or over a network.
  [[nodiscard]] std::vector<GridWindow> pieces_of(const GridWindow& window) const;

  // What the heights are counted from, as the file, its format or its provider says.
  [[nodiscard]] VerticalDatum datum() const noexcept { return datum_; }
  void state_datum(VerticalDatum datum) { datum_ = datum; }
  // From now on read() gives shifted heights.
  void shift_by(std::shared_ptr<const HeightShift> shift) { shift_ = std::move(shift); }

  // Closes the file; the next read opens it again.
  void release() { file_ = {}; }

  // As the file states them.
  [[nodiscard]] const std::string& format() const noexcept { return format_; }
  [[nodiscard]] const std::string& data_type() const noexcept { return data_type_; }
  [[nodiscard]] const std::string& vertical_datum() const noexcept { return vertical_datum_; }  // empty: not stated
  [[nodiscard]] const std::string& origin() const noexcept { return origin_; }                  // empty: not stated
  [[nodiscard]] bool pixel_is_point() const noexcept { return pixel_is_point_; }
  [[nodiscard]] int overview_count() const noexcept { return overview_count_; }

 private:
  // What GDAL has opened. A copy is closed.
  struct OpenFile {
    OpenFile() = default;
    OpenFile(const OpenFile&) {}
    OpenFile(OpenFile&&) = default;
    OpenFile& operator=(OpenFile&&) = default;
    GDALDatasetUniquePtr dataset;
    GDALRasterBand* band = nullptr;  // owned by dataset
  };

  void open();
  void read_frame();
  void read_band();
  void read_statements();
  void forget_no_heights(std::span<float> heights) const;
  void forget_masked(const GridWindow& in_file, float* heights, std::ptrdiff_t row_step);
  [[noreturn]] void refuse(const std::string& why_and_advice) const;

  std::string name_;
  OpenFile file_;
  GridFrame frame_;
  ReferenceSystem system_;
  std::string format_;
  std::string data_type_;
  std::string vertical_datum_;
  VerticalDatum datum_ = VerticalDatum::unstated;
  std::shared_ptr<const HeightShift> shift_;  // none: heights stay
  std::string origin_;
  bool pixel_is_point_ = false;
  int overview_count_ = 0;
  bool south_up_ = false;
  GridWindow block_;     // the file's first block; empty where it is best read in one go
  bool masked_ = false;  // by a mask band rather than a nodata value
  double nodata_ = 0;    // NaN: none
  double metres_per_value_ = 1;
  double metres_at_zero_ = 0;
};

}  // namespace skyshed
