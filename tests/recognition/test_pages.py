"""Pages in languages without a trained model: the floors lie a little below what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap import Geomap
from geomap.cli import cli
from geomap.models import Document
from geomap.recognition import Recognizer

PAGES = Path(__file__).parent / "pages"
# Least recall and precision.
FLOORS: dict[str, tuple[float, float]] = {
    "de": (0.80, 0.80),
    "fr": (0.88, 0.96),
    "es": (0.96, 0.96),
    "ru": (0.86, 0.96),
    "tr": (0.75, 0.96),
    "sr": (0.70, 0.90),
    "ar": (0.35, 0.96),
    "uk": (0.80, 0.96),
}


def measure(recognizer: Recognizer, language: str) -> tuple[float, float]:
    """Recall and precision of a page, by overlap; offsets are checked on the way."""
    text = (PAGES / f"{language}.txt").read_text("utf-8")
    rows = [line.split("\t") for line in (PAGES / f"{language}.tsv").read_text("utf-8").splitlines()[1:]]
    gold = [(int(start), int(start) + len(name)) for start, name, _ in rows]
    assert all(text[start:end] == name for (start, end), (_, name, _) in zip(gold, rows, strict=True))
    mentions = recognizer.recognize(Document(language, text, language=language))
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    recalled = sum(any(mention.start < end and start < mention.end for mention in mentions) for start, end in gold)
    precise = sum(any(mention.start < end and start < mention.end for start, end in gold) for mention in mentions)
    return recalled / len(gold), precise / max(1, len(mentions))


@pytest.mark.parametrize("language", FLOORS)
def test_pages_hold_their_floors(packaged: Recognizer, language: str) -> None:
    """Most places of a page are found, and most of what is found is a place, once the language's endings are undone."""
    recall, precision = measure(packaged, language)
    assert recall >= FLOORS[language][0]
    assert precision >= FLOORS[language][1]


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
