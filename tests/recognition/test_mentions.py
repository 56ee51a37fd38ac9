"""Found names become mentions in time that grows with the text, not with its square."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import process_time
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.models import Document, Span
from geomap.recognition import Recognizer
from geomap.recognition.coordinates import find_coordinates
from geomap.recognition.languages import blank_language
from geomap.recognition.mentions import Cover, Page, mentions_of
from geomap.recognition.shadow import cast
from geomap.recognition.tagger import untagged
from geomap.recognition.tokens import read

NLP = blank_language()
SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda pair: Span(pair[0], pair[0] + pair[1])), max_size=8)


def page_of(text: str, *, furniture: tuple[Span, ...] = ()) -> Page:
    """Give a document whose reader says nothing about it."""
    shadow = cast(text)
    return Page(Document("1", text, furniture=furniture), shadow, untagged(read(NLP.make_doc(shadow.text))))


def calls_of(work: Callable[[], object]) -> int:
    """Count the calls of functions, Python's and C's, and the steps of generators."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        del frame, argument
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@given(spans=SPANS, asked=st.tuples(st.integers(0, 30), st.integers(1, 8)))
def test_a_cover_knows_what_touches_it(spans: list[Span], asked: tuple[int, int]) -> None:
    """A span touches a cover when it shares a character with one of its spans."""
    span = Span(asked[0], sum(asked))
    assert Cover(spans).touches(span) == any(one.start < span.end and span.start < one.end for one in spans if one.start < one.end)


@given(text=st.text(alphabet="ab\n", min_size=1, max_size=40), place=st.integers(0, 39), size=st.integers(1, 3))
def test_the_line_around_a_span(text: str, place: int, size: int) -> None:
    """A line reaches from the break before the span to the one behind it."""
    span = Span(min(place, len(text) - 1), min(min(place, len(text) - 1) + size, len(text)))
    end = text.find("\n", span.end)
    assert page_of(text).line_around(span) == Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)


def test_coordinates_cost_the_same_however_many_there_are() -> None:
    """Four times the coordinates on one line, among as many pieces of furniture, take about four times the calls."""

    def calls(times: int) -> int:
        text = "the gauge at 42.970, 20.800 stood still " * times
        page = page_of(text, furniture=tuple(Span(number * 40, number * 40 + 3) for number in range(times)))
        pairs = find_coordinates(page.shadow.text)
        assert len(mentions_of(page, [], coordinates=pairs)) == times
        return calls_of(lambda: mentions_of(page, [], coordinates=pairs))

    assert calls(800) < 5 * calls(200)


def test_a_line_is_looked_for_once() -> None:
    """Four times the coordinates on a line four times as long take about four times as long, not sixteen times."""

    def seconds(times: int) -> float:
        text = "the gauge at 42.970, 20.800 stood still " * times
        page = page_of(text)
        spans = [span for span, _ in find_coordinates(text)]
        begin = process_time()
        assert {page.line_around(span) for span in spans} == {Span(0, len(text))}
        return process_time() - begin

    assert min(seconds(4_000) for _ in range(2)) < 8 * min(seconds(1_000) for _ in range(3)) + 0.02


def test_two_megabytes_without_a_break_are_read(packaged: Recognizer) -> None:
    """A text of 2 MB on one line yields the names and coordinates at its end as those at its beginning."""
    filler = "unfortunately meteorologists underestimated precipitation everywhere " * 150
    unit = f"Il pleut à Lille, {filler}" + "the gauge at 42.970, 20.800 " * 20
    text = unit * (2_000_000 // len(unit) + 1)
    mentions = packaged.recognize(Document("1", text, language="fr"))
    assert [mention.text for mention in mentions] == ["Lille", *["42.970, 20.800"] * 20] * (len(text) // len(unit))
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert mentions[-1].sentence == Span(0, len(text))


@pytest.mark.parametrize("unit", ["'", "(", "🙂", "x", "م", "e\u0301", "aB", "Paris,London;"])
def test_a_word_without_an_end_is_read_in_pieces(unit: str) -> None:
    """What goes on without a blank is cut: the tokenizer's time would grow with its square."""
    text = unit * 5_000
    shadow = cast(text)
    assert max(map(len, shadow.text.split())) <= 250
    assert shadow.text.replace(" ", "") == cast(unit).text * 5_000
    assert all(text[shadow.start(offset) : shadow.end(offset + 1)] for offset, letter in enumerate(shadow.text) if letter != " ")


def test_names_are_not_cut_where_a_mark_stands(recognizer: Recognizer) -> None:
    """Among marks a long word is cut at one of them, so that every name in it is found."""
    text = "Paris,London," * 100
    assert [mention.text for mention in recognizer.recognize(Document("1", text))] == ["Paris", "London"] * 100
