// Side files by which a raster styles itself wherever it is opened: the style that QGIS reads (same name, .qml), and of
// classes the attribute table that says what each value means (.aux.xml).
//
// Errors     output if a file cannot be written; scenario if the raster cannot be read.
// Threading  several threads may style several rasters at once.
#pragma once

#include <filesystem>

#include "products/style/raster_style.h"

namespace skyshed {

void write_style_files(const std::filesystem::path& raster, const RasterStyle& style);

}  // namespace skyshed
