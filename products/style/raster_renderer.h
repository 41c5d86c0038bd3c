// A raster's style as QGIS writes it. Of this room only: it names the XML tree.
#pragma once

#include "products/style/raster_style.h"
#include "products/style/xml.h"

namespace skyshed {

// Adds <pipe> (the renderer of a band, nothing resampled but relief) and <blendMode> to a layer or a style document.
void add_raster_style(XmlNode layer, const RasterStyle& style, int band);

}  // namespace skyshed
