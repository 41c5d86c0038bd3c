"""Small studies for the tests of the report, with markup in every text that a scenario may hold."""

import pathlib
import subprocess

HOSTILE = """</script><script>document.title="run";fetch("https://example.org/")</script> & 'one' "two" <img src=x onerror=alert(1)>"""

HEAD = """
title = '''Coast {hostile}'''
from = 2024-12-01
until = 2024-12-31
targets = ["fighter", "balloon"]
altitudes_agl_m = [100, 300]
altitudes_msl_m = [3000]

[terrain]
sources = ["{terrain}"]
outside = "sea"

[grid]
resolution_m = {resolution_m}
bbox = [34.2, 34.2, 37.4, 36.6]

[target.balloon]
name = '''balloon {hostile}'''
radar_cross_section_m2 = {{ low = 0.1, nominal = 0.3, high = 1, grade = "E", source = '''{hostile}''' }}
"""

ASSET = """
[[asset]]
id = "{id}"
name = '''{name} {hostile}'''
system = "{system}"
position = {{ latitude = {latitude}, longitude = {longitude} }}
from = {begin}
until = {end}
confidence = '''{hostile}'''
sources = ['''{hostile}''']
"""


def head(resolution_m):
    return HEAD.format(terrain="{terrain}", hostile=HOSTILE, resolution_m=resolution_m)


def asset(name, system, latitude, longitude, begin, end):
    return ASSET.format(id=name, name=name, system=system, latitude=latitude, longitude=longitude, begin=begin, end=end,
                        hostile=HOSTILE)


def withdrawal():
    """A scenario of three phases; the last asset's departure is open."""
    return head(4000) + "".join([asset("long", "S-400", 35.41, 35.95, "2024-12-01", "2024-12-06"),
            asset("short", "Pantsir-S1", 35.4008, 35.9486, "2024-12-01",
                  '{ earliest = "2024-12-11", latest = "2024-12-31" }')])


def twenty_phases(resolution_m):
    """One asset more leaves every day."""
    antenna = '[asset.component."P-18"]\nantenna_agl_m = 6\n'
    ends = [f"2024-12-{day:02}" for day in range(2, 21)] + ["2024-12-31"]
    return head(resolution_m) + "".join(
        asset(f"site-{i}", "P-18", 34.5 + 0.09 * i, 36.0 + 0.04 * (i % 5), "2024-12-01", end) + antenna
        for i, end in enumerate(ends))


def run(program, *arguments):
    done = subprocess.run([program, *map(str, arguments), "--quiet"], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"skyshed {arguments[0]} ended with {done.returncode}: {done.stderr}")


def write_scenario(path, terrain, text):
    path = pathlib.Path(path)
    path.write_text(text.replace("{terrain}", str(terrain)), encoding="utf-8")
    return path
