"""Spatial phrases: the words that say where a place lies, as structure that resolution can compute with.

A phrase is read from its anchor backwards: "Banjska village, **near** Mitrovica". What stands before it decides whom it
places: a name that only linking words separate from it ("Banjska village,"), else nobody, and then the phrase goes with its
anchor, which is its own anchor ("fighting **20 km north of** Kherson", "in **northern** Kosovo").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geomap.models import Span, SpatialPhrase, SpatialRelation

_BEARINGS = dict(zip("north northeast east southeast south southwest west northwest".split(), range(0, 360, 45), strict=True))
# By the beginning of the unit's name; "m" also begins "meters".
_KILOMETERS = {"km": 1.0, "kilo": 1.0, "mile": 1.609344, "mi": 1.609344, "m": 0.001, "naut": 1.852, "nm": 1.852}
_NUMBER_WORDS = {
    "a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0,
    "ten": 10.0, "a dozen": 12.0, "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "hundred": 100.0,
    "a hundred": 100.0, "half a": 0.5,
}  # fmt: skip
_COMPASS = r"(?P<compass>(?:north|south)[- ]?(?:east|west)|north|south|east|west)"
_SETTLEMENT = (
    r"(?:city|town|village|capital|port|port city|hamlet|settlement|municipality|district|region|province|island|cities|towns|villages)"
)
_OF_THE_TOWN = rf"(?:(?:the|its|their)\s+)?(?:[a-z]+\s+)?(?:{_SETTLEMENT}\s+(?:of\s+)?)?"
_HEDGE = r"(?:about|around|some|roughly|approximately|nearly|almost|just|only|over|under|more than|less than|a few|less|fewer than)"
_DISTANCE = (
    rf"(?P<number>\d[\d,.]*|{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})[\s-]*"
    r"(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi|m|met(?:er|re)s?|nautical miles?|nm)\b(?:\s*\([^)]{1,25}\))?"
)
_AWAY = rf"(?:{_DISTANCE}\s+)?"
_FROM = r"(?:of|from)\s+"
_DIRECTION = (
    rf"{_AWAY}(?:(?:away\s+)?to\s+the\s+|just\s+|due\s+|further\s+)?{_COMPASS}(?:ern|erly)?"
    rf"(?:\s+(?:edge|side|outskirts|suburbs|tip|end))?\s+{_FROM}{_OF_THE_TOWN}"
)
_OFF = rf"{_AWAY}off\s+(?:of\s+)?(?:the\s+)?(?:{_COMPASS}(?:ern)?\s+)?(?:coast|shores?|coastline)\s+of\s+{_OF_THE_TOWN}"
_SUBURB = r"(?:an?|the)\s+(?:[\w-]+\s+){0,2}?(?:suburb|neighbou?rhood|quarter|borough|exurb)\s+(?:of|in|outside)\s+" + _OF_THE_TOWN
_BORDER = r"(?:border|frontier|boundary)(?:\s+(?:crossing|post|area|region|strip))?\s+(?:between|of|with)\s+(?:the\s+)?"
_ROAD = (
    r"(?:road|highway|motorway|route|railway|line|track|path)s?\s+(?:that\s+)?"
    r"(?:from|between|linking|connecting|links|connects)\s+(?:the\s+)?"
)
_NEAR = (
    r"(?:near(?:\s+to|by)?|close\s+to|(?:just\s+)?outside(?:\s+of)?|not\s+far\s+from|next\s+to|adjacent\s+to|a\s+short\s+drive\s+from|"
    rf"(?:on|at|in)\s+the\s+(?:outskirts|edge|vicinity)\s+of)\s+{_OF_THE_TOWN}"
)
_PART = (
    r"(?:(?:far|south-?|north-?)\s+)?(?P<part>(?:north|south)?-?(?:eastern|western)|northern|southern|central)\s+"
    r"(?:parts?\s+of\s+)?(?:the\s+)?"
)
# The first that fits holds, so the more telling ones come first.
_OPENING: tuple[tuple[SpatialRelation, str], ...] = (
    ("upstream", rf"{_AWAY}(?:upstream|upriver)\s+{_FROM}{_OF_THE_TOWN}"),
    ("downstream", rf"{_AWAY}(?:downstream|downriver)\s+{_FROM}{_OF_THE_TOWN}"),
    ("direction", _DIRECTION),
    ("off", _OFF),
    ("suburb", _SUBURB),
    ("border", _BORDER),
    ("road", _ROAD),
    ("between", rf"(?:halfway\s+|midway\s+|somewhere\s+)?between\s+{_OF_THE_TOWN}"),
    ("near", rf"{_DISTANCE}\s+(?:away\s+)?(?:from|outside)\s+{_OF_THE_TOWN}"),
    ("near", _NEAR),
    ("part", _PART),
)
_PATTERNS = tuple((relation, re.compile(rf"(?:(?<=\W)|^)(?:{pattern})$", re.IGNORECASE)) for relation, pattern in _OPENING)
# Phrases with two anchors, and the words between the anchors.
_TWO = frozenset({"border", "road", "between"})
_AND = re.compile(r"\s+(?:and|to|with)\s+(?:the\s+)?(?:[a-z]+\s+){0,2}")
# Words that may stand between a name and the phrase that places it.
_LINKING = re.compile(
    rf"(?:\s|,|\(|-|–|—|\b(?:{_SETTLEMENT}|suburb|neighborhood|area|which|that|is|was|are|lies|lay|lying|located|situated|set|stands|sits|a|an|the|"
    rf"small|tiny|remote|in|on|at|{_HEDGE})\b)*",
    re.IGNORECASE,
)
# Longest stretch before an anchor that a phrase can fill.
_REACH = 90


@dataclass(frozen=True, slots=True)
class _Found:
    phrase: SpatialPhrase
    anchor: int


def spatial_phrases(text: str, mentions: Sequence[Span], sentences: Sequence[Span]) -> list[tuple[SpatialPhrase, ...]]:
    """Phrases that place each mention, in the order of the mentions.

    Parameters
    ----------
    text
        The text that the spans count in.
    mentions
        The names, by start, not overlapping.
    sentences
        The sentence of each; a phrase does not reach beyond it.

    Examples
    --------
    >>> text = "Banjska village, near Mitrovica city"
    >>> spans = [Span(0, 7), Span(22, 31)]
    >>> [phrase.relation for phrase in spatial_phrases(text, spans, [Span(0, 36)] * 2)[0]]
    ['near']
    """
    placed: list[list[SpatialPhrase]] = [[] for _ in mentions]
    # "Torkham, 50 km west of Peshawar, near Landi Kotal": the second phrase goes on about Torkham, not about Peshawar.
    placed_by: dict[int, int] = {}
    for found in _phrases(text, mentions, sentences):
        owner = _owner(text, mentions, found)
        if owner is not None:
            owner = placed_by.get(owner, owner)
            placed_by[found.anchor] = owner
        placed[found.anchor if owner is None else owner].append(found.phrase)
    return [tuple(phrases) for phrases in placed]


def _phrases(text: str, mentions: Sequence[Span], sentences: Sequence[Span]) -> Iterator[_Found]:
    for number, (anchor, sentence) in enumerate(zip(mentions, sentences, strict=True)):
        floor = max(sentence.start, anchor.start - _REACH, mentions[number - 1].end if number else 0)
        before = text[floor : anchor.start]
        for relation, pattern in _PATTERNS:
            match = pattern.search(before)
            if not match:
                continue
            anchors = [anchor]
            if relation in _TWO:
                second = mentions[number + 1] if number + 1 < len(mentions) else None
                if second is not None and second.end <= sentence.end and _AND.fullmatch(text[anchor.end : second.start]):
                    anchors.append(second)
                elif relation != "border":
                    continue
            yield _Found(_phrase(relation, match, floor, anchors), number)
            break


def _phrase(relation: SpatialRelation, match: re.Match[str], floor: int, anchors: Sequence[Span]) -> SpatialPhrase:
    groups = match.groupdict()
    compass = (groups.get("compass") or groups.get("part") or "").lower().removesuffix("ern")
    key = compass.replace("-", "").replace(" ", "")
    bearing = float(_BEARINGS[key]) if key in _BEARINGS else None
    start, end = floor + match.start(), floor + match.start() + len(match.group().rstrip())
    return SpatialPhrase(relation, Span(start, end), tuple(anchors), bearing, _kilometers(groups))


def _kilometers(groups: dict[str, str | None]) -> float | None:
    number, unit = groups.get("number"), groups.get("unit")
    if not number or not unit:
        return None
    key = number.lower()
    try:
        amount = _NUMBER_WORDS[key] if key in _NUMBER_WORDS else float(key.rstrip(".,").replace(",", ""))
    except ValueError:
        return None
    factor = next(value for prefix, value in _KILOMETERS.items() if unit.lower().startswith(prefix))
    return round(amount * factor, 3) or None


def _owner(text: str, mentions: Sequence[Span], found: _Found) -> int | None:
    """Number of the mention that the phrase places, None when it places no name."""
    before = found.anchor - 1
    if before < 0:
        return None
    gap = text[mentions[before].end : found.phrase.span.start]
    if found.phrase.relation == "part" and "," not in gap:
        return None
    return before if len(gap) <= _REACH and _LINKING.fullmatch(gap) and "\n" not in gap else None
