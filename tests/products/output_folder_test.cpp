#include "products/output_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tbb/task_group.h>

#include "products/manifest.h"
#include "products/text_file.h"
#include "tests/products/scratch_folder.h"

namespace skyshed {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void fill(const OutputFolder& folder, const std::string& text) {
  write_text_file(folder.file("phases/one/note.txt"), text);
  write_manifest(folder.path(), {});
}

void make_run(const std::filesystem::path& target, const std::string& text) {
  OutputFolder folder(target, false);
  fill(folder, text);
  folder.commit();
}

TEST(OutputFolder, AppearsOnlyWhenCommitted) {
  const ScratchFolder scratch;
  OutputFolder folder(scratch / "out", false);
  fill(folder, "whole");
  EXPECT_FALSE(std::filesystem::exists(scratch / "out"));
  folder.commit();
  EXPECT_EQ(content_of(scratch / "out/phases/one/note.txt"), "whole");
  EXPECT_THAT(scratch.names(), ElementsAre("out"));
}

TEST(OutputFolder, LeavesNothingWhenItIsNotCommitted) {
  const ScratchFolder scratch;
  {
    const OutputFolder folder(scratch / "out", false);
    fill(folder, "half");
  }
  EXPECT_THAT(scratch.names(), IsEmpty());
}

TEST(OutputFolder, MayBeNamedWithASlashAtTheEnd) {
  const ScratchFolder scratch;
  make_run(scratch / "out/", "whole");
  EXPECT_EQ(content_of(scratch / "out/phases/one/note.txt"), "whole");
}

TEST(OutputFolder, RefusesWhatExists) {
  const ScratchFolder scratch;
  make_run(scratch / "out", "old");
  const Error error = error_of([&] { const OutputFolder folder(scratch / "out", false); });
  EXPECT_EQ(error.kind(), ErrorKind::output);
  EXPECT_THAT(error.what(), HasSubstr("--overwrite"));
  EXPECT_EQ(content_of(scratch / "out/phases/one/note.txt"), "old");
}

TEST(OutputFolder, IsReplacedOnlyWhenTheNewOneIsCommitted) {
  const ScratchFolder scratch;
  make_run(scratch / "out", "old");
  put(scratch / "out/old.txt", "only in the old run");
  OutputFolder folder(scratch / "out", true);
  fill(folder, "new");
  EXPECT_EQ(content_of(scratch / "out/phases/one/note.txt"), "old");
  folder.commit();
  EXPECT_EQ(content_of(scratch / "out/phases/one/note.txt"), "new");
  EXPECT_FALSE(std::filesystem::exists(scratch / "out/old.txt"));
  EXPECT_THAT(scratch.names(), ElementsAre("out"));
}

TEST(OutputFolder, KeepsTheOldRunWhenTheNewOneFails) {
  const ScratchFolder scratch;
  make_run(scratch / "out", "old");
  {
    const OutputFolder folder(scratch / "out", true);
    fill(folder, "new");
  }
  EXPECT_EQ(content_of(scratch / "out/phases/one/note.txt"), "old");
  EXPECT_THAT(scratch.names(), ElementsAre("out"));
}

TEST(OutputFolder, PutsTheOldFolderBackWhenRenamingFails) {
  const ScratchFolder scratch;
  make_run(scratch / "out", "old");
  const Error error = error_of([&] { move_folder_into_place(scratch / "vanished", scratch / "out"); });
  EXPECT_EQ(error.kind(), ErrorKind::output);
  EXPECT_EQ(content_of(scratch / "out/phases/one/note.txt"), "old");
  EXPECT_THAT(scratch.names(), ElementsAre("out"));
}

TEST(OutputFolder, HasOneWriterAtATime) {
  const ScratchFolder scratch;
  OutputFolder first(scratch / "out", false);
  fill(first, "first");
  const Error error = error_of([&] { const OutputFolder second(scratch / "out", false); });
  EXPECT_EQ(error.kind(), ErrorKind::output);
  EXPECT_THAT(error.what(), HasSubstr("another skyshed is writing " + (scratch / "out").string()));
  const OutputFolder elsewhere(scratch / "other", false);
  first.commit();
  EXPECT_EQ(content_of(scratch / "out/phases/one/note.txt"), "first");
}

TEST(OutputFolder, DoesNotNoteFilesOfWorkThatIsGivenUp) {
  const ScratchFolder scratch;
  OutputFolder folder(scratch / "out", false, {}, true);
  folder.keep_journal({{"scenario", "same"}});
  tbb::task_group tasks;
  const auto write = [&](const std::string& name) {
    folder.write(name, [&](const std::filesystem::path& file) { put(file, "bytes"); });
  };
  tasks.run_and_wait([&] {
    write("before.tif");
    tasks.cancel();
    EXPECT_THROW(write("after.tif"), Error);
  });
  EXPECT_TRUE(folder.is_finished("before.tif"));
  EXPECT_FALSE(folder.is_finished("after.tif"));
}

TEST(OutputFolder, TakesNothingFromARunThatWasKilled) {
  const ScratchFolder scratch;
  std::filesystem::create_directories(scratch / ".out.skyshed-partial/phases/two");
  put(scratch / ".out.skyshed-partial/phases/two/half.tif", "half");
  OutputFolder folder(scratch / "out", false);
  fill(folder, "whole");
  folder.commit();
  EXPECT_FALSE(std::filesystem::exists(scratch / "out/phases/two"));
  EXPECT_THAT(scratch.names(), ElementsAre("out"));
}

TEST(OutputFolder, DoesNotFollowALinkInPlaceOfItsPartialFolder) {
  const ScratchFolder scratch;
  std::filesystem::create_directory(scratch / "precious");
  put(scratch / "precious/thesis.txt", "years of work");
  std::filesystem::create_directory_symlink(scratch / "precious", scratch / ".out.skyshed-partial");
  EXPECT_EQ(error_of([&] { const OutputFolder folder(scratch / "out", false); }).kind(), ErrorKind::output);
  EXPECT_EQ(content_of(scratch / "precious/thesis.txt"), "years of work");
}

TEST(OutputFolder, NeverReplacesAFolderOfSomebodyElse) {
  const ScratchFolder scratch;
  std::filesystem::create_directory(scratch / "thesis");
  put(scratch / "thesis/chapter.txt", "years of work");
  const Error error = error_of([&] { const OutputFolder folder(scratch / "thesis", true); });
  EXPECT_EQ(error.kind(), ErrorKind::output);
  EXPECT_THAT(error.what(), HasSubstr("was not written by skyshed"));
  EXPECT_EQ(content_of(scratch / "thesis/chapter.txt"), "years of work");
}

TEST(OutputFolder, NeverReplacesAFolderWithAManifestOfAnotherProgram) {
  const ScratchFolder scratch;
  std::filesystem::create_directory(scratch / "extension");
  put(scratch / "extension/manifest.json", R"({"manifest_version": 3, "name": "a browser extension"})");
  EXPECT_EQ(error_of([&] { const OutputFolder folder(scratch / "extension", true); }).kind(), ErrorKind::output);
  EXPECT_TRUE(std::filesystem::exists(scratch / "extension/manifest.json"));
}

TEST(OutputFolder, NeverReplacesAFolderThatAppearedInTheMeantime) {
  const ScratchFolder scratch;
  OutputFolder folder(scratch / "out", true);
  fill(folder, "ours");
  std::filesystem::create_directory(scratch / "out");
  put(scratch / "out/theirs.txt", "theirs");
  EXPECT_EQ(error_of([&] { folder.commit(); }).kind(), ErrorKind::output);
  EXPECT_EQ(content_of(scratch / "out/theirs.txt"), "theirs");
}

TEST(OutputFolder, NeverReplacesWhatItWouldBeMadeOf) {
  const ScratchFolder scratch;
  OutputFolder first(scratch / "out", false);
  fill(first, "first");
  first.commit();
  std::filesystem::create_directory_symlink(scratch / "out", scratch / "link");
  for (const char* origin : {"out", "out/phases", "link/phases/one/note.txt"}) {
    const Error error = error_of([&] { const OutputFolder folder(scratch / "out", true, {scratch / origin}); });
    EXPECT_EQ(error.kind(), ErrorKind::output) << origin;
    EXPECT_THAT(error.what(), HasSubstr("would be made of"));
  }
  OutputFolder second(scratch / "out", true, {scratch / "outer", scratch / "elsewhere/out", scratch.path()});
  fill(second, "second");
  second.commit();
  EXPECT_EQ(content_of(scratch / "out/phases/one/note.txt"), "second");
}

TEST(OutputFolder, MayReplaceAnEmptyFolder) {
  const ScratchFolder scratch;
  std::filesystem::create_directory(scratch / "out");
  OutputFolder folder(scratch / "out", true);
  fill(folder, "whole");
  folder.commit();
  EXPECT_EQ(content_of(scratch / "out/phases/one/note.txt"), "whole");
}

TEST(OutputFolder, RefusesAnEmptyName) {
  EXPECT_THAT(error_of([] { const OutputFolder folder("", false); }).what(), HasSubstr("is empty"));
}

TEST(OutputFolder, RefusesAFile) {
  const ScratchFolder scratch;
  put(scratch / "out", "a file");
  EXPECT_EQ(error_of([&] { const OutputFolder folder(scratch / "out", true); }).kind(), ErrorKind::output);
  EXPECT_EQ(content_of(scratch / "out"), "a file");
}

TEST(OutputFolder, MakesTheFoldersAboveIt) {
  const ScratchFolder scratch;
  OutputFolder folder(scratch / "deep/er/out", false);
  EXPECT_TRUE(std::filesystem::is_directory(scratch / "deep/er"));
  EXPECT_FALSE(std::filesystem::exists(scratch / "deep/er/out"));  // it is not committed yet
}

TEST(OutputFolder, IsNotCommittedWithoutItsManifest) {
  const ScratchFolder scratch;
  OutputFolder folder(scratch / "out", false);
  EXPECT_EQ(error_of([&] { folder.commit(); }).kind(), ErrorKind::internal);
}

TEST(OutputFolder, IsReplacedWhereASymbolicLinkPoints) {
  const ScratchFolder scratch;
  make_run(scratch / "real", "old");
  std::filesystem::create_directory_symlink(scratch / "real", scratch / "link");
  OutputFolder folder(scratch / "link", true);
  fill(folder, "new");
  folder.commit();
  EXPECT_TRUE(std::filesystem::is_symlink(scratch / "link"));
  EXPECT_EQ(content_of(scratch / "real/phases/one/note.txt"), "new");
}

}  // namespace
}  // namespace skyshed
