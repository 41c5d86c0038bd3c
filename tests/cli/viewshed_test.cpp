// `skyshed viewshed` from end to end, on made terrain in degrees and in metres.
#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <optional>

#include "dem/load_terrain.h"
#include "engine/sight/horizon_sweep.h"
#include "engine/sight/line_of_sight.h"
#include "products/read_raster.h"
#include "program.h"
#include "study.h"
#include "tests/dem/made_raster.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Rolling hills, of 80 posts by 60.
double hills(int column, int row) { return 300 + 120 * std::sin(column / 4.0) * std::cos(row / 5.0) + 3 * row; }

MadeRaster raster_of_hills() {
  MadeRaster raster{.width = 80, .height = 60};
  for (int row = 0; row < raster.height; ++row) {
    for (int column = 0; column < raster.width; ++column) raster.values.push_back(hills(column, row));
  }
  return raster;
}

// Around 36 E 35 N, 0.005 degrees a post.
std::string hills_in_degrees(const ScratchFolder& scratch) {
  MadeRaster raster = raster_of_hills();
  raster.file = scratch / "degrees.tif";
  raster.corner_x = 35.8;
  raster.corner_y = 35.15;
  raster.step_x = 0.005;
  raster.step_y = -0.005;
  return make(raster);
}

// UTM zone 37N around (240 km, 3880 km), 500 m a post: about 36.15 E 35.03 N.
std::string hills_in_metres(const ScratchFolder& scratch) {
  MadeRaster raster = raster_of_hills();
  raster.file = scratch / "metres.tif";
  raster.corner_x = 220e3;
  raster.corner_y = 3895e3;
  raster.step_x = 500;
  raster.step_y = -500;
  raster.system = "EPSG:32637";
  return make(raster);
}

// What `visible` writes, whose values are those of gdal_viewshed.
struct Classes {
  Raster<std::uint8_t> values;
  std::optional<double> nodata;
};
Classes read_classes(const std::string& path) {
  GDALAllRegister();
  const GDALDatasetUniquePtr file(GDALDataset::Open(path.c_str()));
  GDALRasterBand& band = *file->GetRasterBand(1);
  Classes classes{Raster<std::uint8_t>(band.GetXSize(), band.GetYSize()), {}};
  EXPECT_EQ(band.GetRasterDataType(), GDT_Byte);
  EXPECT_EQ(band.RasterIO(GF_Read, 0, 0, band.GetXSize(), band.GetYSize(), classes.values.values().data(),
                          band.GetXSize(), band.GetYSize(), GDT_Byte, 0, 0, nullptr),
            CE_None);
  int has_nodata = 0;
  const double nodata = band.GetNoDataValue(&has_nodata);
  if (has_nodata != 0) classes.nodata = nodata;
  return classes;
}

