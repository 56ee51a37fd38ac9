"""Rows of many sources → one row for each place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from geomap.gazetteer.keys import key_of
from geomap.gazetteer.rows import NameRow, PlaceRow


def merge(rows: Iterable[PlaceRow]) -> Iterator[PlaceRow]:
    """Unite the rows of one id, in the order in which ids first appear.

    The first row's fields win; later ones fill what it leaves empty, and add their names.
    """
    united: dict[str, PlaceRow] = {}
    for row in rows:
        known = united.get(row.id)
        united[row.id] = row if known is None else unite(known, row)
    yield from united.values()


def unite(known: PlaceRow, other: PlaceRow) -> PlaceRow:
    """Fill what a row leaves empty from another row of the same place, and add its names."""
    located = known if known.latitude is not None else other
    extra = () if other.name == known.name else (NameRow(other.name),)
    return replace(
        known,
        latitude=located.latitude,
        longitude=located.longitude,
        feature_code=known.feature_code or other.feature_code,
        country=known.country or other.country,
        admin1=known.admin1 or other.admin1,
        admin2=known.admin2 or other.admin2,
        population=known.population or other.population,
        radius_km=known.radius_km or other.radius_km,
        names=distinct((*known.names, *extra, *other.names)),
        claim=known.claim or other.claim,
        viewpoints=known.viewpoints or other.viewpoints,
        outline=known.outline or other.outline,
    )


def distinct(names: Iterable[NameRow]) -> tuple[NameRow, ...]:
    """Leave out names that repeat the key of an earlier one of the same kind."""
    kept: dict[tuple[str, str], NameRow] = {}
    for name in names:
        kept.setdefault((key_of(name.text), name.kind), name)
    return tuple(kept.values())
