"""Themes: colors, fonts and the logo of a page, from a TOML file that is checked before anything of it reaches a page."""

from __future__ import annotations

import re
import tomllib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from geomap.errors import ConfigError

_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})\Z")
_FONT = re.compile(r"[A-Za-z0-9 ,\-]{1,200}\Z")
_LOGO_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml", ".webp": "image/webp"}
# A logo travels inside every page.
_LARGEST_LOGO = 60_000
# WCAG 2.2, success criterion 1.4.3: contrast of text.
_LEAST_CONTRAST = 4.5


@dataclass(frozen=True, slots=True)
class Palette:
    """Colors of one scheme, each ``#rgb`` or ``#rrggbb``.

    Attributes
    ----------
    paper, ink, muted, rule, link
        The page: its ground, its text, its quieter text, its hairlines, its links.
    water, land, border, division, context
        The basemap: sea and lakes, land, borders of countries, of divisions, and names for orientation.
    event, actor, passing
        Marks: where something happens, who acts, what is named in passing. The standard ``actor`` is darker than ``event`` on paper
        and lighter in the dark, so that grey print tells them apart too.
    mark
        Numbers on the marks of ``event`` and ``actor``.
    """

    paper: str = "#ffffff"
    ink: str = "#1c1e21"
    muted: str = "#5b6066"
    rule: str = "#dcdcd8"
    link: str = "#1d4f7c"
    water: str = "#d3e1e8"
    land: str = "#f6f3ec"
    border: str = "#9a938a"
    division: str = "#d9d3c8"
    context: str = "#6a675f"
    event: str = "#b5321c"
    actor: str = "#1b3f66"
    passing: str = "#5f5b55"
    mark: str = "#ffffff"


DARK = Palette(
    paper="#15181b",
    ink="#e9e7e2",
    muted="#a4a8ac",
    rule="#34383c",
    link="#8fc1ea",
    water="#0f1a22",
    land="#272b2e",
    border="#6d7276",
    division="#383d41",
    context="#a09d96",
    event="#ff8a6b",
    actor="#a9d6fb",
    passing="#b9b5ad",
    mark="#15181b",
)


@dataclass(frozen=True, slots=True)
class Theme:
    """Look of a page; ``logo`` is a data address, ``logo_text`` what it says.

    ``label_font`` sets the map, the headings and the table, ``text_font`` the article.
    """

    light: Palette = field(default_factory=Palette)
    dark: Palette = DARK
    label_font: str = "Source Sans 3, Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"
    text_font: str = "Source Serif 4, Charter, Georgia, Liberation Serif, serif"
    logo: str = ""
    logo_text: str = ""


def read_theme(path: Path) -> Theme:
    """Read and check a theme file; ``docs/themes.md`` documents it.

    Raises
    ------
    ConfigError
        When the file cannot be read, has an unknown key, or a value is not as documented.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: the theme cannot be read: {error}; expected a TOML file, see docs/themes.md") from error
    return theme_of(content, folder=path.parent, name=str(path))


def theme_of(content: Mapping[str, object], *, folder: Path, name: str) -> Theme:
    """Make a theme of a parsed file; ``folder`` is where its logo lies, ``name`` is what errors call it."""
    _known(content, {"light", "dark", "fonts", "logo"}, name)
    fonts, logo = _table(content, "fonts", name), _table(content, "logo", name)
    _known(fonts, {"labels", "text"}, f"{name}: [fonts]")
    _known(logo, {"file", "text"}, f"{name}: [logo]")
    standard = Theme()
    return Theme(
        light=_palette(_table(content, "light", name), standard.light, f"{name}: [light]"),
        dark=_palette(_table(content, "dark", name), standard.dark, f"{name}: [dark]"),
        label_font=_font(fonts.get("labels", standard.label_font), f"{name}: [fonts] labels"),
        text_font=_font(fonts.get("text", standard.text_font), f"{name}: [fonts] text"),
        logo=_logo(folder, logo["file"], f"{name}: [logo] file") if "file" in logo else "",
        logo_text=str(logo.get("text", "")),
    )


def _known(table: Mapping[str, object], keys: set[str], name: str) -> None:
    for key in table:
        if key not in keys:
            raise ConfigError(f"{name}: unknown key {key!r}; expected one of {', '.join(sorted(keys))}")


def _table(content: Mapping[str, object], key: str, name: str) -> Mapping[str, object]:
    value = content.get(key, {})
    if not isinstance(value, Mapping):
        raise ConfigError(f"{name}: {key} is {value!r}; expected a table [{key}]")
    return value


def _palette(table: Mapping[str, object], standard: Palette, name: str) -> Palette:
    _known(table, {entry.name for entry in fields(Palette)}, name)
    for key, value in table.items():
        if not isinstance(value, str) or not _COLOR.match(value):
            raise ConfigError(f"{name} {key} is {value!r}; expected a color such as '#23527c'")
    palette = replace(standard, **{key: str(value) for key, value in table.items()})
    for front, back in (("ink", "paper"), ("muted", "paper"), ("link", "paper"), ("mark", "event"), ("mark", "actor")):
        ratio = contrast(getattr(palette, front), getattr(palette, back))
        if ratio < _LEAST_CONTRAST:
            raise ConfigError(f"{name} {front} on {back} has a contrast of {ratio:.1f}; expected at least {_LEAST_CONTRAST}")
    return palette


def _font(value: object, name: str) -> str:
    if not isinstance(value, str) or not _FONT.match(value):
        raise ConfigError(f"{name} is {value!r}; expected names of fonts in letters, digits, blanks, commas and hyphens")
    return value


def _logo(folder: Path, value: object, name: str) -> str:
    """Logo as a data address; drawn by an image element, in which a browser runs no script of an SVG."""
    path = folder / str(value)
    kind = _LOGO_TYPES.get(path.suffix.lower())
    if kind is None:
        raise ConfigError(f"{name} is {str(value)!r}; expected a file that ends in {', '.join(sorted(_LOGO_TYPES))}")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{name} is {str(value)!r}, which cannot be read: {error.strerror}") from error
    if len(content) > _LARGEST_LOGO:
        raise ConfigError(f"{name} is {str(value)!r} with {len(content):,} bytes; expected at most {_LARGEST_LOGO:,}")
    return f"data:{kind};base64,{b64encode(content).decode('ascii')}"


def contrast(one: str, other: str) -> float:
    """Contrast of two colors, 1 to 21, as WCAG 2.2 defines it.

    Examples
    --------
    >>> contrast("#000", "#ffffff")
    21.0
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return round((lighter + 0.05) / (darker + 0.05), 2)


def luminance(color: str) -> float:
    """Relative luminance of a color, 0 to 1 (WCAG 2.2)."""
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in rgb(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def rgb(color: str) -> tuple[float, float, float]:
    """Red, green and blue of a color, each 0 to 1.

    Examples
    --------
    >>> rgb("#fff"), rgb("#000000")
    ((1.0, 1.0, 1.0), (0.0, 0.0, 0.0))
    """
    digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue
