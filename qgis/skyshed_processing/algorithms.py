"""The tools of the toolbox: each a command of the program with its parameters."""

import json
import pathlib

from qgis.core import (QgsCoordinateReferenceSystem, QgsProcessingAlgorithm, QgsProcessingContext,
                       QgsProcessingException, QgsProcessingParameterBoolean, QgsProcessingParameterEnum,
                       QgsProcessingParameterFile, QgsProcessingParameterFileDestination,
                       QgsProcessingParameterFolderDestination, QgsProcessingParameterNumber,
                       QgsProcessingParameterPoint, QgsProcessingParameterRasterDestination,
                       QgsProcessingParameterRasterLayer, QgsProcessingParameterString)

from . import program

DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")


def load(context, path, name):
    """Shows a file when the tool has finished; it brings its own style."""
    details = QgsProcessingContext.LayerDetails(name, context.project(), name)
    details.forceName = True
    context.addLayerToLoadOnCompletion(str(path), details)


def load_table(context, folder, table, name):
    load(context, f"{folder / 'outlines.gpkg'}|layername={table}", name)


class Tool(QgsProcessingAlgorithm):
    def createInstance(self):
        return type(self)()

    def group(self):
        return ""

    def groupId(self):
        return ""

    def lonlat(self, parameters, name, context):
        point = self.parameterAsPoint(parameters, name, context, DEGREES)
        return f"{point.x():.9f},{point.y():.9f}"

    def folder(self, parameters, context):
        """The folder to write, and the options that let it be written."""
        folder = pathlib.Path(self.parameterAsString(parameters, "OUTPUT", context))
        empty = folder.is_dir() and not any(folder.iterdir())  # QGIS makes temporary folders itself
        overwrite = empty or self.parameterAsBoolean(parameters, "OVERWRITE", context)
        return folder, ["-o", folder, *(["--overwrite"] if overwrite else [])]

    def add_folder(self):
        self.addParameter(QgsProcessingParameterBoolean("OVERWRITE", "Replace earlier results in the folder",
                                                        defaultValue=False))
        self.addParameter(QgsProcessingParameterFolderDestination("OUTPUT", "Folder of the results"))


class RunScenario(Tool):
    def name(self):
        return "run"

    def displayName(self):
        return "Run scenario"

    def shortHelpString(self):
        return ("Computes what every phase of a scenario file covers. The folder of results holds skyshed.qgz, a project "
                "with everything; the first phase, the systems and their nominal rings are loaded here.")

    def initAlgorithm(self, configuration=None):
        self.addParameter(QgsProcessingParameterFile("CONFIG", "Scenario file", fileFilter="Scenarios (*.toml)"))
        self.add_folder()

    def processAlgorithm(self, parameters, context, feedback):
        folder, options = self.folder(parameters, context)
        program.run(["run", self.parameterAsFile(parameters, "CONFIG", context), *options], feedback)
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        phase, roles = next(iter(summary["phases"].items()))
        for role in ("engage", "detect", "deny"):
            if role not in roles:
                continue
            target = next(iter(roles[role]))
            load(context, folder / "phases" / phase / f"{role}_{target}_confidence.tif", f"{role} {target}, {phase}")
            break
        load_table(context, folder, "rings", "Nominal rings")
        load_table(context, folder, "assets", "Systems")
        feedback.pushInfo(f"Everything: {folder / 'skyshed.qgz'}")
        return {"OUTPUT": str(folder)}


class Compare(Tool):
    def name(self):
        return "compare"

    def displayName(self):
        return "Compare before and after"

    def shortHelpString(self):
        return ("What of the sky was lost, kept and gained between two runs, or between two phases of a run (the folders "
                "RUN/phases/PHASE).")

    def initAlgorithm(self, configuration=None):
        for name, label in (("BEFORE", "Before: a run or a phase of it"), ("AFTER", "After: a run or a phase of it")):
            self.addParameter(QgsProcessingParameterFile(name, label, behavior=QgsProcessingParameterFile.Folder))
        self.add_folder()

    def processAlgorithm(self, parameters, context, feedback):
        folder, options = self.folder(parameters, context)
        sides = [self.parameterAsFile(parameters, name, context) for name in ("BEFORE", "AFTER")]
        program.run(["compare", *sides, *options], feedback)
        for raster in sorted(folder.glob("changes/*/*_change.tif")):
            load(context, raster, f"{raster.stem.removesuffix('_change').replace('_', ' ')}, {raster.parent.name}")
        load_table(context, folder, "assets", "Systems")
        feedback.pushInfo(f"Everything: {folder / 'skyshed.qgz'}")
        return {"OUTPUT": str(folder)}


