"""Compiles ``tables/waters.tsv``: named seas, bays and lakes of ``outlines/waters.tsv`` with a point inside and a radius.

usage:  python gazetteer/scripts/waters.py
"""

# ruff: noqa: E402 - run as a script, the repository is put on the path first.
from __future__ import annotations

import sys
from collections import defaultdict
from math import cos, pi, radians, sqrt
from pathlib import Path

import shapely

GAZETTEER = Path(__file__).parents[1]
sys.path.insert(0, str(GAZETTEER.parent))
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.polyline import decode

# Grid steps to a degree, and kilometres to a degree of latitude.
STEPS, DEGREE_KM = 1000, 111.2
# Feature codes by a word of the name, the first that fits.
CODES = (
    ("Ocean", "OCN"), ("Sea", "SEA"), ("Gulf", "GULF"), ("Golfo", "GULF"), ("Bay", "BAY"), ("Bahía", "BAY"),
    ("Strait", "STRT"), ("Channel", "CHNM"), ("Sound", "SD"),
    ("Passage", "STRT"), ("Fjord", "FJD"), ("Inlet", "INLT"), ("Reservoir", "RSV"), ("Lagoon", "LGN"),
)  # fmt: skip


def feature_of(kind: str, name: str) -> str:
    """Feature class and code."""
    return "H." + next((code for word, code in CODES if word in name), "LK" if kind == "lake" else "SEA")


def polygons_of(ring: shapely.Polygon) -> list[shapely.Polygon]:
    """Valid polygons of a ring that may cross itself."""
    parts = shapely.get_parts(shapely.make_valid(ring), return_index=False)
    return [polygon for part in parts for polygon in shapely.get_parts(part) if polygon.geom_type == "Polygon"]


def main() -> None:
    """Write the table: waters of one kind and name are one row, at the largest."""
    found: dict[tuple[str, str], list[shapely.Polygon]] = defaultdict(list)
    for line in (GAZETTEER / "outlines" / "waters.tsv").read_text("utf8").splitlines():
        if line.startswith(("lake\t", "sea\t")):
            kind, name, _, rings = line.split("\t")
            if name:
                found[kind, name] += [shapely.Polygon(ring) for text in rings.split() if len(ring := decode(text)) > 3]
    rows = []
    for (kind, name), rings in sorted(found.items()):
        largest = max(polygons_of(max(rings, key=lambda ring: ring.area)), key=lambda part: part.area, default=rings[0].envelope)
        point = shapely.maximum_inscribed_circle(largest).coords[0] if largest.area else largest.centroid.coords[0]
        area = sum(ring.area for ring in rings) / STEPS**2 * DEGREE_KM**2 * cos(radians(point[1] / STEPS))
        slug = key_of(name).replace(" ", "-")
        fields = (f"natural-earth:{kind}-{slug}", kind, name, feature_of(kind, name), f"{point[1] / STEPS:.3f}", f"{point[0] / STEPS:.3f}")
        rows.append("\t".join((*fields, f"{max(1.0, sqrt(area / pi)):.0f}")) + "\n")
    head = "# waters: named seas, bays and lakes\n# source: Natural Earth (public domain) through outlines/waters.tsv\n"
    head += "# licence: public domain\n# date: 2026-11-24\nid\tkind\tname\tfeature\tlatitude\tlongitude\tradius_km\n"
    (GAZETTEER / "tables" / "waters.tsv").write_text(head + "".join(rows), "utf8")
    print(len(rows), "waters")


if __name__ == "__main__":
    main()
