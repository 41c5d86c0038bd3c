// What the disk refuses is never lost: a full disk (here a limit on the size of a file, which the system reports at the
// same calls) and missing permission.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <random>

#include "products/cog.h"
#include "products/output_file.h"
#include "products/output_folder.h"
#include "products/text_file.h"
#include "tests/products/scratch_folder.h"
#include "tests/products/worlds.h"

namespace skyshed {
namespace {

using testing::HasSubstr;

class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit{bytes, old_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  void (*old_handler_)(int);
  rlimit old_{};
};

// The superuser may write anywhere: step down for a while.
class Nobody {
 public:
  Nobody() : old_(::geteuid()) {
    if (old_ == 0) {
      EXPECT_EQ(::seteuid(65534), 0);
    }
  }
  Nobody(const Nobody&) = delete;
  Nobody& operator=(const Nobody&) = delete;
  ~Nobody() {
    if (old_ == 0) {
      EXPECT_EQ(::seteuid(old_), 0);
    }
  }

 private:
  uid_t old_;
};

Raster<float> incompressible(int width, int height) {
  std::mt19937 random(11);
  return raster_of<float>(width, height, [&](int, int) { return random(); });
}

TEST(WriteFailure, OfACogOnAFullDiskIsReported) {
  const ScratchFolder scratch;
  const auto values = incompressible(700, 700);  // about 2 MB
  for (const rlim_t bytes : {rlim_t{0}, rlim_t{1000}, rlim_t{100'000}, rlim_t{1'500'000}}) {
    const FileSizeLimit limit(bytes);
    const Error error = error_of([&] {
      write_cog(scratch / "x.tif", degrees(700, 700), FloatBands{{&values, "", ""}}, {});
    });
    EXPECT_EQ(error.kind(), ErrorKind::output) << bytes;
    EXPECT_THAT(error.what(), HasSubstr((scratch / "x.tif").string()));
  }
}

TEST(WriteFailure, OfTheLastByteIsReported) {
  const ScratchFolder scratch;
  const auto values = incompressible(700, 700);
  const auto write = [&](const std::string& name) {
    write_cog(scratch / name, degrees(700, 700), FloatBands{{&values, "", ""}}, {});
  };
  write("whole.tif");
  const FileSizeLimit limit(std::filesystem::file_size(scratch / "whole.tif") - 1);
  EXPECT_EQ(error_of([&] { write("x.tif"); }).kind(), ErrorKind::output);
}

TEST(WriteFailure, OfATextOnAFullDiskIsReported) {
  const ScratchFolder scratch;
  const FileSizeLimit limit(1000);
  const Error error = error_of([&] { write_text_file(scratch / "x.txt", std::string(1001, 'x')); });
  EXPECT_EQ(error.kind(), ErrorKind::output);
  EXPECT_THAT(error.what(), HasSubstr((scratch / "x.txt").string()));
}

TEST(WriteFailure, NamesTheFileAsItWouldHaveBeenCalled) {
  const ScratchFolder scratch;
  const OutputFolder folder(scratch / "out", false);
  const OutputFile file(scratch / "x.tif", false);
  EXPECT_EQ(final_path(folder.path() / "phases/x.tif"), scratch / "out/phases/x.tif");
  EXPECT_EQ(final_path(folder.path()), scratch / "out");
  EXPECT_EQ(final_path(file.path()), scratch / "x.tif");
  EXPECT_EQ(final_path(scratch / ".hidden/x.tif"), scratch / ".hidden/x.tif");

  const FileSizeLimit limit(1000);
  const Error error = error_of([&] { write_text_file(folder.file("phases/x.txt"), std::string(1001, 'x')); });
  EXPECT_THAT(error.what(), HasSubstr("cannot write " + (scratch / "out/phases/x.txt").string() + ": File too large"));
}

TEST(WriteFailure, IsNotPrinted) {
  const ScratchFolder scratch;
  const Raster<std::uint8_t> counts(3, 2, 4);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  EXPECT_THROW(write_cog(scratch / "none/x.tif", degrees(3, 2), ByteBands{{&counts, "", ""}}, {}), Error);
  EXPECT_EQ(testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr(), "");
}

TEST(WriteFailure, WithoutPermissionIsReported) {
  const ScratchFolder scratch;
  std::filesystem::permissions(scratch.path(), std::filesystem::perms(0555));
  const Nobody nobody;
  const Error folder = error_of([&] { const OutputFolder refused(scratch / "out", false); });
  EXPECT_EQ(folder.kind(), ErrorKind::output);
  EXPECT_THAT(folder.what(), HasSubstr("Permission denied"));
  const Raster<std::uint8_t> counts(3, 2, 4);
  const Error cog = error_of([&] { write_cog(scratch / "x.tif", degrees(3, 2), ByteBands{{&counts, "", ""}}, {}); });
  EXPECT_EQ(cog.kind(), ErrorKind::output);
  EXPECT_THAT(cog.what(), HasSubstr("Permission denied"));
}

}  // namespace
}  // namespace skyshed
