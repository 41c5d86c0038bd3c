// The maps of a report: how large they may be together.
#include <gtest/gtest.h>

#include <random>

#include "cli/report_scenes.h"

namespace skyshed {
namespace {

// Twenty phases that share no picture and of which none can be pressed together.
class NoisyPhases : public ::testing::Test {
 protected:
  NoisyPhases() {
    ground_.frame.width = 401;
    ground_.frame.height = 301;
    ground_.frame.origin_x = 32;
    ground_.frame.origin_y = 38;
    ground_.frame.step_x = 0.02;
    ground_.frame.step_y = -0.02;
    ground_.heights = Raster<float>(401, 301, 50.0f);
    scenario_.targets = {{.id = "fighter", .name = "fighter", .radar_cross_section_m2 = Estimate::exactly(3)}};
    Component radar{.name = "r", .kind = Radar{.instrumented_range_m = Estimate::exactly(200e3)}};
    scenario_.assets = {{.id = "a", .name = "a", .position = {36, 35}, .components = {{radar, {}}}}};
    for (int i = 0; i < 20; ++i) {
      const Day day{std::chrono::days(20'000 + i)};
      const std::string id = iso_date(day);
      study_.phases.push_back({id, &scenario_, {id, day, day + std::chrono::days(1), {{PresenceState::present}}}});
    }
    for (const MappedPhase& phase : study_.phases) {
      sources_.push_back({.phase = &phase,
                          .label = phase.label,
                          .switch_label = phase.label,
                          .classes =
                              [this, &phase](const Subject&) {
                                std::mt19937 random(static_cast<unsigned>(&phase - study_.phases.data()));
                                Raster<std::uint8_t> noise(401, 301);
                                for (auto& value : noise.values()) value = static_cast<std::uint8_t>(random() % 4);
                                return std::vector{noise};
                              },
                          .figures =
                              [](const Subject&, std::size_t) {
                                return ReportMap{.km2 = {1, 2, 3}};
                              }});
    }
  }
  [[nodiscard]] Report drawn(std::size_t map_bytes) const {
    Report report;
    add_scenes(report, study_, "noise", {{Role::detect, "fighter"}}, {{100, SliceAltitude::Reference::agl}}, sources_,
               Progress{}, map_bytes);
    return report;
  }
  static std::size_t bytes_of(const Report& report) {
    std::size_t bytes = 0;
    for (const std::string& png : report.overlays) bytes += png.size();
    return bytes;
  }

  ElevationModel ground_;
  Scenario scenario_;
  MapStudy study_{.ground = ground_};
  std::vector<SceneSource> sources_;
};

TEST_F(NoisyPhases, AreDrawnSmallerUntilAllMapsTogetherKeepTheirBound) {
  const Report large = drawn(100'000'000);
  ASSERT_EQ(large.overlays.size(), 20u);
  EXPECT_EQ(large.frames[0].width_px(), 1000);
  const std::size_t bound = bytes_of(large) / 3;
  const Report small = drawn(bound);
  EXPECT_EQ(small.overlays.size(), 20u);
  EXPECT_LT(small.frames[0].width_px(), 1000);
  EXPECT_LE(bytes_of(small), bound);
}

TEST_F(NoisyPhases, ShareOnePictureWhereTheyCoverTheSame) {
  sources_[7].classes = sources_[3].classes;
  const Report report = drawn(100'000'000);
  EXPECT_EQ(report.overlays.size(), 19u);
  EXPECT_EQ(report.scenes[7].maps[0][0].overlay, report.scenes[3].maps[0][0].overlay);
}

}  // namespace
}  // namespace skyshed
