"""Sentences around a name, cut between words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geomap.models import Mention, Span
from geomap.rendering.snippets import LONGEST, snippets

WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=120)


@given(WORDS, st.data())
def test_the_marked_piece_is_the_name(words: list[str], data: st.DataObject) -> None:
    """However long the sentence, the name is marked whole and the words around it are whole."""
    text = " ".join(words)
    at = data.draw(st.integers(0, len(words) - 1))
    start = len(" ".join(words[:at])) + (at > 0)
    mention = Mention(start, start + len(words[at]), words[at], sentence=Span(0, len(text)))
    (pieces,) = snippets(text, [mention])
    assert pieces[1] == words[at]
    assert len("".join(pieces)) <= LONGEST + 4 + len(words[at])
    for outside in (pieces[0], pieces[2]):
        assert set(outside.replace("…", " ").split()) <= set(words)


def test_sentences_come_in_the_order_of_the_text() -> None:
    """Two sentences, two snippets; two names in one sentence, one snippet."""
    text = "Baku is far. Baku, oh Baku."
    spans = [(0, Span(0, 12)), (13, Span(13, 27)), (22, Span(13, 27))]
    found = snippets(text, [Mention(at, at + 4, "Baku", sentence=sentence) for at, sentence in spans])
    assert found == (("", "Baku", " is far."), ("", "Baku", ", oh ", "Baku", "."))
