"""The gazetteer file at work: names → candidates, ids → places, points → places around them."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from math import cos, log10, radians
from pathlib import Path

from geomap.errors import GazetteerError, GazetteerNotFoundError
from geomap.gazetteer.bloom import BloomFilter
from geomap.gazetteer.derive import derived_keys
from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.info import GazetteerInfo, read_info
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.matcher import Matcher, NameMatch
from geomap.gazetteer.ranking import default_radius_km, priors
from geomap.gazetteer.rows import NameRow
from geomap.gazetteer.schema import CELL, DEGREE, FLAG_CLAIM, FLAG_OUTLINE, FORMAT, NAME_KINDS
from geomap.gazetteer.spelling import SpellingIndex
from geomap.gazetteer.summary import KeySummary, unpack
from geomap.models import Candidate, Claim, MatchRule, Place, Point

PACKAGED = Path(__file__).parent / "data" / "gazetteer.sqlite"
# Name, key and rank of the candidates of one look-up lie side by side; the join adds the places.
_PLACE = (
    "p.id, p.name, p.latitude, p.longitude, p.feature, p.country, p.admin1, p.admin2, p.population, p.radius, p.source, p.flags"
)
_NAMED = f"SELECT n.key, n.weight, n.kind, n.name, {_PLACE} FROM names n JOIN places p ON p.id = n.place WHERE n.key = ? ORDER BY n.rank"
_KEYS = (
    f"SELECT n.key, n.weight, n.kind, n.name, {_PLACE} FROM json_each(?) j JOIN names n ON n.key = j.value "
    "JOIN places p ON p.id = n.place ORDER BY n.key, n.rank"
)
# Candidates in a country that was asked for are ten thousand times as likely, at the point asked for a thousand times.
_IN_COUNTRY, _NEAR = 80.0, 60.0
# Distance at which nearness has lost half of its decades.
_NEAR_KM = 100.0
# Distinct places kept as objects; a long session of news stays below.
_CACHED_PLACES = 50_000


class Gazetteer:
    """A gazetteer file, read only; see `open`. It satisfies `geomap.models.CandidateSource`.

    Parameters
    ----------
    path
        The file.
    name
        What candidates carry as their source.
    """

    def __init__(self, path: Path, *, name: str = "gazetteer") -> None:
        self.path = path
        self.name = name
        try:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            # The system's page cache serves all processes; 256 MB is more than the packaged file.
            self._db.execute("PRAGMA mmap_size = 268435456")
            form = json.loads(self._db.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()[0])
        except (sqlite3.Error, TypeError, ValueError) as error:
            raise GazetteerError(f"{path} is no gazetteer file ({error}); make it with `geomap gazetteer import`") from error
        if form > FORMAT:
            raise GazetteerError(f"{path} has format {form}, this geomap reads up to {FORMAT}; update geomap or import the file again")
        self._features = {row[0]: (row[1], row[2]) for row in self._db.execute("SELECT id, class, code FROM features")}
        self._languages = [row[0] for row in self._db.execute("SELECT code FROM languages ORDER BY id")]
        self._sources = {row[0]: (row[1], row[2]) for row in self._db.execute("SELECT id, name, licence FROM sources")}
        self._place = lru_cache(_CACHED_PLACES)(self._make_place)
        self._division_name = lru_cache(_CACHED_PLACES)(self._read_division_name)

    @classmethod
    def open(cls, path: str | Path | None = None) -> Gazetteer:
        """Open a gazetteer file.

        Parameters
        ----------
        path
            The file; without one the file that ``GEOMAP_GAZETTEER`` names, and without that the packaged one.

        Raises
        ------
        GazetteerNotFoundError
            When the file does not exist.
        GazetteerError
            When it is no gazetteer, or one of a newer format.
        """
        named = path or os.environ.get("GEOMAP_GAZETTEER")
        file = Path(named) if named else PACKAGED
        if not file.is_file():
            remedy = "check the path" if named else "install geomap with `pip install .`, which compiles it, or name one in GEOMAP_GAZETTEER"
            raise GazetteerNotFoundError(f"no gazetteer at {file}; {remedy}")
        return cls(file)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def look_up(
        self, name: str, *, near: Point | None = None, countries: Sequence[str] = (), limit: int | None = None
    ) -> tuple[Candidate, ...]:
        """Give the places that a name may mean, best first: exact, else by a plainer form, else by a similar spelling.

        Parameters
        ----------
        name
            As written in a text.
        near
            Candidates close to this point come first.
        countries
            ISO 3166-1 alpha-2 codes; candidates in them come first.
        limit
            Number of candidates, cut after they are ordered; None for all.
        """
        return self.look_up_many([name], near=near, countries=countries, limit=limit)[0]

    def look_up_many(
        self,
        names: Sequence[str],
        *,
        countries: Sequence[str] = (),
        near: Point | None = None,
        limit: int | None = None,
    ) -> list[tuple[Candidate, ...]]:
        """Look many names up with few queries; see `look_up` and `geomap.models.CandidateSource.look_up_many`."""
        keys = [key_of(name) for name in names]
        exact = self._rows_of(sorted(set(keys)))
        answers: dict[str, tuple[Candidate, ...]] = {}
        for key in dict.fromkeys(keys):
            found = self._candidates(exact[key], "exact") if key in exact else self._inexact(key)
            answers[key] = self._ordered(found, near, countries)[:limit]
        return [answers[key] for key in keys]

    def _rows_of(self, keys: Sequence[str]) -> Mapping[str, list[tuple[object, ...]]]:
        if len(keys) == 1:
            rows = self._db.execute(_NAMED, keys).fetchall()
            return {keys[0]: rows} if rows else {}
        found: dict[str, list[tuple[object, ...]]] = {}
        for row in self._db.execute(_KEYS, (json.dumps(keys, ensure_ascii=False),)):
            found.setdefault(row[0], []).append(row)
        return found

    def _inexact(self, key: str) -> list[Candidate]:
        forms = list(derived_keys(key)) if key else []
        exact = self._rows_of(forms) if forms else {}
        for form in forms:
            if form in exact:
                return self._candidates(exact[form], "derived")
        near = self._spelling.near(key) if key else []
        if not near:
            return []
        best = [other for edits, other in near if edits == near[0][0]]
        exact = self._rows_of(best)
        return [c for other in best for c in self._candidates(exact.get(other, []), "spelling", near[0][0])]

    def _candidates(self, rows: Sequence[tuple[object, ...]], rule: MatchRule, edits: int = 0) -> list[Candidate]:
        found = []
        for row, prior in zip(rows, priors([row[1] for row in rows]), strict=True):  # type: ignore[misc]
            kind: int = row[2]  # type: ignore[assignment]
            matched = row[3] or str(row[0]).title()
            place = self._place(row[4:])
            found.append(
                Candidate(place, matched, rule, NAME_KINDS[kind % 8], self._languages[kind // 8], prior, self.name, edits)  # type: ignore[arg-type]
            )
        return found

    @staticmethod
    def _ordered(found: list[Candidate], near: Point | None, countries: Sequence[str]) -> tuple[Candidate, ...]:
        if near is None and not countries and (not found or found[0].rule == "exact"):
            return tuple(found)

        def merit(candidate: Candidate) -> tuple[float, int, str]:
            decades = log10(candidate.prior + 1e-12) * 20
            if candidate.place.country in countries:
                decades += _IN_COUNTRY
            if near is not None:
                decades += _NEAR * _NEAR_KM / (_NEAR_KM + distance_km(near, candidate.place.point))
            return -decades, -candidate.place.population, candidate.place.id

        return tuple(sorted(found, key=merit))

    def place(self, place_id: str) -> Place | None:
        """Give the place of an id, None when the gazetteer does not hold it."""
        return self.places([place_id]).get(place_id)

    def places(self, place_ids: Sequence[str]) -> dict[str, Place]:
        """Give the places of those ids that the gazetteer holds, in the order asked for."""
        numbers = {place_id: self._number(place_id) for place_id in place_ids}
        wanted = json.dumps([number for number in numbers.values() if number is not None])
        rows = self._db.execute(f"SELECT {_PLACE} FROM json_each(?) j JOIN places p ON p.id = j.value", (wanted,))
        found = {row[0]: self._place(row) for row in rows}
        return {place_id: found[number] for place_id, number in numbers.items() if number in found}

    def _number(self, place_id: str) -> int | None:
        source, _, number = place_id.partition(":")
        if source == "geonames" and number.isdigit() and number.isascii():
            return int(number) if len(number) < 12 else None
        row = self._db.execute("SELECT place FROM other_ids WHERE id = ?", (place_id,)).fetchone()
        return row[0] if row else None

    def names(self, place_id: str) -> tuple[NameRow, ...]:
        """Give the names of a place, preferred ones first, then by kind, language, text. Reads the whole file: 0.2 s."""
        rows = self._db.execute("SELECT key, kind, name FROM names WHERE place = ?", (self._number(place_id),))
        found = {(kind % 8, self._languages[kind // 8], name or key.title()) for key, kind, name in rows}
        return tuple(NameRow(text, NAME_KINDS[kind], language) for kind, language, text in sorted(found))

    def near(self, point: Point, radius_km: float, *, min_population: int = 0, limit: int | None = None) -> tuple[Place, ...]:
        """Give the populated places around a point, largest first, then nearest.

        Parameters
        ----------
        point
            Middle of the circle.
        radius_km
            Greater than 0.
        min_population
            Smallest number of inhabitants; 0 for places of unknown population too.
        limit
            Number of places; None for all.
        """
        found = []
        for cells in self._cells(point, radius_km):
            query = f"SELECT {_PLACE} FROM places p WHERE {CELL} BETWEEN ? AND ? AND COALESCE(p.population, 0) >= ?"
            found += [self._place(row) for row in self._db.execute(query, (*cells, min_population))]
        kept = [(place, distance_km(point, place.point)) for place in found if place.feature_class == "P"]
        kept = [(place, km) for place, km in kept if km <= radius_km]
        kept.sort(key=lambda pair: (-pair[0].population, pair[1], pair[0].id))
        return tuple(place for place, _ in kept[:limit])

    @staticmethod
    def _cells(point: Point, radius_km: float) -> list[tuple[int, int]]:
        """Ranges of one-degree cells that the circle touches, one or two for each degree of latitude."""
        reach = radius_km / 110.5
        width = min(180.0, reach / max(0.01, cos(radians(min(89.9, abs(point.latitude) + reach)))))
        west, east = int(point.longitude + 180 - width // 1 - 1), int(point.longitude + 180 + width // 1 + 1)
        rows = range(max(0, int(point.latitude + 90 - reach)), min(180, int(point.latitude + 90 + reach)) + 1)
        if east - west >= 359:
            return [(row * 360, row * 360 + 360) for row in rows]
        spans = [(max(0, west), min(360, east))]
        spans += [(west + 360, 360)] if west < 0 else []
        spans += [(0, east - 360)] if east > 360 else []
        return [(row * 360 + first, row * 360 + last) for row in rows for first, last in spans]

    def match(self, words: Sequence[str], *, cased: bool = False) -> tuple[NameMatch, ...]:
        """Give every run of up to 7 words that is a name, by start, then end; see `Matcher.match`."""
        return self._matcher.match(words, cased=cased)

    def info(self) -> GazetteerInfo:
        """Say what the file holds and where that comes from."""
        return read_info(self.path, self._db)

    def country(self, code: str) -> Place | None:
        """Give the place of an ISO 3166-1 alpha-2 code, None for an unknown one."""
        number = self._countries.get(code)
        return self.place(f"geonames:{number}") if number else None

    @cached_property
    def _countries(self) -> Mapping[str, int]:
        return dict(self._db.execute("SELECT code, place FROM countries ORDER BY code"))

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(BloomFilter(self._blob("bloom")), self._summaries)

    @cached_property
    def _spelling(self) -> SpellingIndex:
        return SpellingIndex(self._blob("spelling_blocks"), self._blob("spelling_text"), self._blob("spelling_signatures"))

    def _blob(self, name: str) -> bytes:
        data: bytes = self._db.execute("SELECT data FROM blobs WHERE name = ?", (name,)).fetchone()[0]
        return data

    def _summaries(self, keys: Sequence[str]) -> Mapping[str, KeySummary]:
        query = "SELECT n.key, n.summary FROM json_each(?) j JOIN names n ON n.key = j.value AND n.rank = 0"
        return {key: unpack(packed) for key, packed in self._db.execute(query, (json.dumps(keys, ensure_ascii=False),))}

    def _read_division_name(self, number: int) -> str:
        row = self._db.execute("SELECT name FROM places WHERE id = ?", (number,)).fetchone()
        return row[0] if row else ""

    def _read_id(self, number: int) -> str:
        row = self._db.execute("SELECT id FROM other_ids WHERE place = ?", (number,)).fetchone()
        return row[0] if row else f"geonames:{number}"

    def _make_place(self, row: tuple[object, ...]) -> Place:
        number, name, latitude, longitude, feature, country, admin1, admin2, population, radius, source, flags = row
        feature_class, code = self._features[feature]  # type: ignore[index]
        source_name, licence = self._sources[source]  # type: ignore[index]
        country_place = self._countries.get(country) if country else None  # type: ignore[call-overload]
        parents = tuple(self._read_id(p) for p in (country_place, admin1, admin2) if p and p != number)  # type: ignore[arg-type]
        return Place(
            id=self._read_id(number),  # type: ignore[arg-type]
            name=name,  # type: ignore[arg-type]
            point=Point(latitude / DEGREE, longitude / DEGREE),  # type: ignore[operator]
            feature_class=feature_class,
            feature_code=code,
            country=country or "",  # type: ignore[arg-type]
            admin1=self._division_name(admin1) if admin1 else "",  # type: ignore[arg-type]
            parents=parents,
            population=population or 0,  # type: ignore[arg-type]
            radius_km=radius / 10 if radius else default_radius_km(feature_class, code, population or 0),  # type: ignore[operator,arg-type]
            has_outline=bool((flags or 0) & FLAG_OUTLINE),  # type: ignore[operator]
            claim=self._claim(number) if (flags or 0) & FLAG_CLAIM else None,  # type: ignore[operator,arg-type]
            source=source_name,
            licence=licence,
        )

    def _claim(self, number: int) -> Claim:
        query = "SELECT administers, claims, recognition, wording FROM claims WHERE place = ?"
        administers, claims, recognition, wording = self._db.execute(query, (number,)).fetchone()
        return Claim(administers, tuple(json.loads(claims)), recognition, wording)
