"""Fields of phrases about water: off a coast, up and down a river; and that most places lie on land."""

from __future__ import annotations

import numpy as np

from geomap.models import SpatialPhrase
from geomap.resolution.ground import Ground
from geomap.resolution.shapes import Bools, Floats, Grid
from geomap.resolution.spread import DISTANCE_SHARE, ELSEWHERE, LOOSE_BEARING_SPREAD, Anchor, Field, lognormal, named_spread, toward

# Typical distance without a number: kilometres, and radii of the anchor besides; spread of its logarithm.
OFF = (8.0, 1.0, 0.9)
ALONG_RIVER = (10.0, 2.0, 0.8)
# A distance off a coast is spread at least so much: from where on the coast is left open.
OFF_SPREAD = 0.35
# A river winds: as the crow flies the way is shorter by a sixth, more or less.
STRAIGHT_SHARE, STRAIGHT_SPREAD = 0.85, 0.3
# Rivers are drawn for a map of the world, some kilometres beside the real ones; and small ones are not drawn at all.
RIVER_KM, NO_RIVER = 4.0, 0.05
# An island of up to this size can be what lies off the coast.
ISLAND_KM2 = 1000.0


def off_coast(anchor: Anchor, phrase: SpatialPhrase, ground: Ground) -> Field:
    """At sea, or on an island, before the coast of a place."""
    usual, spread = anchor.usual_km(OFF)
    if phrase.distance_km is not None:
        usual, spread = DISTANCE_SHARE * phrase.distance_km, max(OFF_SPREAD, named_spread(phrase.distance_km))
    reach = usual * float(np.exp(2 * spread)) + (anchor.reach_km() if anchor.outline is not None else anchor.place.radius_km)

    def density(grid: Grid) -> Floats:
        x, y = anchor.middle_on(grid)
        east, north = grid.x - x, grid.y - y
        coast = None if anchor.mainland is None else grid.plane.flat(anchor.mainland)
        distance = np.hypot(east, north) if coast is None else grid.distance_to(coast)
        found = lognormal(distance, usual, spread, grid, line=anchor.mainland is not None)
        mainland = _mainland(grid, ground)
        if mainland is not None:
            found = found * np.where(mainland, ELSEWHERE, 1.0)
        return found if phrase.bearing_degrees is None else found * toward(east, north, phrase.bearing_degrees, LOOSE_BEARING_SPREAD)

    return Field(anchor.place.point, reach, density, on_land=False)


def along_river(anchor: Anchor, phrase: SpatialPhrase, ground: Ground) -> Field:
    """Up or down a river: at a distance, close to a river where one is drawn. The outlines do not say which way it flows."""
    usual, spread = anchor.usual_km(ALONG_RIVER)
    if phrase.distance_km is not None:
        usual, spread = STRAIGHT_SHARE * phrase.distance_km, STRAIGHT_SPREAD
    reach = usual * float(np.exp(2.4 * spread))

    def density(grid: Grid) -> Floats:
        x, y = anchor.middle_on(grid)
        found = lognormal(np.hypot(grid.x - x, grid.y - y), usual, spread, grid)
        rivers = grid.plane.flat(ground.rivers(grid.box)) if grid.box is not None else None
        if rivers is None or rivers.is_empty:
            return found
        return found * (NO_RIVER + np.exp(-0.5 * (grid.distance_to(rivers) / max(RIVER_KM, grid.cell_km)) ** 2))

    return Field(anchor.place.point, reach, density)


def on_land(grid: Grid, ground: Ground) -> Floats | None:
    """Factor for places that should lie on land; None where there is nothing but land."""
    land = ground.land(grid.box) if grid.box is not None else None
    return None if land is None else np.where(grid.inside(grid.plane.flat(land)), 1.0, ELSEWHERE)


def _mainland(grid: Grid, ground: Ground) -> Bools | None:
    """Which cells lie on land that is no small island; None where there is nothing but land."""
    import shapely

    land = ground.land(grid.box) if grid.box is not None else None
    if land is None:
        return None
    parts = shapely.get_parts(shapely.union_all(shapely.get_parts(shapely.get_parts(grid.plane.flat(land)))))
    return grid.inside(shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon" and part.area > ISLAND_KM2]))
