#include "products/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/products/scratch_folder.h"

namespace skyshed {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Origins origins{{"scenario", "one two"}, {"terrain", "three"}};

TEST(Journal, TakesOverFilesThatAreAsTheyWereNoted) {
  const ScratchFolder scratch;
  std::filesystem::create_directory(scratch / "phases");
  put(scratch / "phases/a b.tif", "a");
  put(scratch / "changed.tif", "before");
  Journal first(scratch.path(), origins, true);
  put(scratch / "phases/a b.tif", "a");
  put(scratch / "changed.tif", "before");
  put(scratch / "gone.tif", "");
  for (const char* file : {"phases/a b.tif", "changed.tif", "gone.tif"}) first.note_finished(file);
  put(scratch / "changed.tif", "after");
  put(scratch / "half.tif", "never noted");
  std::filesystem::remove(scratch / "gone.tif");

  const Journal second(scratch.path(), origins, true);
  EXPECT_EQ(second.taken_over(), 1U);
  EXPECT_TRUE(second.is_finished("phases/a b.tif"));
  EXPECT_FALSE(second.is_finished("changed.tif"));
  EXPECT_THAT(scratch.names(), ElementsAre(".skyshed-journal", "phases"));
}

TEST(Journal, BelievesNoHalfLine) {
  const ScratchFolder scratch;
  {
    Journal journal(scratch.path(), origins, false);
    put(scratch / "a.tif", "a");
    journal.note_finished("a.tif");
  }
  const std::string text = content_of(scratch / journal_file_name);
  put(scratch / journal_file_name, text.substr(0, text.size() - 1));
  EXPECT_EQ(Journal(scratch.path(), origins, true).taken_over(), 0U);
}

TEST(Journal, OfOtherOriginsIsRefusedByNameAndLeftAlone) {
  const ScratchFolder scratch;
  {
    Journal journal(scratch.path(), origins, false);
    put(scratch / "a.tif", "a");
    journal.note_finished("a.tif");
  }
  const Error error = error_of([&] {
    const Journal other(scratch.path(), {{"scenario", "one two"}, {"terrain", "another"}}, true);
  });
  EXPECT_EQ(error.kind(), ErrorKind::output);
  EXPECT_THAT(error.what(), HasSubstr("(terrain changed since)"));
  EXPECT_EQ(content_of(scratch / "a.tif"), "a");
  EXPECT_EQ(Journal(scratch.path(), origins, false).taken_over(), 0U);  // anew
  EXPECT_THAT(scratch.names(), ElementsAre(".skyshed-journal"));
}

TEST(Journal, NeverLeavesItsFolder) {
  const ScratchFolder scratch;
  std::filesystem::create_directory(scratch / "partial");
  put(scratch / "precious", "");
  const std::string hash_of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  put(scratch / "partial/.skyshed-journal",
      "from scenario one two\nfrom terrain three\nfile " + hash_of_nothing + " ../precious\n");
  std::filesystem::create_symlink(scratch.path(), scratch / "partial/link");
  const Journal journal(scratch / "partial", origins, true);
  EXPECT_THAT(scratch.names(), ElementsAre("partial", "precious"));
}

}  // namespace
}  // namespace skyshed
