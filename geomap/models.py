"""The data that flows through geomap: ``source → Document → Mention* → Candidate* → Resolution* → map``.

Every type is a frozen, slotted dataclass that points back: a resolution holds its mention, a mention its offsets into the
document's text. Offsets count Unicode code points from 0, the end is exclusive. Coordinates are WGS 84 decimal degrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, Protocol

Role = Literal["literal", "dateline", "metonymic", "modifier", "demonym", "embedded"]
Status = Literal["resolved", "approximate", "unresolved", "corrected"]
MatchRule = Literal["exact", "derived", "spelling", "geocoder", "coordinates", "correction"]
NameKind = Literal["preferred", "alternate", "abbreviation", "demonym", "former"]
SpatialRelation = Literal["direction", "near", "between", "part", "suburb", "off", "border", "road", "upstream", "downstream"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Point:
    """A position on Earth.

    Attributes
    ----------
    latitude
        Degrees north, -90 to 90.
    longitude
        Degrees east, -180 to 180.
    """

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it was read.

    Attributes
    ----------
    id
        Unique within a batch.
    text
        The exact string that all offsets count in.
    title, source, publisher, language
        What stands in the article or its page; empty when nothing does. ``source`` is a URL or a path, ``language`` an
        ISO 639-1 code.
    published
        Day of publication.
    dateline
        Where in the text the dateline's place names stand ("PARIS, Ky." in "PARIS, Ky. (AP) — …").
    furniture
        Spans of the page that are not the article (navigation, bylines, credits), in order, not overlapping; no mention lies in them.
    """

    id: str
    text: str
    title: str = ""
    published: date | None = None
    source: str = ""
    publisher: str = ""
    language: str = ""
    dateline: Span | None = None
    furniture: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SpatialPhrase:
    """Words that say where a mention lies in relation to other names.

    Attributes
    ----------
    relation
        Kind of relation: ``direction`` ("20 km north of X", "northwest of X"), ``near`` ("near X", "outside X"), ``between``
        ("between X and Y"), ``part`` ("in northern X"), ``suburb`` ("a suburb of X"), ``off`` ("off the coast of X"),
        ``border`` ("on the border between X and Y"), ``road`` ("on the road from X to Y"), ``upstream``, ``downstream``.
    span
        The words themselves, without the anchors' names when they stand outside it.
    anchors
        Spans of the names that the phrase refers to, in the order of the text; one or two.
    bearing_degrees
        Clockwise from north, 0 to 360, when a direction is named.
    distance_km
        Greater than 0, when a distance is named.
    """

    relation: SpatialRelation
    span: Span
    anchors: tuple[Span, ...]
    bearing_degrees: float | None = None
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name where it stands in the text.

    Attributes
    ----------
    start, end, text
        ``document.text[start:end] == text``, always.
    role
        In what role the name stands: ``literal`` (something is or happens there), ``dateline``, ``metonymic`` (a government or
        a team), ``modifier`` ("Russian oil"), ``demonym`` (people), ``embedded`` (inside another name).
    confidence
        Calibrated probability that this is a place name, 0 to 1.
    role_probabilities
        Every role with its probability, most likely first; sums to 1.
    names
        What to look up, best first: the text as written, then its fuller or plainer forms ("Lee County" for "Lee" in "Lee and
        Polk counties"). Never empty.
    sentence
        The sentence that the mention stands in.
    spatial
        Phrases that say where this mention lies.
    coordinates
        The position, when the mention is a pair of coordinates written in the text.
    """

    start: int
    end: int
    text: str
    role: Role = "literal"
    confidence: float = 1.0
    role_probabilities: tuple[tuple[Role, float], ...] = ()
    names: tuple[str, ...] = ()
    sentence: Span = Span(0, 0)
    spatial: tuple[SpatialPhrase, ...] = ()
    coordinates: Point | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What is asserted of a contested place; the policy stands in ``docs/contested.md``.

    Attributes
    ----------
    administers
        Who administers it, with the year since when.
    claims
        Who claims it.
    recognition
        Who recognizes it, with number and date.
    wording
        One neutral sentence for the map.
    """

    administers: str
    claims: tuple[str, ...]
    recognition: str
    wording: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place on Earth as a gazetteer or a geocoder knows it.

    Attributes
    ----------
    id
        ``geonames:789225``, ``geomap:karabakh``, ``osm:relation/53296``, ``user:…``.
    name
        The name to show, in English or the local Latin form.
    point
        Its point; for a country the one of GeoNames.
    feature_class, feature_code
        GeoNames class (one of A H L P R S T U V) and code (``PPLC``); the code may be empty.
    country
        ISO 3166-1 alpha-2 code (``XK`` is Kosovo), empty at sea or where the viewpoint leaves it open.
    admin1
        Name of the first-order division, empty when unknown.
    parents
        Ids of the places that contain it, largest first: country, first-order division, second-order division.
    population
        Inhabitants; 0 when unknown.
    radius_km
        Radius of a circle about as large as the place; greater than 0.
    has_outline
        Whether the gazetteer holds an outline under this id.
    claim
        What is asserted of a contested place.
    source, licence
        Where the row comes from and under which licence ("GeoNames", "CC BY 4.0").
    """

    id: str
    name: str
    point: Point
    feature_class: str
    feature_code: str = ""
    country: str = ""
    admin1: str = ""
    parents: tuple[str, ...] = ()
    population: int = 0
    radius_km: float = 1.0
    has_outline: bool = False
    claim: Claim | None = None
    source: str = ""
    licence: str = ""

    @property
    def geonameid(self) -> int | None:
        """GeoNames id, when the place has one."""
        prefix, _, number = self.id.partition(":")
        return int(number) if prefix == "geonames" and number.isdigit() else None


class Candidate(NamedTuple):
    """A place that a name may mean; a tuple, because a name of a hundred places makes a hundred of them.

    Attributes
    ----------
    place
        The place.
    matched
        The name of the place that matched, as the source spells it.
    rule
        How it matched.
    kind
        What kind of name matched.
    language
        ISO 639-1 code of the matched name, empty when the source does not say.
    prior
        How likely the name means this place when nothing else is known, 0 to 1; the candidates of one name need not sum to 1.
    source
        The gazetteer layer or geocoder that it comes from.
    distance
        Edit distance to the name asked for; 0 unless ``rule`` is ``spelling``.
    """

    place: Place
    matched: str
    rule: MatchRule = "exact"
    kind: NameKind = "preferred"
    language: str = ""
    prior: float = 0.0
    source: str = ""
    distance: int = 0


class CandidateSource(Protocol):
    """Anything that answers names with candidates: the gazetteer, a geocoder. The fallback is the order of a tuple of sources."""

    def look_up_many(
        self,
        names: Sequence[str],
        *,
        countries: Sequence[str] = (),
        near: Point | None = None,
        limit: int | None = None,
    ) -> list[tuple[Candidate, ...]]:
        """Candidates of each name, in the order of ``names``, best first; an empty tuple for a name that is not known.

        ``countries`` and ``near`` order the candidates, they never remove one.
        """
        ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that spoke for a place, in words that a person can check.

    Attributes
    ----------
    kind
        Stable identifier of the kind of fact: ``containment``, ``population``, ``publisher``…
    text
        The fact as a clause in English.
    weight
        Its contribution to the score; positive speaks for the place.
    """

    kind: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place that the mention could mean.

    Attributes
    ----------
    place
        The place.
    confidence
        Probability that the mention means it, 0 to 1.
    chosen_if
        What would have made it the answer, as a condition in English ("without the words beside the name"); empty where nothing
        would have.
    """

    place: Place
    confidence: float
    chosen_if: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """Where an approximate place lies.

    Attributes
    ----------
    center
        Middle of the area.
    radius_km
        Radius of the circle that holds the place with a probability of about .8.
    words
        The words of the text that it was taken from.
    wkt
        The area as well-known text (longitude latitude) when it is no circle.
    """

    center: Point
    radius_km: float
    words: str
    wkt: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which place a mention means: one for each mention, always.

    Attributes
    ----------
    mention
        The mention.
    status
        ``resolved``, ``approximate`` (placed by the words of the text: see ``area``), ``unresolved`` or ``corrected``.
    place
        The place; None when unresolved. An approximate place that no source knows has an id ``text:<name>``.
    confidence
        Calibrated probability that name and place are right, 0 to 1; 0 when unresolved.
    evidence
        What decided, strongest first.
    alternatives
        What else it could be, most likely first; the first is the runner-up.
    area
        Where an approximate place lies.
    reason
        Why it is unresolved, as a sentence; empty otherwise.
    matched
        The candidate that was chosen; None when unresolved or approximate.
    eventful
        Whether something happens at the place, by the role and the words around it.
    """

    mention: Mention
    status: Status
    place: Place | None = None
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    area: Area | None = None
    reason: str = ""
    matched: Candidate | None = None
    eventful: bool = False

    @property
    def runner_up(self) -> Place | None:
        """The most likely other place."""
        return self.alternatives[0].place if self.alternatives else None


@dataclass(frozen=True, slots=True)
class Focus:
    """A place that a story is about.

    Attributes
    ----------
    level
        ``country``, ``division`` or ``place``.
    place
        The place.
    share
        Its share of the story's weight at this level, 0 to 1.
    """

    level: Literal["country", "division", "place"]
    place: Place
    share: float


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """A document with all that was found in it.

    Attributes
    ----------
    document
        The article.
    resolutions
        One for each mention, in the order of the text.
    focus
        What the story is about: by level, largest share first.
    warnings
        Sentences for the user: what was not done and how to have it done.
    credits
        Sources and licences of the places shown, sorted.
    """

    document: Document
    resolutions: tuple[Resolution, ...] = ()
    focus: tuple[Focus, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    @property
    def credits(self) -> tuple[str, ...]:
        """Sources and licences of the places shown, sorted."""
        places = [resolution.place for resolution in self.resolutions if resolution.place]
        return tuple(sorted({f"{place.source} ({place.licence})" for place in places if place.source and place.licence}))
