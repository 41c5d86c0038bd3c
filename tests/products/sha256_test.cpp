#include "products/sha256.h"

#include <gtest/gtest.h>

#include "tests/products/scratch_folder.h"

namespace skyshed {
namespace {

// FIPS 180-4 examples (NIST, "SHA256.pdf") and the digest of one million times "a".
TEST(Sha256, OfTextIsAsPublished) {
  EXPECT_EQ(sha256_of_text("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_of_text(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, OfAFileIsThatOfItsBytes) {
  const ScratchFolder scratch;
  put(scratch / "million", std::string(1000000, 'a'));
  EXPECT_EQ(sha256_of_file(scratch / "million"), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, OfAMissingFileIsAnError) {
  const ScratchFolder scratch;
  EXPECT_EQ(error_of([&] { (void)sha256_of_file(scratch / "none"); }).kind(), ErrorKind::output);
}

}  // namespace
}  // namespace skyshed
