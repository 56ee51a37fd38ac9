"""Seas, bays and lakes of Natural Earth, from ``tables/waters.tsv``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geomap.gazetteer.rows import NameRow, PlaceRow, SourceNote
from geomap.gazetteer.tables import read_table


class Waters:
    """Reads ``waters.tsv``.

    Parameters
    ----------
    tables
        Its folder.
    """

    note = SourceNote("Natural Earth", "public domain", "https://www.naturalearthdata.com/", "2022", "seas and lakes, and all outlines")

    def __init__(self, tables: Path) -> None:
        self._tables = tables

    def rows(self) -> Iterator[PlaceRow]:
        """Waters by kind, then name."""
        for line in read_table(self._tables / "waters.tsv", ["id", "name", "feature", "latitude", "longitude", "radius_km"]):
            feature_class, _, code = line["feature"].partition(".")
            name = line["name"]
            # Lakes stand without their kind ("Victoria"), which is how news never writes them.
            other = [f"Lake {name}"] if code == "LK" and "Lake" not in name and not name.endswith("see") else []
            yield PlaceRow(
                id=line["id"],
                name=other[0] if other else name,
                latitude=line.number_in("latitude", -90, 90),
                longitude=line.number_in("longitude", -180, 180),
                feature_class=feature_class,
                feature_code=code,
                radius_km=line.number_in("radius_km", 0, 20_000),
                names=(NameRow(name),) if other else (),
                source=self.note.name,
            )
