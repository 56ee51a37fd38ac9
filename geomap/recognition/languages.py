"""The languages: one row each, and the tokenizer that both training and recognition use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.lang.en import English, EnglishDefaults
from spacy.language import Language
from spacy.symbols import ORTH

from geomap.recognition.tokenizer import LearningTokenizer

# Abbreviated places that spaCy's English tokenizer would cut at their full stop.
_ABBREVIATIONS = tuple("W.Va. Vt. Tex. Wyo. Mo. Penn. Wisc. Ont. Que. Alta. Sask. P.E.I. Ft. Is.".split())
# "U.S.-based" is three tokens, and so is "Kyiv–Lviv".
_INFIXES = (r"(?<=\.)-(?=\w)", r"(?<=\w)[–—/|](?=\w)")


@dataclass(frozen=True, slots=True)
class TrainedLanguage:
    """A language that a tagger was trained for.

    Attributes
    ----------
    code
        ISO 639-1.
    name
        In English.
    weights
        File name in ``geomap/recognition/model``.
    """

    code: str
    name: str
    weights: str


# Another model is one row here. All other languages rest on the gazetteer's own names.
TRAINED = {row.code: row for row in (TrainedLanguage("en", "English", "en.npz"),)}


def blank_language() -> Language:
    """An empty spaCy pipeline with geomap's tokenizer, of no length limit.

    Examples
    --------
    >>> [token.text for token in blank_language()("U.S.-based, in W.Va.")]
    ['U.S.', '-', 'based', ',', 'in', 'W.Va.']
    """
    exceptions = {**EnglishDefaults.tokenizer_exceptions, **{word: [{ORTH: word}] for word in _ABBREVIATIONS}}
    rules = {"infixes": [*(EnglishDefaults.infixes or ()), *_INFIXES], "tokenizer_exceptions": {}}
    defaults = type("Defaults", (EnglishDefaults,), rules)
    nlp: Language = type("English", (English,), {"Defaults": defaults})()
    nlp.tokenizer = LearningTokenizer(nlp, exceptions)
    # The limit guards parsers and transformers; this pipeline has none, and reads long lines in pieces.
    nlp.max_length = 10**9
    return nlp


@cache
def shared_language() -> Language:
    """One blank pipeline for all who only need its tokenizer."""
    return blank_language()
