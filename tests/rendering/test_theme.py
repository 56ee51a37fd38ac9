"""Themes are checked before anything of them reaches a page."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hostile import SEEDS

from geomap.errors import ConfigError
from geomap.rendering.style import theme_css
from geomap.rendering.theme import DARK, Palette, Theme, contrast, luminance, read_theme, theme_of

HERE = Path(__file__).parent


def test_a_theme_changes_what_it_names(tmp_path: Path) -> None:
    """Other colors keep their standard."""
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "t.toml").write_text(
        '[light]\nevent = "#8a1c4a"\n[fonts]\nlabels = "Inter, sans-serif"\n[logo]\nfile = "logo.svg"\ntext = "The Valley Times"\n'
    )
    theme = read_theme(tmp_path / "t.toml")
    assert (theme.light.event, theme.light.land) == ("#8a1c4a", Palette().land)
    assert theme.logo.startswith("data:image/svg+xml;base64,")
    assert '--label-font: "Inter", sans-serif;' in theme_css(theme, "light")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"colours": {}}, "unknown key 'colours'; expected one of dark, fonts, light, logo"),
        ({"light": {"sea": "#fff"}}, "unknown key 'sea'"),
        ({"light": 3}, "expected a table"),
        ({"light": {"event": "red; } body { display: none"}}, "expected a color such as"),
        ({"light": {"ink": "#bbbbbb"}}, "ink on paper has a contrast of 1.9; expected at least 4.5"),
        ({"fonts": {"labels": "x; } @import"}}, "expected names of fonts"),
        ({"logo": {"file": "absent.png"}}, "cannot be read"),
        ({"logo": {"file": "logo.exe"}}, "expected a file that ends in"),
    ],
)
def test_a_faulty_theme_is_refused(content: dict[str, object], message: str, tmp_path: Path) -> None:
    """The message names the key, the value and what was expected."""
    with pytest.raises(ConfigError, match=message):
        theme_of(content, folder=tmp_path, name="theme.toml")


@pytest.mark.parametrize("value", SEEDS)
def test_no_hostile_value_gets_into_a_style(value: str, tmp_path: Path) -> None:
    """Neither as a color nor as a font; a logo's text goes the way of all text."""
    for content in ({"light": {"event": value}}, {"fonts": {"text": value}}):
        with pytest.raises(ConfigError):
            theme_of(content, folder=tmp_path, name="theme.toml")


def test_a_theme_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    """The file is named."""
    (tmp_path / "t.toml").write_text("[light")
    with pytest.raises(ConfigError, match=r"t\.toml: the theme cannot be read"):
        read_theme(tmp_path / "t.toml")


def _mixed(front: str, back: str, share: float) -> str:
    parts = [(int(front[i : i + 2], 16), int(back[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)


@pytest.mark.parametrize("palette", [Palette(), DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "paper", 7),
        ("muted", "paper", 4.5),
        ("link", "paper", 4.5),
        ("ink", "land", 7),
        ("context", "land", 4.5),
        ("mark", "event", 4.5),
        ("mark", "actor", 4.5),
        ("event", "paper", 4.5),
        ("actor", "paper", 4.5),
        ("passing", "paper", 4.5),
        ("passing", "land", 3),
        ("event", "land", 3),
        ("actor", "land", 3),
    ],
)
def test_the_standard_colors_can_be_read(palette: Palette, front: str, back: str, least: float) -> None:
    """Text has the contrast that WCAG asks for, marks that of graphics."""
    assert contrast(getattr(palette, front), getattr(palette, back)) >= least


# Machado, Oliveira and Fernandes 2009: full protanopia, deuteranopia, tritanopia, on linear light.
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def _linear(color: str) -> list[float]:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


@pytest.mark.parametrize("matrix", BLINDNESS.values(), ids=BLINDNESS.keys())
@pytest.mark.parametrize("palette", [Palette(), DARK], ids=["light", "dark"])
def test_event_and_actor_differ_for_the_color_blind(palette: Palette, matrix: tuple[tuple[float, ...], ...]) -> None:
    """The two filled tones stay apart under simulated color blindness; their shapes differ besides."""
    seen = [[sum(m * c for m, c in zip(row, _linear(color), strict=True)) for row in matrix] for color in (palette.event, palette.actor)]
    distance = sum((one - other) ** 2 for one, other in zip(*seen, strict=True)) ** 0.5
    assert distance > 0.1


@pytest.mark.parametrize("palette", [Palette(), DARK], ids=["light", "dark"])
def test_event_and_actor_differ_in_grey(palette: Palette) -> None:
    """On a printer without color one is plainly darker: ten steps of CIE 1976 lightness, of a hundred."""
    event, actor = lightness(palette.event), lightness(palette.actor)
    assert abs(event - actor) >= 10
    # The stronger tone is the farther from the ground: darker on light land, lighter on dark.
    land = lightness(palette.land)
    assert abs(actor - land) > abs(event - land) > 30


@pytest.mark.parametrize("palette", [Palette(), DARK], ids=["light", "dark"])
def test_the_signs_of_a_picture_differ_in_grey(palette: Palette) -> None:
    """As the picture is drawn and a printer reads it: the ink of one sign is darker than that of the other, and a hollow one is land."""
    pytest.importorskip("matplotlib", reason="needs matplotlib (pip install 'geomap[report]')")
    from geomap.rendering.figure.canvas import canvas
    from geomap.rendering.figure.draw import sign

    image = pytest.importorskip("PIL.Image", reason="needs Pillow (pip install 'geomap[report]')")
    with canvas(60, 20, fonts=[], color=palette.land) as paper:
        for at, name in ((10, "event"), (30, "actor"), (50, "passing")):
            sign(paper, at, 10, 8, name, palette)
        png = paper.save("png", dpi=127, title="", description="")
    with image.open(BytesIO(png)) as picture:
        greys = {name: picture.convert("L").getpixel((at * 5, 50)) for at, name in ((10, "event"), (30, "actor"), (50, "passing"))}
        ground = picture.convert("L").getpixel((100, 10))
    assert abs(greys["event"] - greys["actor"]) >= 20
    assert greys["passing"] == ground


def lightness(color: str) -> float:
    """CIE 1976 lightness L* of a color, 0 to 100."""
    relative = luminance(color)
    return 116 * relative ** (1 / 3) - 16 if relative > 216 / 24389 else relative * 24389 / 27


def test_scheme_auto_follows_the_system_and_prints_light() -> None:
    """Three sets of colors: light, dark when the reader's system is dark, light on paper."""
    css = theme_css(Theme(), "auto")
    assert css.index("color-scheme: light") < css.index("prefers-color-scheme: dark") < css.index("@media print")
