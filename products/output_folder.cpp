#include "products/output_folder.h"

#include <fmt/format.h>

#include "engine/base/given_up.h"
#include "products/manifest.h"
#include "products/output_error.h"

namespace skyshed {

namespace fs = std::filesystem;

namespace {

void refuse_what_may_not_be_replaced(const fs::path& target, bool overwrite) {
  std::error_code reason;
  const fs::file_status status = fs::status(target, reason);
  if (status.type() == fs::file_type::not_found) return;
  if (status.type() == fs::file_type::none) throw output_error("cannot write", target, reason);
  if (!fs::is_directory(status)) {
    throw Error(ErrorKind::output, fmt::format("{} is a file, not a folder; name another one", target.string()));
  }
  if (!overwrite) {
    throw Error(ErrorKind::output,
                fmt::format("{} exists already; name another folder or replace it with --overwrite", target.string()));
  }
  const bool empty = fs::is_empty(target, reason);
  if (reason) throw output_error("cannot read", target, reason);
  if (!empty && !is_run_folder(target)) {
    throw Error(ErrorKind::output,
                fmt::format("{} was not written by skyshed (it holds no manifest.json of skyshed), so it is not "
                            "replaced even with --overwrite; name another folder",
                            target.string()));
  }
}

bool holds(const fs::path& folder, const fs::path& inside) {
  std::error_code reason;
  const fs::path relative = fs::relative(inside, folder, reason);  // follows symbolic links
  if (reason) throw output_error("cannot tell whether the target holds", inside, reason);
  return !relative.empty() && *relative.begin() != "..";
}

fs::path permitted(const fs::path& target, bool overwrite, const std::vector<fs::path>& made_of) {
  fs::path resolved = resolve_target(target);
  refuse_what_may_not_be_replaced(resolved, overwrite);
  for (const fs::path& origin : made_of) {
    if (!holds(resolved, origin)) continue;
    throw Error(ErrorKind::output, fmt::format("{} holds {}, which it would be made of; name another folder to write",
                                               target.string(), origin.string()));
  }
  std::error_code reason;
  fs::create_directories(resolved.parent_path(), reason);
  if (reason) throw output_error("cannot create", resolved.parent_path(), reason);
  return resolved;
}

}  // namespace

OutputFolder::OutputFolder(const fs::path& target, bool overwrite, const std::vector<fs::path>& made_of, bool resume)
    : target_(permitted(target, overwrite, made_of)),
      overwrite_(overwrite),
      resume_(resume),
      keep_(resume),
      partial_(target_, resume ? PartialFolder::Rest::kept : PartialFolder::Rest::emptied) {}

OutputFolder::~OutputFolder() {
  if (path().empty() || !keep_) return;
  std::error_code ignored;
  // Without a journal nothing has been looked at yet: what an earlier run has left stays.
  if (journal_ ? journal_->finished() > 0 : fs::exists(path() / journal_file_name, ignored)) partial_.release();
}

std::size_t OutputFolder::keep_journal(const Origins& origins) {
  journal_ = std::make_unique<Journal>(path(), origins, resume_);
  return journal_->taken_over();
}

void OutputFolder::write(const fs::path& relative, const std::function<void(const fs::path&)>& writer) const {
  if (is_finished(relative)) return;
  writer(file(relative));
  check_not_given_up();
  if (journal_) journal_->note_finished(relative);
}

bool OutputFolder::is_finished(const fs::path& relative) const { return journal_ && journal_->is_finished(relative); }

std::size_t OutputFolder::keep_finished() {
  keep_ = true;
  return journal_ ? journal_->finished() : 0;
}

fs::path OutputFolder::file(const fs::path& relative) const {
  fs::path file = path() / relative;
  std::error_code reason;
  fs::create_directories(file.parent_path(), reason);
  if (reason) throw output_error("cannot create", file.parent_path(), reason);
  return file;
}

void OutputFolder::commit() {
  if (!is_run_folder(path())) throw Error(ErrorKind::internal, "a run folder is committed without its manifest");
  sync_folder(path());
  refuse_what_may_not_be_replaced(target_, overwrite_);  // somebody may have made it in the meantime
  std::error_code ignored;
  fs::remove(path() / journal_file_name, ignored);
  move_folder_into_place(path(), target_);
  partial_.release();
  sync_entry(target_.parent_path());
}

}  // namespace skyshed
