"""The tokenizer that learns its exceptions late cuts as spaCy's own does."""

from __future__ import annotations

import pytest
from spacy.lang.en import English

from geomap.recognition import tokenizer
from geomap.recognition.languages import blank_language

TEXTS = [
    "We can't stay, he'd said at 7 a.m. in St. Louis, Mo., and won't.",
    "(Can't) \"they're\" :-) o.O e.g. Jan. 5, 9pm; y'all're late",
    "Nothing here is an exception",
    "",
]


@pytest.mark.parametrize("after", [0, 10**9], ids=["all at once", "one by one"])
def test_the_tokens_are_those_of_spacy(monkeypatch, after):
    monkeypatch.setattr(tokenizer, "_ALL_AFTER", after)
    own, spacy = tokenizer.LearningTokenizer(English(), English.Defaults.tokenizer_exceptions), English().tokenizer
    for text in TEXTS:
        assert [token.text for token in own(text)] == [token.text for token in spacy(text)]


def test_a_word_read_before_is_cut_anew_once_its_exception_is_known():
    tokens = blank_language().tokenizer
    assert [token.text for token in tokens("Rain fell in W.Va. today")] == ["Rain", "fell", "in", "W.Va.", "today"]
    assert [token.text for token in tokens("They don't know")] == ["They", "do", "n't", "know"]


def test_what_no_text_needs_is_not_loaded():
    nlp = blank_language()
    nlp.tokenizer("Rain fell in Lille")
    assert len(nlp.tokenizer.rules) < 20
