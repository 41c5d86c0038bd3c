#include "cli/change_products.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "cli/version.h"
#include "engine/change/compare.h"
#include "engine/coverage/row_sums.h"
#include "products/table.h"
#include "products/words.h"

namespace skyshed {
namespace {

// The least class that is covered so surely (confidence_class).
std::uint8_t least_class(Confidence confidence) { return static_cast<std::uint8_t>(3 - static_cast<int>(confidence)); }

struct AltitudePair {
  SliceAltitude altitude;
  const Raster<std::uint8_t>& before;
  const Raster<std::uint8_t>& after;
  [[nodiscard]] Raster<std::uint8_t> likely_change() const {
    return compare_counts(before, after, least_class(Confidence::likely));
  }
};

std::vector<AltitudePair> common_altitudes(const CoverageRasters& before, const CoverageRasters& after) {
  std::vector<AltitudePair> pairs;
  for (std::size_t i = 0; i < before.altitudes.size(); ++i) {
    const auto same = std::ranges::find(after.altitudes, before.altitudes[i]);
    if (same == after.altitudes.end()) continue;
    const auto j = static_cast<std::size_t>(same - after.altitudes.begin());
    pairs.push_back({before.altitudes[i], before.classes[i], after.classes[j]});
  }
  return pairs;
}

// "Refraction: effective radius, k = 1.333. Terrain: levant.tif." as far as the provenance says it.
std::string conditions_in(const RasterDescription& description) {
  std::string words;
  for (const auto& [key, label] : {std::pair{"REFRACTION", "Refraction"}, {"TERRAIN", "Terrain"}}) {
    for (const auto& [name, value] : description.metadata) {
      if (name == key) words += fmt::format("{}: {}. ", label, value);
    }
  }
  return words;
}

}  // namespace

std::string ChangeNames::stem() const { return folder() + "/" + name_of(role) + "_" + target; }

ChangedVolume changed_volume(const CellAreas& areas, const Raster<float>& before, const Raster<float>& after) {
  struct Sum : ChangedVolume {
    Sum& operator+=(const Sum& other) {
      lost_m3 += other.lost_m3;
      gained_m3 += other.gained_m3;
      return *this;
    }
  };
  return sum_rows<Sum>(before.height(), [&](int row) {
    Sum sum;
    for (int column = 0; column < before.width(); ++column) {
      const double deeper = static_cast<double>(after.at(column, row)) - static_cast<double>(before.at(column, row));
      (deeper < 0 ? sum.lost_m3 : sum.gained_m3) += std::abs(deeper) * areas.at(column, row);
    }
    return sum;
  });
}

std::size_t pictured_altitude(const std::vector<SliceAltitude>& altitudes) {
  const auto distance = [](SliceAltitude altitude) {
    return (altitude.reference == SliceAltitude::Reference::agl ? 0.0 : 1e6) + std::abs(altitude.metres - 100);
  };
  return static_cast<std::size_t>(std::ranges::min_element(altitudes, {}, distance) - altitudes.begin());
}

std::vector<ChangeRecord> write_change(const OutputFolder& folder, const ChangeNames& names, const GridFrame& frame,
                                       const CellAreas& areas, const CoverageRasters& before,
                                       const CoverageRasters& after, RasterDescription description,
                                       const WriteOptions& options) {
  std::vector<ChangeRecord> records;
  ChangeRecord record{.before = names.before, .after = names.after, .role = names.role, .target = names.target};
  const std::vector<AltitudePair> pairs = common_altitudes(before, after);
  std::vector<Raster<std::uint8_t>> likely;
  for (const AltitudePair& pair : pairs) {
    record.altitude = pair.altitude;
    const ValuePairAreas pair_areas(areas, pair.before, pair.after);
    for (const Confidence confidence : all_confidences) {
      record.confidence = confidence;
      record.changed = pair_areas.changes(least_class(confidence));
      records.push_back(record);
    }
    likely.push_back(pair.likely_change());
  }
  record.altitude = {.metres = bubble_top_m, .reference = SliceAltitude::Reference::msl};
  for (const Confidence confidence : all_confidences) {
    const auto c = static_cast<std::size_t>(confidence);
    record.confidence = confidence;
    record.changed = changed_volume(areas, before.depth[c], after.depth[c]);
    records.push_back(record);
  }

  const std::string about =
      fmt::format("{} {}, from {} to {}", names.target, verb_of(names.role), names.before, names.after);
  ByteBands bands;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    bands.push_back({&likely[i], verb_of(names.role) + " at " + name_of(pairs[i].altitude), ""});
  }
  description.title = "0 never, 1 kept, 2 lost, 3 gained: " + about;
  folder.write(names.stem() + "_change.tif",
               [&](const std::filesystem::path& file) { write_cog(file, frame, bands, description, options); });
  description.title = "How much the floor of the bubble rose: " + about;
  folder.write(names.stem() + "_floor_rise.tif", [&](const std::filesystem::path& file) {
    const Raster<float> rise = floor_rise(before.floor, after.floor);
    write_cog(file, frame, FloatBands{{&rise, "rise of the floor", "m"}}, description, options);
  });
  return records;
}

std::filesystem::path draw_change(const OutputFolder& folder, const ChangeNames& names, const ElevationModel& ground,
                                  const CellAreas& areas, const CoverageRasters& before, const CoverageRasters& after,
                                  const std::vector<MapPlace>& places, const RasterDescription& description,
                                  const MapGround* prepared) {
  const std::vector<AltitudePair> pairs = common_altitudes(before, after);
  std::vector<SliceAltitude> altitudes;
  for (const AltitudePair& pair : pairs) altitudes.push_back(pair.altitude);
  const std::size_t chosen = pictured_altitude(altitudes);
  const Raster<std::uint8_t> change = pairs[chosen].likely_change();
  QuicklookMap map = change_map(names, ground, altitudes[chosen], change_areas(areas, change), description);
  map.classes = &change;
  map.places = places;
  map.prepared = prepared;
  std::filesystem::path path = fmt::format("{}_{}.png", names.stem(), slug_of(altitudes[chosen]));
  folder.write(path, [&](const std::filesystem::path& file) { write_quicklook(map, file); });
  return path;
}

QuicklookMap change_map(const ChangeNames& names, const ElevationModel& ground, SliceAltitude altitude,
                        const ChangeAreas& figures, const RasterDescription& description) {
  QuicklookMap map{.ground = ground, .scheme = change_classes()};
  map.legend_heading = fmt::format("{} {} at {}", names.target, verb_of(names.role), name_of(altitude));
  map.legend_heading[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(map.legend_heading[0])));
  // With spaces at which a title is not broken: a figure stays with what it is of.
  map.title = fmt::format("{}: {}\u00a0km²\u00a0lost, {}\u00a0km²\u00a0kept, {}\u00a0km²\u00a0gained",
                          map.legend_heading, with_thousands(figures.lost_m2 / 1e6),
                          with_thousands(figures.kept_m2 / 1e6), with_thousands(figures.gained_m2 / 1e6));
  map.subtitle = fmt::format("From {} to {}", names.before, names.after);
  map.caption.push_back(fmt::format(
      "{}Coverage that is at least likely; figures and positions as published, sources in scenario.toml. skyshed {}.",
      conditions_in(description), version));
  return map;
}

}  // namespace skyshed
