"""Arcs become rings."""

import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, box

from geomap.gazetteer.outlines import joined, polygons_of
from geomap.gazetteer.rings import SEA, Topology

sys.path.insert(0, str(Path(__file__).parents[2] / "gazetteer" / "outlines"))
from topology import arcs_of


def squares(*corners):
    """Faces that are unit squares, given by their lower left corners."""
    return [[[(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]] for x, y in corners]


def shape_of(arcs, faces):
    rings = []
    for ring in Topology(arcs).rings_of(faces):
        points = []
        for number in ring:
            line = arcs[abs(number) - 1].line[:: 1 if number > 0 else -1]
            points += line if not points else line[1:]
        rings.append(np.array(points, dtype=float))
    points, indices = joined(rings)
    return MultiPolygon(list(polygons_of(shapely.linearrings(points, indices=indices))))


def test_a_shared_border_is_one_arc():
    """Two neighbours have three arcs: two coasts and the border between them."""
    assert sorted((arc.left, arc.right) for arc in arcs_of(squares((0, 0), (1, 0)))) == [(0, SEA), (0, 1), (1, SEA)]


@pytest.mark.parametrize("faces", [{0}, {1}, {0, 1}, {0, 1, 2}, {2}, set()])
def test_the_outline_of_an_area_is_the_union_of_its_faces(faces):
    """Rings of any set of faces enclose exactly those faces, an island among them."""
    corners = [(0, 0), (1, 0), (5, 5)]
    found = shape_of(arcs_of(squares(*corners)), faces)
    expected = MultiPolygon([box(x, y, x + 1, y + 1) for number, (x, y) in enumerate(corners) if number in faces]).buffer(0)
    assert found.is_valid
    assert found.equals(expected)


def test_faces_that_touch_in_a_point_stay_apart():
    """Two squares that share a corner are two polygons, not one that crosses itself."""
    found = shape_of(arcs_of(squares((0, 0), (1, 1))), {0, 1})
    assert found.is_valid
    assert len(found.geoms) == 2


def test_a_hole_is_a_ring_of_its_own_even_when_it_touches_the_shell():
    """An enclave at the border's corner is a hole, and the polygon stays valid."""
    outer = [(0, 0), (3, 0), (3, 3), (0, 3), (0, 0)]
    hole = [(0, 0), (1, 2), (2, 1), (0, 0)]
    found = shape_of(arcs_of([[outer, hole]]), {0})
    assert found.is_valid
    assert found.area == pytest.approx(7.5)


def test_an_island_in_a_hole_is_a_polygon_of_its_own():
    """A hole belongs to the smallest shell around it, not to the island in it nor to the largest shell."""
    land = [[(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)], [(1, 1), (1, 8), (8, 8), (8, 1), (1, 1)]]
    island = [[(2, 2), (7, 2), (7, 7), (2, 7), (2, 2)], [(3, 3), (3, 6), (6, 6), (6, 3), (3, 3)]]
    found = shape_of(arcs_of([land, island]), {0, 1})
    assert found.is_valid
    assert sorted(part.area for part in found.geoms) == [25 - 9, 81 - 49]
