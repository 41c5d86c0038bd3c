#include "cli/kept_files.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "cli/scenario_writer.h"
#include "products/manifest.h"
#include "products/text_file.h"

namespace skyshed {
namespace {

// In place of the scenario's hash, and as long: no byte of the file moves.
constexpr std::string_view left_open = "skyshed leaves the hash of the scenario open in this kept file..";
static_assert(left_open.size() == 64);

// Exchanges the only occurrence; false, and nothing is changed, if there is none or another one.
bool exchange(std::string& bytes, std::string_view from, std::string_view to) {
  const std::size_t at = bytes.find(from);
  if (at == std::string::npos || bytes.find(from, at + 1) != std::string::npos) return false;
  bytes.replace(at, from.size(), to);
  return true;
}

}  // namespace

KeptFiles::KeptFiles(const OutputFolder& folder, DiskCache* cache, std::string scenario_sha256)
    : folder_(folder), cache_(cache), scenario_sha256_(std::move(scenario_sha256)) {}

void KeptFiles::write(const std::filesystem::path& relative, const std::string& made_from,
                      const std::function<void(const std::filesystem::path&)>& writer) const {
  folder_.write(relative, [&](const std::filesystem::path& file) {
    if (cache_ == nullptr) return writer(file);
    const std::string key = fmt::format("{}\n{}", library_versions(), made_from);
    if (auto kept = cache_->find(key); kept && exchange(*kept, left_open, scenario_sha256_)) {
      return write_text_file(file, *kept);
    }
    writer(file);
    std::ifstream written(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(written), {}};
    if (exchange(bytes, scenario_sha256_, left_open)) cache_->keep(key, bytes);
  });
}

std::string origins_of(const Study& study, const Asset* asset) {
  Scenario alone = study.scenario;
  alone.from = {};
  alone.until = {};
  alone.variants.clear();
  alone.uncertainty.reset();
  alone.terrain.extent.reset();  // the terrain's identity tells what was read
  alone.assets.clear();
  alone.catalogue.systems.clear();
  if (asset != nullptr) {
    alone.assets.push_back(*asset);
    Asset& only = alone.assets.back();
    for (AssetComponent& part : only.components) part.presence = {};
    only.presence_probability.reset();
    only.confidence.clear();
    only.sources.clear();
    alone.catalogue.systems.push_back(*study.scenario.catalogue.system(asset->system));
  }
  return fmt::format("{}\n{}\n{}", study.grid.terrain.identity, study.grid.terrain.name, scenario_text(alone, "/"));
}

}  // namespace skyshed
