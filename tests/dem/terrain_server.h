// A web server of this machine with planned faults (fault_server.py), for the life of a test.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace skyshed::test {

class TerrainServer {
 public:
  explicit TerrainServer(const std::filesystem::path& folder);
  ~TerrainServer();
  TerrainServer(const TerrainServer&) = delete;
  TerrainServer& operator=(const TerrainServer&) = delete;

  // "http://127.0.0.1:PORT/FAULT"
  [[nodiscard]] std::string url(const std::string& fault) const;
  // "GET /ok/a.tif bytes=0-16383 206", in the order in which they were answered, since the last call.
  [[nodiscard]] std::vector<std::string> requests();

 private:
  std::filesystem::path log_;
  std::size_t read_ = 0;
  int its_input_ = -1;
  pid_t process_ = -1;
  std::string port_;
};

}  // namespace skyshed::test
