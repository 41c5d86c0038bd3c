#include "program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "tests/products/scratch_folder.h"

namespace skyshed::test {

namespace fs = std::filesystem;

namespace {

struct Pipe {
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  }
  std::array<int, 2> ends{};
};

struct Started {
  pid_t process = 0;
  int out = -1;
  int err = -1;
};

Started start(const std::vector<std::string>& arguments) {
  Pipe out;
  Pipe err;
  std::vector<std::string> words{SKYSHED_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t process = ::fork();
  if (process == 0) {
    ::dup2(out.ends[1], STDOUT_FILENO);
    ::dup2(err.ends[1], STDERR_FILENO);
    // Each test computes anew unless it names a cache itself.
    ::setenv("SKYSHED_CACHE", "", 0);
    ::execv(SKYSHED_PROGRAM, argv.data());
    ::_exit(127);
  }
  ::close(out.ends[1]);
  ::close(err.ends[1]);
  return {process, out.ends[0], err.ends[0]};
}

// Reads both streams to their ends, so that neither blocks the program; tells each new piece of stderr.
template <class Heard>
Outcome finish(const Started& started, Heard heard) {
  Outcome outcome;
  std::array<pollfd, 2> streams{pollfd{started.out, POLLIN, 0}, pollfd{started.err, POLLIN, 0}};
  while (streams[0].fd >= 0 || streams[1].fd >= 0) {
    ::poll(streams.data(), streams.size(), -1);
    for (std::size_t i = 0; i < streams.size(); ++i) {
      if (streams[i].fd < 0 || streams[i].revents == 0) continue;
      std::array<char, 65536> piece{};
      const ssize_t length = ::read(streams[i].fd, piece.data(), piece.size());
      if (length <= 0) {
        ::close(streams[i].fd);
        streams[i].fd = -1;
        continue;
      }
      (i == 0 ? outcome.out : outcome.err).append(piece.data(), static_cast<std::size_t>(length));
      if (i == 1) heard(outcome.err);
    }
  }
  int status = 0;
  ::waitpid(started.process, &status, 0);
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

}  // namespace

Outcome run_program(const std::vector<std::string>& arguments) {
  return finish(start(arguments), [](const std::string&) {});
}

Outcome run_program_and(std::vector<std::string> arguments, const std::string& stage,
                        const std::function<void(pid_t)>& action) {
  arguments.insert(arguments.end(), {"--progress", "json"});
  const Started started = start(arguments);
  bool done = false;
  return finish(started, [&](const std::string& heard) {
    if (done || heard.find("\"stage\":\"" + stage + "\"") == std::string::npos) return;
    done = true;
    action(started.process);
  });
}

Outcome interrupt_program(std::vector<std::string> arguments, const std::string& stage, int signal) {
  return run_program_and(std::move(arguments), stage, [&](pid_t process) { ::kill(process, signal); });
}

std::map<std::string, std::string> files_in(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[fs::relative(entry.path(), folder).generic_string()] = content_of(entry.path());
  }
  return files;
}

std::map<std::string, std::string> results_in(const fs::path& folder) {
  std::map<std::string, std::string> files = files_in(folder);
  files.erase("manifest.json");
  return files;
}

std::string shipped_scenario(const std::string& name, int resolution_m) {
  const std::string text = content_of(fs::path(SKYSHED_SOURCE_DIR) / "configs/scenarios" / name);
  const std::string coarse = with(text, "\nresolution_m = 1000\n", fmt::format("\nresolution_m = {}\n", resolution_m));
  return with(coarse, "\"../terrain/", "\"" SKYSHED_SOURCE_DIR "/configs/terrain/");
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("no \"" + from + "\" in " + text);
  return text.replace(at, from.size(), to);
}

std::string levant() { return SKYSHED_SOURCE_DIR "/configs/terrain/levant.tif"; }

}  // namespace skyshed::test
