// The page of a report: its charts, its maps, and that every text stays text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cairo.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "map_worlds.h"
#include "products/picture_bytes.h"
#include "products/report/report.h"

namespace skyshed {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char hostile[] = "</script><script>x</script> & 'one' \"two\"";

Day december(unsigned day) { return std::chrono::year(2024) / 12 / std::chrono::day(day); }

MapFrame frame_of(const ElevationModel& ground, int width_px = 200) {
  return {ground, {.west_deg = 33, .south_deg = 33, .east_deg = 39, .north_deg = 37}, width_px};
}

// One radar in two phases, every text of it hostile.
Report hostile_report() {
  const ElevationModel ground = flat_world(100);
  Report report{
      .title = hostile, .subtitle = hostile, .findings = {hostile}, .altitudes = {hostile}, .version = hostile};
  report.frames.push_back(frame_of(ground));
  report.places = {{{36, 35}, hostile, PlaceKind::city}};
  report.overlays = {report.frames[0].overlay_png(Raster<std::uint8_t>(161, 121, 3), confidence_classes())};
  report.views = {{.target = hostile, .target_words = hostile, .words = hostile, .caption = hostile}};
  for (unsigned i = 0; i < 2; ++i) {
    report.scenes.push_back({.id = hostile,
                             .label = hostile,
                             .switch_label = hostile,
                             .from = december(1 + i),
                             .until = december(2 + i),
                             .sites = {{{35.5, 35.5}, hostile, SiteKind::radar}},
                             .rings = {{{{35.5, 35.5}, 50e3, hostile}}},
                             .maps = {{{.title = hostile, .km2 = {1, 2, 3}}}}});
  }
  report.contributions = {{.phase = hostile, .target = hostile, .asset = hostile, .radar = hostile, .lost_m2 = 2e6}};
  report.asset_names = {{hostile, hostile}};
  report.profiles = {{.png = "png", .name = hostile, .alt = hostile, .caption = hostile}};
  report.profiles_note = hostile;
  report.sources = {{.caption = hostile, .heads = {hostile}, .rows = {{hostile, hostile}}}};
  report.assumptions = {hostile};
  report.unknowns = {hostile};
  report.files = {hostile};
  return report;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(ReportPage, ShowsMarkupInTextsAsTexts) {
  const std::string page = report_page(hostile_report());
  EXPECT_EQ(count_of(page, "<script"), 2u);  // its data and its own
  EXPECT_EQ(count_of(page, "</script>"), 2u);
  EXPECT_THAT(
      page, HasSubstr("<h1>&lt;/script&gt;&lt;script&gt;x&lt;/script&gt; &amp; &apos;one&apos; &quot;two&quot;</h1>"));
}

TEST(ReportPage, NamesNoPlaceOutsideItself) {
  const std::string page = report_page(hostile_report());
  const std::string markup = page.substr(0, page.find("<script type=\"application/json\""));
  EXPECT_FALSE(std::regex_search(markup, std::regex(R"((?:src|href)="(?!data:|#)|url\((?!data:|#))")));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(ReportData, HoldsNothingThatEndsAScript) { EXPECT_THAT(report_data(hostile_report()), Not(HasSubstr("<"))); }

// Rounded to 10,894.5 they would be shown as 10,895, where the terminal says 10,894.
TEST(ReportData, KeepsTheDigitsOfAreasForThePageToRound) {
  Report report = hostile_report();
  report.scenes[0].maps[0][0].km2 = {14190.458, 14190.459, 14190.461};
  report.scenes[0].maps[0][0].unknown_km2 = 0.04;
  report.scenes[0].maps[0][0].sampled = SampledKm2{.p05 = 0.46, .mean = 1, .p95 = 1.46};
  ContributionRecord& record = report.contributions[0];
  record.covered_m2 = 12345460000;
  record.lost_m2 = 10894473000;
  record.withdrawal = {.place = 1, .left_m2 = 460000};
  const auto data = nlohmann::json::parse(report_data(report));
  const auto& map = data["maps"][0][0][0];
  EXPECT_EQ(std::vector<double>(map.begin() + 2, map.end()),
            (std::vector<double>{14190.458, 14190.459, 14190.461, 0.04, 0.46, 1.46}));
  const auto& holder = data["holders"][0][0][0][0];
  EXPECT_EQ(std::vector<double>(holder.begin() + 2, holder.end()), (std::vector<double>{12345.46, 10894.473, 1, 0.46}));
}

TEST(ReportData, OfBytesThatAreNotUtf8IsStillJson) {
  Report report = hostile_report();
  report.scenes[0].label = "caf\xE9";
  EXPECT_THAT(report_data(report), HasSubstr("caf\xEF\xBF\xBD"));
}

TEST(TimeChart, LaysPossibleOnLikelyOnCertainOverTheDaysOfEachPhase) {
  // Ten days on 366 units of width, 62 from the left; 200 km² on 210 units of height, from 234 up.
  const std::string svg = time_chart("t", {{.from = december(1), .until = december(6), .km2 = {50, 100, 200}},
                                           {.from = december(6), .until = december(11), .km2 = {0, 0, 100}}});
  EXPECT_THAT(svg, HasSubstr(R"(<rect class="certain" x="62.0" y="181.5" width="183.0" height="52.5"/>)"));
  EXPECT_THAT(svg, HasSubstr(R"(<rect class="likely" x="62.0" y="129.0" width="183.0" height="52.5"/>)"));
  EXPECT_THAT(svg, HasSubstr(R"(<rect class="possible" x="62.0" y="24.0" width="183.0" height="105.0"/>)"));
  EXPECT_THAT(svg, HasSubstr(R"(<rect class="possible" x="245.0" y="129.0" width="183.0" height="105.0"/>)"));
}

TEST(AltitudeChart, EndsItsBarsAtTheFiguresAndItsRingsAtTheirArea) {
  // 400 km² on 286 units, 128 from the left.
  const std::string svg = altitude_chart("t", {{.altitude = "low", .km2 = {100, 200, 300}}}, 400.0, 100);
  EXPECT_THAT(svg, HasSubstr(R"(<rect class="certain" x="128.0" y="31.0" width="71.5")"));
  EXPECT_THAT(svg, HasSubstr(R"(<rect class="likely" x="199.5" y="31.0" width="71.5")"));
  EXPECT_THAT(svg, HasSubstr(R"(<line class="nominal" x1="414.0")"));
}

TEST(Charts, ShowTheRangeOfSamplesWhereThereAreAny) {
  const SampledKm2 sampled{.p05 = 50, .mean = 100, .p95 = 150};
  const std::string time =
      time_chart("t", {{.from = december(1), .until = december(6), .km2 = {50, 100, 200}, .sampled = sampled},
                       {.from = december(6), .until = december(11), .km2 = {50, 100, 200}}});
  EXPECT_THAT(time, HasSubstr(R"(<line class="interval" x1="153.5" y1="181.5" x2="153.5" y2="76.5"/>)"));
  EXPECT_THAT(time, HasSubstr(R"(<circle class="mean" cx="153.5" cy="129.0")"));
  EXPECT_EQ(count_of(time, "class=\"mean\""), 1u);
  const std::string altitude =
      altitude_chart("t", {{.altitude = "low", .km2 = {50, 100, 200}, .sampled = sampled}}, {}, 400);
  EXPECT_THAT(altitude, HasSubstr(R"(<line class="interval" x1="163.8" y1="42.0" x2="235.2" y2="42.0"/>)"));
}

TEST(ReportPage, TellsTheRangeOfSamplesInWordsAndTables) {
  Report report = hostile_report();
  EXPECT_THAT(report_page(report), Not(HasSubstr("5–95 %:")));
  report.scenes[0].maps[0][0].sampled = SampledKm2{.p05 = 1234, .mean = 2345, .p95 = 3456};
  const std::string page = report_page(report);
  EXPECT_THAT(page, HasSubstr("5–95 % of the samples 1,234 – 3,456 km², mean 2,345"));
  EXPECT_THAT(page, HasSubstr("5–95 %: 1,234 – 3,456"));
}

TEST(Charts, OfNothingHaveAnAxis) {
  EXPECT_THAT(time_chart("t", {{.from = december(1), .until = december(2), .km2 = {}}}), HasSubstr(">1</text>"));
  EXPECT_THAT(altitude_chart("t", {{.altitude = "low", .km2 = {}}}, std::nullopt, 0), HasSubstr(">1</text>"));
}

// A pixel of a PNG file with transparency, as blue, green, red (each times alpha) and alpha.
std::array<int, 4> pixel_of(const std::string& png, int column, int row) {
  struct Reader {
    const std::string& bytes;
    std::size_t next = 0;
  } reader{png};
  const auto read = [](void* from, unsigned char* to, unsigned int length) {
    auto& source = *static_cast<Reader*>(from);
    source.bytes.copy(reinterpret_cast<char*>(to), length, source.next);
    source.next += length;
    return CAIRO_STATUS_SUCCESS;
  };
  cairo_surface_t* surface = cairo_image_surface_create_from_png_stream(read, &reader);
  EXPECT_EQ(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
  EXPECT_EQ(cairo_image_surface_get_format(surface), CAIRO_FORMAT_ARGB32);
  const unsigned char* at =
      cairo_image_surface_get_data(surface) + row * cairo_image_surface_get_stride(surface) + column * 4;
  const std::array<int, 4> pixel{at[0], at[1], at[2], at[3]};
  cairo_surface_destroy(surface);
  return pixel;
}

TEST(MapFrame, IsClearWhereNothingIsCoveredAndTintedLikeTheLegendWhereItIs) {
  const ElevationModel ground = flat_world(100);
  const MapFrame frame = frame_of(ground);
  Raster<std::uint8_t> classes(161, 121, 0);
  for (int row = 0; row < 121; ++row) {
    for (int column = 81; column < 161; ++column) classes.at(column, row) = 3;  // certain east of 36° E
  }
  const std::string png = frame.overlay_png(classes, confidence_classes());
  EXPECT_EQ(pixel_of(png, 90, 50)[3], 0);
  const auto [blue, green, red, alpha] = pixel_of(png, 110, 50);
  EXPECT_NEAR(alpha, 0.70 * 255, 1);
  EXPECT_NEAR(blue, 147 * 0.70, 2);
  EXPECT_NEAR(green, 82 * 0.70, 2);
  EXPECT_EQ(red, 0);
}

TEST(Base64, IsThatOfRfc4648) {
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64(""), "");
}

}  // namespace
}  // namespace skyshed
