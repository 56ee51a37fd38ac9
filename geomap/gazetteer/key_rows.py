"""The places of one key, put in order and packed into one row of the file.

Each place that bears a name takes seven bytes: its number (4), the weight of the name for it (1), and the kind of the name with its
language (2, kind + 8 × language). The name itself is left out when it is the place's own, or the key in title case; those that are not
stand in ``written``, one line a place, lines at the end that are empty cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from struct import Struct
from typing import NamedTuple

from geomap.gazetteer.ranking import prior_of, total_weight
from geomap.gazetteer.schema import MatchKind
from geomap.gazetteer.summary import pack

# Steps that a division is behind its chief city.
BEHIND = 6
# Steps that a name without its kind is behind the likeliest town, division or country of that name: one time in thirty.
_SHORTENED_BEHIND = 30
# Bit of `Named.match`, beside those of `MatchKind`, for `geomap.gazetteer.rows.NameRow.shortened`.
SHORTENED = 4096
_SETTLED = MatchKind.CITY | MatchKind.DIVISION | MatchKind.COUNTRY
# Number, weight, kind and language of a bearer.
BEARER = Struct("<IBH")
_HEAVIEST = 255


class Named(NamedTuple):
    """A place under a key, on its way into the file."""

    place: int
    weight: int
    kind: int
    name: str | None
    match: int
    population: int | None
    admin1: int | None
    admin2: int | None


class KeyRow(NamedTuple):
    """A row of the table ``names``.

    Attributes
    ----------
    key
        The key.
    summary
        What `geomap.gazetteer.summary.pack` made of all bearers.
    packed
        The bearers, strongest first; the reader may have cut them.
    written
        Names that are written out, one line a bearer.
    """

    key: str
    summary: int
    packed: bytes
    written: str | None

    @property
    def bearers(self) -> list[tuple[int, int, int]]:
        """Number, weight, and kind + 8 × language of each place that bears the name."""
        return list(BEARER.iter_unpack(self.packed))

    @property
    def names(self) -> list[str]:
        """Name of each bearer as it is written; empty where it is its own or the key in title case, and missing at the end."""
        return self.written.split("\n") if self.written else []

    @property
    def heaviest(self) -> int:
        """Weight of the strongest bearer."""
        return self.packed[4]


def key_row(key: str, places: Sequence[Named]) -> KeyRow:
    """Give the row of a key.

    Parameters
    ----------
    key
        The key.
    places
        Distinct places, by weight from the largest down, then by number.

    Examples
    --------
    >>> row = key_row("mitrovica", [Named(789225, 97, 0, None, 4, 71_000, None, None), Named(789226, 80, 2, "Mitrovica", 4, 0, None, None)])
    >>> row.bearers, row.names
    ([(789225, 97, 0), (789226, 80, 2)], ['', 'Mitrovica'])
    """
    ranked = below_their_cities(below_settlements(places))
    total = total_weight([named.weight for named in ranked])
    prior = prior_of(ranked[0].weight, total)
    match = reduce(or_, (named.match for named in ranked)) & ~SHORTENED
    population = max(named.population or 0 for named in ranked)
    summary = pack(len(ranked), population, prior, match, total if len(ranked) > 1 else 0.0)
    packed = b"".join(BEARER.pack(named.place, min(named.weight, _HEAVIEST), named.kind) for named in ranked)
    written = "\n".join(named.name or "" for named in ranked).rstrip("\n")
    return KeyRow(key, summary, packed, written or None)


def below_settlements(places: Sequence[Named]) -> Sequence[Named]:
    """Put a river or park that bears the name only without its kind behind the places of people that are called so: "Colorado"."""
    if not any(named.match & SHORTENED for named in places):
        return places
    own = [named.weight for named in places if named.match & _SETTLED and named.kind % 8 == 0]
    most = max(0, max(own) - _SHORTENED_BEHIND) if own else _HEAVIEST
    behind = [named._replace(weight=min(named.weight, most)) if named.match & SHORTENED else named for named in places]
    return sorted(behind, key=lambda named: (-named.weight, named.place))


def below_their_cities(places: Sequence[Named]) -> Sequence[Named]:
    """Put a division that shares its name with its chief city behind the city: "Mitrovica" is the town, seldom the district.

    The city must hold a tenth of the division's people: Quebec is the province.
    """
    if len(places) == 1:
        return places
    seats: dict[int, int] = {}
    population = {named.place: named.population or 0 for named in places}
    for named in places:
        for division in (named.admin1, named.admin2):
            if division in population and named.match & MatchKind.CITY and 10 * (named.population or 0) >= population[division]:
                seats[division] = max(seats.get(division, 0), named.weight)
    if not seats:
        return places
    behind = [named._replace(weight=min(named.weight, max(0, seats.get(named.place, 999) - BEHIND))) for named in places]
    return sorted(behind, key=lambda named: (-named.weight, named.place))
