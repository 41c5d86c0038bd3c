#include "products/manifest.h"

#include <fmt/format.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <tbb/parallel_for.h>
#include <tbb/version.h>

#include <GeographicLib/Config.h>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "products/journal.h"
#include "products/output_error.h"
#include "products/sha256.h"
#include "products/text_file.h"

namespace skyshed {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* file_name = "manifest.json";
constexpr const char* program_name = "skyshed";

struct WrittenFile {
  std::string path;  // relative, with slashes
  std::uintmax_t bytes = 0;
  std::string sha256;
};

std::vector<WrittenFile> files_in(const fs::path& folder) {
  std::vector<WrittenFile> files;
  std::error_code reason;
  fs::recursive_directory_iterator entry(folder, reason);
  for (; !reason && entry != fs::recursive_directory_iterator(); entry.increment(reason)) {
    if (!entry->is_regular_file(reason)) continue;
    std::string path = entry->path().lexically_relative(folder).generic_string();
    if (path != file_name && path != journal_file_name)
      files.push_back({std::move(path), entry->file_size(reason), {}});
  }
  if (reason) throw output_error("cannot read", folder, reason);
  std::sort(files.begin(), files.end(), [](const WrittenFile& a, const WrittenFile& b) { return a.path < b.path; });
  tbb::parallel_for(std::size_t{0}, files.size(),
                    [&](std::size_t i) { files[i].sha256 = sha256_of_file(folder / files[i].path); });
  return files;
}

Json versions(const std::string& skyshed_version) {
  int major = 0;
  int minor = 0;
  int patch = 0;
  OSRGetPROJVersion(&major, &minor, &patch);
  return {{"skyshed", skyshed_version},
          {"GDAL", GDALVersionInfo("RELEASE_NAME")},
          {"PROJ", fmt::format("{}.{}.{}", major, minor, patch)},
          {"GeographicLib", GEOGRAPHICLIB_VERSION_STRING},
          {"oneTBB", TBB_runtime_version()}};
}

// Text that came from outside (file names, arguments) may not be UTF-8: better a replaced letter than no manifest.
std::string printed(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string library_versions() { return versions("").dump(); }

void write_manifest(const fs::path& folder, const Manifest& manifest) {
  Json json = {{"program", program_name},
               {"versions", versions(manifest.skyshed_version)},
               {"command_line", manifest.command_line},
               {"threads", manifest.threads},
               {"inputs", Json::array()},
               {"files", Json::array()},
               {"timings", Json::array()}};
  for (const ManifestInput& input : manifest.inputs) {
    Json entry = {{"what", input.what}, {"name", input.name}};
    if (!input.sha256.empty()) entry["sha256"] = input.sha256;
    if (!input.identity.empty()) entry["identity"] = input.identity;
    if (!input.remarks.empty()) entry["remarks"] = input.remarks;
    json["inputs"].push_back(std::move(entry));
  }
  for (const WrittenFile& file : files_in(folder)) {
    json["files"].push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  }
  for (const StageTime& time : manifest.timings) {
    json["timings"].push_back({{"stage", time.stage}, {"seconds", std::round(time.seconds * 1000) / 1000}});
  }
  write_text_file(folder / file_name, printed(json));
}

bool is_run_folder(const fs::path& folder) {
  std::ifstream file(folder / file_name);
  const Json json = Json::parse(file, nullptr, false);
  return json.is_object() && json.contains("program") && json["program"] == program_name;
}

}  // namespace skyshed
