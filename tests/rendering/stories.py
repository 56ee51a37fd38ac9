"""Articles of our own for the tests of the map, parsed by hand: every status, role, claim and shape occurs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from geomap.models import (
    Alternative,
    Area,
    Claim,
    Document,
    Evidence,
    Focus,
    Mention,
    ParsedArticle,
    Place,
    Point,
    Resolution,
    Role,
    Span,
)

TEXT = "\n\n".join(
    (
        "Contact Us",
        "Bridge at Mitrovica reopens as envoys leave for Baku",
        (
            "PRISTINA (Northern Wire) — The main bridge in Mitrovica opened to cars on Monday, eleven months after clashes closed it, "
            "officials in Pristina said."
        ),
        (
            "Police had blocked the road to Banjska, a village near Mitrovica, and the hamlet of Gornja Lipa. "
            "Residents of Banjska waited "
            "in the cold. Serbia called the reopening a provocation; Belgrade recalled its envoy. Serbs in the "
            "north of Kosovo stayed at home."
        ),
        (
            "Talks move east next week. Envoys from Brussels will fly to Baku and on to Yerevan, where the status of Karabakh is again on "
            "the table. Azerbaijan says Karabakh is settled. Armenian families who left Karabakh in 2023 want to return, and Russian "
            "observers have gone home. Moscow did not comment."
        ),
        (
            "“We will hear them all,” said an official of the Georgian embassy. A ship on the Caspian Sea carried the tents. "
            "Nobody "
            "could say where Camp Oriole lies."
        ),
        "Subscribe\n",
    )
)

KARABAKH = Claim(
    administers="Azerbaijan, since 2023",
    claims=("Azerbaijan", "Republic of Artsakh (dissolved 2024)"),
    recognition="Recognized as part of Azerbaijan by all members of the United Nations",
    wording="Held by Armenian forces until 2020 and 2023, administered by Azerbaijan since.",
)
KOSOVO = Claim(
    administers="Kosovo, since 2008",
    claims=("Kosovo", "Serbia"),
    recognition="Recognized by about half of the members of the United Nations (2025)",
    wording="Declared independence from Serbia in 2008; Serbia does not recognize it.",
)


def _place(number: int, name: str, at: tuple[float, float], code: str, country: str = "", **more: object) -> Place:
    feature_class = {"PPL": "P", "PCL": "A", "ADM": "A", "RGN": "L", "SEA": "H"}[code[:3]]
    return Place(
        id=f"geonames:{number}",
        name=name,
        point=Point(*at),
        feature_class=feature_class,
        feature_code=code,
        country=country,
        source="GeoNames",
        licence="CC BY 4.0",
        **more,  # type: ignore[arg-type]
    )


PLACES = {
    "Mitrovica": _place(789225, "Mitrovica", (42.8914, 20.8660), "PPLA2", "XK", admin1="Mitrovica", population=107045),
    "Pristina": _place(786714, "Pristina", (42.6727, 21.1669), "PPLC", "XK", admin1="Pristina", population=198897),
    "Serbia": _place(6290252, "Serbia", (44.8189, 20.4600), "PCLI", "RS", radius_km=157.0, has_outline=True, population=6982084),
    "Belgrade": _place(792680, "Belgrade", (44.8040, 20.4651), "PPLC", "RS", population=1273651),
    "Kosovo": _place(
        831053, "Kosovo", (42.5833, 20.9167), "PCLI", "XK", radius_km=59.0, has_outline=True, population=1845300, claim=KOSOVO
    ),
    "Brussels": _place(2800866, "Brussels", (50.8505, 4.3488), "PPLC", "BE", population=1019022),
    "Baku": _place(587084, "Baku", (40.3777, 49.8920), "PPLC", "AZ", population=1116513),
    "Yerevan": _place(616052, "Yerevan", (40.1811, 44.5136), "PPLC", "AM", population=1093485),
    "Karabakh": replace(
        _place(0, "Karabakh", (39.8, 46.75), "RGN", "AZ", radius_km=60.0, has_outline=True, claim=KARABAKH),
        id="geomap:karabakh",
        source="geomap",
        licence="MIT",
    ),
    "Azerbaijan": _place(587116, "Azerbaijan", (40.5, 47.5), "PCLI", "AZ", radius_km=166.0, has_outline=True, population=9942334),
    "Armenia": _place(174982, "Armenia", (40.0, 45.0), "PCLI", "AM", radius_km=97.0, has_outline=True, population=2951776),
    "Russia": _place(2017370, "Russia", (60.0, 100.0), "PCLI", "RU", radius_km=2330.0, has_outline=True, population=144478050),
    "Moscow": _place(524901, "Moscow", (55.7522, 37.6156), "PPLC", "RU", admin1="Moscow", population=10381222),
    "Georgia": _place(614540, "Georgia", (42.0, 43.5), "PCLI", "GE", radius_km=149.0, has_outline=True, population=3731000),
    "Caspian Sea": _place(630671, "Caspian Sea", (42.0, 50.5), "SEA", "", radius_km=340.0, has_outline=True),
    "Mitrovica, Serbia": _place(789110, "Sremska Mitrovica", (44.9764, 19.6122), "PPLA2", "RS", admin1="Vojvodina", population=39084),
    "Georgia, US": _place(4197000, "Georgia", (32.7504, -83.5002), "ADM1", "US", radius_km=220.0, population=10711908),
}
_NEAR = Area(Point(42.965, 20.80), 12.0, "a village near Mitrovica")

# Name in the text → its place, role and confidence; in the order in which a name is searched for.
NAMES: tuple[tuple[str, str, Role, float], ...] = (
    ("PRISTINA", "Pristina", "dateline", 0.99),
    ("Pristina", "Pristina", "literal", 0.99),
    ("Mitrovica", "Mitrovica", "literal", 0.93),
    ("Banjska", "Banjska", "literal", 0.71),
    ("Serbia", "Serbia", "metonymic", 0.98),
    ("Belgrade", "Belgrade", "metonymic", 0.97),
    ("Serbs", "Serbia", "demonym", 0.9),
    ("Kosovo", "Kosovo", "literal", 0.98),
    ("Brussels", "Brussels", "literal", 0.95),
    ("Baku", "Baku", "literal", 0.98),
    ("Yerevan", "Yerevan", "literal", 0.98),
    ("Karabakh", "Karabakh", "literal", 0.9),
    ("Azerbaijan", "Azerbaijan", "metonymic", 0.97),
    ("Armenian", "Armenia", "demonym", 0.9),
    ("Russian", "Russia", "modifier", 0.92),
    ("Moscow", "Moscow", "metonymic", 0.88),
    ("Georgian", "Georgia", "embedded", 0.45),
    ("Caspian Sea", "Caspian Sea", "literal", 0.9),
)


def mention_at(text: str, start: int, name: str, role: Role = "literal") -> Mention:
    """Mention of ``name`` at an offset, in the sentence around it."""
    line, after = text.rfind("\n", 0, start) + 1, text.find("\n", start + len(name))
    line_end = len(text) if after < 0 else after
    stop, next_stop = text.rfind(". ", line, start), text.find(". ", start + len(name), line_end)
    begin = line if stop < 0 else stop + 2
    end = line_end if next_stop < 0 else next_stop + 1
    return Mention(start, start + len(name), name, role=role, names=(name,), sentence=Span(begin, end))


def _resolution(mention: Mention, key: str, confidence: float) -> Resolution:
    if key == "Banjska":
        place = Place("text:banjska", "Banjska", _NEAR.center, "P", country="XK", admin1="Mitrovica", radius_km=12.0)
        facts = (Evidence("spatial", "the text says: a village near Mitrovica", 2.0),)
        return Resolution(mention, "approximate", place, confidence, facts, area=_NEAR, eventful=True)
    place = PLACES[key]
    facts = (
        Evidence("population", f"{place.name} is the best known place of this name", 1.5),
        Evidence("distance", "it lies among the other places of the text", 0.8),
    )
    other = {"Mitrovica": "Mitrovica, Serbia", "Georgia": "Georgia, US"}.get(key)
    alternatives = (Alternative(PLACES[other], 1 - confidence),) if other else ()
    return Resolution(mention, "resolved", place, confidence, facts, alternatives, eventful=key == "Mitrovica")


def kosovo_karabakh() -> ParsedArticle:
    """An article about a bridge in Kosovo and talks about Karabakh."""
    resolutions = [
        _resolution(mention_at(TEXT, found.start(), name, role), key, confidence)
        for name, key, role, confidence in NAMES
        for found in re.finditer(rf"\b{name}\b", TEXT)
    ]
    for name, reason in (
        ("Gornja Lipa", "no source knows this name, and the text does not say where it lies"),
        ("Camp Oriole", "no source knows this name; to ask a geocoder, run again with --online"),
    ):
        resolutions.append(Resolution(mention_at(TEXT, TEXT.index(name), name), "unresolved", reason=reason))
    resolutions.sort(key=lambda resolution: resolution.mention.start)
    document = Document(
        id="bridge",
        text=TEXT,
        title="Bridge at Mitrovica reopens as envoys leave for Baku",
        published=date(2025, 11, 3),
        source="https://wire.example/2025/bridge",
        publisher="Northern Wire",
        language="en",
        furniture=(Span(0, 10), Span(TEXT.index("Subscribe"), TEXT.index("Subscribe") + 9)),
    )
    focus = (Focus("country", PLACES["Kosovo"], 0.48), Focus("country", PLACES["Azerbaijan"], 0.27))
    return ParsedArticle(document, tuple(resolutions), focus, ("Online look-up is off; 2 names could be asked for with --online.",))


def article(text: str, places: Sequence[tuple[str, Place]], **document: object) -> ParsedArticle:
    """Article in which each name of ``places`` is a literal mention of its place; a name stands in the text in this order."""
    resolutions, at = [], 0
    for name, place in places:
        at = text.index(name, at)
        resolutions.append(Resolution(mention_at(text, at, name), "resolved", place, 0.9, (Evidence("name", "the name", 1.0),)))
        at += len(name)
    return ParsedArticle(Document("story", text, **document), tuple(resolutions))  # type: ignore[arg-type]


def town(number: int, name: str, latitude: float, longitude: float, **more: object) -> Place:
    """Populated place with made-up figures."""
    return Place(
        f"geonames:{number}",
        name,
        Point(latitude, longitude),
        "P",
        "PPL",
        population=50_000,
        source="GeoNames",
        licence="CC BY 4.0",
        **more,  # type: ignore[arg-type]
    )
