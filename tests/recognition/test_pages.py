"""Pages in languages without a trained model: the floors lie a little below what was measured."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from geomap import Geomap
from geomap.cli import cli
from geomap.models import Document
from geomap.recognition import Recognizer

PAGES = Path(__file__).parent / "pages"


class Gold(NamedTuple):
    """A name of a page: where it stands, and the place it means by name and country code."""

    start: int
    end: int
    place: str
    country: str


# Least recall, precision, and share of the names that are found and put in the right place: one or two names below what was measured.
FLOORS: dict[str, tuple[float, float, float]] = {
    "de": (0.95, 0.83, 0.95),
    "fr": (0.91, 0.95, 0.91),
    "es": (0.95, 0.95, 0.90),
    "ru": (0.93, 0.96, 0.93),
    "tr": (0.90, 0.96, 0.90),
    "sr": (0.86, 0.93, 0.86),
    "ar": (0.85, 0.92, 0.85),
    "uk": (0.87, 0.96, 0.87),
}


def page(language: str) -> tuple[Document, list[Gold]]:
    """Give the page of a language and the names in it."""
    text = (PAGES / f"{language}.txt").read_text("utf-8")
    lines = (PAGES / f"{language}.tsv").read_text("utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    assert all(text[int(start) :].startswith(name) for start, name, _, _ in rows)
    gold = [Gold(int(start), int(start) + len(name), place, country) for start, name, place, country in rows]
    return Document(language, text, language=language), gold


def share(hits: Iterable[bool]) -> float:
    """Share of what is true; of nothing, none."""
    counted = list(hits)
    return sum(counted) / max(1, len(counted))


@pytest.fixture(scope="module")
def mapper() -> Geomap:
    """Give the whole of geomap over the packaged gazetteer."""
    return Geomap(online=False)


@pytest.mark.parametrize("language", FLOORS)
def test_pages_hold_their_floors(mapper: Geomap, language: str) -> None:
    """Most places of a page are found and put where they lie, and most of what is found is a place."""
    document, gold = page(language)
    found = mapper.parse(document).resolutions
    assert all(document.text[one.mention.start : one.mention.end] == one.mention.text for one in found)
    meant = [[one for one in found if one.mention.start < name.end and name.start < one.mention.end] for name in gold]
    measured = (
        share(bool(ones) for ones in meant),
        share(any(one in ones for ones in meant) for one in found),
        share(
            any(one.place and (one.place.name, one.place.country) == name[2:] for one in ones)
            for name, ones in zip(gold, meant, strict=True)
        ),
    )
    assert all(value >= floor for value, floor in zip(measured, FLOORS[language], strict=True)), measured


@pytest.mark.parametrize("language", FLOORS)
def test_pages_are_as_long_as_an_article(language: str) -> None:
    """A page has 150 to 250 words, and its names are of several countries."""
    document, gold = page(language)
    assert 150 <= len(document.text.split()) <= 250
    assert len({name.country for name in gold}) >= 5


@pytest.mark.parametrize(
    ("language", "text", "base"),
    [("ru", "Он живёт в Москве.", "Москва"), ("tr", "Ankara'da yağmur yağdı.", "Ankara"), ("sr", "Састанак је у Новом Саду.", "Нови Сад")],
)
def test_base_forms_are_looked_up(packaged: Recognizer, language: str, text: str, base: str) -> None:
    """An inflected name carries its base form beside the form in the text, in that language only."""
    assert [mention.names[1:] for mention in packaged.recognize(Document("1", text, language=language))] == [(base,)]
    assert all(base not in mention.names for mention in packaged.recognize(Document("1", text, language="fr")))


@pytest.mark.parametrize("language", ["uk", "de", "en", ""])
def test_a_language_without_a_model_is_said(language: str) -> None:
    """The result warns once when no model was trained for the document's language, and says nothing else."""
    article = Geomap(online=False).parse(Document("1", "Lille, Berlin.", language=language))
    expected = [] if language in ("en", "") else [f"no model was trained for the language '{language}'"]
    assert [warning.split(":")[0] for warning in article.warnings] == expected


def test_the_command_says_it_on_standard_error(tmp_path: Path) -> None:
    """`geomap map` warns of a page in such a language and draws it all the same."""
    result = CliRunner().invoke(cli, ["map", str(PAGES / "ru.txt"), "--output", str(tmp_path / "ru.html"), "--offline"])
    assert result.exit_code == 0, result.stderr
    assert "no model was trained for the language 'ru'" in result.stderr
    assert (tmp_path / "ru.html").exists()
