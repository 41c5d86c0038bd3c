#include "cli/terminal_progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>

namespace skyshed {
namespace {

std::atomic<bool> interrupt_asked = false;

void on_interrupt(int signal_number) {
  if (interrupt_asked.exchange(true)) {
    std::signal(signal_number, SIG_DFL);
    std::raise(signal_number);
  }
}

// A display that is gone (a closed terminal, a full log) must not stop the work.
template <class... Arguments>
void show(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  const std::string text = fmt::format(format, std::forward<Arguments>(arguments)...);
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

constexpr int bar_cells = 30;
constexpr std::int64_t milliseconds_between_draws = 100;

// Guessed from what is done since the first step ended, once enough is: what comes before it, such as finding memory,
// comes once.
std::optional<double> remaining_seconds(double seconds, double share, const TerminalProgress::FirstStep& first) {
  constexpr double least_seconds = 2;
  constexpr double least_share = 0.02;
  const double done = share - first.share;
  if (seconds < least_seconds || done < least_share || share >= 1) return std::nullopt;
  return (seconds - first.seconds) * (1 - share) / done;
}

std::string remaining_text(const std::optional<double>& remaining) {
  if (!remaining) return "";
  if (*remaining < 90) return fmt::format(", {:.0f} s left", *remaining);
  return fmt::format(", {:.0f} min left", *remaining / 60);
}

}  // namespace

void catch_interrupts() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    // nohup, and a shell that starts a job in the background, have their reasons.
    if (std::signal(number, on_interrupt) == SIG_IGN) std::signal(number, SIG_IGN);
  }
  // Writing into a closed pipe or beyond a limit of the file's size then fails as on a full disk.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

TerminalProgress::TerminalProgress(ProgressStyle style) : style_(style) {
  if (style_ == ProgressStyle::automatic) style_ = isatty(STDERR_FILENO) ? ProgressStyle::bar : ProgressStyle::lines;
}

TerminalProgress::~TerminalProgress() {
  // An error on the way: leave the cursor on a line of its own.
  if (!stage_.empty() && style_ == ProgressStyle::bar) show("\n");
}

void TerminalProgress::begin(const std::string& stage, std::int64_t steps) {
  end();
  check();
  stage_ = stage;
  total_ = std::max<std::int64_t>(steps, 1);
  done_ = 0;
  first_.reset();
  began_ = std::chrono::steady_clock::now();
  next_draw_ms_ = 0;
  draw(false);
}

void TerminalProgress::end() {
  if (stage_.empty()) return;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  done_ = total_;
  draw(true);
  stages_.push_back({stage_, seconds});
  stage_.clear();
}

void TerminalProgress::advance(std::int64_t steps) {
  done_ += steps;
  if (style_ == ProgressStyle::none || style_ == ProgressStyle::lines) return;
  const auto now =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began_).count();
  std::int64_t due = next_draw_ms_;
  if (now < due || !next_draw_ms_.compare_exchange_strong(due, now + milliseconds_between_draws)) return;
  draw(false);
}

bool TerminalProgress::cancelled() const { return interrupt_asked; }

void TerminalProgress::draw(bool finished) {
  const std::lock_guard lock(drawing_);
  const double share = std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  if (!first_ && share > 0) first_ = {seconds, share};
  const auto remaining = first_ ? remaining_seconds(seconds, share, *first_) : std::nullopt;
  switch (style_) {
    case ProgressStyle::bar: {
      const int filled = static_cast<int>(share * bar_cells);
      show("\r{:<26} [{:#<{}}{:.<{}}] {:3.0f} %  {:.1f} s{:<20}", stage_, "", filled, "", bar_cells - filled,
           100 * share, seconds, finished ? "" : remaining_text(remaining));
      if (finished) show("\n");
      break;
    }
    case ProgressStyle::lines:
      if (finished) show("{}: {:.1f} s\n", stage_, seconds);
      break;
    case ProgressStyle::json: {
      nlohmann::ordered_json line{{"stage", stage_}, {"share", share}, {"seconds", seconds}, {"finished", finished}};
      if (remaining) line["remaining_seconds"] = *remaining;
      show("{}\n", line.dump());
      break;
    }
    case ProgressStyle::automatic:
    case ProgressStyle::none:
      break;
  }
}

}  // namespace skyshed
