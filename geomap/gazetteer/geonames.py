"""Rows of GeoNames: the table of places and the table of alternate names, as https://download.geonames.org/export/dump/ has them.

Both are tab-separated without quoting: a name that begins with a quotation mark is a name that begins with a quotation mark.

References
----------
https://download.geonames.org/export/dump/readme.txt
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from geomap.gazetteer.import_report import Problem
from geomap.gazetteer.rows import NameRow, PlaceRow, SourceNote
from geomap.models import NameKind

COLUMNS = 19
"""Columns of the table of places."""

_CLASSES = frozenset("AHLPRSTUV")
_LANGUAGE = re.compile(r"([a-z]{2,3})(-[A-Za-z0-9]+)?")
# Language columns that hold no name: links, ids, codes, pronunciations.
_NO_NAMES = frozenset("link wkdt post iata icao faac unlc tcid phon piny nabr".split())


def note(date: str, origin: str) -> SourceNote:
    """Provenance of an import: day of the data and the file it came from."""
    return SourceNote("GeoNames", "CC BY 4.0", "https://www.geonames.org/", date, f"imported from {origin}")


def divisions_of(lines: Iterable[str]) -> dict[str, str]:
    """Ids of the divisions of the first two orders, by their codes joined as in ``RS.SE`` and ``US.TX.113``.

    Parameters
    ----------
    lines
        Lines of a table of places; only those of divisions are looked at.
    """
    found: dict[str, str] = {}
    for line in lines:
        if "\tADM1\t" not in line and "\tADM2\t" not in line:
            continue
        fields = line.split("\t")
        if len(fields) == COLUMNS and fields[7] in ("ADM1", "ADM2"):
            codes = fields[8], *fields[10 : 11 if fields[7] == "ADM1" else 12]
            found[".".join(codes)] = f"geonames:{fields[0]}"
    return found


def row_of(line: str, number: int, divisions: Mapping[str, str], *, alternates: bool = True) -> PlaceRow | Problem:
    """Read a line of a table of places.

    Parameters
    ----------
    line, number
        The line without its end, and where it stands.
    divisions
        What `divisions_of` found.
    alternates
        Whether to take the alternate names of this table: without languages and flags, which the other table has.

    Returns
    -------
    PlaceRow or Problem
        The place, or why there is none.

    Examples
    --------
    >>> row_of("3041563\\tAndorra la Vella", 7, {})
    Problem(line=7, text='2 columns, 19 expected')
    """
    fields = line.split("\t")
    if len(fields) != COLUMNS:
        return Problem(number, f"{len(fields)} columns, {COLUMNS} expected")
    id_, name, _, names, latitude, longitude, feature_class, code, country = fields[:9]
    if not (id_.isascii() and id_.isdigit()):
        return Problem(number, f"id {id_!r} is no whole number")
    if not name.strip():
        return Problem(number, f"place {id_} has no name")
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return Problem(number, f"position {latitude!r}, {longitude!r} of {name!r} is no pair of numbers")
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        swapped = "; they look swapped" if -90 <= east <= 90 and -180 <= north <= 180 else ""
        return Problem(
            number, f"position {latitude}, {longitude} of {name!r} is out of range: latitude -90 to 90, longitude -180 to 180{swapped}"
        )
    if feature_class and feature_class not in _CLASSES:
        return Problem(number, f"feature class {feature_class!r} of {name!r} is none of A H L P R S T U V")
    admin1 = divisions.get(f"{country}.{fields[10]}", "") if fields[10] else ""
    admin2 = divisions.get(f"{country}.{fields[10]}.{fields[11]}", "") if fields[11] else ""
    place_id = f"geonames:{id_}"
    return PlaceRow(
        place_id,
        name,
        north,
        east,
        feature_class or "S",
        code,
        country,
        admin1 if admin1 != place_id else "",
        admin2 if admin2 != place_id else "",
        int(fields[14]) if fields[14].isdigit() else 0,
        names=tuple(NameRow(other) for other in names.split(",") if other and other != name) if alternates and names else (),
        source="GeoNames",
    )


@dataclass(frozen=True, slots=True)
class AlternateName:
    """A line of the table of alternate names: the number of the place and the name."""

    geonameid: int
    name: NameRow


def alternate_of(line: str, number: int) -> AlternateName | Problem | None:
    """Read a line of the table of alternate names; None when it holds no name (a link, a postal code).

    Examples
    --------
    >>> alternate_of("1\\t2950159\\tde\\tBerlin\\t1\\t\\t\\t\\t\\t", 1)
    AlternateName(geonameid=2950159, name=NameRow(text='Berlin', kind='preferred', language='de'))
    """
    fields = line.split("\t")
    if len(fields) < 4:
        return Problem(number, f"{len(fields)} columns, 4 to 10 expected")
    _, id_, language, text, *flags = fields
    if not id_.isdigit() or not text:
        return Problem(number, f"id {id_!r} or name {text!r} cannot be used")
    if language in _NO_NAMES:
        return None
    preferred, _, _, historic = ([*flags, "", "", "", ""])[:4]
    match = _LANGUAGE.fullmatch(language)
    kind: NameKind = "alternate"
    if language == "abbr":
        kind = "abbreviation"
    elif historic == "1":
        kind = "former"
    elif preferred == "1" and match:
        kind = "preferred"
    return AlternateName(int(id_), NameRow(text, kind, match.group(1) if match and language != "abbr" else ""))


def numbered(lines: Iterable[str], start: int = 0) -> Iterator[tuple[int, str]]:
    """Lines from the number ``start + 1`` on, with their numbers and without their ends; empty lines are passed over."""
    for number, line in enumerate(lines, 1):
        if number > start and (text := line.rstrip("\r\n")):
            yield number, text
