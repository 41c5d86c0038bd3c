// Files of a run that other runs would make alike: what one asset covers does not depend on the others, nor on days. They
// are kept with the scenario's hash left open, which is all that such files differ in.
//
// Errors     output, interrupted; none of the cache.
// Threading  any number of threads.
// Source     docs/what-if.md, "The cache".
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "cli/disk_cache.h"
#include "cli/study_products.h"
#include "products/output_folder.h"

namespace skyshed {

class KeptFiles {
 public:
  // cache: null, or where files are looked for first and kept. Borrowed, as is the folder.
  KeptFiles(const OutputFolder& folder, DiskCache* cache, std::string scenario_sha256);

  // Has a file written, unless it is finished or kept already. made_from: all that its bytes depend on, beside the
  // program, its libraries and the scenario's hash. writer: is given where to write.
  void write(const std::filesystem::path& relative, const std::string& made_from,
             const std::function<void(const std::filesystem::path&)>& writer) const;

 private:
  const OutputFolder& folder_;
  DiskCache* cache_;
  std::string scenario_sha256_;
};

// All that the files of one asset depend on; null: those that depend on no asset.
[[nodiscard]] std::string origins_of(const Study& study, const Asset* asset);

}  // namespace skyshed
