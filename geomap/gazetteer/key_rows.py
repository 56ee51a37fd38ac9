"""The places of one key, put in order for the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from geomap.gazetteer.ranking import prior_of, total_weight
from geomap.gazetteer.schema import MatchKind
from geomap.gazetteer.summary import pack

# Steps that a division is behind its chief city.
BEHIND = 6


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


def ranked_rows(key: str, places: Sequence[Named]) -> Iterator[tuple[object, ...]]:
    """Give the rows of the table ``names`` for one key, best first, the first one with a summary of all.

    Parameters
    ----------
    key
        The key.
    places
        Distinct places, by weight from the largest down, then by number.
    """
    ranked = below_their_cities(places)
    total = total_weight([named.weight for named in ranked])
    prior = prior_of(ranked[0].weight, total)
    match = reduce(or_, (named.match for named in ranked))
    population = max(named.population or 0 for named in ranked)
    for rank, named in enumerate(ranked):
        summary = pack(len(ranked), population, prior, match, total if len(ranked) > 1 else 0.0) if rank == 0 else None
        yield (key, rank, named.place, named.weight, named.kind, named.name, summary)


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
