"""Words of a picture: caption, credits, the description for those who cannot see it, and texts broken into lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geomap.rendering.layout import Layout
from geomap.rendering.plain import cut, isolated
from geomap.rendering.view import MapView, PlaceView
from geomap.rendering.words import count, listed

GROUND = "Natural Earth (public domain)"
# Places that a description names one by one; a screen reader reads them all aloud.
_NAMED = 12


def summary_line(view: MapView) -> str:
    """What stands under the title: what is on the map and what the story is about."""
    return " ".join(part for part in (view.summary, view.about) if part)


def source_line(view: MapView) -> str:
    """Where story, places and ground come from."""
    story = ", ".join(cut(part, 80) for part in view.byline)
    places = ", ".join(cut(credit, 120) for credit in view.credits)
    parts = (("Story: ", story), ("Places: ", places), ("Ground: ", GROUND), ("Map: ", "geomap"))
    return " · ".join(head + part for head, part in parts if part)


def description(view: MapView, layout: Layout | None = None) -> str:
    """Say in words what the picture shows: the alternative text.

    Examples
    --------
    >>> from geomap.models import Document, ParsedArticle
    >>> from geomap.rendering.view import view_of
    >>> description(view_of(ParsedArticle(Document("1", "", title="A walk")), country_name=str))
    'Map for “A walk”. The text names no place.'
    """
    shown = [placed.view for placed in layout.places if placed.inside] if layout else list(view.places)
    heavy = sorted(shown, key=lambda place: (-place.weight, place.number))
    named = [named_place(place) for place in sorted(heavy[:_NAMED], key=lambda place: place.number)]
    rest = f"; and {count(len(shown) - _NAMED, 'more place', 'more places')}" if len(shown) > _NAMED else ""
    places = f" It shows {'; '.join(named)}{rest}." if named else ""
    return f"Map for “{isolated(view.headline)}”. {view.summary}{places}"


def named_place(place: PlaceView) -> str:
    """Name of a place with what it is and where."""
    return f"{isolated(place.place.name)} ({', '.join(isolated(part) for part in (place.kind, place.where) if part)})"


def beyond(layout: Layout) -> list[str]:
    """Names of the places that lie beyond the picture, in the order of the text."""
    return list(dict.fromkeys(cut(placed.view.place.name, 40) for placed in layout.places if not placed.inside))


def in_lines(text: str, width: float, measure: Callable[[str], float], *, most: int) -> list[str]:
    """Break a text into at most ``most`` lines that are no wider than ``width``; what does not fit ends in an ellipsis.

    Examples
    --------
    >>> in_lines("one two three", 7, len, most=2)
    ['one two', 'three']
    >>> in_lines("one two three", 7, len, most=1)
    ['one …']
    """
    words, lines = text.split(), [""]
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if measure(longer) <= width:
            lines[-1] = longer
            words.pop(0)
        elif not lines[-1]:
            fits = max(1, _fitting(words[0], width, measure))
            lines[-1], words[0] = words[0][:fits], words[0][fits:]
        elif len(lines) == most:
            lines[-1] = _ended(lines[-1], width, measure)
            break
        else:
            lines.append("")
    return [line for line in lines if line]


def _fitting(word: str, width: float, measure: Callable[[str], float]) -> int:
    """How many letters of a word that is wider than a line fit on one."""
    least, most = 0, len(word)
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if measure(word[:middle]) <= width else (least, middle - 1)
    return least


def _ended(line: str, width: float, measure: Callable[[str], float]) -> str:
    while line and measure(f"{line} …") > width:
        line = line.rsplit(" ", 1)[0] if " " in line else line[:-1]
    return f"{line} …"


def and_more(names: Sequence[str], *, most: int) -> str:
    """Names in a row, those after the first ``most`` counted."""
    rest = len(names) - most
    return f"{', '.join(names[:most])} and {rest} more" if rest > 0 else listed(names)
