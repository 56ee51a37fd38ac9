"""Snippets: the sentences that name a place, with the name marked, cut at word borders when they are long."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.models import Mention, Span

# A popup of five snippets stays readable up to about this many characters each (looked at in pages of 320 and 1280 pixels).
LONGEST = 260

Snippet = tuple[str, ...]
"""Pieces of a sentence, plain and marked in turn: the pieces at odd positions are the names; the first may be empty."""


def snippets(text: str, mentions: Sequence[Mention]) -> tuple[Snippet, ...]:
    """Return one snippet for each sentence that holds one of ``mentions``, in the order of the text.

    Parameters
    ----------
    text
        The document's text.
    mentions
        Mentions of one place, in the order of the text.

    Examples
    --------
    >>> snippets("He left. Baku waits.", [Mention(9, 13, "Baku", sentence=Span(9, 20))])
    (('', 'Baku', ' waits.'),)
    """
    by_sentence: dict[Span, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(_sentence(text, mention), []).append(mention)
    return tuple(_pieces(text, sentence, inside) for sentence, inside in sorted(by_sentence.items()))


def _sentence(text: str, mention: Mention) -> Span:
    """Sentence of a mention; its line when the recognizer gave none."""
    span = mention.sentence
    if span.start <= mention.start and mention.end <= span.end:
        return span
    start = text.rfind("\n", 0, mention.start) + 1
    end = text.find("\n", mention.end)
    return Span(start, len(text) if end < 0 else end)


def _pieces(text: str, sentence: Span, mentions: Sequence[Mention]) -> Snippet:
    window = _window(text, sentence, mentions[0])
    pieces: list[str] = []
    at = window.start
    for mention in mentions:
        if at <= mention.start and mention.end <= window.end:
            pieces += [text[at : mention.start], text[mention.start : mention.end]]
            at = mention.end
    pieces.append(text[at : window.end])
    if window.start > sentence.start:
        pieces[0] = "… " + pieces[0]
    if window.end < sentence.end:
        pieces[-1] += " …"
    return tuple(_one_line(piece) for piece in pieces)


def _window(text: str, sentence: Span, mention: Mention) -> Span:
    """Part of the sentence to show: all of it, or about `LONGEST` characters around the mention, cut between words."""
    start, end = _trimmed(text, sentence)
    if end - start <= LONGEST:
        return Span(start, end)
    # A third of the room before the name: what follows it says more often what happens there.
    cut_start = max(start, min(mention.start - LONGEST // 3, end - LONGEST))
    cut_end = min(end, max(mention.end, cut_start + LONGEST))
    if cut_start > start:
        border = text.find(" ", cut_start, mention.start)
        cut_start = border + 1 if border >= 0 else mention.start
    if cut_end < end:
        border = text.rfind(" ", mention.end, cut_end)
        cut_end = border if border >= 0 else mention.end
    return Span(cut_start, cut_end)


def _trimmed(text: str, span: Span) -> tuple[int, int]:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _one_line(piece: str) -> str:
    """Line breaks as blanks; the blanks at both ends stay, they part the pieces."""
    return piece.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")
