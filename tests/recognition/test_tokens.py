"""A Doc becomes arrays: words, lines, sentences, runs."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import numpy as np
import pytest

from geomap.models import Document
from geomap.recognition import Recognizer, features
from geomap.recognition.languages import blank_language
from geomap.recognition.tokens import LONGEST_RUN, Tokens, read

NLP = blank_language()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Fog in Ghent. Rain in Lille.", ["Fog in Ghent .", "Rain in Lille ."]),
        ('"Go." She left W.Va. for good.', ['" Go . "', "She left W.Va. for good ."]),
        ("Mayor quits\nParis waits", ["Mayor quits", "Paris waits"]),
        ("He saw 3.5 km. of road", ["He saw 3.5 km . of road"]),
        ("", []),
    ],
)
def test_sentences_end_where_they_should(text: str, sentences: list[str]) -> None:
    """A full stop ends a sentence unless a lower-case word follows; so does the end of a line."""
    tokens = read(NLP(text))
    bounds = tokens.sentences.tolist()
    assert [" ".join(tokens.words[a:b]) for a, b in pairwise(bounds) if b > a] == sentences


def test_words_are_slices_of_the_text() -> None:
    """Every word stands where its offsets say, white space apart."""
    text = "  Côte d'Ivoire \n\n U.S.-based\tfirms "
    tokens = read(NLP(text))
    assert [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words
    assert tokens.words == ["Côte", "d'Ivoire", "U.S.", "-", "based", "firms"]


def test_runs_cover_everything_and_are_bounded() -> None:
    """However long a line is, the network reads it in runs that leave nothing out."""
    tokens = read(NLP("word " * 1000 + ". " + "word " * 50))
    runs = tokens.runs()
    assert np.array_equal(np.concatenate([np.arange(run.start, run.stop) for run in runs]), np.arange(len(tokens)))
    assert max(run.stop - run.start for run in runs) <= LONGEST_RUN


def test_runs_take_time_in_proportion_to_a_line() -> None:
    """Four times the sentences on one line take about four times as long to cut, not sixteen times."""

    def seconds(size: int) -> float:
        every = np.arange(0, size + 1, 2)
        none = np.zeros(0, np.int64)
        tokens = Tokens([""] * size, none, none, none, np.zeros((0, 5), np.uint64), np.array([0, size]), every)
        begin = process_time()
        assert len(tokens.runs()) == size // LONGEST_RUN
        return process_time() - begin

    assert min(seconds(4_000_000) for _ in range(2)) < 8 * min(seconds(1_000_000) for _ in range(3)) + 0.02


def test_each_word_is_looked_at_once(recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of so many names that they are judged in parts has its words described once, not once a part."""
    seen: list[str | None] = []
    original = features.case_of

    def counted(word: str | None) -> int:
        seen.append(word)
        return original(word)

    monkeypatch.setattr(features, "case_of", counted)
    assert len(recognizer.recognize(Document("1", "Rain fell in Lille and " * 5_000))) == 5_000
    assert len(seen) == 25_000
