"""The gazetteer: names → candidates, offline, from one SQLite file.

::

    gazetteer = Gazetteer.open()
    gazetteer.look_up("Mitrovica")                    # candidates, best first
    gazetteer.match(["a", "village", "near", "New", "York"])   # every run of words that is a name
"""

from geomap.gazetteer.corrections import Correction, Corrections
from geomap.gazetteer.info import GazetteerInfo
from geomap.gazetteer.layers import LayeredGazetteer
from geomap.gazetteer.matcher import NameMatch
from geomap.gazetteer.opening import open_gazetteer
from geomap.gazetteer.rows import NameRow, SourceNote
from geomap.gazetteer.schema import MatchKind
from geomap.gazetteer.store import Gazetteer
from geomap.gazetteer.summary import KeySummary
from geomap.gazetteer.viewpoint import Viewpoint

__all__ = [
    "Correction",
    "Corrections",
    "Gazetteer",
    "GazetteerInfo",
    "KeySummary",
    "LayeredGazetteer",
    "MatchKind",
    "NameMatch",
    "NameRow",
    "SourceNote",
    "Viewpoint",
    "open_gazetteer",
]
