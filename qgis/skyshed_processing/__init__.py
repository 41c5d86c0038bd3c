"""The program skyshed in QGIS's Processing toolbox."""


def classFactory(iface):  # the name that QGIS calls
    from .plugin import Plugin
    return Plugin(iface)
