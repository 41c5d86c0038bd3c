#!/usr/bin/env python3
"""Checks what git tracks: no file over 5 MB, nothing that a build or a run has made.

usage: check_tree.py ROOT
Prints one line for each violation and exits 1 if there is any; exits 77 where ROOT is no git work tree (a release
archive, say), because then there is nothing tracked to look at.
"""

import pathlib
import subprocess
import sys

LARGEST_BYTES = 5_000_000
GENERATED_SUFFIXES = {".o", ".a", ".so", ".pyc", ".gcda", ".gcno", ".qgz", ".log"}


def git_files(root, *options):
    # safe.directory: the tree may belong to another user than the one who tests it, as in containers.
    command = ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z", *options]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [name for name in names.split("\0") if name]


def check(root):
    found = []
    for name in git_files(root):
        path = root / name
        if path.is_file() and path.stat().st_size > LARGEST_BYTES:
            found.append(f"{name}: {path.stat().st_size / 1e6:.1f} MB; the largest allowed is {LARGEST_BYTES / 1e6:.0f} MB")
        if path.suffix in GENERATED_SUFFIXES:
            found.append(f"{name}: looks generated")
    found += [f"{name}: tracked although .gitignore calls it generated"
              for name in git_files(root, "--cached", "--ignored", "--exclude-standard")]
    return found


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    root = pathlib.Path(sys.argv[1])
    if not (root / ".git").exists():
        print(f"{root} is no git work tree")
        sys.exit(77)
    found = check(root)
    for violation in found:
        print(violation)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
