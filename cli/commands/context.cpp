#include "cli/catalogue.h"
#include "cli/commands/commands.h"

namespace skyshed {

ProgressStyle CommandContext::progress_style() const {
  if (quiet || progress == "none") return ProgressStyle::none;
  if (progress == "bar") return ProgressStyle::bar;
  if (progress == "lines") return ProgressStyle::lines;
  if (progress == "json") return ProgressStyle::json;
  return ProgressStyle::automatic;
}

std::filesystem::path CommandContext::configs() const { return find_configs(executable); }

}  // namespace skyshed
