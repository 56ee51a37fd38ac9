"""Names on the map in a language that the reader chose, where the gazetteer has them.

The article itself is changed, before anything is drawn: every renderer shows the names without knowing of the choice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from shapely.geometry.base import BaseGeometry

from geomap.errors import InputError
from geomap.gazetteer.outlines import Level
from geomap.models import ParsedArticle, Place, Resolution
from geomap.rendering.data import MapData
from geomap.rendering.geometry import Bounds
from geomap.rendering.ground import Ground

_LANGUAGE = re.compile("[a-z]{2,3}")


def checked_language(language: str) -> str:
    """Return a language code, or an empty text for none.

    Raises
    ------
    InputError
        When it is no code of two or three letters.

    Examples
    --------
    >>> checked_language("de")
    'de'
    """
    if language and not _LANGUAGE.fullmatch(language):
        raise InputError(f"labels is {language!r}; expected a language code of two or three letters such as de")
    return language


def in_language(article: ParsedArticle, data: MapData, language: str) -> tuple[ParsedArticle, MapData]:
    """Return the article with its places named in a language, and the world around it likewise.

    Parameters
    ----------
    article
        The parsed article; its text and its mentions stay as they are.
    data
        Source of outlines, basemap and names.
    language
        ISO 639 code; empty for the names as they are. A place without a name in it keeps its own.

    Raises
    ------
    InputError
        When it is no language code.
    """
    if not checked_language(language):
        return article, data
    local = LocalMapData(data, language)
    places = [entry.place for entry in article.focus]
    for resolution in article.resolutions:
        places += [other.place for other in resolution.alternatives]
        places += [resolution.place] if resolution.place else []
    # Asked for all at once: the gazetteer's file is in the order of names, so one question takes as long as a hundred.
    local.labels([key for place in places for key in (place.id, _division(place), place.country) if key])
    resolutions = tuple(local.resolution(resolution) for resolution in article.resolutions)
    focus = tuple(replace(entry, place=local.place(entry.place)) for entry in article.focus)
    return replace(article, resolutions=resolutions, focus=focus), local


class LocalMapData:
    """Map data whose names are those of a language.

    Parameters
    ----------
    data
        Where everything comes from.
    language
        ISO 639 code.
    """

    def __init__(self, data: MapData, language: str) -> None:
        self._data, self._language = data, language
        self._known: dict[str, str] = {}

    def outline(self, place_id: str, level: Level) -> BaseGeometry | None:
        """Outline of a place."""
        return self._data.outline(place_id, level)

    def ground(self, bounds: Bounds, level: Level) -> Ground:
        """Ground inside the bounds."""
        return self._data.ground(bounds, level)

    def level_for(self, bounds: Bounds) -> Level:
        """Level by the size of the bounds."""
        return self._data.level_for(bounds)

    def towns(self, bounds: Bounds) -> tuple[Place, ...]:
        """Towns, with their own names: those that are shown pass `labels`."""
        return self._data.towns(bounds)

    def country_name(self, code: str) -> str:
        """Name of a country in the language."""
        return self.labels([code]).get(code) or self._data.country_name(code)

    def labels(self, keys: Sequence[str], language: str = "") -> Mapping[str, str]:
        """Names in the language; each is looked up once."""
        unknown = [key for key in dict.fromkeys(keys) if key not in self._known]
        if unknown:
            found = self._data.labels(unknown, language or self._language)
            self._known.update({key: found.get(key, "") for key in unknown})
        return {key: self._known[key] for key in keys if self._known[key]}

    def resolution(self, resolution: Resolution) -> Resolution:
        """Return a resolution whose places are named in the language."""
        alternatives = tuple(replace(other, place=self.place(other.place)) for other in resolution.alternatives)
        return replace(resolution, place=self.place(resolution.place) if resolution.place else None, alternatives=alternatives)

    def place(self, place: Place) -> Place:
        """Return a place and its division named in the language."""
        division = _division(place)
        known = self.labels([place.id, *([division] if division else [])])
        return replace(place, name=known.get(place.id, place.name), admin1=known.get(division, place.admin1))


def _division(place: Place) -> str:
    """Id of the first-order division that a place lies in; empty when none is named."""
    # A place lies in a country, then in a division: `Place.parents` says it in this order.
    return place.parents[1] if place.admin1 and len(place.parents) > 1 else ""
