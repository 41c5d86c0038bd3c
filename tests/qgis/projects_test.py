#!/usr/bin/env python3
"""What skyshed writes, opened with QGIS itself, without a window.

usage: projects_test.py SKYSHED TERRAIN
Ends with 77 where QGIS for Python is not installed.
"""

import csv
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from xml.etree import ElementTree

os.environ["QT_QPA_PLATFORM"] = "offscreen"
try:
    from qgis.core import (Qgis, QgsApplication, QgsCoordinateTransform, QgsDateTimeRange, QgsDistanceArea,
                           QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsGeometry,
                           QgsLayerTreeModel, QgsLayoutExporter, QgsMapRendererParallelJob, QgsMapSettings, QgsPointXY,
                           QgsProject, QgsRasterLayer, QgsVectorLayer)
    from qgis.PyQt.QtCore import QDate, QDateTime, QSize, Qt, QTime
    from osgeo import gdal
except ImportError as missing:
    print(f"skipped: QGIS for Python is not installed (Debian's python3-qgis): {missing}")
    sys.exit(77)

import study

SERVER = "/usr/lib/cgi-bin/qgis_mapserv.fcgi"
FIRST, SECOND, THIRD = "2024-12-01", "2024-12-06", "2024-12-09"  # the phases


def day_range(date):
    """The whole of one day; midnight to the last second."""
    return QgsDateTimeRange(QDateTime(date, QTime(0, 0), Qt.UTC), QDateTime(date, QTime(23, 59, 59), Qt.UTC))


def date_of(text):
    return QDate.fromString(text, "yyyy-MM-dd")


class Opened:
    """A project read into an instance of its own."""

    def __init__(self, folder):
        self.project = QgsProject()
        assert self.project.read(str(folder / "skyshed.qgz")), self.project.error()
        self.tree = self.project.layerTreeRoot()

    def layers(self):
        return list(self.project.mapLayers().values())

    def visible(self):
        shown = {node.layerId() for node in self.tree.findLayers() if node.isVisible()}
        return [layer for layer in self.tree.layerOrder() if layer.id() in shown]

    def phases(self):
        """The layers of coverage that stand in time and are visible."""
        return [layer for layer in self.visible()
                if isinstance(layer, QgsRasterLayer) and layer.temporalProperties().isActive()]

    def draw(self, layers=None, day=None):
        settings = QgsMapSettings()
        settings.setLayers(self.visible() if layers is None else layers)
        settings.setDestinationCrs(self.project.crs())
        settings.setTransformContext(self.project.transformContext())
        settings.setOutputSize(QSize(300, 300))
        settings.setExtent(self.project.viewSettings().defaultViewExtent())
        if day:
            settings.setIsTemporal(True)
            settings.setTemporalRange(day_range(date_of(day)))
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        assert not job.errors(), [error.message for error in job.errors()]
        return job.renderedImage()


def colours_in(image):
    return len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)})


