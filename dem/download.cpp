#include "dem/download.h"

#include <cpl_http.h>
#include <cpl_string.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <fstream>
#include <memory>
#include <string_view>
#include <thread>

#include "dem/gdal_errors.h"
#include "engine/base/error.h"

namespace skyshed {
namespace {

namespace fs = std::filesystem;

struct Answer {
  std::string problem;  // empty: none
  int http_error = 0;   // 404, 500; 0: none
  std::string bytes;    // also with a problem: what came before it
  std::string version;  // the server's mark of this state of the file, and its size
  std::int64_t first = 0;
  std::int64_t total = -1;  // of the whole file; -1: not said
};

int CPL_STDCALL go_on(double /*share*/, const char* /*text*/, void* progress) {
  return static_cast<const Progress*>(progress)->cancelled() ? 0 : 1;
}

std::int64_t number_after(std::string_view text, char mark) {
  const std::size_t at = mark == 0 ? 0 : text.find(mark) + 1;
  std::int64_t number = -1;
  if (mark == 0 || at != 0) std::from_chars(text.data() + at, text.data() + text.size(), number);
  return number;
}

Answer ask(const std::string& url, std::int64_t first, const DownloadManners& manners, const Progress& progress) {
  CPLStringList options;
  options.SetNameValue("HEADERS", fmt::format("Range: bytes={}-{}", first, first + manners.part_bytes - 1).c_str());
  options.SetNameValue("CONNECTTIMEOUT", fmt::format("{}", manners.longest_silence_s).c_str());
  options.SetNameValue("LOW_SPEED_TIME", fmt::format("{}", manners.longest_silence_s).c_str());
  options.SetNameValue("LOW_SPEED_LIMIT", "100");
  const GdalErrorCapture capture;
  const std::unique_ptr<CPLHTTPResult, decltype(&CPLHTTPDestroyResult)> result(
      CPLHTTPFetchEx(url.c_str(), options.List(), &go_on, const_cast<Progress*>(&progress), nullptr, nullptr),
      &CPLHTTPDestroyResult);
  progress.check();
  Answer answer;
  if (!result) {
    answer.problem = capture.message();
    return answer;
  }
  const auto header = [&](const char* name) -> std::string {
    const char* value = CSLFetchNameValue(result->papszHeaders, name);
    return value ? value : "";
  };
  if (result->pszErrBuf) {
    answer.problem = result->pszErrBuf;
    const std::string_view code = "HTTP error code : ";
    if (answer.problem.starts_with(code)) {
      answer.http_error = static_cast<int>(number_after(std::string_view(answer.problem).substr(code.size()), 0));
      return answer;
    }
  } else if (result->nStatus != 0) {
    answer.problem = fmt::format("error {}", result->nStatus);
  }
  answer.bytes.assign(reinterpret_cast<const char*>(result->pabyData), static_cast<std::size_t>(result->nDataLen));
  const std::string range = header("Content-Range");  // "bytes 0-199/5000"
  if (range.empty()) {
    answer.total = number_after(header("Content-Length"), 0);
  } else {
    answer.first = number_after(range, ' ');
    answer.total = number_after(range, '/');
  }
  answer.version = fmt::format("{} {}", answer.total, header("ETag"));
  return answer;
}

[[noreturn]] void refuse_disk(const fs::path& path, const std::string& why) {
  throw Error(ErrorKind::output, fmt::format("{}: cannot be written ({}); make room, or set XDG_CACHE_HOME to a folder "
                                             "that has it",
                                             path.string(), why));
}

// What has come so far, and of which state of the server's file it is.
class Partial {
 public:
  explicit Partial(const fs::path& file)
      : path_(file.parent_path() / ".part" / file.filename()), mark_(path_.string() + ".version") {
    std::error_code problem;
    fs::create_directories(path_.parent_path(), problem);
    if (problem) refuse_disk(path_, problem.message());
    std::ifstream mark(mark_);
    std::getline(mark, version_);
    size_ = static_cast<std::int64_t>(fs::file_size(path_, problem));
    if (problem || version_.empty()) restart();
  }

