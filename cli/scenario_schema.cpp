#include "cli/scenario_schema.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace skyshed {
namespace {

using Json = nlohmann::ordered_json;
using Properties = std::initializer_list<std::pair<const char*, Json>>;

Json described(Json schema, std::string_view words) {
  schema["description"] = words;
  return schema;
}

Json reference(const char* definition, std::string_view words) {
  // Draft 7 passes over what stands beside a $ref.
  return {{"description", words}, {"allOf", Json::array({{{"$ref", std::string("#/definitions/") + definition}}})}};
}

Json text(std::string_view words) { return described({{"type", "string"}}, words); }
Json truth(std::string_view words) { return described({{"type", "boolean"}}, words); }
Json number(double low, double high, std::string_view words) {
  return described({{"type", "number"}, {"minimum", low}, {"maximum", high}}, words);
}
Json positive_number(std::string_view words) { return described({{"type", "number"}, {"exclusiveMinimum", 0}}, words); }
Json choice(std::initializer_list<const char*> values, std::string_view words) {
  return described({{"enum", Json(std::vector<std::string>(values.begin(), values.end()))}}, words);
}
Json list(Json items, std::string_view words) {
  return described({{"type", "array"}, {"items", std::move(items)}}, words);
}
Json several(Json items, std::string_view words) {
  Json schema = list(std::move(items), words);
  schema["minItems"] = 1;
  return schema;
}
Json texts(std::string_view words) { return list({{"type", "string"}}, words); }

Json table(Properties properties, std::initializer_list<const char*> required, std::string_view words) {
  Json schema = {{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
  for (const auto& [key, value] : properties) schema["properties"][key] = value;
  if (required.size() > 0) schema["required"] = std::vector<std::string>(required.begin(), required.end());
  return described(std::move(schema), words);
}

// A table whose keys are names that the user chooses.
Json named(Json each, std::string_view words) {
  return described({{"type", "object"}, {"additionalProperties", std::move(each)}}, words);
}

// One of the catalogue, offered first, or another.
Json known_or_own(const std::vector<std::string>& known, std::string_view words) {
  return described({{"anyOf", Json::array({{{"enum", known}}, {{"type", "string"}}})}}, words);
}

Json box(std::string_view words) {
  return described({{"type", "array"}, {"items", {{"type", "number"}}}, {"minItems", 4}, {"maxItems", 4}}, words);
}

Json definitions() {
  const Json day = {{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}};
  const Json an_open_day = table({{"earliest", day}, {"latest", day}}, {"earliest", "latest"},
                                 "Between these days the sources leave it open.");
  Json figure_table =
      table({{"low", {{"type", "number"}}},
             {"nominal", {{"type", "number"}}},
             {"high", {{"type", "number"}}},
             {"exactly", {{"type", "number"}}},
             {"grade", text("A read in the named text, B second-hand, K general knowledge, E estimate")},
             {"source", text("Where it was read.")},
             {"note", text("What the reader should know.")}},
            {}, "An interval low, nominal, high, or one number exactly, with its origin.");
  figure_table["oneOf"] = Json::array({{{"required", {"low", "nominal", "high"}}}, {{"required", {"exactly"}}}});
  return {{"day", day},
          {"days", {{"anyOf", Json::array({day, an_open_day})}}},
          {"name", {{"type", "string"}, {"pattern", "^[A-Za-z0-9._-]{1,64}$"}}},
          {"figure", {{"anyOf", Json::array({{{"type", "number"}}, figure_table})}}}};
}

constexpr auto agl_words = "Height of the antenna above the ground, metres.";
constexpr auto msl_words = "Altitude of the antenna above the sea, metres: ships, aircraft.";
constexpr auto enabled_words = "Whether it covers anything.";

Json position() {
  return table({{"latitude", number(-80, 80, "Degrees on WGS 84, north positive.")},
                {"longitude", number(-180, 180, "Degrees on WGS 84, east positive.")}},
               {"latitude", "longitude"}, "Where the asset stands.");
}

Json component(bool with_days) {
  Json schema = table({{"enabled", truth(enabled_words)},
                       {"mast", text("A mast of the system.")},
                       {"antenna_agl_m", reference("figure", agl_words)},
                       {"antenna_msl_m", reference("figure", msl_words)},
                       {"sector_centre_deg", number(0, 360, "Middle of the sector, clockwise from north.")},
                       {"sector_width_deg", number(1, 360, "Width of the sector, degrees.")}},
                      {}, "What differs of a radar, weapon or jammer at this place.");
  if (with_days) {
    schema["properties"]["from"] = reference("days", "First day of presence.");
    schema["properties"]["until"] = reference("days", "First day of absence.");
  }
  return schema;
}

Json asset(const Catalogue& catalogue) {
  return table({{"id", reference("name", "Name for files and tables.")},
                {"system", known_or_own(catalogue.system_ids(), "A system of the catalogue or of this file.")},
                {"position", position()},
                {"name", text("Name for maps.")},
                {"from", reference("days", "First day of presence.")},
                {"until", reference("days", "First day of absence.")},
                {"confidence", text("How sure the presence is, in words.")},
                {"position_error_m", number(0, 1e9, "It stands within this distance of its position.")},
                {"presence_probability", number(0, 1, "That it is there where that is open.")},
                {"sources", texts("Where it was read.")},
                {"component", named(component(true), "What differs of the system's parts, by their name.")}},
               {"id", "system", "position"}, "One system at one place.");
}

Json variant() {
  const Json changed =
      table({{"id", reference("name", "Of the asset to change.")},
             {"position", position()},
             {"name", text("Name for maps.")},
             {"confidence", text("How sure the presence is, in words.")},
             {"sources", texts("Where it was read.")},
             {"component", named(component(false), "What differs of the system's parts, by their name.")}},
            {"id"}, "An asset as it would be: only what differs.");
  return table({{"id", reference("name", "Name for files and tables.")},
                {"title", text("For people.")},
                {"at", reference("day", "The variant is told of the phase of this day; else of every phase.")},
                {"without", texts("Ids of assets that are not there.")},
                {"asset", list(changed, "Assets that differ.")}},
               {"id"}, "What if.");
}

Json system() {
  const auto km = [](std::string_view words) { return reference("figure", words); };
  const Json note = text("What the reader should know.");
  const Json radar = table({{"reference_range_km", km("Range against the reference cross-section.")},
                            {"reference_cross_section_m2", km("The target that the range was published for.")},
                            {"instrumented_range_km", km("Cap, whatever the target.")},
                            {"minimum_range_km", km("Nearer it sees nothing.")},
                            {"elevation_min_deg", km("Lowest angle, -90 to 90.")},
                            {"elevation_max_deg", km("Above it is the cone of silence.")},
                            {"ceiling_msl_km", km("Instrumented ceiling above the sea.")},
                            {"antenna_agl_m", km(agl_words)},
                            {"antenna_msl_m", km(msl_words)},
                            {"sector_width_deg", km("Width of its sector.")},
                            {"trainable", truth("Whether the sector can be turned anywhere.")},
                            {"enabled", truth(enabled_words)},
                            {"note", note}},
                           {}, "A radar.");
  const Json edge = table({{"range_m", number(0, 1e9, "Slant range.")},
                           {"altitude_msl_m", number(0, 1e9, "Highest altitude at this range.")}},
                          {"range_m", "altitude_msl_m"}, "A published point of the outer edge.");
  const Json weapon = table({{"guided_by", several({{"type", "string"}}, "Radars of the same system.")},
                             {"maximum_range_km", km("Slant range.")},
                             {"minimum_range_km", km("Nearer it reaches nothing.")},
                             {"minimum_altitude_agl_m", km("Metres above the ground.")},
                             {"ceiling_msl_km", km("Above the sea.")},
                             {"envelope", list(edge, "By falling range.")},
                             {"enabled", truth(enabled_words)},
                             {"note", note}},
                            {"guided_by", "maximum_range_km"}, "A missile or gun.");
  const Json jammer = table({{"range_km", km("Against airborne radars in line of sight.")},
                             {"antenna_agl_m", km(agl_words)},
                             {"antenna_msl_m", km(msl_words)},
                             {"sector_width_deg", km("Width of its sector.")},
                             {"trainable", truth("Whether the sector can be turned anywhere.")},
                             {"enabled", truth(enabled_words)},
                             {"note", note}},
                            {"range_km"}, "A jammer.");
  const Json load = table({{"count", km("How many, whole.")},
                           {"weight_t", km("Of one, tonnes.")},
                           {"length_m", km("Of one, metres.")},
                           {"width_m", km("Of one, metres.")},
                           {"height_m", km("Of one, metres.")},
                           {"note", note}},
                          {}, "What has to be carried away.");
  const Json mast =
      table({{"height_m", km("Height above the ground of an antenna on this mast.")}}, {"height_m"}, "A mast.");
  return table({{"name", text("For people.")},
                {"note", note},
                {"mast", named(mast, "Masts by name.")},
                {"radar", named(radar, "Radars by name.")},
                {"weapon", named(weapon, "Weapons by name.")},
                {"jammer", named(jammer, "Jammers by name.")},
                {"self_deploying", truth("Whether it leaves by itself, as ships and aircraft do.")},
                {"load", named(load, "Loads by name.")}},
               {"name"}, "A system of your own.");
}

Json target() {
  return table({{"radar_cross_section_m2", reference("figure", "Radar cross-section, square metres.")},
                {"small_target_factor", reference("figure", "Multiplies ranges.")},
                {"name", text("For people.")},
                {"note", text("What the reader should know.")}},
               {"radar_cross_section_m2"}, "A target of your own.");
}

Json terrain() {
  return table(
      {{"sources", several({{"type", "string"}},
                           "The most important first: copernicus-30, copernicus-90, srtm:FOLDER, a file, a folder of "
                           "tiles, https://…, s3://…")},
       {"outside", choice({"sea", "unknown", "error"}, "What stands where the sources end.")},
       {"extent", box("What is read: west, south, east, north, degrees.")},
       {"fill_voids_m", number(0, 100000, "Holes up to this length are filled, metres.")},
       {"feather_m", number(0, 100000, "Where sources meet, one passes into the other over this width, metres.")},
       {"vertical_datum", choice({"EGM96", "EGM2008"}, "What all heights are brought to.")},
       {"error_90_m", number(0, 1000, "90 % of the heights are right to this.")},
       {"error_correlation_m", number(1, 100000, "How far neighbours share their error.")},
       {"near", table({{"sources", several({{"type", "string"}}, "Finer terrain, the most important first.")},
                       {"radius_km", number(0.1, 300, "It counts within this distance of every asset, km.")}},
                      {"sources", "radius_km"}, "Finer terrain near the assets.")}},
      {"sources"}, "Elevation models.");
}

Json refraction() {
  return table({{"model", choice({"effective-radius", "exponential"}, "How the air bends the ray.")},
                {"k", number(0.1, 100, "Factor on the earth's radius; 4/3 if left out.")},
                {"surface_refractivity", number(0, 1000, "N-units at sea level; 315 if left out.")},
                {"scale_height_m", positive_number("Metres; 7350 if left out.")}},
               {"model"}, "Refraction; effective radius 4/3 without this table.");
}

Json uncertainty() {
  return table({{"samples", number(1, 10000, "How many; 500 if left out.")},
                {"seed", number(0, 1e9, "Another seed, other draws.")},
                {"sightlines", number(1, 16, "Draws of places, antennas and ground; 8 if left out.")},
                {"figures", truth("Draw ranges, envelopes and cross-sections.")},
                {"antennas", truth("Draw the heights of antennas.")},
                {"refraction", truth("Draw the refraction.")},
                {"terrain", truth("Draw the error of the terrain.")},
                {"positions", truth("Draw where assets stand.")},
                {"presence", truth("Draw whether what is only possibly there is there.")},
                {"k", reference("figure", "With effective radius.")},
                {"surface_refractivity", reference("figure", "With the exponential atmosphere.")},
                {"presence_probability", number(0, 1, "Of what is only possibly there.")}},
               {}, "Samples of what is not known exactly.");
}

}  // namespace

std::string scenario_schema(const Catalogue& catalogue) {
  std::vector<std::string> targets = catalogue.target_ids();
  Json schema = table(
      {{"title", text("A sentence for reports and maps.")},
       {"from", reference("day", "First day, UTC.")},
       {"until", reference("day", "First day that is not looked at any more.")},
       {"targets", several(known_or_own(targets, "A target of the catalogue or of this file."), "What is looked for.")},
       {"altitudes_agl_m", list(number(0, 100000, ""), "Metres above the ground.")},
       {"altitudes_msl_m", list(number(-500, 100000, ""), "Metres above mean sea level.")},
       {"terrain", terrain()},
       {"refraction", refraction()},
       {"uncertainty", uncertainty()},
       {"grid", table({{"resolution_m", number(0.01, 100000, "Distance of the posts that are kept.")},
                       {"bbox", box("Area of the products: west, south, east, north, degrees.")}},
                      {}, "The grid of the products.")},
       {"assets", table({{"layer", text("A layer of points: orbat.gpkg|layername=assets")}}, {"layer"},
                        "Assets drawn on a map.")},
       {"asset", list(asset(catalogue), "Systems and where they stand.")},
       {"variant", list(variant(), "What if.")},
       {"system", named(system(), "Systems of your own, by id.")},
       {"target", named(target(), "Targets of your own, by id.")}},
      {"title", "from", "until", "targets", "terrain"}, "A scenario of skyshed.");
  schema["anyOf"] = Json::array({{{"required", {"asset"}}}, {{"required", {"assets"}}}});
  schema["definitions"] = definitions();
  Json headed = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "skyshed scenario"}};
  headed.update(schema);
  return headed.dump(2) + "\n";
}

}  // namespace skyshed
