#!/usr/bin/env python3
"""report.html of runs and comparisons, opened in headless Chromium.

usage: report_test.py SKYSHED TERRAIN
Ends with 77 where the browser, its driver or selenium is not installed.
"""

import base64
import csv
import itertools
import json
import math
import pathlib
import re
import shutil
import sys
import tempfile
import time
import unittest

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import Select
except ImportError as missing:
    print(f"skipped: selenium is not installed (Debian's python3-selenium): {missing}")
    sys.exit(77)
BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
if BROWSER is None or DRIVER is None:
    print("skipped: Chromium or its driver is not installed (Debian's chromium and chromium-driver)")
    sys.exit(77)

import study


def browser(profile):
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for switch in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900",
                   "--force-device-scale-factor=1", f"--user-data-dir={profile}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(service=Service(DRIVER), options=options)


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="skyshed-report-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        scenario = study.write_scenario(cls.folder / "three.toml", TERRAIN, study.withdrawal())
        cls.run_folder = cls.folder / "run"
        study.run(SKYSHED, "run", scenario, "-o", cls.run_folder)
        study.run(SKYSHED, "compare", cls.run_folder / "phases/2024-12-01", cls.run_folder / "phases/2024-12-11",
                  "-o", cls.folder / "change")
        cls.driver = browser(cls.folder / "profile")
        cls.addClassCleanup(cls.driver.quit)

    def open(self, folder, width=1280):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
        self.driver.get_log("performance")
        self.driver.get((folder / "report.html").as_uri())

    def tearDown(self):
        """No page may complain or ask for anything but itself."""
        self.assertEqual([entry["message"] for entry in self.driver.get_log("browser")], [])
        asked = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked.append(message["params"]["request"]["url"])
        outside = [url for url in asked if not url.startswith("data:") and not url.endswith("/report.html")]
        self.assertTrue(asked)
        self.assertEqual(outside, [])

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.find(selector).text

    def choose(self, name, value):
        self.driver.execute_script("arguments[0].click()", self.find(f'input[name="{name}"][value="{value}"]'))

    def shown(self, selector):
        return [each for each in self.driver.find_elements(By.CSS_SELECTOR, selector) if each.is_displayed()]

    def likely_km2(self, phase, role, target, altitude):
        with open(self.run_folder / "statistics.csv", encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                if (line["phase"], line["role"], line["target"], line["confidence"], line["measure"], line["altitude_m"]) == (
                        phase, role, target, "likely", "area", str(altitude)):
                    return round(float(line["area_km2"]))
        raise AssertionError("no such line")

    def test_the_slider_moves_through_the_phases_and_titles_have_the_areas_of_the_statistics(self):
        self.open(self.run_folder)
        time_slider = self.find("#time")
        for i, (phase, words) in enumerate([("2024-12-01", "1–5 Dec 2024"), ("2024-12-06", "6–10 Dec 2024"),
                                            ("2024-12-11", "11–30 Dec 2024")]):
            if i > 0:
                time_slider.send_keys(Keys.ARROW_RIGHT)
            self.assertEqual(self.text("#time-label"), words)
            self.assertEqual(time_slider.get_attribute("aria-valuetext"), words)
            km2 = self.likely_km2(phase, "engage", "fighter", 100)
            self.assertIn(f"over {km2:,} km²" if km2 else "Missiles reach no", self.text("#map-title"))
        self.assertFalse(self.find("#later").is_enabled())

    def test_switches_change_picture_title_and_curves(self):
        self.open(self.run_folder)
        pictures, titles, charts = set(), set(), set()
        for role, target, altitude, words in [("engage", "fighter", 0, "Missiles reach"), ("engage", "fighter", 2, "3000 m above sea"),
                                              ("detect", "fighter", 2, "Radar sees"), ("detect", "balloon", 2, "balloon")]:
            self.choose("role", role)
            self.choose("target", target)
            self.choose("altitude", altitude)
            self.assertIn(words, self.text("#map-title"))
            pictures.add(self.find("#stage img").get_attribute("src"))
            titles.add(self.text("#map-title"))
            (chart,) = self.shown(".time-chart")
            charts.add(chart.text)
            self.assertEqual(len(self.shown(".altitude-chart")), 1)
            self.assertIn("k = 1.333", self.text("#map-caption"))
            self.assertIn("levant.tif", self.text("#map-caption"))
        self.assertEqual((len(pictures), len(titles), len(charts)), (4, 4, 4))
        self.assertTrue(self.find("#stage img").get_attribute("alt"))

    def test_the_swipe_follows_the_pointer_and_the_keys(self):
        self.open(self.run_folder)
        Select(self.find("#other")).select_by_value("2")
        stage = self.find("#stage")
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", stage)
        clip = lambda: [layer.value_of_css_property("clip-path") for layer in self.driver.find_elements(By.CSS_SELECTOR, ".layer")]
        self.assertEqual(clip(), ["inset(0px 50% 0px 0px)", "inset(0px 0px 0px 50%)"])
        width = stage.size["width"]
        ActionChains(self.driver).move_to_element(stage).click_and_hold().move_by_offset(-round(width / 4), 0).release().perform()
        self.assertAlmostEqual(float(self.find("#swipe").get_attribute("value")), 25, delta=1.5)
        share = float(clip()[1].split()[-1].rstrip("%)"))
        self.assertAlmostEqual(share, 25, delta=1.5)
        self.find("#swipe").send_keys(Keys.ARROW_LEFT * 4)
        self.assertAlmostEqual(float(self.find("#swipe").get_attribute("value")), 21, delta=1.5)
        self.assertEqual(len(self.shown(".altitude-chart")), 2)

    def test_texts_of_the_scenario_stay_texts(self):
        self.open(self.run_folder)
        self.assertIn("</script><script>", self.text("h1"))
        self.assertIn("</script><script>", self.driver.title)
        self.assertEqual(len(self.driver.find_elements(By.CSS_SELECTOR, "img[src=x]")), 0)
        self.assertEqual(len(self.driver.find_elements(By.TAG_NAME, "script")), 2)
        self.assertIn(study.HOSTILE, self.find("#holders-table").text)
        self.assertIn(study.HOSTILE, self.find("#sources table").text)

    def test_the_ranking_is_that_of_the_contributions(self):
        self.open(self.run_folder)
        with open(self.run_folder / "contributions.csv", encoding="utf-8", newline="") as file:
            first = [line for line in csv.DictReader(file) if line["phase"] == "2024-12-01" and line["role"] == "engage" and
                     line["target"] == "fighter" and line["altitude_m"] == "100" and not line["radar"] and line["rank"] == "1"][0]
        row = self.find("#holders-table tbody tr")
        self.assertTrue(row.text.startswith(first["asset"]))
        self.assertEqual(row.find_element(By.TAG_NAME, "td").text, f"{round(float(first['lost_km2'])):,}")

    def test_areas_are_rounded_as_in_the_tables_that_stand_beside_it(self):
        """Every figure under the map and in the ranking, against the files."""
        told_apart = 0

        def shown_as(text):
            nonlocal told_apart
            if not text:
                return ""
            km2 = float(text)
            told_apart += math.floor(round(km2, 1) + 0.5) != math.floor(km2 + 0.5)  # rounded twice it would be another
            return "<1" if 0 < km2 < 0.5 else f"{math.floor(km2 + 0.5):,}"

        self.open(self.run_folder)
        with open(self.run_folder / "statistics.csv", encoding="utf-8", newline="") as file:
            areas = [line for line in csv.DictReader(file) if line["measure"] == "area"]
        with open(self.run_folder / "contributions.csv", encoding="utf-8", newline="") as file:
            holders = list(csv.DictReader(file))
        altitudes = enumerate([("100", "AGL"), ("300", "AGL"), ("3000", "MSL")])
        for role, target, (i, (metres, reference)) in itertools.product(("detect", "engage"), ("fighter", "balloon"), altitudes):
            at = {"phase": "2024-12-01", "role": role, "target": target, "altitude_m": metres, "altitude_reference": reference}
            self.choose("role", role)
            self.choose("target", target)
            self.choose("altitude", i)
            words = self.text("#map-caption")
            for confidence in ("certain", "likely", "possible"):
                (line,) = [each for each in areas if at.items() <= each.items() and each["confidence"] == confidence]
                self.assertIn(f"{confidence} {shown_as(line['area_km2'])} km²", words)
            rows = [[cell.text for cell in row.find_elements(By.CSS_SELECTOR, "th, td")]
                    for row in self.driver.find_elements(By.CSS_SELECTOR, "#holders-table tbody tr")]
            for line in [each for each in holders if at.items() <= each.items() and (not each["radar"] or float(each["lost_km2"]) > 0)]:
                name = f"only its radar {line['radar']}" if line["radar"] else line["asset"] + " "
                wanted = [shown_as(line[column]) for column in ("lost_km2", "covered_km2", "left_km2")]
                self.assertIn(wanted, [[row[1], row[3], row[5]] for row in rows if row[0].startswith(name)])
        self.assertGreater(told_apart, 0)

    def test_a_comparison_opens_with_the_swipe_and_knows_what_changed(self):
        self.open(self.folder / "change")
        self.assertEqual(len(self.driver.find_elements(By.CSS_SELECTOR, ".layer")), 2)
        self.assertFalse(self.find("#timeline").is_displayed())
        Select(self.find("#other")).select_by_value("")
        Select(self.find("#shown")).select_by_value("1")
        self.assertTrue(self.text("#map-title").startswith("Missiles reach no fighter"))
        Select(self.find("#other")).select_by_value("2")
        self.assertRegex(self.text("#map-title"), r"[\d,<]+ km² lost, [\d,<]+ km² kept, [\d,<]+ km² gained")
        self.assertIn("lost", self.text("#legend"))

    def test_lists_stand_beside_their_labels_on_any_screen(self):
        for width in (1300, 1000, 700, 375):
            self.open(self.folder / "change", width=width)
            for name in ("shown", "other", "swipe"):
                label, control = self.find(f'label[for="{name}"]').rect, self.find(f"#{name}").rect
                middles = [each["y"] + each["height"] / 2 for each in (label, control)]
                self.assertAlmostEqual(*middles, delta=3, msg=f"{name} at {width}")
                self.assertLess(label["x"], control["x"])

    def test_the_words_about_sightlines_say_what_they_are_chosen_by(self):
        self.open(self.run_folder)
        self.assertIn("in the direction in which it sees lowest above the ground", self.text("#profiles p"))

    def test_on_a_telephone_nothing_is_wider_than_the_screen_and_words_can_be_read(self):
        self.open(self.run_folder, width=375)
        self.assertLessEqual(self.driver.execute_script("return document.documentElement.scrollWidth"), 375)
        self.assertIn("A: ", self.text("#key"))
        small = self.driver.execute_script("""
          return [...document.querySelectorAll(".chart:not([hidden]) text, .word, p, td, label, figcaption")]
            .filter((each) => each.getClientRects().length > 0)
            .map((each) => parseFloat(getComputedStyle(each).fontSize) *
                 (each.ownerSVGElement ? each.ownerSVGElement.getBoundingClientRect().width / 440 : 1))
            .filter((size) => size < 9)""")
        self.assertEqual(small, [])

    def test_every_control_has_a_name_and_headings_are_in_order(self):
        self.open(self.run_folder)
        nameless = self.driver.execute_script("""
          return [...document.querySelectorAll("input, select, button")].filter((each) =>
            !(each.labels && each.labels.length) && !each.getAttribute("aria-label") && !each.textContent.trim()).map((each) => each.outerHTML)""")
        self.assertEqual(nameless, [])
        levels = self.driver.execute_script("return [...document.querySelectorAll('h1, h2, h3')].map((each) => +each.tagName[1])")
        self.assertEqual(levels.count(1), 1)
        self.assertTrue(all(after - before <= 1 for before, after in zip(levels, levels[1:])))
        self.assertEqual(self.driver.execute_script("return [...document.images].filter((each) => !each.alt).length"), 0)

    def test_without_a_script_the_first_and_the_last_map_show(self):
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        try:
            self.open(self.run_folder)
            stills = self.shown(".still")
            self.assertEqual(len(stills), 2)
            self.assertIn("1–5 Dec 2024", stills[0].text)
            self.assertIn("11–30 Dec 2024", stills[1].text)
            self.assertFalse(self.find("#explorer").is_displayed())
        finally:
            self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

    def test_printed_it_is_a_document_with_its_maps(self):
        self.open(self.run_folder)
        pdf = base64.b64decode(self.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"])
        self.assertGreater(pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page "), 1)
        self.assertGreater(pdf.count(b"/Subtype /Image"), 2)

    def test_twenty_phases_are_one_file_of_bounded_size(self):
        scenario = study.write_scenario(self.folder / "twenty.toml", TERRAIN, study.twenty_phases(resolution_m=16000))
        study.run(SKYSHED, "run", scenario, "-o", self.folder / "twenty")
        self.open(self.folder / "twenty")
        self.assertEqual(self.find("#time").get_attribute("max"), "19")
        self.assertLess((self.folder / "twenty/report.html").stat().st_size, 20e6)
        started = time.monotonic()
        self.find("#time").send_keys(Keys.END)
        self.assertIn("20–30 Dec 2024", self.text("#time-label"))
        self.assertLess(time.monotonic() - started, 10)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    SKYSHED, TERRAIN = sys.argv[1:]
    unittest.main(argv=sys.argv[:1])
