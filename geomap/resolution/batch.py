"""What a publisher's other articles in the batch name: where a paper is at home shows in what it writes about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from geomap.models import Document, Place
from geomap.reading.metadata import host_of
from geomap.resolution.kinds import kind_of

# A place of which nothing is known in the batch keeps this plausibility, so that a single article decides nothing.
_FLOOR = 0.02


@dataclass(frozen=True)
class Batch:
    """Shares of the names in a publisher's other articles, each article counted alike.

    Attributes
    ----------
    articles
        How many other articles there are, corrections counted as articles that name one place.
    countries, divisions, places
        Share of each ISO code, of each first-order division's id, and of each place's id.
    corrections
        How many of the articles are corrections.
    """

    articles: int = 0
    countries: Mapping[str, float] = field(default_factory=dict)
    divisions: Mapping[str, float] = field(default_factory=dict)
    places: Mapping[str, float] = field(default_factory=dict)
    corrections: int = 0

    @property
    def words(self) -> str:
        """What the shares are taken from."""
        told = ["other articles"] if self.articles > self.corrections else []
        told += ["corrections"] if self.corrections else []
        return f"the publisher's {' and '.join(told)}"

    def plausibility(self, place: Place) -> float:
        """How well a place fits what the other articles name; 1 when there are none."""
        if not self.articles:
            return 1.0
        division = place.id if kind_of(place) == "division" else next(iter(place.parents[1:2]), "")
        return _FLOOR + 0.2 * self.countries.get(place.country, 0.0) + self.divisions.get(division, 0.0)


@dataclass
class Shares:
    """Shares of one article, and their sum over a publisher's articles."""

    articles: int = 0
    countries: dict[str, float] = field(default_factory=dict)
    divisions: dict[str, float] = field(default_factory=dict)
    places: dict[str, float] = field(default_factory=dict)
    corrections: int = 0

    @classmethod
    def of(cls, weighted: Iterable[tuple[Place, float]], *, corrections: int = 0) -> Shares:
        """Shares of one article, or one correction, from its candidates with their masses."""
        shares = cls(articles=1, corrections=corrections)
        pairs = [(place, mass) for place, mass in weighted if mass > 0.0]
        total = sum(mass for _, mass in pairs)
        for place, mass in pairs:
            share = mass / total
            _add(shares.countries, place.country, share)
            _add(shares.places, place.id, share)
            _add(shares.divisions, place.id if kind_of(place) == "division" else next(iter(place.parents[1:2]), ""), share)
        return shares

    def add(self, other: Shares, sign: float = 1.0) -> None:
        """Add (or with -1 take away) the shares of an article."""
        self.articles += int(sign * other.articles)
        self.corrections += int(sign * other.corrections)
        for own, theirs in ((self.countries, other.countries), (self.divisions, other.divisions), (self.places, other.places)):
            for key, share in theirs.items():
                _add(own, key, sign * share)

    def without(self, *others: Shares) -> Batch:
        """What the other articles name, seen from one of them."""
        other = Shares()
        for one in others:
            other.add(one)
        left = self.articles - other.articles
        if left <= 0:
            return Batch()

        def rest(all_: Mapping[str, float], own: Mapping[str, float]) -> dict[str, float]:
            return {key: max(0.0, share - own.get(key, 0.0)) / left for key, share in all_.items()}

        return Batch(
            left,
            rest(self.countries, other.countries),
            rest(self.divisions, other.divisions),
            rest(self.places, other.places),
            self.corrections - other.corrections,
        )


def publisher_of(document: Document) -> str:
    """What tells one publisher from another: the host of the source, else the publisher's name; empty when neither is known."""
    return host_of(document.source) or document.publisher.casefold()


def _add(shares: dict[str, float], key: str, share: float) -> None:
    if key:
        shares[key] = shares.get(key, 0.0) + share
