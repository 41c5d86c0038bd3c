#!/usr/bin/env python3
"""The tools of the Processing plugin, run by QGIS itself, without a window.

usage: processing_test.py SKYSHED TERRAIN PLUGIN_ZIP
Ends with 77 where QGIS for Python is not installed.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

os.environ["QT_QPA_PLATFORM"] = "offscreen"
try:
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsRasterLayer
except ImportError as missing:
    print(f"skipped: QGIS for Python is not installed (Debian's python3-qgis): {missing}")
    sys.exit(77)

import study

QGIS_PROCESS = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
KHMEIMIM = "35.95,35.41 [EPSG:4326]"


class Feedback(QgsProcessingFeedback):
    def __init__(self, cancel_at=None):
        super().__init__(False)
        self.stages, self.shares, self.errors, self.cancel_at = [], [], [], cancel_at

    def setProgress(self, share):
        self.shares.append(share)
        super().setProgress(share)

    def setProgressText(self, text):
        self.stages.append(text)
        if text == self.cancel_at:
            self.cancel()

    def reportError(self, error, fatalError=False):
        self.errors.append(error)


class Tools(unittest.TestCase):
    def run_tool(self, name, parameters, feedback=None):
        feedback = feedback or Feedback()
        self.context = QgsProcessingContext()
        self.context.setProject(QgsProject.instance())
        tool = QgsApplication.processingRegistry().createAlgorithmById(f"skyshed:{name}")
        self.assertIsNotNone(tool)
        results, done = tool.run(parameters, self.context, feedback)
        return results, done, feedback

    def loaded(self):
        return {details.name for details in self.context.layersToLoadOnCompletion().values()}

    def test_a_scenario_runs_with_progress_and_shows_its_results(self):
        results, done, feedback = self.run_tool("run", {"CONFIG": str(WORK / "scenario.toml"), "OUTPUT": str(WORK / "run")})
        self.assertTrue(done, feedback.errors)
        self.assertTrue((pathlib.Path(results["OUTPUT"]) / "skyshed.qgz").is_file())
        self.assertIn("lines of sight", feedback.stages)
        self.assertGreater(max(feedback.shares), 99)
        self.assertEqual(self.loaded(), {"engage fighter, 2024-12-01", "Nominal rings", "Systems"})
        for source in self.context.layersToLoadOnCompletion():
            self.assertTrue(pathlib.Path(source.split("|")[0]).is_file(), source)

        results, done, feedback = self.run_tool("compare", {
            "BEFORE": str(WORK / "run/phases/2024-12-01"), "AFTER": str(WORK / "run/phases/2024-12-06"),
            "OUTPUT": str(WORK / "comparison")})
        self.assertTrue(done, feedback.errors)
        self.assertIn("engage fighter, 2024-12-01--2024-12-06", self.loaded())

    def test_a_viewshed_of_a_point_is_written_where_asked(self):
        output = str(WORK / "floor.tif")
        results, done, feedback = self.run_tool("viewshed", {
            "DEM": TERRAIN, "POINT": KHMEIMIM, "ANTENNA_AGL": 8, "RADIUS_KM": 40, "QUANTITY": 0, "OUTPUT": output})
        self.assertTrue(done, feedback.errors)
        layer = QgsRasterLayer(results["OUTPUT"], "floor")
        self.assertTrue(layer.isValid())

    def test_a_profile_is_drawn_and_told(self):
        output = WORK / "cut.png"
        _, done, feedback = self.run_tool("profile", {
            "CONFIG": str(WORK / "scenario.toml"), "ASSET": "long", "POINT": "36.6,35.6 [EPSG:4326]",
            "ALTITUDE": "100 m AGL", "OUTPUT": str(output)})
        self.assertTrue(done, feedback.errors)
        self.assertTrue(output.is_file())

    def test_a_cancelled_run_leaves_nothing(self):
        _, done, feedback = self.run_tool("run", {"CONFIG": str(WORK / "scenario.toml"), "OUTPUT": str(WORK / "cancelled")},
                                          Feedback(cancel_at="volumes"))
        self.assertFalse(done)
        self.assertEqual([path.name for path in WORK.iterdir() if "cancelled" in path.name], [])

    def test_mistakes_of_a_scenario_are_told_with_their_place(self):
        wrong = WORK / "wrong.toml"
        wrong.write_text((WORK / "scenario.toml").read_text(encoding="utf-8").replace('"S-400"\n', '"S-4000"\n'),
                         encoding="utf-8")
        _, done, feedback = self.run_tool("run", {"CONFIG": str(wrong), "OUTPUT": str(WORK / "never")})
        self.assertFalse(done)
        self.assertIn("S-4000", " ".join(feedback.errors))
        self.assertIn("wrong.toml:", " ".join(feedback.errors))

    @unittest.skipUnless(QGIS_PROCESS, "qgis_process is not installed (Debian's package qgis)")
    def test_qgis_process_runs_the_installed_plugin(self):
        environment = {**os.environ, "QGIS_PLUGINPATH": str(WORK / "plugins")}
        subprocess.run([QGIS_PROCESS, "plugins", "enable", "skyshed_processing"], env=environment, check=True,
                       capture_output=True)
        done = subprocess.run([QGIS_PROCESS, "run", "skyshed:viewshed", f"--DEM={TERRAIN}", f"--POINT={KHMEIMIM}",
                               "--ANTENNA_AGL=8", "--RADIUS_KM=20", f"--OUTPUT={WORK / 'headless.tif'}"],
                              env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((WORK / "headless.tif").is_file(), done.stdout + done.stderr)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        WORK = pathlib.Path(scratch)
        TERRAIN = sys.argv[2]
        os.environ["XDG_RUNTIME_DIR"] = os.environ["HOME"] = scratch
        os.environ["SKYSHED"] = sys.argv[1]
        os.chmod(scratch, 0o700)
        study.write_scenario(WORK, TERRAIN)
        with zipfile.ZipFile(sys.argv[3]) as plugin:
            plugin.extractall(WORK / "plugins")
        sys.path.insert(0, str(WORK / "plugins"))
        application = QgsApplication([], False)
        application.initQgis()
        import skyshed_processing
        plugin = skyshed_processing.classFactory(None)
        plugin.initGui()
        outcome = unittest.main(argv=sys.argv[:1] + sys.argv[4:], exit=False, verbosity=2)
        plugin.unload()
        application.exitQgis()
    os._exit(0 if outcome.result.wasSuccessful() else 1)  # QGIS's own clean-up may crash after the tests
