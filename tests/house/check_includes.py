#!/usr/bin/env python3
"""Checks the direction of the includes: which room may see which, and what the engine must never touch.

usage: check_includes.py ROOT
Prints one line for each violation (FILE:LINE: what) and exits 1 if there is any.
"""

import pathlib
import re
import sys

SOURCES = {".h", ".cpp", ".cc", ".hpp", ".c", ".inc"}

# Folder -> what its includes may begin with. Quoted includes name a file from the root of the repository; tests may
# also name what stands beside them.
ROOMS = {
    "engine": ["engine/"],
    "dem": ["dem/", "engine/base/", "engine/terrain/", "engine/earth/"],
    "products": ["products/", "engine/"],
    "cli": ["cli/", "products/", "dem/", "engine/"],
    "tests/engine": ["tests/engine/", "engine/"],
    "tests/dem": ["tests/dem/", "tests/engine/", "dem/", "engine/"],
    "tests/products": ["tests/products/", "tests/engine/", "products/", "engine/"],
}

# The engine's libraries, and the standard headers through which files, the terminal or the environment would come in.
ENGINE_LIBRARIES = ("Eigen/", "oneapi/tbb", "tbb/", "GeographicLib/")
# Vector instructions; advice to the kernel on memory that we own (large pages).
ENGINE_MACHINE = {"immintrin.h", "sys/mman.h"}
ENGINE_FORBIDDEN = {"fstream", "iostream", "ostream", "istream", "cstdio", "filesystem", "syncstream", "print"}
ENGINE_FORBIDDEN_WORDS = re.compile(r"\b(getenv|secure_getenv|setenv|environ|system|popen|fopen|mmap|printf|fprintf|puts)\s*\(|"
                                    r"\bstd::(cout|cerr|clog)\b")

INCLUDE = re.compile(r"^\s*#\s*include\s*([<\"])([^>\"]+)[>\"]")


def engine_may_include_system(name):
    if name.startswith(ENGINE_LIBRARIES) or name in ENGINE_MACHINE:
        return True
    return re.fullmatch(r"[a-z0-9_]+", name) is not None and name not in ENGINE_FORBIDDEN


def without_comments_and_strings(line):
    line = re.sub(r'"(\\.|[^"\\])*"', '""', line)
    return line.split("//", 1)[0]


def violations_in(path, room, may_include):
    in_engine = room == "engine"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        include = INCLUDE.match(line)
        if include:
            kind, name = include.groups()
            beside = room.startswith("tests/") and "/" not in name and (path.parent / name).is_file()
            if kind == '"' and not beside and not name.startswith(tuple(may_include)):
                yield number, f'{room} may not include "{name}" (only {", ".join(may_include)})'
            if kind == "<" and in_engine and not engine_may_include_system(name):
                yield number, f"engine may not include <{name}>: no files, no GDAL, no printing, no environment"
        elif in_engine:
            word = ENGINE_FORBIDDEN_WORDS.search(without_comments_and_strings(line))
            if word:
                yield number, f"engine may not use {word.group(0).rstrip('( ')}"


def sources_of(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in SOURCES)


def check(root):
    """Returns (violations, how many files were read)."""
    found = []
    count = 0
    for room, may_include in ROOMS.items():
        for path in sources_of(root / room):
            count += 1
            found += [f"{path.relative_to(root)}:{number}: {what}" for number, what in violations_in(path, room, may_include)]
    found += [f"{path.relative_to(root)}: configs holds data, no code" for path in sources_of(root / "configs")]
    return found, count


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found, count = check(pathlib.Path(sys.argv[1]))
    for violation in found:
        print(violation)
    if count == 0:
        print(f"no sources under {sys.argv[1]}")
    sys.exit(1 if found or count == 0 else 0)


if __name__ == "__main__":
    main()
