"""The gazetteer file: one SQLite database.

Places of GeoNames keep their number as row id; others get one above `FIRST_OTHER` that follows from their id (`other_number`), which
stands in ``other_ids``. Coordinates are whole hundred-thousandths of a degree (about 1 m), radii tenths of a kilometre. The places that
bear a name stand in its one row, strongest first (see `geomap.gazetteer.key_rows`); the towns of a whole degree in one of ``cells``.
"""

from __future__ import annotations

from enum import IntFlag
from functools import cache
from typing import get_args
from zlib import crc32

from geomap.models import NameKind

# Format of the file; a reader refuses any other one.
FORMAT = 2
# Row ids of places that have no GeoNames number start here; GeoNames counts up to some 13 million in 2026. All fit in 4 bytes.
FIRST_OTHER = 1 << 30
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
CREATE TABLE other_ids (place INTEGER PRIMARY KEY, id TEXT NOT NULL);
CREATE TABLE cells (cell INTEGER PRIMARY KEY, towns BLOB NOT NULL);
CREATE TABLE countries (code TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE claims (
    place INTEGER PRIMARY KEY, administers TEXT, claims TEXT, recognition TEXT, wording TEXT, viewpoints TEXT
);
CREATE TABLE held (place INTEGER PRIMARY KEY, territory INTEGER NOT NULL);
CREATE TABLE names (key TEXT PRIMARY KEY, summary INTEGER NOT NULL, bearers BLOB NOT NULL, written TEXT) WITHOUT ROWID;
CREATE TABLE blobs (name TEXT PRIMARY KEY, data BLOB NOT NULL);
"""
# Whole degrees: what `Gazetteer.near` reads.
CELL = f"(latitude + 90 * {DEGREE}) / {DEGREE} * 360 + (longitude + 180 * {DEGREE}) / {DEGREE}"
# Inhabitants from which a place is in a small index: a map of a continent asks for its cities without touching its villages.
CITY = 100_000
CITY_INDEX = f"CREATE INDEX cities_by_cell ON places ({CELL}, population) WHERE population >= {CITY}"

FLAG_OUTLINE = 1
FLAG_CLAIM = 2
FLAG_HELD = 4


def other_number(place_id: str) -> int:
    """Give the row id of a place that has no number of GeoNames, unless another place has it: then the next free one is its own."""
    return FIRST_OTHER + crc32(place_id.encode()) % FIRST_OTHER


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
