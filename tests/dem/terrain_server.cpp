#include "tests/dem/terrain_server.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

namespace skyshed::test {

TerrainServer::TerrainServer(const std::filesystem::path& folder) : log_(folder.string() + ".requests") {
  int input[2];
  if (pipe2(input, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  process_ = fork();
  if (process_ == 0) {
    const int log = open(log_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(input[0], STDIN_FILENO);
    dup2(log, STDOUT_FILENO);
    execlp("python3", "python3", SKYSHED_SOURCE_DIR "/tests/dem/fault_server.py", folder.c_str(), nullptr);
    _exit(127);
  }
  close(input[0]);
  its_input_ = input[1];
  for (int i = 0; i < 1500 && port_.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::ifstream log(log_);
    std::string line;
    if (std::getline(log, line) && !log.eof()) port_ = line;
  }
  if (port_.empty()) ADD_FAILURE() << "the server did not begin";
  read_ = 1;
}

TerrainServer::~TerrainServer() {
  close(its_input_);
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

std::string TerrainServer::url(const std::string& fault) const { return "http://127.0.0.1:" + port_ + "/" + fault; }

std::vector<std::string> TerrainServer::requests() {
  std::ifstream log(log_);
  std::vector<std::string> lines;
  std::string line;
  for (std::size_t i = 0; std::getline(log, line); ++i) {
    if (i >= read_) lines.push_back(line);
  }
  read_ += lines.size();
  return lines;
}

}  // namespace skyshed::test
