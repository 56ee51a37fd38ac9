"""What may be a place name is proposed, and nothing that is written otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from spacy.tokens import Doc

from geomap.recognition.candidates import matches_of, propose, written_like_a_name
from geomap.recognition.finder import select, well_known
from geomap.recognition.languages import blank_language
from geomap.recognition.others import hard_tags
from geomap.recognition.tagger import Entity, Reading
from geomap.recognition.tags import KINDS
from geomap.recognition.tokens import read
from tests.recognition.conftest import TinyGazetteer

VOCAB = blank_language().vocab


def reading_of_words(words: Sequence[str], *entities: tuple[int, int, str]) -> Reading:
    """A reading without a model."""
    tokens = read(Doc(VOCAB, words=list(words)))
    marked = [Entity(start, end, KINDS.index(kind)) for start, end, kind in entities]
    return Reading(tokens, hard_tags(len(tokens), marked), np.zeros((len(tokens), 0), np.float32), tuple(marked))


def proposed(tiny: TinyGazetteer, text: str, *entities: tuple[int, int, str]) -> list[str]:
    """Candidates of a text, as words."""
    reading = reading_of_words(text.split(), *entities)
    return [" ".join(reading.tokens.words[c.start : c.end]) for c in propose(reading, matches_of(reading.tokens, tiny))]


def test_entities_and_matches_are_proposed(tiny: TinyGazetteer) -> None:
    """Both steps propose, and a name inside another name is proposed too."""
    assert proposed(tiny, "Toronto Urology Hospital of Freedonia", (0, 3, "ORG"), (4, 5, "LOC")) == [
        "Toronto Urology Hospital",
        "Toronto",
        "Freedonia",
    ]


def test_settlements_are_proposed(tiny: TinyGazetteer) -> None:
    """What the text calls a village is a candidate though nobody knows it."""
    assert "Banjska" in proposed(tiny, "clashes in Banjska village")
    assert "Velika Hoča" in proposed(tiny, "the village of Velika Hoča burned")


def test_common_words_are_not(tiny: TinyGazetteer) -> None:
    """A name in lower case is a word."""
    assert proposed(tiny, "up the hill to lee") == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Rio de la Plata", True),
        ("of Paris", False),
        ("Paris of", False),
        ("nice", False),
        ("eThekwini", True),
        ("Москва", True),
        ("- .", False),
        ("d'Alger", True),
        ("d'accord", False),
        ("Port - au - Prince", True),
        ("Mazar - e Sharif", True),
        ("Barrow - in - Furness", True),
        ("القاهرة", True),
    ],
)
def test_written_like_a_name(words: str, expected: bool) -> None:
    """Capitals at both ends, links between."""
    assert written_like_a_name(words.split()) is expected


@pytest.mark.parametrize(
    ("text", "dateline", "names"),
    [
        ("PARIS , Ky. - It rained", (0, 3), ["PARIS", "Ky."]),
        ("PARIS/LONDON - It rained", (0, 1), []),
        ("PARIS / LONDON - It rained", (0, 3), ["PARIS", "LONDON"]),
        ("LEE : It rained", (0, 1), []),
        ("TEXAS - It rained", (0, 1), ["TEXAS"]),
        ("NOWHERE - It rained", (0, 1), []),
        ("NEW YORK TIMES - It rained", (0, 3), []),
    ],
)
def test_well_known_names_of_a_dateline(tiny: TinyGazetteer, text: str, dateline: tuple[int, int], names: list[str]) -> None:
    """Between commas and strokes whole names are sure; before a colon, and of a longer name, none is."""
    tokens = reading_of_words(text.split()).tokens
    assert [" ".join(tokens.words[a:b]) for a, b in well_known(tokens, matches_of(tokens, tiny), dateline)] == names


def test_two_names_in_one_entity_are_two(tiny: TinyGazetteer) -> None:
    """A name that the tagger draws over a comma falls apart when both halves are known, and only then."""
    assert proposed(tiny, "in Paris , Texas today", (1, 4, "LOC")) == ["Paris", "Texas"]
    assert proposed(tiny, "in Freedonia , Texas today", (1, 4, "LOC")) == ["Freedonia , Texas", "Texas"]


def test_surer_candidates_win(tiny: TinyGazetteer) -> None:
    """Of two that overlap the surer is kept, of equals the longer; none below the threshold."""
    reading = reading_of_words("New York Paris Hill".split())
    candidates = propose(reading, matches_of(reading.tokens, tiny))
    assert [(c.start, c.end) for c in candidates] == [(0, 2), (2, 3), (3, 4)]
    assert select(candidates, np.array([0.9, 0.3, 0.6], np.float32), 0.5) == [0, 2]
