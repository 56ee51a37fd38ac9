"""Coordinates that are written in the text: decimal degrees, degrees with minutes and seconds, UTM, ``geo:`` links."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

from geomap.models import Point, Span

_DEGREE = r"(?:°|º|˚|\bdeg(?:rees)?\b)"
_MINUTE, _SECOND = r"(?:['′’]|\bmin\b)", r"(?:[\"″”]|''|′′|\bsec\b)"
_NUMBER = r"\d{1,3}(?:\.\d+)?"


def _side(name: str) -> str:
    """Pattern of one axis: "42°58'12.5\"N", "42.97° N", "N 42° 58.2'"."""
    return (
        rf"(?:(?P<{name}lead>[NSEW])\s*)?(?P<{name}degrees>{_NUMBER})\s*{_DEGREE}\s*"
        rf"(?:(?P<{name}minutes>\d{{1,2}}(?:\.\d+)?)\s*{_MINUTE}\s*(?:(?P<{name}seconds>\d{{1,2}}(?:\.\d+)?)\s*{_SECOND}\s*)?)?"
        rf"(?P<{name}trail>[NSEW]\b|north\b|south\b|east\b|west\b)?"
    )


_SEXAGESIMAL = re.compile(_side("a") + r"[\s,;/]*(?:and\s+)?" + _side("b"), re.IGNORECASE)
# Three decimals at least (about 100 m): fewer are scores, prices, versions.
_DECIMAL = re.compile(r"(?<![\d.,/-])(?P<a>[-−+]?\d{1,2}\.\d{3,})\s*[,;]\s*(?P<b>[-−+]?\d{1,3}\.\d{3,})(?![\d%]|\.\d)")
_LETTERED = re.compile(r"(?<![\w.])(?P<a>\d{1,2}\.\d+)\s*(?P<ah>[NS])\b[\s,;]*(?P<b>\d{1,3}\.\d+)\s*(?P<bh>[EW])\b", re.IGNORECASE)
_GEO = re.compile(r"\bgeo:(?P<a>-?\d{1,2}(?:\.\d+)?),(?P<b>-?\d{1,3}(?:\.\d+)?)(?:[,;?][\w=.,;&?%-]*)?")
_UTM = re.compile(
    r"\b(?:UTM\s+)?(?:zone\s+)?(?P<zone>[1-9]|[1-5]\d|60)\s?(?P<band>[C-HJ-NP-X])\s+(?P<east>\d{6}(?:\.\d+)?)\s*m?\s*E?[\s,]+"
    r"(?P<north>\d{6,7}(?:\.\d+)?)\s*m?\s*N?\b"
)
_HALVES = {"n": ("latitude", 1), "s": ("latitude", -1), "e": ("longitude", 1), "w": ("longitude", -1)}


def find_coordinates(text: str) -> list[tuple[Span, Point]]:
    """Find every pair of coordinates, in the order of the text, not overlapping.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    list of (Span, Point)
        The words and the position they give. Pairs that lie on no globe (latitude above 90) are left out.

    Examples
    --------
    >>> find_coordinates("at 42.970, 20.800 and 43°30′S 172°E")
    [(Span(start=3, end=17), Point(latitude=42.97, longitude=20.8)), (Span(start=22, end=35), Point(latitude=-43.5, longitude=172.0))]
    >>> find_coordinates("won 3.5, 2.1")
    []
    """
    if not any(map(str.isdigit, text)):
        return []
    found: list[tuple[Span, Point]] = []
    for span, point in sorted(_all(text), key=lambda pair: (pair[0].start, -pair[0].end)):
        if not found or span.start >= found[-1][0].end:
            found.append((span, point))
    return found


def _all(text: str) -> Iterator[tuple[Span, Point]]:
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Point | None]], ...] = (
        (_GEO, lambda match: _point(_signed(match["a"]), _signed(match["b"]))),
        (_SEXAGESIMAL, _sexagesimal),
        (_LETTERED, lambda match: _point(*_oriented(float(match["a"]), match["ah"], float(match["b"]), match["bh"]))),
        (_DECIMAL, lambda match: _point(_signed(match["a"]), _signed(match["b"]))),
        (_UTM, _utm),
    )
    for pattern, reader in readers:
        for match in pattern.finditer(text):
            point = reader(match)
            if point is not None:
                yield Span(match.start(), match.start() + len(match.group().rstrip())), point


def _signed(number: str) -> float:
    return float(number.replace("−", "-"))


def _point(latitude: float, longitude: float) -> Point | None:
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Point(round(latitude, 6), round(longitude, 6))


def _oriented(first: float, first_half: str, second: float, second_half: str) -> tuple[float, float]:
    """Latitude and longitude of two numbers with their half of the globe; out of range when both name the same axis."""
    values = {}
    for value, half in ((first, first_half), (second, second_half)):
        axis, sign = _HALVES[half[0].lower()]
        values[axis] = sign * value
    return values.get("latitude", math.inf), values.get("longitude", math.inf)


def _sexagesimal(match: re.Match[str]) -> Point | None:
    sides = []
    for side in "ab":
        parts = [float(match[f"{side}{unit}"] or 0) for unit in ("degrees", "minutes", "seconds")]
        sides.append(parts[0] + parts[1] / 60 + parts[2] / 3600)
    halves = [match[f"{side}lead"] or match[f"{side}trail"] for side in "ab"]
    if halves == [None, None]:
        return _point(*sides)
    if None in halves:
        return None
    return _point(*_oriented(sides[0], halves[0], sides[1], halves[1]))


def _utm(match: re.Match[str]) -> Point | None:
    north = float(match["north"]) - (10_000_000 if match["band"] < "N" else 0)
    return _point(*utm_to_degrees(int(match["zone"]), float(match["east"]), north))


def utm_to_degrees(zone: int, easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude of a UTM position.

    Parameters
    ----------
    zone
        1 to 60.
    easting, northing
        Meters; the northing counts from the equator, negative south of it.

    Examples
    --------
    >>> latitude, longitude = utm_to_degrees(34, 483_900, 4_757_000)
    >>> round(latitude, 2), round(longitude, 2)
    (42.97, 20.8)

    References
    ----------
    C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers", Journal of Geodesy 85 (2011), to third order
    in n: better than a millimeter inside a zone.
    """
    flattening, radius = 1 / 298.257223563, 6_378_137.0
    n = flattening / (2 - flattening)
    scale = 0.9996 * radius / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    xi, eta = northing / scale, (easting - 500_000) / scale
    betas = (n / 2 - 2 / 3 * n**2 + 37 / 96 * n**3, n**2 / 48 + n**3 / 15, 17 / 480 * n**3)
    deltas = (2 * n - 2 / 3 * n**2 - 2 * n**3, 7 / 3 * n**2 - 8 / 5 * n**3, 56 / 15 * n**3)
    xi_, eta_ = xi, eta
    for order, beta in enumerate(betas, 1):
        xi_ -= beta * math.sin(2 * order * xi) * math.cosh(2 * order * eta)
        eta_ -= beta * math.cos(2 * order * xi) * math.sinh(2 * order * eta)
    chi = math.asin(max(-1.0, min(1.0, math.sin(xi_) / math.cosh(eta_))))
    latitude = chi + sum(delta * math.sin(2 * order * chi) for order, delta in enumerate(deltas, 1))
    longitude = math.atan2(math.sinh(eta_), math.cos(xi_))
    return math.degrees(latitude), math.degrees(longitude) + zone * 6 - 183
