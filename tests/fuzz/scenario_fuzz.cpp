// Any bytes as a scenario: read, or refused with skyshed::Error; never a crash. What is read is the same when it is
// written out and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "cli/catalogue.h"
#include "cli/scenario_reader.h"
#include "cli/scenario_writer.h"
#include "tests/fuzz/gdal_drivers.h"

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  skyshed::keep_drivers({});  // layers of assets: layer_fuzz
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace skyshed;
  static const Catalogue catalogue = read_catalogue(SKYSHED_SOURCE_DIR "/configs");
  Scenario scenario;
  try {
    scenario = parse_scenario(std::string(reinterpret_cast<const char*>(data), size), "fuzz.toml", catalogue);
  } catch (const Error&) {
    return 0;
  }
  const std::string written = scenario_text(scenario, ".");
  if (same_study(parse_scenario(written, "./fuzz.toml", {}), scenario)) return 0;
  std::cerr << "another study when written out:\n" << written;
  std::abort();
}
