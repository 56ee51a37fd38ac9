"""The table of a report: places and names that are not on the map, as plain rows; every format writes them its own way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geomap.rendering.plain import cut, isolated
from geomap.rendering.view import MapView, MentionView, PlaceView
from geomap.rendering.words import ROLE_WORDS, confidence_words

HEADS = ("No.", "Place", "What and where", "As written", "Confidence", "Coordinates", "Why here")
# A cell of a report is read in passing: two facts say enough, the page has them all.
_FACTS, _NAMES, _LONGEST = 2, 4, 160


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a report.

    Attributes
    ----------
    rows
        One for each place, in the order of the text; cells as in `HEADS`.
    missing
        One for each name that is not on the map: the name, the reason.
    """

    rows: tuple[tuple[str, ...], ...]
    missing: tuple[tuple[str, str], ...]


def table_of(view: MapView) -> Table:
    """Return the table of a map.

    Examples
    --------
    >>> from geomap.models import Document, ParsedArticle
    >>> from geomap.rendering.view import view_of
    >>> table_of(view_of(ParsedArticle(Document("1", "")), country_name=str))
    Table(rows=(), missing=())
    """
    by_place: dict[int, list[MentionView]] = {}
    for mention in view.mentions:
        by_place.setdefault(mention.place, []).append(mention)
    rows = tuple(_row(place, by_place.get(place.number, [])) for place in view.places)
    missing = dict.fromkeys((cut(mention.text, 80), mention.reason) for mention in view.unplaced)
    return Table(rows, tuple((isolated(name), isolated(reason)) for name, reason in missing))


def _row(place: PlaceView, mentions: Sequence[MentionView]) -> tuple[str, ...]:
    point = place.area.center if place.area else place.place.point
    near = f"within about {place.area.radius_km:,.0f} km of " if place.area else ""
    where = ", ".join(part for part in (place.kind, place.where) if part)
    if place.claim:
        where = f"{where}. {place.claim.wording}" if place.claim.wording else f"{where}; contested"
    return (
        str(place.number),
        isolated(cut(place.place.name, _LONGEST)),
        isolated(cut(where, 2 * _LONGEST)),
        _written(mentions),
        confidence_words(place.confidence),
        f"{near}{point.latitude:.4f}, {point.longitude:.4f}",
        isolated("; ".join(cut(fact, _LONGEST) for fact in place.evidence[:_FACTS]) or "the only place of this name that is known"),
    )


def _written(mentions: Sequence[MentionView]) -> str:
    """Each way the place is named, with its role and how often."""
    counted: dict[tuple[str, str], int] = {}
    for mention in mentions:
        key = (isolated(cut(mention.text, 80)), ROLE_WORDS[mention.role])
        counted[key] = counted.get(key, 0) + 1
    parts = [f"{name} ({role}{f', {times} times' if times > 1 else ''})" for (name, role), times in counted.items()]
    more = f"; and {len(parts) - _NAMES} more" if len(parts) > _NAMES else ""
    return "; ".join(parts[:_NAMES]) + more
