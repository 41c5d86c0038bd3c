#!/usr/bin/env python3
"""The schema that skyshed prints, judged by another program: good scenarios pass, broken ones fail, and it knows every
key that docs/config.md lists. Needs Python 3.11 with jsonschema; ends with 77 where they are absent."""

import copy
import json
import pathlib
import re
import subprocess
import sys

try:
    import tomllib
    from jsonschema import Draft7Validator
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
schema = json.loads(subprocess.run([program, "schema"], check=True, capture_output=True).stdout)
Draft7Validator.check_schema(schema)
validator = Draft7Validator(schema)


def plain(value):
    """Dates as editors hand them to the schema."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def mistakes(scenario):
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(scenario)]


scenarios = sorted((source / "configs/scenarios").glob("*.toml"))
assert scenarios
for path in scenarios:
    scenario = plain(tomllib.loads(path.read_text()))
    assert not mistakes(scenario), (path, mistakes(scenario))

# The systems of the catalogue, as a scenario's own.
for path in sorted((source / "configs/systems").glob("*.toml")):
    system = plain(tomllib.loads(path.read_text()))
    known = copy.deepcopy(scenario)
    known["system"] = {system.pop("id"): system}
    assert not mistakes(known), (path, mistakes(known))


def refuses(change):
    broken = copy.deepcopy(scenario)
    change(broken)
    assert mistakes(broken), change.__doc__


def misspelt(broken):
    """a key that nobody knows"""
    broken["titel"] = broken.pop("title")


def nowhere(broken):
    """an asset without a position"""
    del broken["asset"][0]["position"]


def too_far_north(broken):
    """a latitude beyond 80"""
    broken["asset"][0]["position"]["latitude"] = 90


def unknown_rule(broken):
    """a rule that does not exist"""
    broken["terrain"]["outside"] = "land"


def no_interval(broken):
    """a figure without its nominal"""
    broken["target"] = {"ball": {"radar_cross_section_m2": {"low": 1, "high": 2}}}


def no_day(broken):
    """a day that is none"""
    broken["from"] = "6 December"


for change in (misspelt, nowhere, too_far_north, unknown_rule, no_interval, no_day):
    refuses(change)


def keys_in(node):
    if isinstance(node, dict):
        yield from node.get("properties", {})
        for item in node.values():
            yield from keys_in(item)
    elif isinstance(node, list):
        for item in node:
            yield from keys_in(item)


known = set(keys_in(schema))
documented = set()
pages = [(source / page).read_text() for page in ("docs/config.md", "docs/uncertainty.md")]
pages[1] = pages[1].split("## In a scenario")[1].split("\n## ")[0]
for row in re.findall(r"^\| (`[^|]*) \|", "\n".join(pages), flags=re.MULTILINE):
    documented |= {key for key in re.findall(r"`([a-z0-9_]+)`", row)}
assert len(documented) > 40, documented
assert documented <= known, f"not in the schema: {sorted(documented - known)}"
print(f"{len(scenarios)} scenarios pass; {len(documented)} documented keys are known")
