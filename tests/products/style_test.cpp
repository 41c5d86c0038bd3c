#include <cpl_minixml.h>
#include <gdal_priv.h>
#include <gdal_rat.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "products/cog.h"
#include "products/style/style_file.h"
#include "products/style/vector_style.h"
#include "tests/products/scratch_folder.h"
#include "tests/products/worlds.h"

namespace skyshed {
namespace {

using testing::ElementsAre;

using Xml = std::unique_ptr<CPLXMLNode, decltype(&CPLDestroyXMLNode)>;
Xml parsed(const std::string& text) { return {CPLParseXMLString(text.c_str()), &CPLDestroyXMLNode}; }

std::vector<std::string> values_of(const CPLXMLNode* parent, const char* child, const char* attribute) {
  std::vector<std::string> values;
  for (const CPLXMLNode* node = parent->psChild; node != nullptr; node = node->psNext) {
    if (node->eType == CXT_Element && EQUAL(node->pszValue, child)) {
      values.emplace_back(CPLGetXMLValue(node, attribute, ""));
    }
  }
  return values;
}

void write_classes(const std::filesystem::path& path) {
  const auto classes = raster_of<std::uint8_t>(5, 1, [](int c, int) { return c == 4 ? 255 : c; });
  write_cog(path, degrees(5, 1), {{&classes, "detected at 300 m AGL", ""}, {&classes, "detected at 50 m AGL", ""}},
            {.title = "classes"});
}

TEST(RasterStyle, IsKnownByTheEndOfTheFilesName) {
  EXPECT_EQ(style_of("engage_fighter_confidence.tif")->kind, RasterStyle::Kind::classes);
  EXPECT_EQ(style_of("engage_fighter_floor_rise.tif")->entries.back().label, "no longer covered");
  EXPECT_FALSE(style_of("engage_fighter.tif").has_value());
}

TEST(RasterStyle, NamesEveryEntryAndRisesFromStepToStep) {
  for (const char* kind :
       {"confidence", "coverage", "change", "reason", "floor", "ceiling", "depth", "floor_rise", "probability"}) {
    const RasterStyle style = style_of(std::string("x_") + kind + ".tif").value();
    for (const StyleEntry& entry : style.entries) EXPECT_FALSE(entry.label.empty()) << kind;
    if (style.kind == RasterStyle::Kind::classes) continue;
    for (std::size_t i = 1; i < style.entries.size(); ++i) {
      EXPECT_LT(style.entries[i - 1].value, style.entries[i].value) << kind;
    }
  }
}

TEST(StyleFile, ShowsTheBandNearestTo100MetresWithNamedClasses) {
  const ScratchFolder scratch;
  write_classes(scratch / "detect_fighter_confidence.tif");
  write_style_files(scratch / "detect_fighter_confidence.tif", style_of("detect_fighter_confidence.tif").value());

  const Xml qml = parsed(content_of(scratch / "detect_fighter_confidence.qml"));
  ASSERT_NE(qml, nullptr);
  const CPLXMLNode* renderer = CPLGetXMLNode(qml.get(), "=qgis.pipe.rasterrenderer");
  ASSERT_NE(renderer, nullptr);
  EXPECT_STREQ(CPLGetXMLValue(renderer, "type", ""), "paletted");
  EXPECT_STREQ(CPLGetXMLValue(renderer, "band", ""), "2");  // 50 m is nearer to 100 m than 300 m is
  const CPLXMLNode* palette = CPLGetXMLNode(renderer, "colorPalette");
  EXPECT_THAT(values_of(palette, "paletteEntry", "value"), ElementsAre("3", "2", "1", "255", "0"));
  EXPECT_THAT(values_of(palette, "paletteEntry", "label"),
              ElementsAre("certain", "likely", "possible", "unknown: terrain data missing", "not covered"));
}

TEST(StyleFile, GivesClassesATableOfMeaningsAndNoColourTable) {
  const ScratchFolder scratch;
  write_classes(scratch / "detect_fighter_confidence.tif");
  write_style_files(scratch / "detect_fighter_confidence.tif", style_of("detect_fighter_confidence.tif").value());

  const std::unique_ptr<GDALDataset> raster(
      GDALDataset::Open((scratch / "detect_fighter_confidence.tif").c_str(), GDAL_OF_RASTER));
  ASSERT_NE(raster, nullptr);
  for (GDALRasterBand* band : raster->GetBands()) {
    EXPECT_EQ(band->GetColorTable(), nullptr);
    const GDALRasterAttributeTable* table = band->GetDefaultRAT();
    ASSERT_NE(table, nullptr);
    const int name = table->GetColOfUsage(GFU_Name);
    EXPECT_STREQ(table->GetValueAsString(table->GetRowOfValue(0), name), "not covered");
    EXPECT_STREQ(table->GetValueAsString(table->GetRowOfValue(2), name), "likely");
    EXPECT_STREQ(table->GetValueAsString(table->GetRowOfValue(255), name), "unknown: terrain data missing");
  }
}

TEST(StyleFile, LeavesTheRasterItselfAsItWas) {
  const ScratchFolder scratch;
  write_classes(scratch / "x_coverage.tif");
  const std::string before = content_of(scratch / "x_coverage.tif");
  write_style_files(scratch / "x_coverage.tif", style_of("x_coverage.tif").value());
  EXPECT_EQ(content_of(scratch / "x_coverage.tif"), before);
}

TEST(StyleFile, StylesFloorsByTheirHeightAboveGround) {
  const ScratchFolder scratch;
  const Raster<float> floor(3, 2, 120.0F);
  write_cog(scratch / "x_floor.tif", degrees(3, 2), FloatBands{{&floor, "floor", "m MSL"}, {&floor, "floor", "m AGL"}},
            {.title = "floor"});
  write_style_files(scratch / "x_floor.tif", style_of("x_floor.tif").value());
  const Xml qml = parsed(content_of(scratch / "x_floor.qml"));
  const CPLXMLNode* renderer = CPLGetXMLNode(qml.get(), "=qgis.pipe.rasterrenderer");
  ASSERT_NE(renderer, nullptr);
  EXPECT_STREQ(CPLGetXMLValue(renderer, "type", ""), "singlebandpseudocolor");
  EXPECT_STREQ(CPLGetXMLValue(renderer, "band", ""), "2");
  EXPECT_STREQ(CPLGetXMLValue(renderer, "rastershader.colorrampshader.colorRampType", ""), "DISCRETE");
}

TEST(VectorStyle, IsADocumentWhateverStandsInIt) {
  VectorStyle style = footprint_style({"100 m AGL", "<\"&'>"});
  const Xml qml = parsed(qml_of(style));
  ASSERT_NE(qml, nullptr);
  const CPLXMLNode* categories = CPLGetXMLNode(qml.get(), "=qgis.renderer-v2.categories");
  ASSERT_NE(categories, nullptr);
  EXPECT_THAT(values_of(categories, "category", "value"), ElementsAre("100 m AGL", "<\"&'>"));
}

}  // namespace
}  // namespace skyshed
