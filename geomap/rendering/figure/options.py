"""How a picture is made: its size on paper, its resolution, its colors."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from geomap.errors import InputError
from geomap.rendering.local_names import checked_language
from geomap.rendering.style import SCHEMES
from geomap.rendering.theme import Palette, Theme

# Two columns of a report, and the resolution that printers ask for.
WIDTH_MM, HEIGHT_MM, DPI = 160.0, 115.0, 300.0
# Below the least no title finds room, above the most a picture takes gigabytes.
_LEAST_MM, _MOST_MM, _LEAST_DPI, _MOST_DPI, _MOST_PIXELS = 60.0, 1200.0, 50.0, 1200.0, 150e6
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)\s*(mm|cm|in)?", re.IGNORECASE)
_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "": 1.0}


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """How a picture is made.

    Attributes
    ----------
    width_mm, height_mm
        Size on paper, 60 to 1200.
    dpi
        Dots an inch of a PNG, 50 to 1200.
    theme, scheme
        Colors and fonts; ``dark`` takes the theme's dark colors, every other scheme the light ones.
    numbered
        Whether every mark carries its number, for a picture with a table beside it; else only those without a name do.
    headed
        Whether title and summary stand above the map; a document that has its own headline leaves them out.
    labels
        Code of the language in which places are named, as for pages.
    """

    width_mm: float = WIDTH_MM
    height_mm: float = HEIGHT_MM
    dpi: float = DPI
    theme: Theme = field(default_factory=Theme)
    scheme: str = "light"
    numbered: bool = False
    headed: bool = True
    labels: str = ""

    def __post_init__(self) -> None:
        """Check size, resolution, scheme and language.

        Raises
        ------
        InputError
            When one of them is out of its range.
        """
        checked_language(self.labels)
        if self.scheme not in SCHEMES:
            raise InputError(f"scheme is {self.scheme!r}; expected one of {', '.join(SCHEMES)}")
        for name, value in (("width", self.width_mm), ("height", self.height_mm)):
            if not _LEAST_MM <= value <= _MOST_MM:
                raise InputError(f"{name} of the picture is {value:g} mm; expected {_LEAST_MM:g} to {_MOST_MM:g}")
        if not _LEAST_DPI <= self.dpi <= _MOST_DPI:
            raise InputError(f"resolution is {self.dpi:g} dots an inch; expected {_LEAST_DPI:g} to {_MOST_DPI:g}")
        pixels = self.width_mm * self.height_mm * (self.dpi / _MM["in"]) ** 2
        if pixels > _MOST_PIXELS:
            raise InputError(f"the picture would have {pixels / 1e6:,.0f} million pixels; expected at most {_MOST_PIXELS / 1e6:g}")

    @property
    def palette(self) -> Palette:
        """Colors."""
        return self.theme.dark if self.scheme == "dark" else self.theme.light


def size_of(text: str) -> tuple[float, float]:
    """Width and height in millimetres of a size as one writes it.

    Raises
    ------
    InputError
        When the size is not as documented.

    Examples
    --------
    >>> size_of("160x100mm"), size_of("16 x 10 cm")
    ((160.0, 100.0), (160.0, 100.0))
    """
    found = _SIZE.fullmatch(text.strip())
    if not found:
        raise InputError(f"size is {text!r}; expected a width and a height such as 160x100mm, 16x10cm or 6x4in")
    unit = _MM[(found[3] or "").lower()]
    return float(found[1]) * unit, float(found[2]) * unit
