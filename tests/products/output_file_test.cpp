#include "products/output_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/products/scratch_folder.h"

namespace skyshed {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(OutputFile, AppearsOnlyWhenCommitted) {
  const ScratchFolder scratch;
  OutputFile file(scratch / "x.tif", false);
  put(file.path(), "whole");
  EXPECT_FALSE(std::filesystem::exists(scratch / "x.tif"));
  file.commit();
  EXPECT_EQ(content_of(scratch / "x.tif"), "whole");
}

TEST(OutputFile, LeavesNothingBesideItself) {
  const ScratchFolder scratch;
  {
    OutputFile file(scratch / "x.tif", false);
    put(file.path(), "whole");
    file.commit();
  }
  EXPECT_THAT(scratch.names(), ElementsAre("x.tif"));
}

TEST(OutputFile, LeavesNothingWhenItIsNotCommitted) {
  const ScratchFolder scratch;
  {
    const OutputFile file(scratch / "x.tif", false);
    put(file.path(), "half");
  }
  EXPECT_THAT(scratch.names(), IsEmpty());
}

TEST(OutputFile, BringsItsSideFiles) {
  const ScratchFolder scratch;
  OutputFile file(scratch / "x.asc", false);
  put(file.path(), "heights");
  put(std::filesystem::path(file.path()).replace_extension(".prj"), "projection");
  file.commit();
  EXPECT_EQ(content_of(scratch / "x.asc"), "heights");
  EXPECT_EQ(content_of(scratch / "x.prj"), "projection");
}

TEST(OutputFile, NeverReplacesASideFileUnasked) {
  const ScratchFolder scratch;
  put(scratch / "x.prj", "somebody else's");
  OutputFile file(scratch / "x.asc", false);
  put(file.path(), "heights");
  put(std::filesystem::path(file.path()).replace_extension(".prj"), "projection");
  EXPECT_EQ(error_of([&] { file.commit(); }).kind(), ErrorKind::output);
  EXPECT_EQ(content_of(scratch / "x.prj"), "somebody else's");
  EXPECT_FALSE(std::filesystem::exists(scratch / "x.asc"));
}

TEST(OutputFile, RefusesWhatExists) {
  const ScratchFolder scratch;
  put(scratch / "x.tif", "old");
  EXPECT_EQ(error_of([&] { const OutputFile file(scratch / "x.tif", false); }).kind(), ErrorKind::output);
  EXPECT_EQ(content_of(scratch / "x.tif"), "old");
}

TEST(OutputFile, IsReplacedOnlyWhenTheNewOneIsCommitted) {
  const ScratchFolder scratch;
  put(scratch / "x.tif", "old");
  OutputFile file(scratch / "x.tif", true);
  put(file.path(), "new");
  EXPECT_EQ(content_of(scratch / "x.tif"), "old");
  file.commit();
  EXPECT_EQ(content_of(scratch / "x.tif"), "new");
}

TEST(OutputFile, TakesWithItTheStatisticsOfTheFileThatItReplaces) {
  const ScratchFolder scratch;
  put(scratch / "x.tif", "old");
  put(scratch / "x.tif.aux.xml", "statistics of the old file");
  {
    OutputFile file(scratch / "x.tif", true);
    put(file.path(), "new");
    file.commit();
  }
  EXPECT_THAT(scratch.names(), ElementsAre("x.tif"));
}

TEST(OutputFile, RefusesAFolder) {
  const ScratchFolder scratch;
  std::filesystem::create_directory(scratch / "x.tif");
  EXPECT_EQ(error_of([&] { const OutputFile file(scratch / "x.tif", true); }).kind(), ErrorKind::output);
}

TEST(OutputFile, NeedsItsParent) {
  const ScratchFolder scratch;
  EXPECT_EQ(error_of([&] { const OutputFile file(scratch / "none/x.tif", false); }).kind(), ErrorKind::output);
}

}  // namespace
}  // namespace skyshed
