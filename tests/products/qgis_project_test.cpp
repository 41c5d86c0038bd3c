#include "products/project/qgis_project.h"

#include <cpl_conv.h>
#include <cpl_minixml.h>
#include <cpl_vsi.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "tests/products/records.h"
#include "tests/products/scratch_folder.h"
#include "tests/products/worlds.h"

namespace skyshed {
namespace {

using Xml = std::unique_ptr<CPLXMLNode, decltype(&CPLDestroyXMLNode)>;

// The project inside the zip.
std::string project_in(const std::filesystem::path& qgz) {
  GByte* bytes = nullptr;
  vsi_l_offset size = 0;
  const std::string inside = "/vsizip/{" + qgz.string() + "}/" + qgz.stem().string() + ".qgs";
  EXPECT_NE(VSIIngestFile(nullptr, inside.c_str(), &bytes, &size, -1), FALSE);
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  CPLFree(bytes);
  return text;
}

ProjectDescription two_phases() {
  const auto layer = [](const char* name, const char* phase, DaySpan days) {
    return ProjectNode{.name = name,
                       .what = RasterSource{.file = std::string("phases/") + phase + "/detect_fighter_confidence.tif",
                                            .style = style_of("detect_fighter_confidence.tif").value(),
                                            .days = days}};
  };
  ProjectDescription project{.title = R"(<"S-400" & Tor>)", .crs_wkt = wgs84_wkt, .box = {35, 34, 37, 36}};
  project.days = DaySpan{day(12, 1), day(12, 9)};
  project.nodes.push_back(
      {.name = "1–5 Dec 2024", .what = std::vector{layer("first", "2024-12-01", {day(12, 1), day(12, 6)})}});
  project.nodes.push_back(
      {.name = "6–8 Dec 2024", .what = std::vector{layer("second", "2024-12-06", {day(12, 6), day(12, 9)})}});
  return project;
}

TEST(QgisProject, KeepsMarkupInTitlesAsText) {
  const ScratchFolder scratch;
  write_qgis_project(scratch / "skyshed.qgz", two_phases());
  const Xml xml(CPLParseXMLString(project_in(scratch / "skyshed.qgz").c_str()), &CPLDestroyXMLNode);
  ASSERT_NE(xml, nullptr);
  EXPECT_STREQ(CPLGetXMLValue(xml.get(), "=qgis.title", ""), R"(<"S-400" & Tor>)");
}

TEST(QgisProject, NamesFilesRelativeToItself) {
  const ScratchFolder scratch;
  write_qgis_project(scratch / "skyshed.qgz", two_phases());
  const std::string text = project_in(scratch / "skyshed.qgz");
  EXPECT_EQ(text.find(scratch.path().string()), std::string::npos);
  EXPECT_NE(text.find("./phases/2024-12-06/detect_fighter_confidence.tif"), std::string::npos);
}

TEST(QgisProject, EndsAPhaseASecondBeforeTheNextBegins) {
  const ScratchFolder scratch;
  write_qgis_project(scratch / "skyshed.qgz", two_phases());
  const Xml xml(CPLParseXMLString(project_in(scratch / "skyshed.qgz").c_str()), &CPLDestroyXMLNode);
  const CPLXMLNode* first = CPLGetXMLNode(xml.get(), "=qgis.projectlayers.maplayer");
  ASSERT_NE(first, nullptr);
  EXPECT_STREQ(CPLGetXMLValue(first, "temporal.fixedRange.end", ""), "2024-12-05T23:59:59Z");
  const CPLXMLNode* second = first->psNext;
  ASSERT_NE(second, nullptr);
  EXPECT_STREQ(CPLGetXMLValue(second, "temporal.fixedRange.start", ""), "2024-12-06T00:00:00Z");
}

TEST(QgisProject, IsTheSameBytesOnEveryRun) {
  const ScratchFolder scratch;
  for (const char* folder : {"a", "b"}) {
    std::filesystem::create_directory(scratch / folder);
    write_qgis_project(scratch.path() / folder / "skyshed.qgz", two_phases());
  }
  EXPECT_EQ(content_of(scratch.path() / "a" / "skyshed.qgz"), content_of(scratch.path() / "b" / "skyshed.qgz"));
}

TEST(QgisProject, GivesEveryLayerAnIdOfItsOwn) {
  std::set<std::string> ids;
  for (int band = 1; band <= 3; ++band) {
    for (const char* file : {"a-b_floor.tif", "a_b_floor.tif"}) {
      const std::string id = layer_id({.file = file, .band = band, .style = {}});
      EXPECT_GT(id.size(), 10U);  // QGIS replaces shorter ones
      EXPECT_TRUE(ids.insert(id).second) << file << " " << band;
    }
  }
}

}  // namespace
}  // namespace skyshed
