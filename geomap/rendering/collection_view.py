"""Many articles as one map: a place is one mark, however many articles name it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from geomap.models import Document
from geomap.rendering.view import MapView, PlaceView
from geomap.rendering.words import TONE_ORDER, count, day_words

# Articles of which a card shows a sentence; it links them all.
_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of a collection.

    Attributes
    ----------
    view
        What its own map shows.
    address
        Where its page lies, relative to the collection.
    """

    view: MapView
    address: str

    @property
    def title(self) -> str:
        """Headline, cut to a line or two."""
        return self.view.headline

    @property
    def day(self) -> date | None:
        """Day of publication."""
        return self.view.published


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles on one map.

    Attributes
    ----------
    entries
        The articles, dated ones first and by day, the others in the order given.
    view
        What the one map shows; its places are numbered in the order in which the articles name them.
    articles
        For each place of ``view`` the indices of the articles that name it.
    """

    entries: tuple[Entry, ...]
    view: MapView
    articles: tuple[tuple[int, ...], ...]


def collected(entries: Sequence[Entry], *, title: str = "") -> Collection:
    """Gather articles on one map.

    Examples
    --------
    >>> collected([]).view.title
    '0 articles'
    """
    ordered = sorted(entries, key=lambda entry: (entry.day is None, entry.day or date.min))
    groups: dict[str, list[tuple[int, PlaceView]]] = {}
    for index, entry in enumerate(ordered):
        for place in entry.view.places:
            groups.setdefault(place.place.id, []).append((index, place))
    places = tuple(_joined(number, [place for _, place in group]) for number, group in enumerate(groups.values(), 1))
    missing = sum(len(entry.view.unplaced) for entry in ordered)
    name = title or count(len(ordered), "article")
    view = MapView(
        document=Document(id="all", text="", title=name),
        title=name,
        byline=tuple(part for part in (_days(ordered),) if part),
        link="",
        published=None,
        summary=_summary(len(ordered), len(places), missing),
        about="",
        places=places,
        mentions=(),
        focus=(),
        warnings=tuple(dict.fromkeys(warning for entry in ordered for warning in entry.view.warnings)),
        credits=tuple(sorted({credit for entry in ordered for credit in entry.view.credits})),
    )
    return Collection(tuple(ordered), view, tuple(tuple(index for index, _ in group) for group in groups.values()))


def _joined(number: int, group: Sequence[PlaceView]) -> PlaceView:
    """One place of several articles: what the surest of them says of it, and a sentence of each of the first."""
    best = max(group, key=lambda place: (place.confidence, -place.number))
    times = sum(len(place.mentions) for place in group)
    return replace(
        best,
        number=number,
        tone=min((place.tone for place in group), key=TONE_ORDER.index),
        mentions=tuple(range(1, times + 1)),
        weight=sum(place.weight for place in group),
        eventful=any(place.eventful for place in group),
        snippets=tuple(place.snippets[0] for place in group if place.snippets)[:_QUOTED],
    )


def _summary(articles: int, places: int, missing: int) -> str:
    unplaced = f"; {count(missing, 'name')} not placed" if missing else ""
    return f"{count(articles, 'article')}, {count(places, 'place')}{unplaced}."


def _days(entries: Sequence[Entry]) -> str:
    """First and last day of the articles."""
    days = [entry.day for entry in entries if entry.day]
    if not days:
        return ""
    return day_words(days[0]) if days[0] == days[-1] else f"{day_words(days[0])} to {day_words(days[-1])}"
