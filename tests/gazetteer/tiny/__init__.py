"""A small gazetteer for the tests: Kosovo, and namesakes elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geomap.gazetteer.rows import PlaceRow, SourceNote
from geomap.gazetteer.tables import parse_names, read_table
from geomap.gazetteer.writer import GazetteerWriter

TABLE = Path(__file__).parent / "places.tsv"
NOTE = SourceNote("GeoNames", "CC BY 4.0", "https://www.geonames.org/", "2025-09")


def tiny_rows() -> Iterator[PlaceRow]:
    for line in read_table(TABLE):
        feature_class, _, code = line["feature"].partition(".")
        yield PlaceRow(
            id=line["id"],
            name=line["name"],
            latitude=float(line["latitude"]),
            longitude=float(line["longitude"]),
            feature_class=feature_class,
            feature_code=code,
            country=line["country"],
            admin1=line["admin1"],
            admin2=line["admin2"],
            population=int(line["population"]),
            radius_km=float(line["radius_km"]),
            names=tuple(parse_names(line["other_names"])),
            source="GeoNames",
        )


def write_tiny(target: Path) -> Path:
    with GazetteerWriter(target) as writer:
        writer.note(NOTE)
        for row in tiny_rows():
            writer.add(row)
    return target
