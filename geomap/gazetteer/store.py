"""The gazetteer file at work: names → candidates, ids → places, points → places around them."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from pathlib import Path

from geomap.errors import GazetteerError, GazetteerNotFoundError
from geomap.gazetteer.bloom import BloomFilter
from geomap.gazetteer.info import GazetteerInfo, problems_of, read_info
from geomap.gazetteer.key_rows import KeyRow
from geomap.gazetteer.lookup import Lookup, ordered
from geomap.gazetteer.matcher import Matcher, NameMatch
from geomap.gazetteer.nearby import places_near
from geomap.gazetteer.places import PlaceReader
from geomap.gazetteer.rows import NameRow
from geomap.gazetteer.schema import FORMAT, NAME_KINDS
from geomap.gazetteer.summary import KeySummary, unpack
from geomap.models import Candidate, Place, Point

PACKAGED = Path(__file__).parent / "data" / "gazetteer.sqlite"
# Kilobytes of pages that a connection keeps. The file is read, not mapped: a mapped file counts as resident memory, 40 MB after some
# thousand look-ups, and saves 2 µs of 15 (benchmarks/lookup.py); the system's own cache serves all processes either way.
_CACHE_KB = 4_000


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
        self._db = _connect(path)
        self._places = PlaceReader(self._db, self._adjusted)
        self._languages = [row[0] for row in self._db.execute("SELECT code FROM languages ORDER BY id")]
        self._lookup = Lookup(self._db, self._places, self._languages, name)

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
            When it is no gazetteer, or one of another format.
        """
        return cls(cls.locate(path))

    @staticmethod
    def locate(path: str | Path | None = None) -> Path:
        """Give the file that `open` opens.

        Raises
        ------
        GazetteerNotFoundError
            When it does not exist.
        """
        named = path or os.environ.get("GEOMAP_GAZETTEER")
        file = Path(named) if named else PACKAGED
        if not file.is_file():
            remedy = "check the path" if named else "install geomap with `pip install .`, which compiles it, or set GEOMAP_GAZETTEER"
            raise GazetteerNotFoundError(f"no gazetteer at {file}; {remedy}")
        return file

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

        Returns
        -------
        tuple of Candidate
            Best first; empty for a name that is not known.
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
        return self._lookup.look_up_many(names, countries, near, limit)

    def place(self, place_id: str) -> Place | None:
        """Give the place of an id, None when the gazetteer does not hold it."""
        return self.places([place_id]).get(place_id)

    def places(self, place_ids: Sequence[str]) -> dict[str, Place]:
        """Give the places of those ids that the gazetteer holds, in the order asked for."""
        numbers = {place_id: number for place_id in place_ids if (number := self._places.number_of(place_id)) is not None}
        found = self._places.by_number(list(numbers.values()))
        return {place_id: found[number] for place_id, number in numbers.items() if number in found}

    def names(self, place_id: str) -> tuple[NameRow, ...]:
        """Give the names of a place, preferred ones first, then by kind, language, text. Reads the whole file: 0.05 s."""
        place = self.place(place_id)
        number = self._places.number_of(place_id)
        if place is None or number is None:
            return ()
        rows = self._names_held(number.to_bytes(4, "little"))
        found = {
            (kind % 8, self._languages[kind // 8], name or (title if kind % 8 else place.name))
            for bearer, kind, name, title in rows
            if bearer == number
        }
        return tuple(NameRow(text, NAME_KINDS[kind], language) for kind, language, text in sorted(found))

    def names_in(self, language: str, place_ids: Sequence[str]) -> dict[str, str]:
        """Give the names of places in a language; it takes as long as `names` whatever the number of places.

        Parameters
        ----------
        language
            ISO 639-1 code.
        place_ids
            Any number of ids.

        Returns
        -------
        dict of str
            A name by id: a preferred one before others, then the first by spelling; in the order asked for, without places that have none.
        """
        if language not in self._languages:
            return {}
        places = self.places(place_ids)
        numbers = {place_id: self._places.number_of(place_id) for place_id in places}
        wanted = set(numbers.values())
        found: dict[int, str] = {}
        for kind in (NAME_KINDS.index(shown) for shown in ("preferred", "alternate")):
            packed = kind + 8 * self._languages.index(language)
            rows = self._names_held(packed.to_bytes(2, "little"))
            of_kind = sorted((number, name or title) for number, is_kind, name, title in rows if is_kind == packed and number in wanted)
            found = dict(reversed(of_kind)) | found
        return {place_id: found[number] for place_id, number in numbers.items() if number in found}

    def _names_held(self, part: bytes) -> Iterator[tuple[int, int, str, str]]:
        """Number, kind and language, name as written, and key in title case, of all bearers of the keys with certain bytes in their row."""
        for row in map(KeyRow._make, self._db.execute("SELECT * FROM names WHERE instr(bearers, ?)", (part,))):
            title = row.key.title()
            for (number, _, kind), name in zip(row.bearers, chain(row.names, repeat("")), strict=False):
                yield number, kind, name, title

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
        return places_near(self._db, self._places, point, radius_km, min_population, limit)

    def children(self, place_id: str, *, limit: int | None = None) -> tuple[Place, ...]:
        """Give the places directly below a country or a division, largest first. Reads all places: 0.1 s."""
        number = self._places.number_of(place_id)
        countries = {value: code for code, value in self._places.countries.items()}
        if number in countries:
            where, value = "country = ? AND admin1 IS NULL AND id <> ?", (countries[number], number)
        else:
            where, value = "(admin2 = ? OR admin1 = ? AND admin2 IS NULL)", (number, number)  # type: ignore[assignment]
        query = f"SELECT id FROM places WHERE {where} ORDER BY COALESCE(population, 0) DESC, id LIMIT ?"  # noqa: S608 - constant
        numbers = [row[0] for row in self._db.execute(query, (*value, -1 if limit is None else limit))]
        found = self._places.by_number(numbers)
        return tuple(found[child] for child in numbers)

    def country(self, code: str) -> Place | None:
        """Give the place of an ISO 3166-1 alpha-2 code, None for an unknown one."""
        number = self._places.countries.get(code)
        return self._places.by_number([number])[number] if number is not None else None

    def match(self, words: Sequence[str], *, cased: bool = False) -> tuple[NameMatch, ...]:
        """Give every run of up to 7 words that is a name, by start, then end; see `Matcher.match`."""
        return self._matcher.match(words, cased=cased)

    def info(self) -> GazetteerInfo:
        """Say what the file holds and where that comes from."""
        return read_info(self.path, self._db)

    def problems(self) -> Iterator[str]:
        """Say what is wrong with the file; nothing when it is whole."""
        return problems_of(self._db)

    def _adjusted(self, place: Place, viewpoints: str, territory: str) -> Place:  # noqa: ARG002 - for those who look from a viewpoint
        """Give a contested place as it is to be seen: here as it is stored."""
        return place

    _ordered = staticmethod(ordered)

    @property
    def countries(self) -> Mapping[str, int]:
        """Numbers of the countries' places by ISO 3166-1 alpha-2 code."""
        return self._places.countries

    @cached_property
    def _matcher(self) -> Matcher:
        data: bytes = self._db.execute("SELECT data FROM blobs WHERE name = 'bloom'").fetchone()[0]
        return Matcher(BloomFilter(data), self._summaries)

    def _summaries(self, keys: Sequence[str]) -> Mapping[str, KeySummary]:
        query = "SELECT n.key, n.summary FROM json_each(?) j JOIN names n ON n.key = j.value"
        return {key: unpack(packed) for key, packed in self._db.execute(query, (json.dumps(keys, ensure_ascii=False),))}


def _connect(path: Path) -> sqlite3.Connection:
    """Open a file read only and check that it is a gazetteer of a format that we know."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        form = json.loads(db.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()[0])
    except (sqlite3.Error, TypeError, ValueError) as error:
        db.close()
        raise GazetteerError(f"{path} is no gazetteer file ({error}); make one with `geomap gazetteer import`") from error
    if form != FORMAT:
        db.close()
        remedy = "update geomap, or import" if form > FORMAT else "import"
        raise GazetteerError(f"{path} has format {form}, this geomap reads format {FORMAT}; {remedy} the file again")
    return db
