"""What the layout needs to know of the world: outlines, the ground, towns around, names of countries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer.outlines import Level, Outlines, level_for
from geomap.models import Place
from geomap.rendering.geometry import Bounds
from geomap.rendering.ground import Ground, ground_of

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

# Below this size a place is no help to a reader who does not know the region.
SMALLEST_TOWN = 15_000
# Of more towns than this no map shows the smaller ones.
_MOST_TOWNS = 400


class MapData(Protocol):
    """Source of everything on the map that is not the story."""

    def outline(self, place_id: str, level: Level) -> BaseGeometry | None:
        """Outline of a place, None when there is none."""
        ...

    def ground(self, bounds: Bounds, level: Level) -> Ground:
        """Ground inside the bounds, which may reach over the antimeridian."""
        ...

    def level_for(self, bounds: Bounds) -> Level:
        """Level of detail for a map of these bounds."""
        ...

    def towns(self, bounds: Bounds) -> tuple[Place, ...]:
        """Towns in and around the bounds, most prominent first."""
        ...

    def country_name(self, code: str) -> str:
        """Short name of a country; the code itself when it is not known."""
        ...

    def labels(self, keys: Sequence[str], language: str = "") -> Mapping[str, str]:
        """Names in a language by a place's id or a country's code, for those that have one; none in no language."""
        ...


class GazetteerMapData:
    """The packaged outlines, and the towns of a gazetteer.

    Parameters
    ----------
    gazetteer
        Where the towns come from.
    outlines
        Opens the outlines when the first of them is asked for; the packaged file by default.
    """

    def __init__(self, gazetteer: Gazetteer, outlines: Callable[[], Outlines] = Outlines.open) -> None:
        self._gazetteer = gazetteer
        self._open = outlines

    @cached_property
    def _outlines(self) -> Outlines:
        return self._open()

    def outline(self, place_id: str, level: Level) -> BaseGeometry | None:
        """Outline of the packaged file."""
        return self._outlines.outline(place_id, level)

    def ground(self, bounds: Bounds, level: Level) -> Ground:
        """Ground of the packaged outlines."""
        try:
            return ground_of(self._outlines, bounds, level)
        except GEOSException:  # a ground that cannot be clipped is a map without ground, not an article without a map
            return Ground()

    def level_for(self, bounds: Bounds) -> Level:
        """Level by the size of the bounds."""
        return level_for(bounds.box)

    def towns(self, bounds: Bounds) -> tuple[Place, ...]:
        """Towns of the gazetteer by population, capitals first."""
        radius = min(max(bounds.width_km, bounds.height_km) * 0.75, 2500.0)
        # A wide map names cities only: asking for every town of a continent would take longer than drawing it.
        least = SMALLEST_TOWN if radius < 400 else 100_000 if radius < 1200 else 500_000
        found = self._gazetteer.near(bounds.center_on_earth, radius, min_population=least, limit=_MOST_TOWNS)
        towns = [place for place in found if place.feature_class == "P" and place.feature_code != "PPLX"]
        return tuple(sorted(towns, key=lambda town: (-_prominence(town), town.id)))

    def country_name(self, code: str) -> str:
        """Name of the gazetteer's country."""
        place = self._gazetteer.country(code)
        return place.name if place else code

    def labels(self, keys: Sequence[str], language: str = "") -> Mapping[str, str]:
        """First name that the gazetteer has in the language; its own names are English or local already."""
        if language in {"", "en"}:
            return {}
        countries = {key: self._gazetteer.country(key) for key in keys}
        ids = {key: country.id if country else key for key, country in countries.items()}
        names = self._gazetteer.names_in(language, list(ids.values()))
        return {key: names[place_id] for key, place_id in ids.items() if place_id in names}


class NoMapData:
    """A world without outlines: places are drawn on an empty ground. For tests, and for an installation without outlines."""

    def outline(self, place_id: str, level: Level) -> BaseGeometry | None:  # noqa: ARG002 - the protocol's signature
        """Know no outline."""
        return None

    def ground(self, bounds: Bounds, level: Level) -> Ground:  # noqa: ARG002 - the protocol's signature
        """Return an empty ground."""
        return Ground()

    def level_for(self, bounds: Bounds) -> Level:
        """Level by the size of the bounds."""
        return level_for(bounds.box)

    def towns(self, bounds: Bounds) -> tuple[Place, ...]:  # noqa: ARG002 - the protocol's signature
        """Know no town."""
        return ()

    def country_name(self, code: str) -> str:
        """Return the code."""
        return code

    def labels(self, keys: Sequence[str], language: str = "") -> Mapping[str, str]:  # noqa: ARG002 - the protocol's signature
        """Know no other name."""
        return {}


def _prominence(town: Place) -> float:
    """Population, with a capital counted as a city of five million and a regional seat double."""
    return town.population + {"PPLC": 5_000_000, "PPLA": town.population}.get(town.feature_code, 0)
