"""What a map shows: a plain frozen object, computed from a parsed article, that every renderer draws from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from geomap.models import Area, Claim, Document, Focus, ParsedArticle, Place, Resolution, Role, Status
from geomap.rendering.escape import web_link
from geomap.rendering.plain import cut
from geomap.rendering.snippets import Snippet, snippets
from geomap.rendering.words import DOUBTFUL_BELOW, TONE_ORDER, TONES, Tone, day_words, focus_sentence, kind_of, summary, where_is

Shape = Literal["dot", "area", "approximate"]

# Feature classes that are as wide as they are long; a river or a road is drawn by its outline or as a dot, never as a circle.
_WIDE_CLASSES = frozenset("AHLTV")
# From this radius on a place is an area to a reader, whatever the map's scale: about the size of Luxembourg.
_AREA_RADIUS_KM = 25.0
# What a mention weighs when the extent of the map is laid out, by role: where things happen decides what the map shows.
_WEIGHTS: dict[Role, float] = {"literal": 3.0, "dateline": 1.0, "metonymic": 1.0, "modifier": 0.3, "demonym": 0.3, "embedded": 0.3}
_PAGES = {"geonames": "https://www.geonames.org/", "osm": "https://www.openstreetmap.org/", "wikidata": "https://www.wikidata.org/wiki/"}
# A title is read, not printed in full, where it stands on a picture or in a list: the longest headlines of newspapers are shorter.
_LONGEST_HEADLINE = 240
_NO_REASON = "no place was found for this name"


@dataclass(frozen=True, slots=True)
class AlternativeView:
    """Another place that the name could mean, with its distance from the place that was chosen."""

    place: Place
    kind: str
    where: str
    confidence: float


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place on the map, with everything that its marker, its popup and its rows say.

    Attributes
    ----------
    number
        Number of the marker, from 1, in the order of the text.
    kind, where
        What it is and where: "village", "Mitrovica, Kosovo".
    shape
        ``dot``, ``area`` (its own outline), ``approximate`` (a circle or an area that the text gave).
    tone
        The strongest of its mentions' tones: ``event`` before ``actor`` before ``passing``.
    mentions
        Numbers of its mentions, from 1, in the order of the text.
    weight
        How much it counts for the extent of the map.
    """

    number: int
    place: Place
    kind: str
    where: str
    shape: Shape
    tone: Tone
    confidence: float
    mentions: tuple[int, ...]
    weight: float
    eventful: bool = False
    area: Area | None = None
    claim: Claim | None = None
    evidence: tuple[str, ...] = ()
    alternatives: tuple[AlternativeView, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    link: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether it is more likely another place or none."""
        return self.confidence < DOUBTFUL_BELOW


@dataclass(frozen=True, slots=True)
class MentionView:
    """A mention as the text and the table show it; ``place`` is the number of its place, 0 when it is not on the map.

    One that is not on the map always has a ``reason``.
    """

    number: int
    start: int
    end: int
    text: str
    role: Role
    status: Status
    place: int
    confidence: float
    evidence: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MapView:
    """All that a map of one article says, in the order in which it says it."""

    document: Document
    title: str
    byline: tuple[str, ...]
    link: str
    published: date | None
    summary: str
    about: str
    places: tuple[PlaceView, ...]
    mentions: tuple[MentionView, ...]
    focus: tuple[Focus, ...]
    warnings: tuple[str, ...]
    credits: tuple[str, ...]

    @property
    def headline(self) -> str:
        """Title cut to a line or two."""
        return cut(self.title, _LONGEST_HEADLINE)

    @property
    def unplaced(self) -> tuple[MentionView, ...]:
        """Mentions that are not on the map, in the order of the text."""
        return tuple(mention for mention in self.mentions if not mention.place)


def view_of(article: ParsedArticle, *, country_name: Callable[[str], str]) -> MapView:
    """Compute what the map of ``article`` shows.

    Parameters
    ----------
    article
        The parsed article.
    country_name
        Returns the short name of a country for its ISO 3166-1 alpha-2 code.
    """
    numbered = list(enumerate(article.resolutions, 1))
    groups: dict[str, list[tuple[int, Resolution]]] = {}
    for number, resolution in numbered:
        if resolution.place:
            groups.setdefault(resolution.place.id, []).append((number, resolution))
    places = tuple(_place_view(number, group, article.document.text, country_name) for number, group in enumerate(groups.values(), 1))
    number_of = {place.place.id: place.number for place in places}
    mentions = tuple(
        _mention_view(number, resolution, number_of[resolution.place.id] if resolution.place else 0) for number, resolution in numbered
    )
    document = article.document
    return MapView(
        document=document,
        title=document.title or _first_line(document),
        byline=tuple(part for part in (document.publisher, day_words(document.published) if document.published else "") if part),
        link=web_link(document.source),
        published=document.published,
        summary=summary(
            placed=len(places),
            approximate=sum(place.shape == "approximate" for place in places),
            unplaced=sum(not mention.place for mention in mentions),
        ),
        about=focus_sentence(article.focus),
        places=places,
        mentions=mentions,
        focus=article.focus,
        warnings=article.warnings,
        credits=article.credits,
    )


def _place_view(number: int, group: Sequence[tuple[int, Resolution]], text: str, country_name: Callable[[str], str]) -> PlaceView:
    resolutions = [resolution for _, resolution in group]
    # The most confident mention speaks for the place; the first one where several are equal.
    best = max(resolutions, key=lambda resolution: (resolution.confidence, -resolution.mention.start))
    place = best.place
    assert place is not None
    area = next((resolution.area for resolution in resolutions if resolution.status == "approximate" and resolution.area), None)
    tones = {TONES[resolution.mention.role] for resolution in resolutions}
    return PlaceView(
        number=number,
        place=place,
        kind=kind_of(place),
        where=where_is(place, country_name),
        shape="approximate" if area else "area" if _is_area(place) else "dot",
        tone=next(tone for tone in TONE_ORDER if tone in tones),
        confidence=best.confidence,
        mentions=tuple(mention for mention, _ in group),
        weight=_weight(resolutions),
        eventful=any(resolution.eventful for resolution in resolutions),
        area=area,
        claim=place.claim,
        evidence=_evidence(best),
        alternatives=tuple(
            AlternativeView(other.place, kind_of(other.place), where_is(other.place, country_name), other.confidence)
            for other in best.alternatives
        ),
        snippets=snippets(text, [resolution.mention for resolution in resolutions]),
        link=public_page(place.id),
    )


def _mention_view(number: int, resolution: Resolution, place: int) -> MentionView:
    mention = resolution.mention
    return MentionView(
        number=number,
        start=mention.start,
        end=mention.end,
        text=mention.text,
        role=mention.role,
        status=resolution.status,
        place=place,
        confidence=resolution.confidence,
        evidence=_evidence(resolution),
        reason=resolution.reason or ("" if place else _NO_REASON),
    )


def _evidence(resolution: Resolution) -> tuple[str, ...]:
    """Facts that speak for the place; those against it stand in `geomap explain` and in the data."""
    return tuple(fact.text for fact in resolution.evidence if fact.text and fact.weight >= 0.0)


def _weight(resolutions: Sequence[Resolution]) -> float:
    """Sum of the mentions' weights, each role's growing only with the root of its count: the tenth naming adds little."""
    total = 0.0
    for role, group in groupby(sorted(resolution.mention.role for resolution in resolutions)):
        total += _WEIGHTS[role] * len(list(group)) ** 0.5
    return total + (2.0 if any(resolution.eventful for resolution in resolutions) else 0.0)


def _is_area(place: Place) -> bool:
    return place.has_outline or (place.feature_class in _WIDE_CLASSES and place.radius_km >= _AREA_RADIUS_KM)


def public_page(place_id: str) -> str:
    """Address of the public page of a place's id; empty when the id has none.

    Examples
    --------
    >>> public_page("geonames:789225")
    'https://www.geonames.org/789225'
    >>> public_page("geomap:karabakh")
    ''
    """
    prefix, _, rest = place_id.partition(":")
    allowed = rest.replace("/", "").isalnum() and rest.isascii()
    return f"{_PAGES[prefix]}{rest}" if prefix in _PAGES and allowed else ""


def _first_line(document: Document) -> str:
    """First line that is not page furniture, for an article without a title, cut to a headline's length."""
    start = 0
    for line in document.text.splitlines(keepends=True):
        inside = any(span.start <= start < span.end for span in document.furniture)
        if line.strip() and not inside:
            short = line.strip()
            return short if len(short) <= 140 else short[:140].rsplit(" ", 1)[0] + " …"
        start += len(line)
    return "Map"
