"""A small study, run once for all tests: what QGIS is to open."""

import pathlib
import subprocess

TITLE = 'Coast <winter> & "spring"'  # markup must stay text everywhere

SCENARIO = """
title = 'Coast <winter> & "spring"'
from = 2024-12-01
until = 2024-12-11
targets = ["fighter"]
altitudes_agl_m = [100]
altitudes_msl_m = [3000]

[terrain]
sources = ["{terrain}"]
outside = "{outside}"

[grid]
resolution_m = 4000
bbox = [34.2, 34.2, 37.4, 36.6]

[[asset]]
id = "long"
name = "S-400 at Khmeimim"
system = "S-400"
position = {{ latitude = 35.41, longitude = 35.95 }}
until = 2024-12-06
confidence = "confirmed"
sources = ["a <first> source", "a second one"]

[[asset]]
id = "short"
name = "Pantsir-S1 at Khmeimim"
system = "Pantsir-S1"
position = {{ latitude = 35.4008, longitude = 35.9486 }}
until = 2024-12-09

[[asset]]
id = "ship"
name = "Frigate"
system = "Admiral-Grigorovich"
position = {{ latitude = 34.91, longitude = 35.745 }}
from = 2024-12-09
"""


def run(program, *arguments):
    done = subprocess.run([program, *map(str, arguments), "--quiet"], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"skyshed {arguments[0]} ended with {done.returncode}: {done.stderr}")


def write_scenario(folder, terrain, outside="sea"):
    path = pathlib.Path(folder) / "scenario.toml"
    path.write_text(SCENARIO.format(terrain=terrain, outside=outside), encoding="utf-8")
    return path
