#include "products/picture_bytes.h"

#include <cairo.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal_priv.h>

#include <atomic>
#include <bit>
#include <memory>
#include <vector>

#include "products/gdal_report.h"

namespace skyshed {
namespace {

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

Dataset dataset_in_memory(int width, int height, int bands, const GdalReport& report) {
  GDALDriver* memory = driver_to_write("MEM");
  Dataset dataset(memory == nullptr ? nullptr : memory->Create("", width, height, bands, GDT_Byte, nullptr));
  if (!dataset) throw report.error(ErrorKind::output, "cannot hold a picture");
  return dataset;
}

void write_band(GDALDataset& dataset, int band, const void* first, int pixel_step, int line_step,
                const GdalReport& report) {
  const CPLErr outcome = dataset.GetRasterBand(band)->RasterIO(
      GF_Write, 0, 0, dataset.GetRasterXSize(), dataset.GetRasterYSize(), const_cast<void*>(first),
      dataset.GetRasterXSize(), dataset.GetRasterYSize(), GDT_Byte, pixel_step, line_step, nullptr);
  if (outcome != CE_None) throw report.error(ErrorKind::output, "cannot fill a picture");
}

std::string encoded(GDALDataset& picture, const char* driver_name, const CPLStringList& options,
                    const GdalReport& report) {
  static std::atomic<std::uint64_t> count{0};
  const std::string path = "/vsimem/skyshed_picture_" + std::to_string(count++);
  GDALDriver* driver = driver_to_write(driver_name);
  // GDAL notes what it cannot say in a picture in a file beside it.
  const Dataset written(
      driver == nullptr ? nullptr : driver->CreateCopy(path.c_str(), &picture, 0, options.List(), nullptr, nullptr));
  const bool failed = written == nullptr || report.failed();
  if (failed) {
    VSIUnlink(path.c_str());
    throw report.error(ErrorKind::output, std::string("cannot encode a picture as ") + driver_name);
  }
  written->FlushCache(true);
  vsi_l_offset size = 0;
  const GByte* bytes = VSIGetMemFileBuffer(path.c_str(), &size, FALSE);
  std::string result(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  VSIUnlink(path.c_str());
  VSIUnlink((path + ".aux.xml").c_str());
  return result;
}

}  // namespace

std::string paletted_png(const Raster<std::uint8_t>& indices, std::span<const PaletteEntry> palette) {
  const GdalReport report;
  const Dataset picture = dataset_in_memory(indices.width(), indices.height(), 1, report);
  write_band(*picture, 1, &indices.at(0, 0), 1, indices.width(), report);
  GDALColorTable table;
  for (std::size_t i = 0; i < palette.size(); ++i) {
    const auto& [colour, alpha] = palette[i];
    const GDALColorEntry entry{colour.red, colour.green, colour.blue, alpha};
    table.SetColorEntry(static_cast<int>(i), &entry);
  }
  picture->GetRasterBand(1)->SetColorTable(&table);
  CPLStringList options;
  options.AddNameValue("NBITS", "4");
  options.AddNameValue("ZLEVEL", "6");
  return encoded(*picture, "PNG", options, report);
}

std::string png(cairo_surface_t* drawing) {
  cairo_surface_flush(drawing);
  if (cairo_surface_status(drawing) != CAIRO_STATUS_SUCCESS) {
    throw Error(ErrorKind::output,
                std::string("cannot draw a picture: ") + cairo_status_to_string(cairo_surface_status(drawing)));
  }
  const GdalReport report;
  const Dataset picture =
      dataset_in_memory(cairo_image_surface_get_width(drawing), cairo_image_surface_get_height(drawing), 3, report);
  // Words of 0x00RRGGBB in the machine's order.
  const unsigned char* words = cairo_image_surface_get_data(drawing);
  for (int band = 0; band < 3; ++band) {
    const int byte = std::endian::native == std::endian::little ? 2 - band : 1 + band;
    write_band(*picture, band + 1, words + byte, 4, cairo_image_surface_get_stride(drawing), report);
  }
  CPLStringList options;
  options.AddNameValue("ZLEVEL", "3");  // 6 takes twice as long for maps that are a twentieth smaller
  return encoded(*picture, "PNG", options, report);
}

std::string jpeg(const Raster<Colour>& pixels) {
  static_assert(sizeof(Colour) == 3);
  const GdalReport report;
  const Dataset picture = dataset_in_memory(pixels.width(), pixels.height(), 3, report);
  const auto* first = reinterpret_cast<const std::uint8_t*>(&pixels.at(0, 0));
  for (int band = 0; band < 3; ++band) write_band(*picture, band + 1, first + band, 3, 3 * pixels.width(), report);
  CPLStringList options;
  options.AddNameValue("QUALITY", "82");
  return encoded(*picture, "JPEG", options, report);
}

std::string base64(std::string_view bytes) {
  const std::unique_ptr<char, decltype(&VSIFree)> text(
      CPLBase64Encode(static_cast<int>(bytes.size()), reinterpret_cast<const GByte*>(bytes.data())), &VSIFree);
  return text.get();
}

std::string data_uri(std::string_view media_type, std::string_view bytes) {
  return "data:" + std::string(media_type) + ";base64," + base64(bytes);
}

}  // namespace skyshed