class ProjectOfARun(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = WORK / "run"
        cls.opened = Opened(cls.folder)

    def test_every_layer_is_valid(self):
        self.assertGreater(len(self.opened.layers()), 10)
        self.assertEqual([layer.source() for layer in self.opened.layers() if not layer.isValid()], [])

    def test_the_title_keeps_its_markup_as_text(self):
        self.assertEqual(self.opened.project.title(), study.TITLE)

    def test_no_legend_entry_is_unnamed(self):
        model = QgsLayerTreeModel(self.opened.tree)
        entries = 0
        for node in self.opened.tree.findLayers():
            self.assertTrue(node.name().strip())
            for entry in model.layerLegendNodes(node):
                entries += 1
                text = entry.data(Qt.DisplayRole)
                self.assertTrue(isinstance(text, str) and text.strip(), node.name())
                self.assertNotIn("Band ", text)
        self.assertGreater(entries, 20)
        for group in self.opened.tree.findGroups(True):
            self.assertTrue(group.name().strip())

    def test_names_say_what_where_and_when(self):
        names = {layer.name() for layer in self.opened.layers()}
        self.assertIn("Fighter engaged at 100 m AGL, 1–5 Dec 2024", names)
        self.assertIn("Fighter detected at 3000 m MSL, 9–10 Dec 2024", names)

    def test_any_day_shows_exactly_one_phase(self):
        days = self.opened.project.timeSettings().temporalRange()
        day = days.begin().date()
        self.assertEqual(day, date_of("2024-12-01"))
        self.assertEqual(days.end().date(), date_of("2024-12-10"))
        seen = []
        while day <= days.end().date():
            shown = [layer for layer in self.opened.phases()
                     if layer.temporalProperties().isVisibleInTemporalRange(day_range(day))]
            self.assertEqual(len(shown), 1, f"{day.toString()}: {[layer.name() for layer in shown]}")
            seen.append(shown[0].name())
            day = day.addDays(1)
        self.assertEqual([seen.count(name) for name in dict.fromkeys(seen)], [5, 3, 2])

    def test_phases_are_drawn_and_differ_where_coverage_differs(self):
        phases = self.opened.phases()
        drawn = {day: self.opened.draw(phases, day) for day in (FIRST, "2024-12-05", SECOND, THIRD)}
        for day, image in drawn.items():
            self.assertGreater(colours_in(image), 1, f"{day} is blank")
        self.assertEqual(drawn[FIRST], drawn["2024-12-05"])
        self.assertNotEqual(drawn[FIRST], drawn[SECOND])
        self.assertNotEqual(drawn[SECOND], drawn[THIRD])

    def test_what_is_not_covered_is_drawn_clear(self):
        """Not like unknown terrain: the background shows."""
        blank = self.opened.draw([], FIRST)
        for layer in self.opened.phases():
            if not layer.temporalProperties().isVisibleInTemporalRange(day_range(date_of(FIRST))):
                continue
            raster = gdal.Open(layer.source())
            west, width, _, north, _, height = raster.GetGeoTransform()
            values = raster.GetRasterBand(layer.renderer().band()).ReadAsArray()
            place = next((row, column) for row in range(5, values.shape[0], 7) for column in range(5, values.shape[1], 7)
                         if not values[row - 3:row + 4, column - 3:column + 4].any())
            extent = self.opened.project.viewSettings().defaultViewExtent()
            to_map = QgsCoordinateTransform(layer.crs(), self.opened.project.crs(), self.opened.project)
            point = to_map.transform(QgsPointXY(west + (place[1] + 0.5) * width, north + (place[0] + 0.5) * height))
            scale = max(extent.width(), extent.height()) / 300
            x = int(150 + (point.x() - extent.center().x()) / scale)
            y = int(150 - (point.y() - extent.center().y()) / scale)
            image = self.opened.draw([layer], FIRST)
            self.assertEqual(image.pixelColor(x, y), blank.pixelColor(x, y))

    def test_systems_and_rings_come_and_go_with_their_days(self):
        vectors = [layer for layer in self.opened.visible() if isinstance(layer, QgsVectorLayer)]
        self.assertEqual(len(vectors), 2)
        for layer in vectors:
            self.assertNotEqual(self.opened.draw([layer], FIRST), self.opened.draw([layer], SECOND), layer.name())
            self.assertGreater(colours_in(self.opened.draw([layer], THIRD)), 1, layer.name())

    def test_relief_is_drawn_without_the_network_and_tiles_are_off(self):
        tiles = [layer for layer in self.opened.layers() if layer.providerType() == "wms"]
        self.assertEqual(len(tiles), 1)
        self.assertNotIn(tiles[0].id(), [layer.id() for layer in self.opened.visible()])
        ground = [layer for layer in self.opened.visible() if layer.source().endswith("ground.tif")]
        self.assertEqual(len(ground), 2)
        self.assertGreater(colours_in(self.opened.draw(ground)), 50)

    def test_systems_carry_what_the_scenario_says(self):
        assets = next(layer for layer in self.opened.layers() if layer.name() == "Systems")
        by_id = {feature["id"]: feature for feature in assets.getFeatures()}
        self.assertEqual(sorted(by_id), ["long", "ship", "short"])
        self.assertEqual(by_id["long"]["system"], "S-400")
        self.assertEqual(by_id["long"]["confidence"], "confirmed")
        self.assertEqual(by_id["long"]["sources"], "a <first> source\na second one")
        self.assertEqual(by_id["long"]["until"], date_of("2024-12-06"))
        self.assertEqual(by_id["ship"]["kind"], "ship")
        self.assertTrue(assets.labelsEnabled())

    def test_tips_say_what_the_rasters_hold(self):
        """QGIS 3.32 and newer show them; their expressions are older."""
        project = QgsProject.instance()  # where expressions look for layers
        self.assertTrue(project.read(str(self.folder / "skyshed.qgz")))
        document = ElementTree.fromstring(zipfile.ZipFile(self.folder / "skyshed.qgz").read("skyshed.qgs"))
        tips = {layer.findtext("layername"): layer.findtext("mapTip") for layer in document.iter("maplayer")}
        tip = tips["Fighter engaged at 100 m AGL, 1–5 Dec 2024"]
        floor = gdal.Open(str(self.folder / "phases" / FIRST / "engage_fighter_floor.tif"))
        classes = gdal.Open(str(self.folder / "phases" / FIRST / "engage_fighter_confidence.tif"))
        west, width, _, north, _, height = floor.GetGeoTransform()
        covered = []
        for longitude, latitude in ((35.9, 35.3), (35.3, 35.4), (34.6, 34.6), (36.9, 36.3)):
            context = QgsExpressionContext()
            context.appendScope(QgsExpressionContextUtils.projectScope(project))
            cursor = QgsGeometry.fromPointXY(QgsPointXY(longitude, latitude))
            context.lastScope().setVariable("layer_cursor_point", cursor)
            text = QgsExpression.replaceExpressionText(tip, context)
            self.assertNotIn("[%", text)
            column, row = int((longitude - west) / width), int((latitude - north) / height)
            above_ground = floor.GetRasterBand(2).ReadAsArray(column, row, 1, 1)[0, 0]
            lowest = "none" if math.isnan(above_ground) else f"{round(float(above_ground))} m above ground"
            self.assertIn(f"Lowest altitude: {lowest}", text)
            likely = classes.GetRasterBand(1).ReadAsArray(column, row, 1, 1)[0, 0] >= 2
            self.assertEqual(": covered" in text.lower(), likely, text)
            self.assertIn("S-400 at Khmeimim", text)
            covered.append(likely)
        self.assertEqual(set(covered), {True, False})

    def test_the_page_prints(self):
        pages = self.opened.project.layoutManager().printLayouts()
        self.assertEqual([page.name() for page in pages], ["Map to print"])
        picture = WORK / "page.png"
        settings = QgsLayoutExporter.ImageExportSettings()
        settings.dpi = 60
        self.assertEqual(QgsLayoutExporter(pages[0]).exportToImage(str(picture), settings), QgsLayoutExporter.Success)
        self.assertGreater(picture.stat().st_size, 20_000)

    def test_a_moved_folder_opens(self):
        moved = WORK / "moved elsewhere" / "é & co"
        shutil.copytree(self.folder, moved)
        opened = Opened(moved)
        self.assertTrue(all(layer.isValid() for layer in opened.layers()))
        for layer in opened.layers():
            if layer.providerType() != "wms":
                self.assertIn(str(moved), layer.source())
        shutil.rmtree(moved.parent)

    @unittest.skipUnless(os.path.exists(SERVER), "QGIS Server (qgis-server-bin) is not installed")
    def test_the_server_draws_it(self):
        layer = f"phases_{FIRST}_engage_fighter_confidence_1"
        query = ("SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&CRS=EPSG:4326&BBOX=34.2,34.2,36.6,37.4&WIDTH=200&HEIGHT=150"
                 f"&FORMAT=image/png&STYLES=&LAYERS={layer}")
        answer = subprocess.run([SERVER], capture_output=True, env={
            **os.environ, "QGIS_PROJECT_FILE": str(self.folder / "skyshed.qgz"), "REQUEST_METHOD": "GET",
            "QUERY_STRING": query}).stdout
        head, _, body = answer.partition(b"\n\n") if b"\n\n" in answer else answer.partition(b"\r\n\r\n")
        self.assertIn(b"image/png", head, answer[:300])
        self.assertTrue(body.startswith(b"\x89PNG"))
        self.assertGreater(len(body), 500)


class RasterAlone(unittest.TestCase):
    def opened(self, name):
        layer = QgsRasterLayer(str(WORK / "run/phases" / FIRST / name), name)
        self.assertTrue(layer.isValid())
        return layer

    def test_opens_paletted_with_named_classes(self):
        layer = self.opened("engage_fighter_confidence.tif")  # owns the renderer
        renderer = layer.renderer()
        self.assertEqual(renderer.type(), "paletted")
        self.assertEqual([entry.label for entry in renderer.classes()][:3], ["certain", "likely", "possible"])

    def test_opens_floors_in_steps_above_ground(self):
        layer = self.opened("engage_fighter_floor.tif")
        self.assertEqual(layer.renderer().type(), "singlebandpseudocolor")
        self.assertEqual(layer.renderer().band(), 2)
        items = layer.renderer().shader().rasterShaderFunction().colorRampItemList()
        self.assertEqual(items[0].label, "up to 50 m")


class Outlines(unittest.TestCase):
    """The polygons against QGIS's own measure on the ellipsoid, and against the statistics."""

    def layer(self, name, folder="run"):
        layer = QgsVectorLayer(f"{WORK / folder / 'outlines.gpkg'}|layername={name}", name, "ogr")
        self.assertTrue(layer.isValid())
        return layer

    def measure_of(self, layer):
        measure = QgsDistanceArea()
        measure.setSourceCrs(layer.crs(), QgsProject.instance().transformContext())
        measure.setEllipsoid("EPSG:7030")
        return measure

    def test_all_polygons_are_valid(self):
        for folder, name in (("run", "footprints"), ("run", "rings"), ("comparison", "changes")):
            layer = self.layer(name, folder)
            self.assertGreater(layer.featureCount(), 0)
            for feature in layer.getFeatures():
                self.assertTrue(feature.geometry().isGeosValid(), f"{name} {feature.id()}")

    def test_areas_are_those_of_the_statistics(self):
        for folder in ("run", "projected"):
            with open(WORK / folder / "statistics.csv", newline="", encoding="utf-8") as file:
                expected = {(row["phase"], row["role"], row["confidence"], float(row["altitude_m"])): float(row["area_km2"])
                            for row in csv.DictReader(file) if row["measure"] == "area"}
            layer = self.layer("footprints", folder)
            measure = self.measure_of(layer)
            traced = {}
            for feature in layer.getFeatures():
                key = (feature["phase"], feature["role"], feature["confidence"], feature["altitude_m"])
                traced[key] = measure.measureArea(feature.geometry()) / 1e6
            for key, area in expected.items():
                self.assertAlmostEqual(traced.get(key, 0), area, delta=max(0.005 * area, 0.01), msg=f"{folder} {key}")

    def test_layers_opened_alone_are_styled(self):
        for folder, name in (("run", "footprints"), ("run", "assets"), ("comparison", "changes")):
            layer = self.layer(name, folder)
            self.assertEqual(layer.renderer().type(), "categorizedSymbol", name)
            self.assertEqual(layer.labelsEnabled(), name == "assets")

    def test_rings_have_their_nominal_radius(self):
        layer = self.layer("rings")
        measure = self.measure_of(layer)
        for feature in layer.getFeatures():
            ring = feature.geometry()
            across = measure.measureLine([QgsPointXY(ring.vertexAt(0)), QgsPointXY(ring.vertexAt(180))])
            self.assertAlmostEqual(across / 2000, feature["radius_km"], delta=0.002 * feature["radius_km"])


class ProjectOfAComparison(unittest.TestCase):
    def test_opens_whole_with_the_change_in_sight(self):
        opened = Opened(WORK / "comparison")
        self.assertTrue(all(layer.isValid() for layer in opened.layers()))
        changes = [layer for layer in opened.visible() if layer.name().startswith("Fighter engaged at 100 m AGL")]
        self.assertEqual(len(changes), 1)
        self.assertIn("from 1–5 Dec 2024 to 6–8 Dec 2024", changes[0].name())
        self.assertGreater(colours_in(opened.draw(changes)), 1)

    def test_needs_no_file_of_the_runs(self):
        opened = Opened(WORK / "comparison")
        for layer in opened.layers():
            if layer.providerType() != "wms":
                self.assertIn(str(WORK / "comparison"), layer.source())


class ProjectOnAMapProjection(unittest.TestCase):
    def test_opens_in_the_terrains_own_reference_system(self):
        opened = Opened(WORK / "projected")
        self.assertEqual(opened.project.crs().authid(), "EPSG:32637")
        self.assertTrue(all(layer.isValid() for layer in opened.layers()))
        for day in (FIRST, SECOND, THIRD):
            self.assertGreater(colours_in(opened.draw(opened.phases(), day)), 1, f"{day} is blank")


def make_folders(program, terrain):
    gdal.UseExceptions()
    study.run(program, "run", study.write_scenario(WORK, terrain), "-o", WORK / "run")
    study.run(program, "compare", WORK / "run/phases" / FIRST, WORK / "run/phases" / SECOND, "-o", WORK / "comparison")
    utm = WORK / "utm.tif"
    gdal.Warp(str(utm), terrain, dstSRS="EPSG:32637", xRes=2000, yRes=2000, outputBounds=[0, 3600000, 700000, 4300000])
    study.run(program, "run", study.write_scenario(WORK, utm), "-o", WORK / "projected")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        WORK = pathlib.Path(scratch)
        os.environ["XDG_RUNTIME_DIR"] = os.environ["HOME"] = scratch
        os.chmod(scratch, 0o700)
        make_folders(*sys.argv[1:3])
        application = QgsApplication([], False)
        application.initQgis()
        print(f"QGIS {Qgis.QGIS_VERSION}")
        outcome = unittest.main(argv=sys.argv[:1] + sys.argv[3:], exit=False, verbosity=2)
        application.exitQgis()
    os._exit(0 if outcome.result.wasSuccessful() else 1)  # QGIS's own clean-up may crash after the tests
