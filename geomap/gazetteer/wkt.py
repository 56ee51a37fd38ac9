"""Outlines written as well-known text, read without a geometry library: a build needs none."""

from __future__ import annotations

import itertools
import re

from geomap.errors import GazetteerError

_COORDINATES = re.compile(r"\(([^()]+)\)")


def lines_of_wkt(wkt: str, origin: str) -> list[list[tuple[float, float]]]:
    """Lines or rings of a geometry in WKT, (longitude, latitude); shells counter-clockwise, holes clockwise.

    Parameters
    ----------
    wkt
        POLYGON, MULTIPOLYGON, LINESTRING or MULTILINESTRING without Z.
    origin
        File and line, for the message.

    Raises
    ------
    GazetteerError
        When the text is no such geometry, a ring is not closed, or a coordinate is out of range.

    Examples
    --------
    >>> lines_of_wkt("LINESTRING (20 43, 21 42.5)", "example")
    [[(20.0, 43.0), (21.0, 42.5)]]
    """
    text = wkt.strip().upper()
    kind = text.partition("(")[0].strip()
    if kind not in ("POLYGON", "MULTIPOLYGON", "LINESTRING", "MULTILINESTRING") or text.count("(") != text.count(")"):
        raise GazetteerError(f"{origin}: outline {wkt[:40]!r} is no POLYGON, MULTIPOLYGON, LINESTRING or MULTILINESTRING in WKT")
    try:
        lines = [[_pair(pair) for pair in body.split(",")] for body in _COORDINATES.findall(text)]
    except ValueError as error:
        raise GazetteerError(f"{origin}: outline has {error}; expected longitude and latitude in degrees") from error
    if "POLYGON" in kind:
        if any(len(line) < 4 or line[0] != line[-1] for line in lines):
            raise GazetteerError(f"{origin}: outline has a ring that is not closed; repeat its first point at its end")
        lines = _turned(text, lines)
    return lines


def _pair(text: str) -> tuple[float, float]:
    longitude, latitude = map(float, text.split())
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError(f"the point {text.strip()}, out of range")
    return longitude, latitude


def _turned(text: str, lines: list[list[tuple[float, float]]]) -> list[list[tuple[float, float]]]:
    """Shells counter-clockwise, holes clockwise, whatever the text had: a shell is the first ring of its polygon."""
    shells = [match.group().count("(") > 1 or index == 0 for index, match in enumerate(re.finditer(r"\(+[^()]+", text))]
    turned = []
    for line, shell in zip(lines, shells, strict=True):
        area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(line))
        turned.append(line if (area > 0) == shell else line[::-1])
    return turned
