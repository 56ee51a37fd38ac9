"""What the map says in words: kinds of places, roles, confidence, counts. English, short, without a claim it cannot keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from geomap.models import Focus, Place, Role

Tone = Literal["event", "actor", "passing"]

# How a mention is drawn: the six roles fold into three tones, because a reader tells three marks apart at a glance, not six.
TONES: dict[Role, Tone] = {
    "literal": "event",
    "dateline": "event",
    "metonymic": "actor",
    "modifier": "passing",
    "demonym": "passing",
    "embedded": "passing",
}
TONE_WORDS: dict[Tone, str] = {
    "event": "where it happens",
    "actor": "who acts: a government, a team",
    "passing": "named in passing",
}
# The stronger before the weaker: of a place's mentions the strongest speaks for its mark.
TONE_ORDER = tuple(TONE_WORDS)
ROLE_WORDS: dict[Role, str] = {
    "literal": "place",
    "dateline": "dateline",
    "metonymic": "actor",
    "modifier": "origin",
    "demonym": "people",
    "embedded": "part of a name",
}

# GeoNames feature codes, then classes, in the words of a caption.
_CODES = {
    "PPLC": "capital",
    "PPLA": "regional capital",
    "PPLA2": "town, district seat",
    "PPLA3": "town",
    "PPLA4": "town",
    "PPLX": "part of a town",
    "PPLH": "former settlement",
    "PPLQ": "abandoned settlement",
    "PPLF": "farm village",
    "PPLL": "hamlet",
    "PCLI": "country",
    "PCLS": "country",
    "PCLD": "dependent territory",
    "PCLF": "freely associated state",
    "PCLX": "part of a country",
    "PCLH": "former country",
    "TERR": "territory",
    "ADM1": "first-order division",
    "ADM2": "district",
    "ADM3": "municipality",
    "ADM4": "municipality",
    "ADMD": "division",
    "ADM1H": "former division",
    "RGN": "region",
    "RGNH": "historical region",
    "CONT": "continent",
    "OCN": "ocean",
    "SEA": "sea",
    "GULF": "gulf",
    "BAY": "bay",
    "STRT": "strait",
    "CHN": "channel",
    "LK": "lake",
    "LKS": "lakes",
    "STM": "river",
    "CNL": "canal",
    "RSV": "reservoir",
    "MT": "mountain",
    "MTS": "mountains",
    "PK": "peak",
    "VLC": "volcano",
    "PASS": "pass",
    "VAL": "valley",
    "DSRT": "desert",
    "ISL": "island",
    "ISLS": "islands",
    "PEN": "peninsula",
    "CAPE": "cape",
    "PLN": "plain",
    "PLAT": "plateau",
    "AIRP": "airport",
    "PRT": "port",
    "BDG": "bridge",
    "RSTN": "railway station",
    "UNIV": "university",
    "HSP": "hospital",
    "MILB": "military base",
    "PRK": "park",
    "RESN": "nature reserve",
    "FRST": "forest",
}
_CLASSES = {
    "A": "division",
    "H": "water",
    "L": "area",
    "P": "place",
    "R": "road",
    "S": "site",
    "T": "landform",
    "U": "undersea feature",
    "V": "vegetation",
}
# A settlement whose code says nothing is named by its size; the bounds are round numbers for a reader, not a definition.
_SIZES = ((300_000, "city"), (20_000, "town"), (1, "village"))
DOUBTFUL_BELOW = 0.5
_CONFIDENCES = ((0.9, "very likely"), (0.75, "likely"), (DOUBTFUL_BELOW, "more likely than not"), (0.0, "doubtful"))


def kind_of(place: Place) -> str:
    """What a place is, as a caption says it: "village", "capital", "sea".

    Examples
    --------
    >>> from geomap.models import Point
    >>> kind_of(Place("geonames:1", "Baku", Point(40.4, 49.9), "P", "PPLC"))
    'capital'
    """
    if place.feature_code in _CODES:
        return _CODES[place.feature_code]
    if place.feature_class == "P":
        return next((word for least, word in _SIZES if place.population >= least), "settlement")
    return _CLASSES.get(place.feature_class, "place")


def where_is(place: Place, country_name: Callable[[str], str]) -> str:
    """Division and country of a place, without repeating the place itself; empty for a country or a sea."""
    country = country_name(place.country) if place.country else ""
    parts = [part for part in (place.admin1, country) if part and part != place.name]
    return ", ".join(dict.fromkeys(parts)) if place.feature_code[:3] not in {"PCL", "CON", "OCN"} else ""


def confidence_words(confidence: float) -> str:
    """Return a probability in words and as a number.

    Examples
    --------
    >>> confidence_words(0.83)
    'likely (.83)'
    """
    word = next(word for least, word in _CONFIDENCES if confidence >= least)
    return f"{word} ({confidence:.2f})".replace("(0.", "(.")


def day_words(day: date) -> str:
    """Return a day as a reader writes it.

    Examples
    --------
    >>> day_words(date(2025, 11, 3))
    'November 3, 2025'
    """
    return f"{day:%B} {day.day}, {day.year}"


def count(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun: "1 place", "3 places", "1,204 places"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def listed(names: Sequence[str]) -> str:
    """Names joined as a sentence does it: "Kosovo, Serbia and Azerbaijan"."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def summary(*, placed: int, approximate: int, unplaced: int) -> str:
    """Say in one sentence what is on the map.

    Examples
    --------
    >>> summary(placed=12, approximate=1, unplaced=1)
    '12 places on the map, 1 of them placed approximately; 1 name not placed.'
    >>> summary(placed=0, approximate=0, unplaced=0)
    'The text names no place.'
    """
    if not placed and not unplaced:
        return "The text names no place."
    if not placed:
        return f"No place on the map; {count(unplaced, 'name')} not placed."
    roughly = f", {approximate:,} of them placed approximately" if approximate else ""
    missing = f"; {count(unplaced, 'name')} not placed" if unplaced else ""
    return f"{count(placed, 'place')} on the map{roughly}{missing}."


def focus_sentence(focus: Sequence[Focus]) -> str:
    """Say what the story is about; empty when nothing stands out.

    Countries are named, and inside a single country the place that carries most of the story. A share under a fifth is no focus.
    """
    countries = [entry.place.name for entry in focus if entry.level == "country" and entry.share >= 0.2][:3]
    finer = [entry.place.name for entry in focus if entry.level != "country" and entry.share >= 0.3]
    finer = [name for name in dict.fromkeys(finer) if name not in countries][:2]
    if finer and len(countries) <= 1:
        return f"The story is mainly about {listed(finer)}{f' in {countries[0]}' if countries else ''}."
    return f"The story is mainly about {listed(countries)}." if countries else ""
