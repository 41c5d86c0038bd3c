// One file from a web server onto disk: resumed where it broke off, checked, and there only when it is whole.
//
// What       Asked for in parts of a few megabytes. What has come stands in the folder ".part" beside the file, also
//            after a failure, and the next call goes on from there if the server's file is still the same (size and
//            ETag). A server without ranges sends the whole file at once. The file is checked before it is moved to its
//            place; one that fails the check is fetched anew.
// Errors     terrain, naming the address, when all tries have failed; output if the disk does not take it; interrupted.
// Threading  several files may be downloaded at once, each by one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "engine/base/progress.h"

namespace skyshed {

struct DownloadManners {
  int tries = 5;       // in a row without any progress
  double pause_s = 1;  // before the second try; doubled for each one after it
  int longest_silence_s = 20;
  std::int64_t part_bytes = 8 << 20;
};

struct Download {
  std::string url;
  std::filesystem::path file;
  // Looks at the file that has come; throws skyshed::Error if it is not what it should be.
  std::function<void(const std::filesystem::path&)> check;
};

// How many bytes came over the network; empty: the server says that there is no such file.
[[nodiscard]] std::optional<std::int64_t> download(const Download& wanted, const DownloadManners& manners,
                                                   Progress& progress);

}  // namespace skyshed
