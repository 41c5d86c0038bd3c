// Any bytes as a scenario: read, or refused with skyshed::Error; never a crash, and what is read can be written.
#include <cstddef>
#include <cstdint>
#include <string>

#include "cli/catalogue.h"
#include "cli/scenario_reader.h"
#include "cli/scenario_writer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const skyshed::Catalogue catalogue = skyshed::read_catalogue(SKYSHED_SOURCE_DIR "/configs");
  try {
    const skyshed::Scenario scenario =
        skyshed::parse_scenario(std::string(reinterpret_cast<const char*>(data), size), "fuzz.toml", catalogue);
    (void)skyshed::scenario_text(scenario, ".");
  } catch (const skyshed::Error&) {
  }
  return 0;
}
