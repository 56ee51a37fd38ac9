"""The gazetteer file: one SQLite database.

Places of GeoNames keep their number as row id; others get one above `FIRST_OTHER` and their id in ``other_ids``. Coordinates
are whole hundred-thousandths of a degree (about 1 m), radii tenths of a kilometre. The names of a key lie side by side,
strongest first, so that one look-up reads one page. A name is left out when it is the place's own, or the key in title case.
"""

from __future__ import annotations

from enum import IntFlag
from functools import cache
from typing import get_args

from geomap.models import NameKind

# Format of the file; a reader refuses a newer one.
FORMAT = 1
# Row ids of places that have no GeoNames number start here; GeoNames counts up to some 13 million in 2026.
FIRST_OTHER = 1 << 33
# Degrees are stored as whole numbers of this fraction.
DEGREE = 100_000
NAME_KINDS: tuple[NameKind, ...] = get_args(NameKind)


class MatchKind(IntFlag):
    """What kinds of places and names share a key; a key may have several."""

    COUNTRY = 1
    DIVISION = 2
    CITY = 4
    DEMONYM = 8
    ABBREVIATION = 16
    REGION = 32
    WATER = 64
    LANDMARK = 128
    TERRAIN = 256
    AIRPORT = 512
    POSTAL = 1024
    ARTICLE = 2048
    """The name is written with a leading "The" in the source ("The Hague")."""


SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT, licence TEXT, url TEXT, date TEXT, note TEXT, places INTEGER);
CREATE TABLE features (id INTEGER PRIMARY KEY, class TEXT, code TEXT);
CREATE TABLE languages (id INTEGER PRIMARY KEY, code TEXT);
CREATE TABLE places (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, latitude INTEGER NOT NULL, longitude INTEGER NOT NULL, feature INTEGER NOT NULL,
    country TEXT, admin1 INTEGER, admin2 INTEGER, population INTEGER, radius INTEGER, source INTEGER NOT NULL, flags INTEGER
);
CREATE TABLE other_ids (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE countries (code TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE claims (
    place INTEGER PRIMARY KEY, administers TEXT, claims TEXT, recognition TEXT, wording TEXT, viewpoints TEXT
);
CREATE TABLE names (
    key TEXT NOT NULL, rank INTEGER NOT NULL, place INTEGER NOT NULL, weight INTEGER NOT NULL, kind INTEGER NOT NULL,
    name TEXT, summary INTEGER, PRIMARY KEY (key, rank)
) WITHOUT ROWID;
CREATE TABLE blobs (name TEXT PRIMARY KEY, data BLOB NOT NULL);
"""
# Whole degrees: what `Gazetteer.near` reads. Made last, on sorted rows.
CELL = f"(latitude + 90 * {DEGREE}) / {DEGREE} * 360 + (longitude + 180 * {DEGREE}) / {DEGREE}"
CELL_INDEX = f"CREATE INDEX places_by_cell ON places ({CELL})"
# Inhabitants from which a place is in a second, small index: a map of a continent asks for its cities without touching its villages.
CITY = 100_000
CITY_INDEX = f"CREATE INDEX cities_by_cell ON places ({CELL}, population) WHERE population >= {CITY}"

FLAG_OUTLINE = 1
FLAG_CLAIM = 2

_KIND_BY_CLASS = {
    "P": MatchKind.CITY,
    "A": MatchKind.DIVISION,
    "L": MatchKind.REGION,
    "H": MatchKind.WATER,
    "S": MatchKind.LANDMARK,
    "R": MatchKind.LANDMARK,
    "T": MatchKind.TERRAIN,
    "U": MatchKind.WATER,
    "V": MatchKind.TERRAIN,
}


@cache
def match_kind(feature_class: str, feature_code: str, kind: NameKind) -> MatchKind:
    """Kinds of one name of one place."""
    found = _KIND_BY_CLASS.get(feature_class, MatchKind.REGION)
    if feature_code.startswith("PCL"):
        found = MatchKind.COUNTRY
    elif feature_code == "AIRP":
        found = MatchKind.AIRPORT
    elif feature_code == "PPLZ":
        found |= MatchKind.POSTAL
    if kind == "demonym":
        found |= MatchKind.DEMONYM
    elif kind == "abbreviation":
        found |= MatchKind.ABBREVIATION
    return found