bool same_value(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

void expect_floors_of_the_engine(const std::string& dem, GeodeticPoint place, const std::string& at,
                                 const ScratchFolder& scratch) {
  const Outcome outcome = run_program({"viewshed", dem, scratch / "floor.tif", "--at", at, "--antenna-agl", "15",
                                       "--radius-km", "12", "--quantity", "floor-msl", "--progress", "none"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto written = read_raster<float>(scratch / "floor.tif");

  const ElevationModel terrain = load_terrain_around(dem, place, 12000);
  const Antenna antenna = antenna_above_ground(terrain, terrain.frame.to_grid(place), {15});
  Progress silent;
  const SightField field = horizon_sweep(terrain, antenna, {}, {.radius_m = 12000}, silent);
  const GridFrame frame = terrain.frame.cropped(field.window);
  EXPECT_NEAR(written.frame.origin_x, frame.origin_x, 1e-9 * std::abs(frame.origin_x));
  EXPECT_NEAR(written.frame.origin_y, frame.origin_y, 1e-9 * std::abs(frame.origin_y));
  const Raster<float>& floor = written.bands.at(0).values;
  ASSERT_EQ(floor.width(), field.floor.width());
  ASSERT_EQ(floor.height(), field.floor.height());
  int in_range = 0;
  for (int row = 0; row < floor.height(); ++row) {
    for (int column = 0; column < floor.width(); ++column) {
      ASSERT_TRUE(same_value(floor.at(column, row), field.floor.at(column, row))) << column << ", " << row;
      if (std::isnan(floor.at(column, row))) continue;
      ++in_range;
      if (in_range % 37 != 0) continue;
      const GridPoint post{static_cast<double>(field.window.column + column),
                           static_cast<double>(field.window.row + row)};
      EXPECT_NEAR(floor.at(column, row), line_of_sight(terrain, antenna, post, {}).floor.metres, 0.1);
    }
  }
  EXPECT_GT(in_range, 1000);
  EXPECT_EQ(written.bands[0].unit, "m MSL");
}

TEST(Viewshed, InDegreesWritesTheFloorsOfTheSweepAndOfTheBruteForceRay) {
  const ScratchFolder scratch;
  expect_floors_of_the_engine(hills_in_degrees(scratch), {36.003, 35.001}, "36.003,35.001", scratch);
}

TEST(Viewshed, InMetresWritesTheFloorsOfTheSweepAndOfTheBruteForceRay) {
  const ScratchFolder scratch;
  expect_floors_of_the_engine(hills_in_metres(scratch), {36.15, 35.03}, "36.15,35.03", scratch);
}

TEST(Viewshed, OfVisibleIs255WhereTheFloorAboveGroundIsNotAboveTheTargetAnd0Elsewhere) {
  const ScratchFolder scratch;
  const std::string dem = hills_in_degrees(scratch);
  const std::vector<std::string> view{"viewshed", dem,           "",   "--at",       "36.003,35.001", "--antenna-agl",
                                      "15",       "--radius-km", "12", "--progress", "none",          "--quantity"};
  const auto write = [&](const std::string& quantity) {
    std::vector<std::string> words = view;
    words[2] = scratch / (quantity + ".tif");
    words.push_back(quantity);
    if (quantity == "visible") words.insert(words.end(), {"--target-agl", "40"});
    EXPECT_EQ(run_program(words).code, 0);
    return words[2];
  };
  const Raster<std::uint8_t> visible = read_classes(write("visible")).values;
  const auto floor = read_raster<float>(write("floor-agl")).bands.at(0).values;
  ASSERT_EQ(visible.size(), floor.size());
  int seen = 0;
  for (std::size_t i = 0; i < visible.size(); ++i) {
    ASSERT_EQ(visible.values()[i], floor.values()[i] <= 40 ? 255 : 0) << i;
    seen += visible.values()[i] == 255 ? 1 : 0;
  }
  EXPECT_GT(seen, 100);
  EXPECT_LT(seen, static_cast<int>(visible.size()) - 100);
}

// A flat plain with one void: the cells in line behind it are unknown, and what a wall hides is hidden all the same.
TEST(Viewshed, BehindAVoidIsUnknownAsNoData) {
  const ScratchFolder scratch;
  MadeRaster raster{.file = scratch / "void.tif", .width = 41, .height = 41, .corner_x = 36, .corner_y = 35.205};
  raster.step_x = 0.005;
  raster.step_y = -0.005;
  raster.nodata = -9999;
  raster.values.assign(41UL * 41UL, 10.0);
  raster.values[20 * 41 + 25] = -9999;                                    // east of the middle
  for (int row = 0; row < 41; ++row) raster.values[row * 41U + 5] = 500;  // a wall in the west
  make(raster);
  // The antenna above the post (20, 20): 36 + 20.5 · 0.005, 35.205 − 20.5 · 0.005.
  const auto view = [&](const std::string& quantity) {
    const std::string file = scratch / (quantity + ".tif");
    std::vector<std::string> words{
        "viewshed", scratch / "void.tif", file,     "--at",   "36.1025,35.1025", "--antenna-agl", "20", "--radius-km",
        "8",        "--quantity",         quantity, "--json", "--progress",      "none"};
    if (quantity == "visible") words.insert(words.end(), {"--target-agl", "30"});
    const Outcome outcome = run_program(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_GT(outcome.json()["unknown_km2"], 1);
    return file;
  };
  const Classes visible = read_classes(view("visible"));
  const auto floors = read_raster<float>(view("floor-agl"));
  const Raster<float>& floor = floors.bands.at(0).values;
  const auto at = [&](int column, int row) {
    // The grid is the disc's box; its posts are found by their coordinates.
    const GridPoint post = floors.frame.to_grid({36 + (column + 0.5) * 0.005, 35.205 - (row + 0.5) * 0.005});
    return std::pair(static_cast<int>(std::lround(post.column)), static_cast<int>(std::lround(post.row)));
  };
  const auto class_of = [&](int column, int row) {
    const auto [c, r] = at(column, row);
    return static_cast<int>(visible.values.at(c, r));
  };
  const auto floor_of = [&](int column, int row) {
    const auto [c, r] = at(column, row);
    return floor.at(c, r);
  };
  EXPECT_EQ(class_of(30, 20), 1);
  EXPECT_TRUE(std::isnan(floor_of(30, 20)));
  EXPECT_EQ(class_of(20, 30), 255);
  EXPECT_EQ(floor_of(20, 30), 0);
  EXPECT_EQ(class_of(4, 20), 0);
  EXPECT_GT(floor_of(4, 20), 30);
  EXPECT_EQ(visible.nodata, 1);
}

TEST(Viewshed, TakesGdalsFormatsAndCreationOptions) {
  const ScratchFolder scratch;
  const std::string out = scratch / "out.tif";
  const Outcome outcome =
      run_program({"viewshed", "--of", "GTiff", "--co", "COMPRESS=LZW", "--co", "TILED=YES", hills_in_degrees(scratch),
                   out, "--at", "36,35", "--antenna-agl", "15", "--radius-km", "5", "--json", "--progress", "none"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.json()["file"], out);
  EXPECT_EQ(outcome.json()["quantity"], "floor-agl");
  // The cells of 0.25 km² whose posts stand within 5 km: of 25 pi = 78.5 km², the rim's cells whole or not at all.
  EXPECT_NEAR(outcome.json()["known_km2"], 78.5, 2.5);
  GDALAllRegister();
  const GDALDatasetUniquePtr file(GDALDataset::Open(out.c_str()));
  EXPECT_STREQ(file->GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE"), "LZW");
  EXPECT_EQ(file->GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE"), nullptr);  // "COG" if it were one
}

TEST(Viewshed, RefusesWhatCannotBeAndWritesNothing) {
  const ScratchFolder scratch;
  const std::string dem = hills_in_degrees(scratch);
  put(scratch / "there.tif", "precious");
  const auto refused = [&](const std::string& out, const std::vector<std::string>& more) {
    std::vector<std::string> words{"viewshed", dem, scratch / out, "--antenna-agl", "15", "--progress", "none"};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = run_program(words);
    EXPECT_EQ(outcome.out, "");
    return std::pair(outcome.code, outcome.err);
  };
  using ::testing::Pair;
  EXPECT_THAT(refused("there.tif", {"--at", "36,35"}), Pair(4, HasSubstr("--overwrite")));
  EXPECT_THAT(refused("out.tif", {"--at", "35,36"}), Pair(3, HasSubstr("latitude and longitude look swapped")));
  EXPECT_THAT(refused("out.tif", {"--at", "-36.5,35"}), Pair(3, HasSubstr("longitude -36.5 lies outside the terrain")));
  EXPECT_THAT(refused("out.tif", {"--at", "36;35"}), Pair(2, HasSubstr("LON,LAT")));
  EXPECT_THAT(refused("out.tif", {"--at", "36,35", "--radius-km", "-5"}), Pair(2, HasSubstr("--radius-km")));
  EXPECT_THAT(refused("out.tif", {"--at", "36,35", "--radius-km", "1000"}), Pair(2, HasSubstr("600 km")));
  EXPECT_THAT(refused("out.tif", {"--at", "36,35", "--of", "PNGX"}), Pair(2, HasSubstr("\"PNGX\"")));
  EXPECT_THAT(refused("out.tif", {"--at", "36,35", "--co", "COMPRESS"}), Pair(2, HasSubstr("NAME=VALUE")));
  EXPECT_THAT(refused("out.tif", {"--at", "36,35", "--target-agl", "10"}),
              Pair(2, HasSubstr("--target-agl needs --quantity visible")));
  EXPECT_THAT(refused("no/out.tif", {"--at", "36,35"}), Pair(4, HasSubstr("no folder")));
  EXPECT_EQ(content_of(scratch / "there.tif"), "precious");
  EXPECT_THAT(scratch.names(), ElementsAre("degrees.tif", "there.tif"));
  EXPECT_EQ(refused("there.tif", {"--at", "36,35", "--overwrite", "--quiet"}).first, 0);
}

// Posts of 456 x 555 m: the place stands in the middle of four.
TEST(Viewshed, WithoutOnePostInItsRadiusIsRefused) {
  const ScratchFolder scratch;
  const std::string dem = hills_in_degrees(scratch);
  const auto look = [&](const std::string& radius_km) {
    return run_program({"viewshed", dem, scratch / "out.tif", "--at", "36,35", "--antenna-agl", "15", "--radius-km",
                        radius_km, "--progress", "none"});
  };
  const Outcome refused = look("0.1");
  EXPECT_EQ(refused.code, 2);
  EXPECT_EQ(refused.err,
            "skyshed: no post of the terrain lies within 100 m of the antenna: they stand 455 × 556 m apart; ask for a "
            "larger radius\n");
  EXPECT_THAT(scratch.names(), ElementsAre("degrees.tif"));
  EXPECT_EQ(look("0.4").code, 0);
}

TEST(Viewshed, IsNotWrittenToANameThatSpeaksOfAnotherFormat) {
  const ScratchFolder scratch;
  const std::string dem = hills_in_degrees(scratch);
  const auto written = [&](const std::string& out, const std::vector<std::string>& more) {
    std::vector<std::string> words{"viewshed", dem,           scratch / out, "--at",       "36,35", "--antenna-agl",
                                   "15",       "--radius-km", "3",           "--progress", "none",  "--overwrite"};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words);
  };
  const Outcome png = written("out.png", {});
  EXPECT_EQ(png.code, 2);
  EXPECT_EQ(png.err, "skyshed: " + (scratch / "out.png").string() +
                         " ends like a file of the format PNG, but COG would be written; name it .tif, or choose the "
                         "format with --of\n");
  EXPECT_EQ(written("out.nc", {"--of", "GTiff"}).code, 2);
  EXPECT_THAT(scratch.names(), ElementsAre("degrees.tif"));
  for (const char* name : {"out", "out.TIFF", "out.floor", "out.dat", "k1.333"}) {
    EXPECT_EQ(written(name, {}).code, 0) << name;
  }
  EXPECT_EQ(written("out.bil", {"--of", "ENVI"}).code, 0);
  EXPECT_EQ(written("out.png", {"--of", "PNG", "--quantity", "visible"}).code, 0);
}

TEST(Viewshed, OfFloorsInAFormatOfBytesSaysWhatFitsIntoIt) {
  const ScratchFolder scratch;
  const Outcome outcome = run_program({"viewshed", hills_in_degrees(scratch), scratch / "out.png", "--at", "36,35",
                                       "--antenna-agl", "15", "--of", "PNG", "--progress", "none"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err,
            "skyshed: PNG cannot hold the floats of floor-agl; choose another format with --of, or ask for --quantity "
            "visible, which is bytes\n");
}

// ---- terrain info and pack

TEST(Terrain, IsNeverWrittenOverByWhatIsMadeOfIt) {
  const ScratchFolder scratch;
  const std::string dem = hills_in_degrees(scratch);
  const std::string before = content_of(dem);
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"viewshed", dem, dem, "--at", "36,35", "--antenna-agl", "5"},
        {"terrain", "pack", dem, dem, "--bbox", "35.9,34.9,36.1,35.1", "--cell", "0.01"}}) {
    std::vector<std::string> insisting = words;
    insisting.insert(insisting.end(), {"--overwrite", "--progress", "none"});
    const Outcome outcome = run_program(insisting);
    EXPECT_EQ(outcome.code, 4);
    EXPECT_THAT(outcome.err, HasSubstr("name another file to write"));
    EXPECT_TRUE(content_of(dem) == before);
  }
}

TEST(Scenario, IsNeverWrittenOverByAPictureOfIt) {
  const ScratchFolder scratch;
  const std::string file = scratch / "s.toml";
  put(file, Study().text());
  for (const char* kind : {"--svg", "--png"}) {
    const Outcome outcome =
        run_program({"profile", file, "--asset", "tower", "--to", "37,35.4", kind, file, "--overwrite"});
    EXPECT_EQ(outcome.code, 4);
    EXPECT_THAT(outcome.err, HasSubstr("name another file to write"));
    EXPECT_EQ(content_of(file), Study().text());
  }
}

TEST(Profile, IsDrawnOnlyToANameThatSaysWhichPictureItIs) {
  const ScratchFolder scratch;
  const std::string file = scratch / "s.toml";
  put(file, Study().text());
  const std::vector<std::string> words{"profile", file, "--asset", "tower", "--to", "37,35.4"};
  for (const auto& [option, name] : {std::pair("--png", "p.svg"), std::pair("--svg", "p.png")}) {
    std::vector<std::string> wrong = words;
    wrong.insert(wrong.end(), {option, scratch / name});
    const Outcome outcome = run_program(wrong);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, HasSubstr(std::string("what ") + option + " draws is ." + (option + 2) +
                                       ", by the name of its file; " + (scratch / name).string() + " is not"));
  }
  EXPECT_THAT(scratch.names(), ElementsAre("s.toml"));
  std::vector<std::string> right = words;
  right.insert(right.end(), {"--png", scratch / "p.PNG"});
  EXPECT_EQ(run_program(right).code, 0);
}

TEST(Terrain, PackMakesAFileThatInfoDescribes) {
  const ScratchFolder scratch;
  const std::string out = scratch / "packed.tif";
  const std::vector<std::string> words{"terrain", "pack", levant(), out, "--bbox", "35,34,37,35", "--cell", "0.05"};
  const Outcome pack =
      run_program({"terrain", "pack", levant(), out, "--bbox", "35,34,37,35", "--cell", "0.05", "--json"});
  ASSERT_EQ(pack.code, 0) << pack.err;
  EXPECT_EQ(pack.json()["width"], 40);
  EXPECT_EQ(pack.json()["height"], 20);
  const Outcome info = run_program({"terrain", "info", out, "--json"});
  ASSERT_EQ(info.code, 0) << info.err;
  EXPECT_EQ(info.json()["width"], 40);
  EXPECT_THAT(run_program({"terrain", "info", out}).out, HasSubstr("EPSG:4326"));

  EXPECT_EQ(run_program(words).code, 4);
  std::vector<std::string> insisting = words;
  insisting.emplace_back("--overwrite");
  EXPECT_EQ(run_program(insisting).code, 0);
}

TEST(Terrain, InfoOfWhatIsNoTerrainExits3) {
  const ScratchFolder scratch;
  put(scratch / "text.tif", "no raster");
  EXPECT_EQ(run_program({"terrain", "info", scratch / "text.tif"}).code, 3);
}

}  // namespace
}  // namespace skyshed::test
