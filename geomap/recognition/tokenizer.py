"""spaCy's English tokenizer, which learns its exceptions when a text first has need of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found] # Cython, without types
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# Characters after which all exceptions are learnt at once: looking for them one by one no longer pays.
_ALL_AFTER = 20_000


class LearningTokenizer(Tokenizer):  # type: ignore[misc]
    """A tokenizer whose exceptions ("can't", "a.m.") wait until a text contains them.

    An exception that does not occur in a text changes nothing in it, so that the tokens are the same, but a process that
    reads one article need not load the 1,400 exceptions of English, which takes longer than reading the article.

    Parameters
    ----------
    nlp
        The pipeline that it is for; its defaults say where affixes begin and end.
    exceptions
        Tokens of each exception, as spaCy writes them.
    """

    _waiting: dict[str, Sequence[Mapping[int, str]]]
    _read: int

    def __init__(self, nlp: Language, exceptions: Mapping[str, Sequence[Mapping[int, str]]]) -> None:
        defaults = nlp.Defaults
        affixes: dict[str, Any] = {
            "prefix_search": compile_prefix_regex(defaults.prefixes or ()).search,
            "suffix_search": compile_suffix_regex(defaults.suffixes or ()).search,
            "infix_finditer": compile_infix_regex(defaults.infixes or ()).finditer,
            "token_match": defaults.token_match,
            "url_match": defaults.url_match,
        }
        super().__init__(nlp.vocab, **affixes)
        self._waiting = dict(exceptions)
        self._read = 0

    def __call__(self, string: str) -> Doc:
        """Tokens of a text."""
        if self._waiting:
            self._learn(string)
        doc: Doc = super().__call__(string)
        return doc

    def _learn(self, text: str) -> None:
        self._read += len(text)
        for form in [form for form in self._waiting if self._read > _ALL_AFTER or form in text]:
            self.add_special_case(form, self._waiting.pop(form))
