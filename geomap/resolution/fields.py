"""What each kind of spatial phrase says: a field, that is a density over the map around its anchor.

::

    "20 km north of X"        "between X and Y"         "off the coast of X"
          .:::.                                          ~~~~~ .:::. ~~~~
          '###'                X  .::###::.  Y           ~~~ .:#####: ~~~
            │ 20 km                                      land land X land
            X

Distances are lognormal (people are wrong by a share of the distance, not by kilometres), directions normal around the bearing.
The constants were fitted on the even rows of ``tests/resolution/spatial_sentences.tsv`` by ``benchmarks/placing.py --fit``, which also
says how they do on the odd rows; see ``docs/placing.md``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from geomap.gazetteer.geometry import distance_km
from geomap.models import Place, Point, SpatialPhrase
from geomap.resolution.ground import Ground
from geomap.resolution.lines import BETWEEN_SPREAD, HALFWAY_SPREAD, NOTHING_KM, ROAD_SPREAD, between, on_border
from geomap.resolution.shapes import Floats, Grid
from geomap.resolution.spread import (
    BEARING_SPREAD,
    DISTANCE_SHARE,
    LOOSE_BEARING_SPREAD,
    Anchor,
    Field,
    box_middle,
    from_edge,
    lognormal,
    named_spread,
    toward,
)
from geomap.resolution.waters import along_river, off_coast

# Typical distance without a number: kilometres, and radii of the anchor besides; spread of its logarithm, wider than fitted because 6 to
# 13 rows stand behind each.
NEAR = (8.0, 0.9, 0.6)
DIRECTION = (5.5, 1.2, 0.6)
SUBURB = (8.0, 0.2, 0.45)
RIM = (0.3, 0.9, 0.5)
# "just north of", "immediately outside": this much of the usual distance.
JUST = 0.5
# "northern X" begins at this height between the middle and the north end of X, as soft as the second number.
PART_EDGE, PART_SOFT = 0.15, 0.15
CENTRAL_SPREAD = 0.4

_INSIDE = re.compile(r"\bin\s+the\s+(?:far\s+)?(?:north|south|east|west)\S*\s+of\b|\b(?:tip|end|part)s?\s+of\b", re.IGNORECASE)
_RIM = re.compile(r"\b(?:edge|side|outskirts|suburbs)\s+of\b", re.IGNORECASE)
_JUST = re.compile(r"\b(?:just|immediately|right|outskirts|edge|adjacent|next)\b", re.IGNORECASE)
_HALFWAY = re.compile(r"\b(?:halfway|midway)\b", re.IGNORECASE)


def field_of(phrase: SpatialPhrase, places: Sequence[Place], words: str, ground: Ground) -> Field | None:
    """Field of a phrase.

    Parameters
    ----------
    phrase
        The phrase.
    places
        Places of its anchors that are known, in their order; at least one.
    words
        The words of the phrase with the two or three before it, which tell "in the north of" from "north of".
    ground
        Outlines, land, rivers.

    Returns
    -------
    Field or None
        None when the phrase says nothing without the anchor that is missing.
    """
    pair = len(places) > 1 and distance_km(places[0].point, places[1].point) > NOTHING_KM
    if phrase.relation == "border":
        return on_border(places, ground)
    if phrase.relation in ("between", "road"):
        spread = HALFWAY_SPREAD if _HALFWAY.search(words) else BETWEEN_SPREAD if phrase.relation == "between" else ROAD_SPREAD
        return between(places[0].point, places[1].point, spread) if pair else None
    anchor = Anchor(places[0], ground)
    if phrase.relation == "part" or (phrase.relation == "direction" and phrase.distance_km is None and _INSIDE.search(words)):
        return _part(anchor, phrase.bearing_degrees)
    if phrase.relation == "off":
        return off_coast(anchor, phrase, ground)
    if phrase.relation in ("upstream", "downstream"):
        return along_river(anchor, phrase, ground)
    return _around(anchor, phrase, words)


def _around(anchor: Anchor, phrase: SpatialPhrase, words: str) -> Field:
    """At a distance, in a direction, or both."""
    rim = phrase.bearing_degrees is not None and _RIM.search(words)
    constants = SUBURB if phrase.relation == "suburb" else RIM if rim else NEAR if phrase.bearing_degrees is None else DIRECTION
    usual, spread = anchor.usual_km(constants)
    loose = phrase.distance_km is None
    if phrase.distance_km is not None:
        usual, spread = DISTANCE_SHARE * phrase.distance_km, named_spread(phrase.distance_km)
    elif not rim and _JUST.search(words):
        usual *= JUST
    turn = LOOSE_BEARING_SPREAD if loose else BEARING_SPREAD
    reach = usual * float(np.exp(2.4 * spread)) + (anchor.reach_km() if anchor.outline is not None else 0.0)

    def density(grid: Grid) -> Floats:
        if anchor.outline is None:
            x, y = anchor.middle_on(grid)
            east, north = grid.x - x, grid.y - y
            distance = np.hypot(east, north)
        else:
            # "Near Kherson", and Kherson is taken for the province: most of what is near it lies in it.
            named = loose and phrase.bearing_degrees is None and anchor.place.feature_class == "A"
            distance, east, north = from_edge(grid, grid.plane.flat(anchor.outline), inside_km=usual if named else np.inf)
        found = lognormal(distance, usual, spread, grid, line=anchor.outline is not None)
        return found if phrase.bearing_degrees is None else found * toward(east, north, phrase.bearing_degrees, turn)

    return Field(anchor.place.point, reach, density)


def _part(anchor: Anchor, bearing: float | None) -> Field:
    """In the northern, southern… part of an area; in its middle without a bearing."""

    def density(grid: Grid) -> Floats:
        if anchor.outline is None:
            x, y = anchor.middle_on(grid)
            inside = np.hypot(grid.x - x, grid.y - y) <= anchor.place.radius_km
            bounds = (x - anchor.place.radius_km, y - anchor.place.radius_km, x + anchor.place.radius_km, y + anchor.place.radius_km)
        else:
            flat = grid.plane.flat(anchor.mainland if anchor.mainland is not None else anchor.outline)
            inside, bounds = grid.inside(flat), flat.bounds
        # -1 to 1 over the box of the area, to the east and to the north.
        u = 2 * (grid.x - bounds[0]) / (bounds[2] - bounds[0]) - 1
        v = 2 * (grid.y - bounds[1]) / (bounds[3] - bounds[1]) - 1
        if bearing is None:
            central: Floats = np.where(inside, np.exp(-0.5 * (u**2 + v**2) / CENTRAL_SPREAD**2), 0.0)
            return central
        turn = np.radians(bearing)
        height = u * np.sin(turn) + v * np.cos(turn)
        part: Floats = inside / (1 + np.exp(-(height - PART_EDGE) / PART_SOFT))
        return part

    outline = anchor.mainland
    if outline is None:
        return Field(anchor.place.point, anchor.place.radius_km * 1.05, density)
    center = box_middle(outline)
    corners = [Point(y, x) for x in outline.bounds[::2] for y in outline.bounds[1::2]]
    return Field(center, max(distance_km(center, corner) for corner in corners), density)
