"""Short stories made up from the gazetteer: what the corpora, mostly American news, do not teach."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from geomap.gazetteer import Gazetteer
from geomap.models import Document, Mention, Place, Point
from geomap.resolution.candidates import look_up
from geomap.resolution.home import Home
from geomap.resolution.scene import Scene
from training.articles import Article

# About as many mentions as half of the corpora's; how many of them are of each kind.
STORIES = 1_000
SHARES = {"namesake": 0.7, "world": 0.2, "alike": 0.1}
# Words before and after a name that say whether the city or the division is meant.
_SAYS_CITY = ((", in the city of ", ""), (", and in ", " city"), (", outside the town of ", ""))
_SAYS_DIVISION = (
    (", in the province of ", ""),
    (", in ", " province"),
    (", elsewhere in ", " region"),
    (", in ", " governorate"),
    (", in the state of ", ""),
    (", in ", " state"),
)
# Tables of the gazetteer that hold what is known all over the world.
CURATED = Path(__file__).parents[1] / "gazetteer" / "curated"
WIDE_TABLES = {"contested", "islands", "landmarks", "mountains", "regions", "rivers", "seats", "waters"}


def stories(gazetteer: Gazetteer, *, count: int = STORIES) -> list[Article]:
    """Stories of all kinds."""
    counts = {kind: round(count * share) for kind, share in SHARES.items()}
    return [
        *made_up_articles(gazetteer, count=counts["namesake"]),
        *world_articles(gazetteer, count=counts["world"]),
        *alike_articles(gazetteer, count=counts["alike"]),
    ]


def made_up_articles(gazetteer: Gazetteer, *, count: int, seed: int = 1) -> Iterator[Article]:
    """Articles that name a town with what contains it, amid a story from around a namesake: a reader is not misled by that.

    The towns are drawn from all over the world; the corpora have few such cases, and nearly all of them American.
    """
    rng = random.Random(seed)
    made = 0
    while made < count:
        point = Point(math.degrees(math.asin(rng.uniform(-0.7, 0.95))), rng.uniform(-180.0, 180.0))
        here = gazetteer.near(point, 250.0, min_population=2_000, limit=40)
        if not here:
            continue
        town = rng.choice(here)
        namesakes = [c.place for c in gazetteer.look_up(town.name, limit=12) if c.rule == "exact" and c.place.country != town.country]
        containers = [place for place in gazetteer.places(town.parents[:2]).values() if place.name != town.name]
        if not namesakes or not containers:
            continue
        # Half of them beside the best known namesake ("London, Ontario" in a story from England).
        rival = namesakes[0] if rng.random() < 0.5 else rng.choice(namesakes)
        around = [place for place in gazetteer.near(rival.point, 120.0, min_population=2_000, limit=12) if place.name != town.name]
        if len(around) < 3:
            continue
        made += 1
        yield _made_up(f"made-up-{made}", town, rng.choice(containers), rng.sample(around, 3), gazetteer)


def world_articles(gazetteer: Gazetteer, *, count: int, seed: int = 2) -> Iterator[Article]:
    """Articles that name well-known places far apart, seas and regions among them: a name needs no neighbours to be the usual place."""
    rng = random.Random(seed)
    known = [name for table in sorted(CURATED.glob("*.tsv")) if table.stem in WIDE_TABLES for name in _names(table)]
    while count:
        point = Point(math.degrees(math.asin(rng.uniform(-0.7, 0.95))), rng.uniform(-180.0, 180.0))
        city = gazetteer.near(point, 1500.0, min_population=300_000, limit=40)
        if not city:
            continue
        names = [rng.choice(city).name, *rng.sample(known, 4)]
        places = [answer[0].place for answer in gazetteer.look_up_many(names, limit=1) if answer and answer[0].rule == "exact"]
        if len(places) == len(names):
            yield _story(
                f"world-{count}",
                list(zip(("The ship left ", ", passed ", " and ", ", and came from ", " to "), places, strict=True)),
                gazetteer,
            )
            count -= 1


def alike_articles(gazetteer: Gazetteer, *, count: int, seed: int = 3) -> Iterator[Article]:
    """Articles that name a city or the division of the same name: the words beside the name say which, nearness does not."""
    rng = random.Random(seed)
    while count:
        point = Point(math.degrees(math.asin(rng.uniform(-0.7, 0.95))), rng.uniform(-180.0, 180.0))
        cities = gazetteer.near(point, 500.0, min_population=50_000, limit=40)
        if not cities:
            continue
        city = rng.choice(cities)
        alike = [c.place for c in gazetteer.look_up(city.name, limit=30) if c.rule == "exact" and c.place.feature_code == "ADM1"]
        division = next((place for place in alike if place.id in city.parents), None)
        around = [place for place in gazetteer.near(city.point, 300.0, min_population=2_000, limit=12) if place.name != city.name]
        if division is None or len(around) < 2:
            continue
        count -= 1
        meant = replace(division, name=city.name) if count % 2 else city
        before, after = rng.choice(_SAYS_DIVISION if count % 2 else _SAYS_CITY)
        first, second = rng.sample(around, 2)
        yield _story(f"alike-{count}", [("Rain fell in ", first), (before, meant), (f"{after} and in ", second)], gazetteer)


def _names(table: Path) -> list[str]:
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [line.split("\t")[1] for line in lines[1:]]


def _made_up(name: str, town: Place, container: Place, others: Sequence[Place], gazetteer: Gazetteer) -> Article:
    first, second, third = others
    parts = [
        ("Rain fell in ", first),
        (" and in ", second),
        (". The mayor of ", town),
        (", ", container),
        (", spoke to people from ", third),
    ]
    return _story(name, parts, gazetteer)


def _story(name: str, parts: Sequence[tuple[str, Place]], gazetteer: Gazetteer) -> Article:
    text, mentions, gold = "", [], []
    for words, place in parts:
        text += words
        mentions.append(Mention(len(text), len(text) + len(place.name), place.name, names=(place.name,)))
        gold.append({"lat": place.point.latitude, "lon": place.point.longitude, "geonameid": place.geonameid, "text": place.name})
        text += place.name
    document = Document(name, text + ".")
    return Article("made-up", document, gold, Scene.of(document, mentions, look_up(gazetteer, mentions)), Home())
