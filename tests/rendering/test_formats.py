"""Formats by name, and the files that each takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from stories import kosovo_karabakh

from geomap.errors import ConfigError, InputError
from geomap.rendering.format_names import FORMATS, ending_of, format_of
from geomap.rendering.formats import page_options, render, render_files

SMALL = {"size": "90x70mm", "dpi": 72}
pytest.importorskip("matplotlib")


@pytest.mark.parametrize("format_", FORMATS)
def test_same_article_same_bytes_in_every_format(format_: str, data: Any) -> None:
    """Twice in one process."""
    pytest.importorskip("docx")
    assert render(kosovo_karabakh(), format_, data=data, options=SMALL) == render(kosovo_karabakh(), format_, data=data, options=SMALL)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_name_and_its_format_belong_together(format_: str) -> None:
    """The ending that is written is the ending that is read."""
    assert format_of(Path(f"maps/story.{ending_of(format_)}")) == format_


def test_markdown_takes_its_picture_along(data: Any) -> None:
    """Under the same name, linked."""
    files = render_files(kosovo_karabakh(), "md", name="story.md", data=data, options=SMALL)
    assert list(files) == ["story.png", "story.md"]
    assert "](story.png)" in str(files["story.md"])


@pytest.mark.parametrize(("name", "page"), [("story.iframe.html", "story.html"), ("code.html", "code-map.html")])
def test_an_embed_code_takes_its_page_along(name: str, page: str, data: Any) -> None:
    """Under another name than its own."""
    files = render_files(kosovo_karabakh(), "iframe", name=name, data=data)
    assert list(files) == [page, name]
    assert f'src="{page}"' in str(files[name])


def test_an_unknown_format_is_refused_with_the_known_ones(data: Any) -> None:
    """So that the next try succeeds."""
    with pytest.raises(InputError, match="'gif'; expected one of html, fragment"):
        render(kosovo_karabakh(), "gif", data=data)


def test_an_unknown_option_is_refused(data: Any) -> None:
    """A misspelt option is no option."""
    with pytest.raises(InputError, match="unknown option 'sise'"):
        render(kosovo_karabakh(), "png", data=data, options={"sise": "1x1"})


def test_a_theme_is_a_scheme_or_a_file(tmp_path: Path) -> None:
    """Both by the same option."""
    (tmp_path / "news.toml").write_text('[light]\nevent = "#8a1f11"\n')
    assert page_options({"theme": "dark"}).scheme == "dark"
    assert page_options({"theme": tmp_path / "news.toml"}).theme.light.event == "#8a1f11"
    with pytest.raises(ConfigError, match="cannot be read"):
        page_options({"theme": str(tmp_path / "none.toml")})