class Viewshed(Tool):
    QUANTITIES = {"floor-agl": "Lowest height above ground in sight", "floor-msl": "Lowest altitude above sea in sight",
                  "visible": "What is in sight at one height above ground"}

    def name(self):
        return "viewshed"

    def displayName(self):
        return "Viewshed of a point"

    def shortHelpString(self):
        return ("What one antenna sees, exactly, on the elevation model's own grid (degrees or metres), over the curved "
                "earth with refraction.")

    def initAlgorithm(self, configuration=None):
        number = QgsProcessingParameterNumber
        self.addParameter(QgsProcessingParameterRasterLayer("DEM", "Elevation model"))
        self.addParameter(QgsProcessingParameterPoint("POINT", "The antenna's place"))
        self.addParameter(number("ANTENNA_AGL", "The antenna's height above the ground, m", number.Double, 10.0, False, 0))
        self.addParameter(number("RADIUS_KM", "How far to look, km", number.Double, 100.0, False, 0.001, 600))
        self.addParameter(QgsProcessingParameterEnum("QUANTITY", "What to write", list(self.QUANTITIES.values()),
                                                     defaultValue=0))
        self.addParameter(number("TARGET_AGL", "The target's height above the ground, m (for what is in sight)",
                                 number.Double, 0.0, False, 0))
        self.addParameter(number("K", "Factor on the earth's radius for refraction", number.Double, 4 / 3, False, 0.5, 10))
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", "Viewshed"))

    def processAlgorithm(self, parameters, context, feedback):
        terrain = self.parameterAsRasterLayer(parameters, "DEM", context)
        if terrain is None or terrain.providerType() != "gdal":
            raise QgsProcessingException("The elevation model must be a raster that GDAL opens.")
        quantity = list(self.QUANTITIES)[self.parameterAsEnum(parameters, "QUANTITY", context)]
        output = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        options = {"--at": self.lonlat(parameters, "POINT", context), "--quantity": quantity,
                   "--antenna-agl": self.parameterAsDouble(parameters, "ANTENNA_AGL", context),
                   "--radius-km": self.parameterAsDouble(parameters, "RADIUS_KM", context),
                   "--k": self.parameterAsDouble(parameters, "K", context)}
        if quantity == "visible":
            options["--target-agl"] = self.parameterAsDouble(parameters, "TARGET_AGL", context)
        # One word each: the value of an option may begin with a minus.
        program.run(["viewshed", terrain.source(), output, "--overwrite",
                     *(f"{option}={value}" for option, value in options.items())], feedback)
        return {"OUTPUT": output}


class Profile(Tool):
    def name(self):
        return "profile"

    def displayName(self):
        return "Profile: why a place is covered or not"

    def shortHelpString(self):
        return "The cut through the terrain from an asset of a scenario to a place, with the ray and what stops it."

    def initAlgorithm(self, configuration=None):
        self.addParameter(QgsProcessingParameterFile("CONFIG", "Scenario file", fileFilter="Scenarios (*.toml)"))
        self.addParameter(QgsProcessingParameterString("ASSET", "The asset's id"))
        self.addParameter(QgsProcessingParameterPoint("POINT", "The place"))
        self.addParameter(QgsProcessingParameterString("ALTITUDE", "Altitude", "100 m AGL"))
        self.addParameter(QgsProcessingParameterString("TARGET", "The target's id; empty: the scenario's first", "",
                                                       optional=True))
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", "Picture of the cut", "PNG (*.png)"))

    def processAlgorithm(self, parameters, context, feedback):
        output = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        target = self.parameterAsString(parameters, "TARGET", context)
        told = program.run(["profile", self.parameterAsFile(parameters, "CONFIG", context), "--overwrite",
                            "--png", output, "--asset", self.parameterAsString(parameters, "ASSET", context),
                            "--altitude", self.parameterAsString(parameters, "ALTITUDE", context),
                            f"--to={self.lonlat(parameters, 'POINT', context)}",
                            *(["--target", target] if target else [])], feedback)
        feedback.pushInfo(told)
        return {"OUTPUT": output}
