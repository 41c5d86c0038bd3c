// Terrain over the network, from a server of this machine that fails as planned.
#include "dem/fetch.h"

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>

#include "dem/load_terrain.h"
#include "dem/terrain_extent.h"
#include "tests/dem/copernicus_worlds.h"
#include "tests/dem/scratch.h"
#include "tests/dem/terrain_server.h"

namespace skyshed {
namespace {

using test::content_of;
using test::error_of;
using test::make_list;
using test::make_tile;
using test::TerrainServer;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

namespace fs = std::filesystem;

// Rough, so that a tile is some 400 kB and no byte of it can be guessed.
double rough(double longitude, double latitude) {
  return 1000 + 300 * std::sin(9000 * longitude) + 200 * std::sin(7000 * latitude + longitude);
}

// Two tiles, a square of sea beside them, and their list: north of 84° tiles are narrow and quick to make.
class Fetch : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    served_ = new test::Scratch;
    make_list(served_->path(), copernicus_90, {{10, 85}, {11, 85}});
    make_tile(served_->path(), copernicus_90, {10, 85}, rough);
    make_tile(served_->path(), copernicus_90, {11, 85}, rough);
    server_ = new TerrainServer(served_->path());
  }
  static void TearDownTestSuite() {
    delete server_;
    delete served_;
  }
  void SetUp() override {
    setenv("XDG_CACHE_HOME", scratch_.path().c_str(), 1);
    (void)server_->requests();
  }
  void TearDown() override { unsetenv("XDG_CACHE_HOME"); }

  static TerrainStore store(const std::string& fault) {
    TerrainStore store = terrain_store();
    store.mirror = server_->url(fault);
    return store;
  }
  static FetchSummary fetch_all(const TerrainStore& store) {
    Progress progress;
    return fetch(plan_fetch({"copernicus-90"}, extent_, store, manners_, progress), store, manners_, progress);
  }
  static fs::path tile(int longitude) { return copernicus_tile_path(copernicus_90, {longitude, 85}); }
  static std::string failure(const std::string& fault) {
    return error_of([&] { (void)fetch_all(store(fault)); });
  }
  // Lists come, tiles do not.
  std::string failure_of_tiles(const std::string& fault) {
    Progress progress;
    (void)plan_fetch({"copernicus-90"}, extent_, store("ok"), manners_, progress);
    return failure(fault);
  }

