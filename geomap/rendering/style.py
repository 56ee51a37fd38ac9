"""Style sheets of a page: the colors and fonts of a theme as variables, for each scheme."""

from __future__ import annotations

from dataclasses import fields

from geomap.rendering.theme import Palette, Theme

SCHEMES = ("auto", "light", "dark", "print")


def theme_css(theme: Theme, scheme: str) -> str:
    """Variables of a theme: in ``auto`` the reader's system chooses between light and dark; paper is always light.

    Examples
    --------
    >>> theme_css(Theme(), "light").splitlines()[0][:44]
    ':root { color-scheme: light; --paper: #fffff'
    """
    fonts = f"--label-font: {_font_list(theme.label_font)}; --text-font: {_font_list(theme.text_font)};"
    light, dark = _variables(theme.light, "light"), _variables(theme.dark, "dark")
    first = dark if scheme == "dark" else light
    rules = [f":root {{ {first} {fonts} }}"]
    if scheme == "auto":
        rules.append(f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}")
    if scheme in {"auto", "dark"}:
        rules.append(f"@media print {{ :root {{ {light} }} }}")
    return "\n".join(rules)


def _variables(palette: Palette, scheme: str) -> str:
    colors = " ".join(f"--{entry.name}: {getattr(palette, entry.name)};" for entry in fields(Palette))
    return f"color-scheme: {scheme}; {colors}"


def _font_list(names: str) -> str:
    """Names of fonts, quoted; the last is a generic family and stays bare."""
    listed = [name.strip() for name in names.split(",") if name.strip()]
    generic = {"serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif"}
    return ", ".join(name if name in generic else f'"{name}"' for name in listed)
