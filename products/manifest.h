// manifest.json: what was computed from what, so that a reader can check and repeat it.
//
// Holds inputs and written files with sizes and SHA-256, versions, the command line, and timings. Timings are here and
// nowhere else: every other file of a run folder is the same bytes on every run.
//
// Errors     output if the folder cannot be read or the manifest not written.
// Threading  write_manifest hashes on the calling thread's oneTBB arena.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace skyshed {

struct ManifestInput {
  std::string what;      // "scenario", "terrain", "system"
  std::string name;      // as the user wrote it
  std::string sha256;    // of the file (products/sha256.h); empty if it is no single file
  std::string identity;  // of the terrain: hash of heights and frame; empty for others
  std::string remarks;   // of the terrain: what was taken for granted or done to it; empty: nothing
};

struct StageTime {
  std::string stage;  // "sweep"
  double seconds = 0;
};

struct Manifest {
  std::string skyshed_version;
  std::vector<std::string> command_line;  // the program's arguments as given
  int threads = 0;
  std::vector<ManifestInput> inputs;
  std::vector<StageTime> timings;
};

// Lists every file that stands in the folder now, so call it last. Versions of the libraries are its own knowledge.
void write_manifest(const std::filesystem::path& folder, const Manifest& manifest);

// On one line: of those libraries whose versions may change what is written.
[[nodiscard]] std::string library_versions();

// True if the folder holds a manifest that skyshed has written.
[[nodiscard]] bool is_run_folder(const std::filesystem::path& folder);

}  // namespace skyshed
