from qgis.core import QgsProcessingProvider

from .algorithms import Compare, Profile, RunScenario, Viewshed


class Provider(QgsProcessingProvider):
    def id(self):
        return "skyshed"

    def name(self):
        return "skyshed"

    def longName(self):
        return "skyshed: how much of the sky is covered"

    def loadAlgorithms(self):
        for algorithm in (RunScenario(), Compare(), Viewshed(), Profile()):
            self.addAlgorithm(algorithm)
