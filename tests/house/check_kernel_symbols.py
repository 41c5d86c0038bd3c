#!/usr/bin/env python3
"""Checks that the kernels compiled for newer processors leave nothing that other code could be linked with.

An inline function that the compiler did not inline is a weak symbol; the linker keeps one copy of it for the whole
program, and if that is the copy compiled for AVX-512, the program dies on processors without it, in code that has
nothing to do with the kernels.

usage: check_kernel_symbols.py NM ARCHIVE
Prints one line for each such symbol and exits 1 if there is any, or if the archive has no such kernels.
"""

import subprocess
import sys

NEWER = ("_avx2.cpp.o", "_avx512.cpp.o")
SHARED_BETWEEN_OBJECTS = set("WVu")


def shared_symbols(listing):
    """From the output of nm --print-file-name: (members seen, symbols of theirs that the linker may share)."""
    members = set()
    shared = []
    for line in listing.splitlines():
        place, _, symbol = line.partition(" ")  # "archive:member:address", "T name"
        member = place.split(":")[-2] if place.count(":") >= 2 else ""
        if not member.endswith(NEWER):
            continue
        members.add(member)
        kind, _, name = symbol.strip().partition(" ")
        if kind in SHARED_BETWEEN_OBJECTS:
            shared.append(f"{member}: {name}")
    return members, shared


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    nm, archive = sys.argv[1:]
    listing = subprocess.run([nm, "-C", "--print-file-name", archive], check=True, capture_output=True, text=True).stdout
    members, shared = shared_symbols(listing)
    for symbol in shared:
        print(symbol)
    if not members:
        print(f"{archive} has no member that ends in {' or '.join(NEWER)}")
    sys.exit(1 if shared or not members else 0)


if __name__ == "__main__":
    main()
