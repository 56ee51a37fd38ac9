"""First- and second-order divisions: facts of GeoNames from ``tables/divisions.tsv``, short forms of their names, and states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import sqrt
from pathlib import Path

from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.rows import NameRow, PlaceRow
from geomap.gazetteer.tables import Line, parse_names, read_table
from geomap.models import Point
from sources.cities import NOTE
from sources.demonyms import with_plurals

# Words of the sources' own languages that say what a division is; with English ones in `geomap.gazetteer.derive`.
_BEFORE = frozenset(
    "Province of|State of|Region of|County of|District of|Department of|Governorate of|Prefecture of|Canton of|Republic of|"
    "Departamento de|Departamento del|Provincia de|Provincia del|Provincia di|Région de|Région du|Province de|Province du|"
    "Département de|Département du|Département de la|Département des|Estado de|Estado do|Estado da|Región de|"
    "Região de|Distrito de|Distrito do|Municipio de|Município de|Municipalité de|Commune de|Cantón|Canton|Landkreis|Kreis|Land|"
    "Freistaat|Regierungsbezirk|Bezirk|Powiat|Województwo|Județul|Okres|Kraj|Oblast|Muḩāfaz̧at|Wilayat|Wilāyat|Wilaya de|"
    "Autonomous Republic of|City and County of|City of|Metropolitan Borough of|London Borough of|Royal Borough of|Provinsi|Kabupaten|"
    "Kota|Changwat|Amphoe|Tỉnh|Thành Phố|Huyện|Rayon|Raion|Vilayet|Gobolka|Free State of|Comunidad Foral de|Comunidad de".split("|")
)
_AFTER = frozenset(
    "County|Parish|Borough|Census Area|Province|Region|State|Oblast|Krai|Kray|Raion|Rayon|Rayony|District|Governorate|Prefecture|"
    "Department|Municipality|Division|Canton|Republic|Voivodeship|Okrug|Autonomous Okrug|Autonomous Oblast|Autonomous Region|län|Län|"
    "fylke|kommun|maakond|megye|vármegye|Kunta|Sheng|Shi|Qu|Xian|Oblastʼ|Oblast’|oblast|rayon|County Borough|City|Metropolitan Area|Area|"
    "Township|Local Government Area|Regency|Kabupaten|Ken|Fu|Mintaqah|Emirate|ili|ilçesi|İlçesi|Zone|Upazila|Subdivision|"
    "Special Region|Autonomous Prefecture|Autonomous County|Zizhizhou|Zizhixian|Zizhiqu|Diqu|Meng|Tumani|Rayoni|Aūdany|Járás|pagasts|"
    "novads|Soum|Sum|Aimag|Gewog|Dzongkhag|Woreda|Kebele|Sub-County|Tehsil|Taluk|Mandal|Muang|Khoroo|Amphur|Barangay|Barrio".split("|")
)
# Peoples whose name an autonomous division of China carries behind its own: "Baoting Li and Miao Autonomous County". In transcriptions
# they end in "zu": "Xishuangbanna Daizu Zizhizhou".
_PEOPLES = frozenset(
    "and Bai Buyei Bouyei Dai Dong Dongxiang Hani Hui Jingpo Kazak Kazakh Kirgiz Kyrgyz Korean Lahu Li Lisu Manchu Miao Mongol Mongolian "
    "Mulao Nakhi Naxi Qiang Salar She Tibetan Tu Tujia Va Wa Xibe Yao Yi Yugur Zhuang".split()
)
_AUTONOMOUS = ("Autonomous Prefecture", "Autonomous County", "Zizhizhou", "Zizhixian")
# Fewer cities say nothing about how large a division is.
_FEW = 4
_MOST_WORDS = max(words.count(" ") + 1 for words in _BEFORE | _AFTER)


# What is left of "Northern Province" or "Free State" names no place.
_NO_NAMES = frozenset(
    "north south east west northern southern eastern western central upper lower middle northeast northwest southeast southwest "
    "north-eastern north-western south-eastern south-western northeastern northwestern southeastern southwestern free golden new old "
    "capital federal national metropolitan autonomous special coast coastal inner outer greater islands lakes river valley mountain".split()
)


def short_names(name: str) -> Iterator[str]:
    """Names of a division without the word that says what it is: "Lee County" → "Lee"."""
    for short in _without_kind(name):
        if short.lower() not in _NO_NAMES:
            yield short
        if short != name and name.endswith(_AUTONOMOUS) and (own := _without_peoples(short)) not in ("", short):
            yield own


def _without_peoples(name: str) -> str:
    """Name of an autonomous division without those of its peoples."""
    words = name.split(" ")
    while words and (words[-1] in _PEOPLES or words[-1].endswith("zu")):
        words.pop()
    return " ".join(words)


def _without_kind(name: str) -> Iterator[str]:
    before, comma, _ = name.partition(", ")
    if comma:
        yield before
    words = name.split(" ")
    for count in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        if " ".join(words[-count:]) in _AFTER:
            yield " ".join(words[:-count])
        if " ".join(words[:count]) in _BEFORE:
            yield " ".join(words[count:])


class Divisions:
    """Divisions with their short names, each division after its parent.

    Parameters
    ----------
    tables
        Folder of ``divisions.tsv`` and ``townless.tsv``.
    cities
        Rows of cities: a division's population is that of its cities, a lower bound.
    """

    note = NOTE

    def __init__(self, tables: Path, cities: Iterable[PlaceRow]) -> None:
        self._tables = tables
        self._population: dict[str, int] = defaultdict(int)
        self._points: dict[str, list[Point]] = defaultdict(list)
        for city in cities:
            for division in {city.admin1, city.admin2}:
                self._population[division] += city.population
                if city.latitude is not None and city.longitude is not None:
                    self._points[division].append(Point(city.latitude, city.longitude))

    def rows(self) -> Iterator[PlaceRow]:
        """Divisions by GeoNames id, those that hold no city after the others."""
        columns = ["id", "name", "country", "level", "parent", "latitude", "longitude", "type", "other_names"]
        lines = list(read_table(self._tables / "divisions.tsv", columns))
        lines += read_table(self._tables / "townless.tsv", [*columns, "radius_km"])
        level = {line["id"]: line["level"] for line in lines}
        for line in lines:
            yield self._row(line, level)

    def _row(self, line: Line, level: dict[str, str]) -> PlaceRow:
        names = list(parse_names(line["other_names"]))
        spelled = [line["name"], *(name.text for name in names if not name.language and not name.text.endswith(" State"))]
        shorter = [NameRow(short) for name in spelled for short in short_names(name)]
        point = Point(line.number_in("latitude", -90, 90), line.number_in("longitude", -180, 180))
        admin1 = line["parent"] if level.get(line["parent"]) == "1" else ""
        return PlaceRow(
            id=f"geonames:{line['id']}",
            name=line["name"],
            latitude=point.latitude,
            longitude=point.longitude,
            feature_class="A",
            feature_code=f"ADM{line['level']}",
            country=line["country"],
            admin1=f"geonames:{admin1}" if admin1 else "",
            population=self._population[f"geonames:{line['id']}"],
            radius_km=self._radius_km(line, point),
            names=(*names, *shorter),
            source=self.note.name,
        )

    def _radius_km(self, line: Line, point: Point) -> float | None:
        """Radius that the table gives, else one that follows from the towns."""
        if line.fields.get("radius_km"):
            return line.number_in("radius_km", 0.1, 1000)
        return radius_km(point, self._points.get(f"geonames:{line['id']}", ()))


def radius_km(middle: Point, cities: Sequence[Point]) -> float | None:
    """Radius in kilometres of the circle in which cities would be spread like these: 1.4 times their root mean square distance."""
    if len(cities) < _FEW:
        return None
    return max(3.0, sqrt(2 * sum(distance_km(middle, city) ** 2 for city in cities) / len(cities)))


class States:
    """Abbreviations and demonyms of states and provinces, for places that `Divisions` yields."""

    note = NOTE

    def __init__(self, tables: Path) -> None:
        self._tables = tables

    def rows(self) -> Iterator[PlaceRow]:
        """Names only, in the order of ``states.tsv``."""
        known: dict[tuple[str, str], Line] = {}
        for line in read_table(self._tables / "divisions.tsv"):
            if line["level"] == "1":
                for name in (*parse_names(line["other_names"]), NameRow(line["name"])):
                    for form in (name.text, *short_names(name.text)):
                        known.setdefault((line["country"], key_of(form)), line)
                known[line["country"], key_of(line["name"])] = line
        for line in read_table(self._tables / "states.tsv", ["country", "name", "abbreviations", "other_names"]):
            division = known.get((line["country"], key_of(line["name"])))
            if division is None:
                raise line.error(f"{line['name']} is no first-order division of {line['country']} in divisions.tsv")
            names = [NameRow(text, "abbreviation", "en") for text in line["abbreviations"].split("|") if text]
            names += with_plurals(parse_names(line["other_names"]))
            place_id, shown = f"geonames:{division['id']}", division["name"]
            yield PlaceRow(place_id, shown, None, None, "A", "ADM1", names=tuple(names), source=self.note.name)
