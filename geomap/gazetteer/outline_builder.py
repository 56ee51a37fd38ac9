"""Packs the text files of ``gazetteer/outlines`` and the outlines that came with places into one file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer.outline_store import CHUNK, FORMAT, INDEXES, KINDS, SCHEMA, STEPS, pack, pack_lines
from geomap.gazetteer.polyline import Vertex, decode
from geomap.gazetteer.rings import SEA, Arc, Topology
from geomap.gazetteer.territories import Surveyed
from geomap.gazetteer.wkt import lines_of_wkt

LEVELS = ("world", "region", "city")
# Boxes are whole parts of a degree (400 m): the bytes that are all alike then take no room in the wheel.
_FINEST = 256


@dataclass(frozen=True, slots=True)
class OwnOutline:
    """An outline that came with a place.

    Attributes
    ----------
    id
        Id of the place.
    wkt
        POLYGON, MULTIPOLYGON, LINESTRING or MULTILINESTRING in longitude latitude.
    origin
        File and line, for messages.
    kind
        ``curated``, ``lake``, ``river`` or ``sea``.
    name, country
        As the place has them.
    """

    id: str
    wkt: str
    origin: str
    kind: str = "curated"
    name: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class _Area:
    id: str
    kind: str
    country: str
    name: str
    faces: tuple[int, ...]


def write_outlines(
    sources: Path,
    target: Path,
    own: Iterable[OwnOutline] = (),
    *,
    water_ids: Mapping[tuple[str, str], str] | None = None,
    aliases: Mapping[str, str] | None = None,
) -> None:
    """Write the outlines file.

    Parameters
    ----------
    sources
        Folder with ``faces.tsv``, ``areas.tsv``, ``waters.tsv`` and ``arcs-LEVEL.tsv``.
    target
        File to write; written beside and renamed.
    own
        Outlines that came with places.
    water_ids
        Ids of the places that are waters, by kind (``lake``, ``sea``) and name as ``waters.tsv`` spells it.
    aliases
        For ids of ``areas.tsv`` that the gazetteer gave up, the id of the place they mean.

    Raises
    ------
    GazetteerError
        When a file is not as described or an outline is no WKT, with file and line.
    """
    beside = target.with_name(f".{target.name}.part")
    beside.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(beside, isolation_level=None)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096; BEGIN;" + SCHEMA)
        connection.execute("INSERT INTO meta VALUES ('format', ?)", (str(FORMAT),))
        areas = _write_faces(connection, sources, aliases or {})
        for level in LEVELS:
            _write_level(connection, sources / f"arcs-{level}.tsv", level, areas)
        _write_own(connection, [*_waters(sources / "waters.tsv", water_ids or {}), *_own_areas(own)])
        connection.executescript(INDEXES)  # commits what came before
    finally:
        connection.close()
    beside.replace(target)


def contested_areas(sources: Path, aliases: Mapping[str, str]) -> dict[str, Surveyed]:
    """Read the contested areas of ``areas.tsv`` as surveyed, by the id of their place.

    Parameters
    ----------
    sources
        Folder with ``areas.tsv`` and ``arcs-city.tsv``.
    aliases
        For ids of ``areas.tsv`` that the gazetteer gave up, the id of the place they mean.
    """
    areas = [
        (aliases.get(id_, id_), set(_numbers(faces))) for _, (id_, kind, _, _, faces) in _rows(sources / "areas.tsv") if kind == "contested"
    ]
    wanted = {face for _, faces in areas for face in faces}
    rows = (row for _, row in _rows(sources / "arcs-city.tsv"))
    arcs = [Arc(int(left), int(right), decode(line)) for left, right, _, line in rows if wanted & {int(left), int(right)}]
    topology = Topology(arcs)
    found = {}
    for place_id, faces in areas:
        rings = topology.rings_of(faces)
        numbers = [number for ring in rings for number in ring]
        inland = [number for number in numbers if SEA not in (arcs[abs(number) - 1].left, arcs[abs(number) - 1].right)]
        found[place_id] = Surveyed(
            tuple([point for number in ring for point in _degrees(arcs, number)] for ring in rings),
            tuple(_degrees(arcs, number) for number in inland),
        )
    return found


def _degrees(arcs: Sequence[Arc], number: int) -> list[tuple[float, float]]:
    """Line of a numbered arc in (longitude, latitude)."""
    line = arcs[abs(number) - 1].line
    return [(x / STEPS["city"], y / STEPS["city"]) for x, y in (line if number > 0 else reversed(line))]


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of a table without comments and heading, with their line numbers."""
    heading = True
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("#") or not line:
            continue
        if not heading:
            yield number, line.split("\t")
        heading = False


