"""Turns polygons that share borders into arcs, each stored once; `geomap.gazetteer.rings` puts them together again.

::

    +-----+-----+        arc 1: left of it face A, right of it the sea (-1)
    |  A  |  B  |        arc 2: left A, right B
    +-----+-----+        arc 3: left B, right the sea

A vertex is a node where more or fewer than two edges meet, or where the pair of faces changes; an arc runs from node to node.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from geomap.gazetteer.rings import SEA, Arc

Vertex = tuple[int, int]


def arcs_of(
    faces: Sequence[Sequence[Sequence[Vertex]]], *, is_seam: Callable[[Vertex, Vertex], bool] = lambda _start, _end: False
) -> list[Arc]:
    """Split the rings of all faces into arcs.

    Parameters
    ----------
    faces
        For each face its rings; a face lies to the left of its rings (shells counter-clockwise, holes clockwise).
    is_seam
        Whether an edge lies where the world is cut open: such edges become arcs of their own.

    Returns
    -------
    list of Arc
        Sorted by left face, right face and first vertex.
    """
    sides = _sides(faces)
    neighbours: dict[Vertex, list[Vertex]] = defaultdict(list)
    for start, end in sides:
        neighbours[start].append(end)
        neighbours[end].append(start)
    nodes = {vertex for vertex, others in neighbours.items() if _is_node(vertex, others, sides, is_seam)}
    done: set[tuple[Vertex, Vertex]] = set()
    arcs = [
        _walk(node, other, neighbours, nodes, sides, done)
        for node in sorted(nodes)
        for other in sorted(neighbours[node])
        if _edge(node, other) not in done
    ]
    for start, end in sorted(sides):  # what remains are rings without a node: islands
        if (start, end) not in done:
            arcs.append(_walk(start, end, neighbours, {start}, sides, done))
    return sorted((_oriented(arc) for arc in arcs), key=lambda arc: (arc.left, arc.right, arc.line))


def _sides(faces: Sequence[Sequence[Sequence[Vertex]]]) -> dict[tuple[Vertex, Vertex], list[int]]:
    """Left and right face of every edge; an edge with the same face on both sides is a spike and is left out."""
    sides: dict[tuple[Vertex, Vertex], list[int]] = {}
    for face, rings in enumerate(faces):
        for ring in rings:
            for start, end in _edges(ring):
                edge = _edge(start, end)
                pair = sides.setdefault(edge, [SEA, SEA])
                side = 0 if edge == (start, end) else 1
                pair[side] = face if pair[side] == SEA else min(pair[side], face)
    return {edge: pair for edge, pair in sides.items() if pair[0] != pair[1]}


def _edges(ring: Sequence[Vertex]) -> Iterator[tuple[Vertex, Vertex]]:
    points = [point for index, point in enumerate(ring) if index == 0 or point != ring[index - 1]]
    if points and points[0] != points[-1]:
        points.append(points[0])
    return itertools.pairwise(points)


def _edge(start: Vertex, end: Vertex) -> tuple[Vertex, Vertex]:
    return (start, end) if start < end else (end, start)


def _is_node(
    vertex: Vertex, others: list[Vertex], sides: dict[tuple[Vertex, Vertex], list[int]], is_seam: Callable[[Vertex, Vertex], bool]
) -> bool:
    if len(others) != 2 or is_seam(vertex, others[0]) != is_seam(vertex, others[1]):
        return True
    before, after = (_sides_from(vertex, other, sides) for other in others)
    return before != (after[1], after[0])


def _sides_from(start: Vertex, end: Vertex, sides: dict[tuple[Vertex, Vertex], list[int]]) -> tuple[int, int]:
    left, right = sides[_edge(start, end)]
    return (left, right) if start < end else (right, left)


def _walk(
    start: Vertex,
    following: Vertex,
    neighbours: dict[Vertex, list[Vertex]],
    nodes: Iterable[Vertex],
    sides: dict[tuple[Vertex, Vertex], list[int]],
    done: set[tuple[Vertex, Vertex]],
) -> Arc:
    """Follow the edges from a node to the next one."""
    line = [start, following]
    done.add(_edge(start, following))
    while line[-1] not in nodes:
        one, other = neighbours[line[-1]]
        step = other if one == line[-2] else one
        done.add(_edge(line[-1], step))
        line.append(step)
    left, right = _sides_from(start, following, sides)
    return Arc(left, right, line)


def _oriented(arc: Arc) -> Arc:
    """The same arc with the face of the lower number, or the land, on its left; a ring starts at its lowest vertex."""
    left, right, line = arc.left, arc.right, arc.line
    if left == SEA or (right != SEA and right < left):
        left, right, line = right, left, line[::-1]
    return Arc(left, right, line)