  static inline test::Scratch* served_ = nullptr;
  static inline TerrainServer* server_ = nullptr;
  static constexpr GeodeticExtent extent_{10.4, 85.4, 12.2, 85.6};
  static constexpr DownloadManners manners_{.tries = 3, .pause_s = 0.01, .longest_silence_s = 1, .part_bytes = 100'000};
  test::Scratch scratch_;
};

TEST_F(Fetch, BringsEveryTileByteForByteAndRunsOffline) {
  const FetchPlan plan = [&] {
    Progress progress;
    return plan_fetch({"copernicus-90"}, extent_, store("ok"), manners_, progress);
  }();
  EXPECT_EQ(plan.sea.size(), 1U);
  EXPECT_THAT(plan.downloads, SizeIs(2));
  EXPECT_EQ(fetch_all(store("ok")).files, 2);
  for (const int longitude : {10, 11}) {
    EXPECT_EQ(content_of(terrain_store().cache / tile(longitude)), content_of(served_->path() / tile(longitude)));
  }
  EXPECT_EQ(fetch_all(store("ok")).files, 0);

  // The same heights as of the tiles named one by one, the sea around them by the rule for outside.
  (void)server_->requests();
  const ElevationModel fetched = load_terrain({.sources = {"copernicus-90"}, .extent = extent_});
  EXPECT_THAT(server_->requests(), IsEmpty());
  const ElevationModel on_disk = load_terrain({.sources = {served_->path() / tile(10), served_->path() / tile(11)},
                                               .outside = OutsideRule::sea,
                                               .extent = extent_});
  const GridFrame& frame = on_disk.frame;
  for (int row = 0; row < frame.height; ++row) {
    for (int column = 0; column < frame.width; ++column) {
      const GridPoint at =
          fetched.frame.to_grid(frame.to_geodetic({static_cast<double>(column), static_cast<double>(row)}));
      ASSERT_EQ(fetched.heights.at(static_cast<int>(std::lround(at.column)), static_cast<int>(std::lround(at.row))),
                on_disk.heights.at(column, row));
    }
  }
}

// The box around the first source's posts reaches a little farther than the extent: here to where one more tile of the
// later source counts as touched.
TEST_F(Fetch, BringsWhatALaterSourceNeedsForThePostsOfTheFirst) {
  make_list(served_->path(), copernicus_30, {{10, 85}});
  make_tile(served_->path(), copernicus_30, {10, 85}, rough);
  const std::vector<std::string> sources{"copernicus-30", "copernicus-90"};
  constexpr GeodeticExtent to_the_border{10.4, 85.4, 10.98999, 85.6};
  Progress progress;
  const TerrainStore from = store("ok");
  const FetchPlan plan = plan_fetch(sources, to_the_border, from, manners_, progress);
  EXPECT_EQ(fetch(plan, from, manners_, progress).files, 3);
  EXPECT_EQ(error_of([&] { (void)load_terrain({.sources = sources, .extent = to_the_border}); }), "");
}

TEST_F(Fetch, ReadsATileInPlaceWithTwoRequestsToOpenItAndTheSameHeights) {
  const std::string remote = server_->url("ok") + "/" + tile(10).generic_string();
  const GeodeticExtent all{10.0, 85.1, 10.9, 85.9};
  (void)terrain_extent({remote});
  const std::vector<std::string> opening = server_->requests();
  EXPECT_LE(opening.size(), 2U) << testing::PrintToString(opening);
  const std::string local = served_->path() / tile(10);
  EXPECT_EQ(load_terrain({.sources = {remote}, .extent = all}).identity,
            load_terrain({.sources = {local}, .extent = all}).identity);
}

TEST_F(Fetch, ReadsAFetchedRasterOfTheWebFromDisk) {
  const std::string remote = server_->url("ok") + "/" + tile(11).generic_string();
  Progress progress;
  const TerrainStore here = terrain_store();
  EXPECT_EQ(fetch(plan_fetch({remote}, extent_, here, manners_, progress), here, manners_, progress).files, 1);
  (void)server_->requests();
  const ElevationModel model = load_terrain({.sources = {remote}});
  EXPECT_THAT(server_->requests(), IsEmpty());
  EXPECT_EQ(model.identity, load_terrain({.sources = {served_->path() / tile(11)}}).identity);
}

TEST_F(Fetch, GoesOnWhereItBrokeOff) {
  EXPECT_EQ(fetch_all(store("cut-once")).files, 2);
  EXPECT_EQ(content_of(terrain_store().cache / tile(10)), content_of(served_->path() / tile(10)));
  // The second part of each tile was cut at its half, and the third request begins right there.
  EXPECT_THAT(server_->requests(), Contains(AllOf(HasSubstr("E010"), HasSubstr("bytes=150000-"))));
}

TEST_F(Fetch, GoesOnAfterItWasInterrupted) {
  class StopsLater : public Progress {
   public:
    [[nodiscard]] bool cancelled() const override { return ++asked_ > 40; }

   private:
    mutable std::atomic<int> asked_ = 0;
  };
  Progress patient;
  const FetchPlan plan = plan_fetch({"copernicus-90"}, extent_, store("ok"), manners_, patient);
  StopsLater impatient;
  const DownloadManners small{.tries = 3, .pause_s = 0.01, .longest_silence_s = 1, .part_bytes = 5'000};
  EXPECT_THAT(error_of([&] { (void)fetch(plan, store("ok"), small, impatient, 1); }), HasSubstr("interrupted"));
  const auto whole =
      static_cast<std::int64_t>(fs::file_size(served_->path() / tile(10)) + fs::file_size(served_->path() / tile(11)));
  const FetchSummary rest = fetch_all(store("ok"));
  EXPECT_GT(rest.bytes, 0);
  EXPECT_LT(rest.bytes, whole);
  EXPECT_EQ(content_of(terrain_store().cache / tile(10)), content_of(served_->path() / tile(10)));
}

TEST_F(Fetch, OutlastsAServerThatFailsOnce) { EXPECT_EQ(fetch_all(store("500-once")).files, 2); }

TEST_F(Fetch, NeedsNoRanges) {
  EXPECT_EQ(fetch_all(store("no-ranges")).files, 2);
  EXPECT_EQ(content_of(terrain_store().cache / tile(11)), content_of(served_->path() / tile(11)));
}

TEST_F(Fetch, NamesATileThatShouldExistAndDoesNotComeAndNeverTakesItForSea) {
  const std::string name = copernicus_tile_name(copernicus_90, {10, 85});
  EXPECT_THAT(failure("404-tiles"), AllOf(HasSubstr(name), HasSubstr("the server does not have it")));
  EXPECT_THAT(error_of([] {
                (void)load_terrain({.sources = {"copernicus-90"}, .outside = OutsideRule::sea, .extent = extent_});
              }),
              AllOf(HasSubstr(name), HasSubstr("not on this machine")));
}

TEST_F(Fetch, TakesNothingThatIsDamagedAndSaysWhatCameOfIt) {
  const std::string name = copernicus_tile_name(copernicus_90, {10, 85});
  const std::pair<const char*, const char*> faults[] = {
      {"500", "HTTP error code : 500"},
      {"cut", "transfer closed"},
      {"silent", "does not come"},
      {"slow", "does not come"},
      {"garble", "damaged"},
      {"html", "damaged"},
      {"short", "damaged"},
      {"changing", "changes while it is read"},
  };
  for (const auto& [fault, words] : faults) {
    SCOPED_TRACE(fault);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_THAT(failure_of_tiles(fault), AllOf(HasSubstr(name), HasSubstr(words)));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
    EXPECT_FALSE(fs::exists(terrain_store().cache / tile(10)));
  }
  // None of them spoils what comes after.
  EXPECT_EQ(fetch_all(store("ok")).files, 2);
  EXPECT_EQ(content_of(terrain_store().cache / tile(10)), content_of(served_->path() / tile(10)));
}

TEST_F(Fetch, RefusesAListThatIsNone) {
  EXPECT_THAT(failure("html"), HasSubstr("tileList.txt"));
  EXPECT_THAT(failure("404"), AllOf(HasSubstr("tileList.txt"), HasSubstr("SKYSHED_TERRAIN_URL")));
  EXPECT_FALSE(fs::exists(list_in(terrain_store(), copernicus_90)));
}

TEST_F(Fetch, SaysWhichServerDoesNotAnswer) {
  TerrainStore nowhere = terrain_store();
  nowhere.mirror = "http://127.0.0.1:1";
  EXPECT_THAT(error_of([&] { (void)fetch_all(nowhere); }), HasSubstr("http://127.0.0.1:1/copernicus-dem-90m"));
}

TEST_F(Fetch, FailsInPlaceWithOneSentence) {
  for (const char* fault : {"404", "500", "cut", "garble", "html"}) {
    const std::string remote = server_->url(fault) + "/" + tile(10).generic_string();
    setenv("GDAL_HTTP_MAX_RETRY", "0", 1);
    const std::string message = error_of([&] { (void)load_terrain({.sources = {remote}}); });
    unsetenv("GDAL_HTTP_MAX_RETRY");
    EXPECT_THAT(message, AllOf(HasSubstr(remote), Not(HasSubstr("\n")))) << fault;
  }
}

}  // namespace
}  // namespace skyshed
