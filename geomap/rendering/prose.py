"""The article's text as markup: paragraphs, with every mention a link that carries the number of its marker."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from geomap.models import Document, Span
from geomap.rendering.escape import html_text
from geomap.rendering.view import MapView, MentionView
from geomap.rendering.words import TONES

# ISO 639-1 codes of languages that are written from right to left.
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


def direction(language: str) -> str:
    """Text direction of a language: ``rtl`` or ``ltr``; ``auto`` when the language is not known."""
    code = language.lower().partition("-")[0]
    return "auto" if not code else "rtl" if code in RIGHT_TO_LEFT else "ltr"


def prose(view: MapView) -> Markup:
    """Return the text of the article, one paragraph a line, its mentions marked.

    A mention inside another is marked inside it. Of two that cross, the second is marked from where the first ends. Page
    furniture stays, subdued, so that nothing of the text is missing.
    """
    document = view.document
    spans = {(mention.start, mention.end): mention for mention in reversed(view.mentions)}
    mentions = sorted(spans.values(), key=lambda mention: (mention.start, -mention.end))
    paragraphs: list[Markup] = []
    first = 0
    for start, end in _lines(document.text):
        while first < len(mentions) and mentions[first].end <= start:
            first += 1
        last = first
        while last < len(mentions) and mentions[last].start < end:
            last += 1
        content = _marked(document.text, Span(start, end), mentions[first:last])
        paragraphs.append(_paragraph(content, _class_of(document, Span(start, end), view.title)))
    return Markup("\n").join(paragraphs)


def _paragraph(content: Markup, name: str) -> Markup:
    return Markup('<p class="{}">{}</p>').format(name, content) if name else Markup("<p>{}</p>").format(content)


def _lines(text: str) -> list[tuple[int, int]]:
    """Start and end of each line that is not blank."""
    lines, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _class_of(document: Document, line: Span, title: str) -> str:
    if any(span.start <= line.start and line.end <= span.end for span in document.furniture):
        return "furniture"
    return "headline" if document.text[line.start : line.end].strip() == title else ""


def _marked(text: str, span: Span, mentions: Sequence[MentionView]) -> Markup:
    """Text of a span with its mentions, which are sorted by start, the longer first."""
    pieces: list[Markup] = []
    at, index = span.start, 0
    while index < len(mentions):
        mention = mentions[index]
        start, end = max(mention.start, at), min(mention.end, span.end)
        index += 1
        if start >= end:
            continue
        inner = []
        while index < len(mentions) and mentions[index].end <= mention.end:
            inner.append(mentions[index])
            index += 1
        pieces.append(html_text(text[at:start]))
        pieces.append(_link(text, Span(start, end), mention, inner))
        at = end
    pieces.append(html_text(text[at : span.end]))
    return Markup("").join(pieces)


def _link(text: str, span: Span, mention: MentionView, inner: Sequence[MentionView]) -> Markup:
    """Mark one mention; around others its words are no link, since links cannot nest, and its number is the link."""
    tone = TONES[mention.role] if mention.place else "unplaced"
    target = f"#place-{mention.place}" if mention.place else "#unplaced"
    number = Markup("<sup>{}</sup>").format(str(mention.place)) if mention.place else Markup("<sup>?</sup>")
    head = Markup('<a class="mention {}" id="mention-{}" href="{}">').format(tone, str(mention.number), target)
    if not inner:
        return Markup("{}{}{}</a>").format(head, html_text(text[span.start : span.end]), number)
    words = _marked(text, span, inner)
    return Markup('<span class="around {}">{}</span>{}{}</a>').format(tone, words, head, number)
