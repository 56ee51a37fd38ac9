"""Names in a language: of the story's places, of the world around, in every renderer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from conftest import SmallWorld
from stories import kosovo_karabakh

from geomap.errors import InputError
from geomap.rendering import PageOptions, lay_out, render_page, view_of
from geomap.rendering.formats import render
from geomap.rendering.local_names import in_language


class GermanWorld(SmallWorld):
    """The small world with a German name for one country, one town, one place of the story."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def labels(self, keys: Sequence[str], language: str = "") -> Mapping[str, str]:
        """Names in German only."""
        german = {"E1": "Ostland", "geonames:3": "Gammastadt", "geonames:789225": "Mitrowitza", "XK": "Kosovo-Land"}
        if language != "de":
            return {}
        self.asked += keys
        return {key: german[key] for key in keys if key in german}


def test_places_towns_and_countries_take_the_names_of_the_language() -> None:
    """What has none in it keeps its own; the text and its mentions stay as written."""
    before = kosovo_karabakh()
    article, data = in_language(before, GermanWorld(), "de")
    view = view_of(article, country_name=data.country_name)
    names = {place.place.id: place.place.name for place in view.places}
    old = {place.place.id: place.place.name for place in view_of(before, country_name=str).places}
    assert names == {**old, "geonames:789225": "Mitrowitza"}
    assert [mention.text for mention in view.mentions] == [resolution.mention.text for resolution in before.resolutions]
    shown = {name.text for name in lay_out(view, data).names}
    assert "Ostland" in shown
    assert "Eastland" not in shown
    assert data.country_name("XK") == "Kosovo-Land"
    assert data.country_name("RS") == "Serbia"


def test_a_name_is_asked_for_once() -> None:
    """However often the story, its alternatives and the map name a place."""
    world = GermanWorld()
    article, data = in_language(kosovo_karabakh(), world, "de")
    lay_out(view_of(article, country_name=data.country_name), data)
    assert len(world.asked) == len(set(world.asked)) > 10


def test_no_language_changes_nothing() -> None:
    """The same objects come back."""
    article, data = kosovo_karabakh(), GermanWorld()
    assert in_language(article, data, "") == (article, data)


@pytest.mark.parametrize("format_", ["html", "fragment", "md", "svg"])
def test_formats_show_them(format_: str) -> None:
    """By the option that all of them share."""
    pytest.importorskip("matplotlib")
    options = {"labels": "de", "text": False} if format_ == "html" else {"labels": "de"}
    made = str(render(kosovo_karabakh(), format_, data=GermanWorld(), options=options))
    plain = str(render(kosovo_karabakh(), format_, data=GermanWorld(), options={**options, "labels": ""}))
    assert made != plain
    if format_ != "svg":  # its letters are outlines
        assert "Mitrowitza" in made
        assert "Mitrowitza" not in plain


def test_page_without_the_option_is_the_page_as_it_was(data: Any) -> None:
    """A language for which nothing is known changes no byte either."""
    assert render_page(kosovo_karabakh(), data=data, options=PageOptions(labels="fy")) == render_page(kosovo_karabakh(), data=data)


def test_a_wrong_code_is_said() -> None:
    """Before anything is drawn."""
    with pytest.raises(InputError, match="language code"):
        PageOptions(labels="Deutsch")