  [[nodiscard]] const fs::path& path() const { return path_; }
  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] const std::string& version() const { return version_; }

  void restart() {
    std::error_code ignored;
    fs::remove(path_, ignored);
    fs::remove(mark_, ignored);
    size_ = 0;
    version_.clear();
  }

  void append(const std::string& bytes, const std::string& version) {
    if (size_ == 0) {
      write(mark_, version + "\n", std::ios::trunc);
      version_ = version;
    }
    write(path_, bytes, size_ == 0 ? std::ios::trunc : std::ios::app);
    size_ += static_cast<std::int64_t>(bytes.size());
  }

  void move_to(const fs::path& file) {
    std::error_code problem;
    const int written = open(path_.c_str(), O_RDONLY | O_CLOEXEC);  // whole on disk before it has its name
    if (written < 0 || fsync(written) != 0) refuse_disk(path_, "it does not reach the disk");
    close(written);
    fs::rename(path_, file, problem);
    if (problem) refuse_disk(file, problem.message());
    fs::remove(mark_, problem);
    fs::remove(path_.parent_path(), problem);  // only if it is empty
  }

 private:
  static void write(const fs::path& path, const std::string& bytes, std::ios::openmode mode) {
    std::ofstream out(path, std::ios::binary | mode);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) refuse_disk(path, "the disk is full or may not be written to");
  }

  fs::path path_;
  fs::path mark_;
  std::int64_t size_ = 0;
  std::string version_;
};

void wait(double seconds, const Progress& progress) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (std::chrono::steady_clock::now() < end) {
    progress.check();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace

std::optional<std::int64_t> download(const Download& wanted, const DownloadManners& manners, Progress& progress) {
  constexpr std::int64_t progress_bytes = 64 << 10;  // less does not count: a byte a second never ends
  use_gdal();
  Partial partial(wanted.file);
  std::int64_t received = 0;
  std::string problem;
  int failures = 0;  // in a row
  int restarts = 0;
  while (failures < manners.tries && restarts < manners.tries) {
    if (failures > 0) wait(manners.pause_s * std::pow(2, failures - 1), progress);
    const Answer answer = ask(wanted.url, partial.size(), manners, progress);
    if (answer.http_error == 404 || answer.http_error == 410 || answer.http_error == 403) return std::nullopt;
    const auto came = static_cast<std::int64_t>(answer.bytes.size());
    received += came;
    const bool other_file = partial.size() > 0 && came > 0 && answer.version != partial.version();
    if (other_file || answer.http_error == 416 || (came > 0 && answer.first != partial.size())) {
      // Changed meanwhile, shorter than what is here, or sent from the beginning by a server without ranges.
      problem = "the file changes while it is read";
      partial.restart();
      ++restarts;
      if (answer.first != 0 || came == 0) continue;
    }
    if (came > 0) partial.append(answer.bytes, answer.version);
    if (!answer.problem.empty() || came == 0) {
      problem = answer.problem.empty() ? "the server sends nothing" : answer.problem;
      failures = came < progress_bytes ? failures + 1 : 1;
      continue;
    }
    failures = 0;
    if (answer.total >= 0 && partial.size() < answer.total) continue;
    try {
      if (answer.total >= 0 && partial.size() > answer.total) throw Error(ErrorKind::terrain, "it is too long");
      wanted.check(partial.path());
      partial.move_to(wanted.file);
      return received;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::output) throw;
      problem = fmt::format("what has come is damaged: {}", error.what());
      partial.restart();
      ++restarts;
      failures = restarts;
    }
  }
  throw Error(ErrorKind::terrain, fmt::format("{} does not come ({}; tried {} times); what has come is kept, so try "
                                              "again later",
                                              wanted.url, problem, manners.tries));
}

}  // namespace skyshed
