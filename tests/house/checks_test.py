"""Plants violations in small trees and expects the checks beside this file to find each, and nothing else."""

import pathlib
import subprocess
import tempfile
import unittest

import check_includes
import check_kernel_symbols
import check_tree


class SmallTree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def plant(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


class CheckIncludes(SmallTree):
    def violations(self):
        return check_includes.check(self.root)[0]

    def test_allowed_includes_pass(self):
        self.plant("engine/a.h", '#include <cmath>\n#include <tbb/parallel_for.h>\n#include "engine/base/grid.h"\n')
        self.plant("engine/b.cpp", "// may say printf(, std::cout and getenv( in a comment\n"
                                   "#include <GeographicLib/Geodesic.hpp>\n#include <immintrin.h>\n")
        self.plant("dem/a.cpp", '#include <gdal_priv.h>\n#include <filesystem>\n#include "engine/terrain/elevation_model.h"\n')
        self.plant("products/a.cpp", '#include <fstream>\n#include "engine/change/compare.h"\n')
        self.plant("tests/engine/a.cpp", '#include "world.h"\n')
        self.plant("tests/engine/world.h", "#include <string>\n")
        self.plant("cli/a.cpp", '#include <iostream>\n#include "dem/a.h"\n#include "products/a.h"\n')
        self.assertEqual(self.violations(), [])

    def test_every_planted_violation_is_caught(self):
        planted = {
            "engine/to_dem.h": '#include "dem/source.h"',
            "engine/to_products.cpp": '#include "products/cog.h"',
            "engine/gdal.cpp": "#include <gdal.h>",
            "engine/ogr.cpp": "#  include <ogr_srs_api.h>",
            "engine/cpl.cpp": "#include <cpl_conv.h>",
            "engine/quoted_gdal.cpp": '#include "gdal_priv.h"',
            "engine/proj.cpp": "#include <proj.h>",
            "engine/file.cpp": "#include <fstream>",
            "engine/terminal.cpp": "#include <iostream>",
            "engine/c_file.cpp": "#include <cstdio>",
            "engine/c_header.cpp": "#include <stdio.h>",
            "engine/path.cpp": "#include <filesystem>",
            "engine/environment.cpp": 'const char* home = std::getenv("HOME");',
            "engine/mapped_file.cpp": "  void* file = mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, descriptor, 0);",
            "engine/print.cpp": "  std::cerr << 1;",
            "engine/beside.cpp": '#include "grid.h"',
            "dem/to_coverage.cpp": '#include "engine/coverage/slice.h"',
            "dem/to_products.cpp": '#include "products/cog.h"',
            "products/to_dem.cpp": '#include "dem/source.h"',
            "products/to_cli.cpp": '#include "cli/scenario_reader.h"',
            "tests/engine/to_dem.cpp": '#include "dem/source.h"',
            "configs/code.cpp": "int code;",
        }
        for name, line in planted.items():
            self.plant(name, f"\n{line}\n")
        caught = {violation.split(":")[0] for violation in self.violations()}
        self.assertEqual(caught, set(planted))

    def test_a_violation_names_file_and_line(self):
        self.plant("engine/a.cpp", "#include <cmath>\n#include <gdal.h>\n")
        self.assertTrue(self.violations()[0].startswith("engine/a.cpp:2: engine may not include <gdal.h>"))


class CheckTree(SmallTree):
    def setUp(self):
        super().setUp()
        self.git("init", "--quiet")
        self.plant(".gitignore", "/build/\n")
        self.plant("README.md", "small\n")
        self.git("add", ".")

    def git(self, *arguments):
        subprocess.run(["git", "-C", str(self.root), *arguments], check=True)

    def test_small_sources_pass_and_untracked_output_is_nobodys_business(self):
        self.plant("build/log.txt", "x" * 6_000_000)
        self.assertEqual(check_tree.check(self.root), [])

    def test_a_large_file_is_caught(self):
        self.plant("terrain.tif", "x" * 5_000_001)
        self.git("add", "terrain.tif")
        self.assertEqual([line.split(":")[0] for line in check_tree.check(self.root)], ["terrain.tif"])

    def test_tracked_output_is_caught(self):
        self.plant("build/result.txt", "x")
        self.plant("engine/grid.o", "x")
        self.git("add", "--force", ".")
        self.assertEqual({line.split(":")[0] for line in check_tree.check(self.root)}, {"build/result.txt", "engine/grid.o"})


class CheckKernelSymbols(unittest.TestCase):
    LISTING = ("lib/libengine.a:grid.cpp.o:0000000000000000 W std::max\n"
               "lib/libengine.a:sweep_avx2.cpp.o:0000000000000010 t skyshed::avx2::(anonymous namespace)::floors(int, int)\n"
               "lib/libengine.a:sweep_avx2.cpp.o:                 U sqrt\n"
               "lib/libengine.a:sweep_avx2.cpp.o:0000000000000000 D skyshed::avx2::kernels\n")

    def test_private_functions_and_weak_symbols_of_other_members_pass(self):
        self.assertEqual(check_kernel_symbols.shared_symbols(self.LISTING), ({"sweep_avx2.cpp.o"}, []))

    def test_a_weak_symbol_of_a_newer_kernel_is_caught(self):
        leak = "lib/libengine.a:sweep_avx512.cpp.o:0000000000000000 W double const& std::max<double>(double, double)\n"
        self.assertEqual(check_kernel_symbols.shared_symbols(self.LISTING + leak)[1],
                         ["sweep_avx512.cpp.o: double const& std::max<double>(double, double)"])


if __name__ == "__main__":
    unittest.main()
