"""Viewpoints: whose country a contested place is, and in which words the map says so.

``de-facto`` names who administers a place, ``un`` what the United Nations hold; both come with the gazetteer
(``gazetteer/curated/contested.tsv``, policy in ``docs/contested.md``). A newsroom's own viewpoint is a file::

    name = "Example Post"
    base = "un"

    [places."geomap:crimea"]
    country = "UA"
    wording = "Crimea, which Russia has occupied since 2014"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from geomap.errors import ConfigError
from geomap.gazetteer.toml_lines import line_of, parse_toml, read_text
from geomap.models import Place

BUILT_IN = ("de-facto", "un")
_COUNTRY = re.compile(r"[A-Z]{2}|")
_ID = re.compile(r"[a-z-]+:\S+")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a viewpoint says of one place.

    Attributes
    ----------
    country
        ISO 3166-1 alpha-2 code, empty to leave it open, None to leave it to the base.
    wording
        Sentence for the map; empty for the one of the gazetteer.
    line
        Where it stands in the file.
    """

    country: str | None = None
    wording: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Whose country a contested place is.

    Attributes
    ----------
    name
        Name for credits and messages.
    base
        ``de-facto`` or ``un``: what holds for places that are not listed.
    places
        Own assignments by id of the place.
    path
        The file it was read from.
    """

    name: str = "de-facto"
    base: str = "de-facto"
    places: Mapping[str, Assignment] = field(default_factory=dict)
    path: Path | None = None

    @classmethod
    def load(cls, name: str | Path = "de-facto") -> Viewpoint:
        """Load a viewpoint.

        Parameters
        ----------
        name
            ``de-facto``, ``un``, or a TOML file.

        Raises
        ------
        ConfigError
            When there is no such viewpoint, or the file is not as described, with file and line.
        """
        if str(name) in BUILT_IN:
            return cls(str(name), str(name))
        path = Path(name)
        if not path.is_file():
            raise ConfigError(f"viewpoint {str(name)!r}: expected {', '.join(BUILT_IN)} or a TOML file; there is no such file")
        text = read_text(path, ConfigError, "a viewpoint in TOML")
        return _Reader(path, text).viewpoint(parse_toml(text, path, ConfigError))

    def country_of(self, place_id: str, assignments: str) -> str | None:
        """Whose country a contested place is.

        Parameters
        ----------
        place_id
            Id of the place.
        assignments
            What the gazetteer says: ``de-facto=RU|un=UA``.

        Returns
        -------
        str or None
            ISO code, empty when the viewpoint leaves it open; None when nothing is said and the place keeps its country.

        Examples
        --------
        >>> Viewpoint.load("un").country_of("geomap:crimea", "de-facto=RU|un=UA")
        'UA'
        >>> Viewpoint.load("un").country_of("geomap:nowhere", "") is None
        True
        """
        own = self.places.get(place_id)
        if own and own.country is not None:
            return own.country
        given = dict(part.strip().split("=", 1) for part in assignments.split("|") if "=" in part)
        return given.get(self.base)

    def apply(self, place: Place, assignments: str, territory: str = "") -> Place:
        """Place as this viewpoint sees it: its country and the wording of its claim; a block of its own goes before its territory's."""
        own = self.places.get(place.id) or self.places.get(territory)
        country = self.country_of(place.id if place.id in self.places else territory or place.id, assignments)
        claim = replace(place.claim, wording=own.wording) if place.claim and own and own.wording else place.claim
        return replace(place, country=place.country if country is None else country, claim=claim)

    def check(self, known: Iterable[str]) -> None:
        """Check that every place listed is one of ``known``.

        Raises
        ------
        ConfigError
            When one is not: a slip of the pen would leave the place as it was, and nobody would notice.
        """
        if missing := sorted(set(self.places) - set(known)):
            line = self.places[missing[0]].line
            raise ConfigError(f"{self.path}, line {line}: the gazetteer holds no place {missing[0]!r}; `geomap gazetteer search` finds ids")


class _Reader:
    """Reads a viewpoint file, with every mistake named by line."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._text = path, text

    def viewpoint(self, data: dict[str, Any]) -> Viewpoint:
        for key in data:
            if key not in ("name", "base", "places"):
                raise self._error(key, f"unknown key {key!r}; expected name, base and places")
        base = data.get("base", "de-facto")
        if base not in BUILT_IN:
            raise self._error("base", f"base is {base!r}, expected one of {', '.join(BUILT_IN)}")
        name = data.get("name", self._path.stem)
        if not isinstance(name, str):
            raise self._error("name", f"name is {name!r}, expected a text in quotes")
        places = data.get("places", {})
        if not isinstance(places, dict):
            raise self._error("places", 'places is no table; expected blocks such as [places."geomap:crimea"]')
        return Viewpoint(name, base, {place_id: self._assignment(place_id, block) for place_id, block in places.items()}, self._path)

    def _assignment(self, place_id: str, block: Any) -> Assignment:
        start = line_of(self._text, place_id)
        if not _ID.fullmatch(place_id) or not isinstance(block, dict):
            raise self._error(place_id, f'{place_id!r} is no id of a place; expected a block such as [places."geomap:crimea"]')
        for key, value in block.items():
            if key not in ("country", "wording"):
                raise self._error(key, f"unknown key {key!r}; expected country and wording", start)
            if not isinstance(value, str):
                raise self._error(key, f"{key} is {value!r}, expected a text in quotes", start)
        country = block.get("country")
        if country is not None and not _COUNTRY.fullmatch(country):
            raise self._error(
                "country", f"country is {country!r}, expected an ISO 3166-1 code such as UA, or an empty text to leave it open", start
            )
        return Assignment(country, block.get("wording", ""), start)

    def _error(self, key: str, problem: str, start: int = 1) -> ConfigError:
        return ConfigError(f"{self._path}, line {line_of(self._text, key, start)}: {problem}")
