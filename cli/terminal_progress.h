// Progress on stderr: a bar on a terminal, a line a stage elsewhere, JSON lines for programs, or nothing. And Ctrl-C.
//
// Threading  advance() and cancelled() from any thread; stages are begun and ended by one.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/progress.h"

namespace skyshed {

enum class ProgressStyle { automatic, bar, lines, json, none };

// From now on SIGINT, SIGTERM and SIGHUP (a closed terminal) make cancelled() true, everywhere in the program; a second
// one ends it at once. A broken pipe and a file's size limit become errors of the write.
void catch_interrupts();

class TerminalProgress : public Progress {
 public:
  // automatic: a bar if stderr is a terminal, else lines.
  explicit TerminalProgress(ProgressStyle style);
  ~TerminalProgress() override;

  // Ends the stage before. steps: how many advance() will report in all, roughly.
  void begin(const std::string& stage, std::int64_t steps);
  void end();

  void advance(std::int64_t steps) override;
  [[nodiscard]] bool cancelled() const override;

  struct StageSeconds {
    std::string stage;
    double seconds;
  };
  // Of the stages ended so far.
  [[nodiscard]] const std::vector<StageSeconds>& stages() const { return stages_; }

  // When the first step of a stage was seen to be done, and what share it was.
  struct FirstStep {
    double seconds;
    double share;
  };

 private:
  void draw(bool finished);

  ProgressStyle style_;
  std::string stage_;
  std::int64_t total_ = 0;
  std::atomic<std::int64_t> done_ = 0;
  std::chrono::steady_clock::time_point began_;
  std::atomic<std::int64_t> next_draw_ms_ = 0;
  std::mutex drawing_;
  std::optional<FirstStep> first_;
  std::vector<StageSeconds> stages_;
};

}  // namespace skyshed