def _write_faces(connection: sqlite3.Connection, sources: Path, aliases: Mapping[str, str]) -> list[_Area]:
    """Store the faces; returns every area that is to be put together from them, each single face included."""
    areas = [
        _Area(aliases.get(id_, id_), kind, country, name, tuple(_numbers(faces)))
        for _, (id_, kind, country, name, faces) in _rows(sources / "areas.tsv")
    ]
    divisions = {face: area.id for area in areas if area.kind == "division1" for face in area.faces}
    for face, (_, (_, country, group, _, name)) in enumerate(_rows(sources / "faces.tsv")):
        connection.execute(
            "INSERT INTO faces VALUES (?, ?, ?, ?, ?)", (face, country, aliases.get(group, group), divisions.get(face, ""), name)
        )
        areas.append(_Area("", "face", country, name, (face,)))
    return areas


def _numbers(text: str) -> Iterator[int]:
    for part in text.split():
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _write_level(connection: sqlite3.Connection, path: Path, level: str, areas: Sequence[_Area]) -> None:
    arcs, kinds = [], []
    for number, row in _rows(path):
        try:
            left, right, kind, line = row
            arcs.append(Arc(int(left), int(right), decode(line)))
            kinds.append(KINDS.index(kind))
        except ValueError as error:
            raise GazetteerError(f"{path}, line {number}: expected left, right, kind and line, got {row!r:.80}") from error
    boxes = _write_chunks(connection, level, [arc.line for arc in arcs], kinds)
    topology = Topology(arcs)
    whole = {arc.left for arc in arcs} | {arc.right for arc in arcs}
    for area in areas:
        # A map of the world knows no divisions: a part of what is one face there has no outline of its own.
        if level == "world" and area.kind not in ("country", "contested", "face"):
            continue
        rings = topology.rings_of(face for face in area.faces if face in whole)
        _write_area(connection, area, level, rings, boxes, face=area.faces[0] if area.kind == "face" else None)


def _write_chunks(
    connection: sqlite3.Connection, level: str, lines: Sequence[Sequence[Vertex]], kinds: Sequence[int]
) -> list[tuple[float, ...]]:
    """Store lines in chunks; returns the box of each line in degrees: west, south, east, north."""
    boxes = [_box(line, STEPS[level]) for line in lines]
    rows = list(zip(lines, kinds, boxes, strict=True))
    for number, start in enumerate(range(0, len(rows), CHUNK)):
        chunk = rows[start : start + CHUNK]
        box = _around(box for _, _, box in chunk)
        data = (bytes(kind for _, kind, _ in chunk), pack_lines([line for line, _, _ in chunk]))
        connection.execute("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (level, number, *box, *data))
    return boxes


def _write_area(
    connection: sqlite3.Connection,
    area: _Area,
    level: str,
    rings: Sequence[Sequence[int]],
    boxes: Sequence[tuple[float, ...]],
    *,
    face: int | None = None,
    rank: int = 0,
) -> None:
    if rings:
        box = _around(boxes[abs(arc) - 1] for ring in rings for arc in ring)
        packed = pack([len(rings), *map(len, rings), *(arc for ring in rings for arc in ring)])
        row = (area.id, level, area.kind, area.country, area.name, rank, face, *box, packed)
        connection.execute("INSERT INTO areas VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _box(line: Sequence[Vertex], steps: int) -> tuple[float, ...]:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return min(xs) / steps, min(ys) / steps, max(xs) / steps, max(ys) / steps


def _around(boxes: Iterable[tuple[float, ...]]) -> tuple[float, ...]:
    """Box around boxes, rounded outwards."""
    wests, souths, easts, norths = zip(*boxes, strict=True)
    least = [floor(edge * _FINEST) / _FINEST for edge in (min(wests), min(souths))]
    return *least, *(ceil(edge * _FINEST) / _FINEST for edge in (max(easts), max(norths)))


def _waters(path: Path, ids: Mapping[tuple[str, str], str]) -> Iterator[tuple[_Area, int, list[list[Vertex]]]]:
    for _, (kind, name, rank, lines) in _rows(path):
        yield _Area(ids.get((kind, name), ""), kind, "", name, ()), int(rank), [decode(line) for line in lines.split(" ")]


def _own_areas(own: Iterable[OwnOutline]) -> Iterator[tuple[_Area, int, list[list[Vertex]]]]:
    for outline in own:
        area = _Area(outline.id, _kind_of(outline), outline.country, outline.name, ())
        yield area, 0, [_to_grid(line) for line in lines_of_wkt(outline.wkt, outline.origin)]


def _kind_of(outline: OwnOutline) -> str:
    return "line" if "LINESTRING" in outline.wkt.upper() and outline.kind == "curated" else outline.kind


def _to_grid(line: Sequence[tuple[float, float]]) -> list[Vertex]:
    return [(round(x * STEPS["own"]), round(y * STEPS["own"])) for x, y in line]


def _write_own(connection: sqlite3.Connection, rows: Sequence[tuple[_Area, int, list[list[Vertex]]]]) -> None:
    """Store outlines that share nothing with others: every ring or line is one arc."""
    lines = [line for _, _, found in rows for line in found]
    boxes = _write_chunks(connection, "own", lines, [KINDS.index("own")] * len(lines))
    first = 1
    for area, rank, found in rows:
        _write_area(connection, area, "own", [[first + index] for index in range(len(found))], boxes, rank=rank)
        first += len(found)
