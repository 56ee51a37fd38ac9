"""Whether a place lies in its country: catches a swapped latitude and longitude, a lost sign, a wrong country code."""

from __future__ import annotations

from contextlib import closing

from geomap.errors import GazetteerNotFoundError
from geomap.gazetteer.outlines import Box, Outlines

# How far outside its country's box a place may lie, in degrees: islets, and sources that differ.
_OUTSIDE = 2.0
# Waters and undersea forms lie outside the land of their country.
_AT_SEA = frozenset("HU")


class PositionCheck:
    """Checks positions against the boxes of the countries: coarse, and quick enough for 12 million places.

    Parameters
    ----------
    boxes
        West, south, east, north of each country by its code.
    """

    def __init__(self, boxes: dict[str, Box]) -> None:
        self._boxes = boxes

    @classmethod
    def packaged(cls) -> PositionCheck:
        """Check against the packaged outlines; without them nothing looks strange."""
        try:
            outlines = Outlines.open()
        except GazetteerNotFoundError:
            return cls({})
        with closing(outlines):
            return cls(outlines.country_boxes())

    def strange(self, name: str, latitude: float, longitude: float, country: str, feature_class: str) -> str:
        """Say what is strange about a position, nothing when it is plausible.

        Examples
        --------
        >>> check = PositionCheck({"XK": (20.0, 41.8, 21.8, 43.3)})
        >>> check.strange("Banjska", 20.78, 42.97, "XK", "P")
        "'Banjska' at 20.78, 42.97 lies far outside its country XK; latitude and longitude look swapped"
        >>> check.strange("Banjska", 42.97, 20.78, "XK", "P")
        ''
        """
        box = self._boxes.get(country)
        if box is None or feature_class in _AT_SEA or _inside(box, latitude, longitude):
            return ""
        swapped = "; latitude and longitude look swapped" if _inside(box, longitude, latitude) else ""
        return f"{name!r} at {latitude}, {longitude} lies far outside its country {country}{swapped}"


def _inside(box: Box, latitude: float, longitude: float) -> bool:
    west, south, east, north = box
    return west - _OUTSIDE <= longitude <= east + _OUTSIDE and south - _OUTSIDE <= latitude <= north + _OUTSIDE
