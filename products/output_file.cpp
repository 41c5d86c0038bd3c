#include "products/output_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "products/output_error.h"

namespace skyshed {

namespace fs = std::filesystem;

namespace {

void refuse_what_may_not_be_replaced(const fs::path& target, bool overwrite) {
  std::error_code reason;
  const fs::file_status status = fs::status(target, reason);
  if (status.type() == fs::file_type::not_found) return;
  if (status.type() == fs::file_type::none) throw output_error("cannot write", target, reason);
  if (!fs::is_regular_file(status)) {
    throw Error(ErrorKind::output, fmt::format("{} is not a file; name another one", target.string()));
  }
  if (!overwrite) {
    throw Error(ErrorKind::output,
                fmt::format("{} exists already; name another file or replace it with --overwrite", target.string()));
  }
}

fs::path permitted(const fs::path& target, bool overwrite, const fs::path& made_of) {
  fs::path resolved = resolve_target(target);
  std::error_code none_or_elsewhere;
  if (!made_of.empty() && fs::equivalent(made_of, resolved, none_or_elsewhere)) {
    throw Error(ErrorKind::output,
                fmt::format("{} is what it would be made of; name another file to write", target.string()));
  }
  refuse_what_may_not_be_replaced(resolved, overwrite);
  return resolved;
}

// The names of the files in the folder, the main file last.
std::vector<fs::path> names_in(const fs::path& folder, const fs::path& main) {
  std::vector<fs::path> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  std::stable_partition(names.begin(), names.end(), [&](const fs::path& name) { return name != main; });
  return names;
}

}  // namespace

OutputFile::OutputFile(const fs::path& target, bool overwrite, const fs::path& made_of)
    : target_(permitted(target, overwrite, made_of)),
      overwrite_(overwrite),
      partial_(target_),
      path_(partial_.path() / target_.filename()) {}

void OutputFile::commit() {
  if (!fs::exists(path_)) throw Error(ErrorKind::internal, "a file is committed before it is written");
  const fs::path folder = target_.parent_path();
  const std::vector<fs::path> names = names_in(partial_.path(), target_.filename());
  for (const fs::path& name : names) {
    refuse_what_may_not_be_replaced(folder / name, overwrite_);
    sync_entry(partial_.path() / name);
  }
  std::error_code reason;
  // Statistics and overviews that GDAL or QGIS put beside the old file would speak of the new one.
  if (overwrite_) {
    for (const char* stale : {".aux.xml", ".ovr"}) fs::remove(target_.string() + stale, reason);
  }
  for (const fs::path& name : names) {
    fs::rename(partial_.path() / name, folder / name, reason);
    if (reason) throw output_error("cannot create", folder / name, reason);
  }
  sync_entry(folder);
}

}  // namespace skyshed
