#!/usr/bin/env python3
"""What `skyshed check` foretells of scenarios, beside what their runs take.

    bench/forecast.py build/release/cli/skyshed configs/scenarios/*.toml
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

skyshed, scenarios = sys.argv[1], sys.argv[2:]
for scenario in scenarios:
    check = subprocess.run([skyshed, "check", scenario, "--json"], capture_output=True, text=True, check=True)
    told = json.loads(check.stdout)["forecast"]
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch) / "out"
        begin = time.monotonic()
        run = subprocess.Popen([skyshed, "run", scenario, "-o", out, "--no-cache", "--quiet", "--progress", "none"])
        _, status, usage = os.wait4(run.pid, 0)
        seconds = time.monotonic() - begin
        if status != 0:
            sys.exit(f"{scenario}: the run failed")
        took = {
            "memory_bytes": usage.ru_maxrss * 1024,
            "disk_bytes": sum(file.stat().st_size for file in out.rglob("*") if file.is_file()),
            "seconds": seconds,
        }
    print(f"{scenario}: {told['cells']} cells, {told['results']} results, "
          f"{usage.ru_utime + usage.ru_stime:.1f} s of processor time")
    for key, unit, scale in ("memory_bytes", "MB", 1e6), ("disk_bytes", "MB", 1e6), ("seconds", "s", 1):
        print(f"  {key.split('_')[0]:8} foretold {told[key] / scale:8.1f} {unit:2}  took {took[key] / scale:8.1f} {unit:2}"
              f"  ratio {told[key] / took[key]:.2f}")
