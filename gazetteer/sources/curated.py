"""The curated tables: what no package carries, written by hand, one row a place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.rows import NameRow, PlaceRow, SourceNote
from geomap.gazetteer.tables import Line, parse_names, read_table
from geomap.models import Claim, Point
from sources.demonyms import with_plurals

# Two tables that share an id give points no further apart than this, or than the place is large.
_SAME_KM = 60.0
COLUMNS = ["id", "name", "other_names", "feature", "country", "latitude", "longitude", "radius_km", "outline", "check"]
_CLASSES = frozenset("AHLPRSTUV")
# Words of a feature's kind that news leaves out: "the Sahara Desert", "the Sahara". What is left ranks behind a town of that name.
_KIND_WORDS = {
    "H": ("River", "Lake", "Sea", "Ocean", "Reservoir", "Creek"),
    "T": ("Mountains", "Desert", "Islands", "Island", "Archipelago", "Range", "Peninsula"),
    "L": ("Region", "National Park", "Area"),
    "V": ("Forest", "Rainforest"),
}
# Note of a place whose name without its kind is a word or a person ("Desert National Park", "Henri Pittier National Park").
WHOLE_NAME = "whole name only"
# Shorter names without their kind are ordinary words or other places ("Red" of the Red Sea).
_SHORTEST_WITHOUT_KIND = 6


class Curated:
    """Reads every table of a folder.

    Parameters
    ----------
    folder
        With ``*.tsv``; the tables are read in the order of their names.
    """

    note = SourceNote(
        "geomap", "CC0-1.0", "gazetteer/curated", "2026-11", "written by the geomap authors; each row names the page to check it against"
    )

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def rows(self) -> Iterator[PlaceRow]:
        """Places by table, then by line.

        Raises
        ------
        GazetteerError
            When a row is not as described, or two rows of different places share an id; with file and line.
        """
        seen: dict[str, tuple[Line, PlaceRow]] = {}
        for path in sorted(self._folder.glob("*.tsv")):
            for line in read_table(path, COLUMNS):
                row = row_of(line)
                first, known = seen.setdefault(row.id, (line, row))
                if first is not line and not _agree(row, known):
                    raise line.error(f"the id {line['id']} stands in {first.path.name}, line {first.number}, for another place")
                yield row


def _agree(row: PlaceRow, other: PlaceRow) -> bool:
    """Whether two tables may share an id, because they tell of one place from two sides."""
    points = [Point(r.latitude, r.longitude) for r in (row, other) if r.latitude is not None and r.longitude is not None]
    return distance_km(*points) <= max(_SAME_KM, row.radius_km or 0, other.radius_km or 0)


def row_of(line: Line) -> PlaceRow:
    """Make a row of a line of a curated table."""
    feature_class, _, code = line["feature"].partition(".")
    if feature_class not in _CLASSES:
        raise line.error(f"feature is {line['feature']!r}, a GeoNames class and code such as P.PPL was expected")
    if not line["id"] or not key_of(line["name"]):
        raise line.error("id and name must not be empty")
    names = list(with_plurals(parse_names(line["other_names"])))
    written = [name.text for name in names if name.kind == "alternate" and not name.language]
    spelled = () if line.fields.get("note") == WHOLE_NAME else (line["name"], *written)
    plain = [NameRow(short, shortened=True) for text in spelled if (short := _without_kind(text, feature_class))]
    return PlaceRow(
        id=line["id"] if ":" in line["id"] else f"geomap:{line['id']}",
        name=line["name"],
        latitude=line.number_in("latitude", -90, 90),
        longitude=line.number_in("longitude", -180, 180),
        feature_class=feature_class,
        feature_code=code,
        country=_country(line["country"].split("|"), feature_class),
        radius_km=line.number_in("radius_km", 0.01, 20_000),
        names=(*names, *plain),
        source=Curated.note.name,
        claim=_claim(line),
        viewpoints=line.fields.get("viewpoints", ""),
        outline=line["outline"],
        origin=f"{line.path.name}, line {line.number}",
    )


def _country(listed: list[str], feature_class: str) -> str:
    """Country of a place; a region, water or landform that several share belongs to none of them."""
    return "" if len(listed) > 1 and feature_class in "LHTV" else listed[0]


def _without_kind(name: str, feature_class: str) -> str:
    for word in _KIND_WORDS.get(feature_class, ()):
        for short in (name.removesuffix(" " + word), name.removeprefix(word + " ")):
            if short != name and len(short) >= _SHORTEST_WITHOUT_KIND:
                return short
    return ""


def _claim(line: Line) -> Claim | None:
    if not line.fields.get("wording"):
        return None
    claims = tuple(claim.strip() for claim in line["claims"].split("|") if claim.strip())
    return Claim(line["administers"], claims, line["recognition"], line["wording"])
