"""Page furniture is marked, running text never is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.reading.furniture import find_furniture


@pytest.mark.parametrize(
    "line",
    [
        "Contact Us",
        "Subscribe",
        "EUROPE",
        "Home > World > Asia",
        "Anadolu Agency EUROPE",
        "Published September 25,2023",
        "Updated: 3 June 2024, 10:15 GMT",
        "By a staff reporter in Paris",
        "A market in Baku (AFP File Photo)",
        "Photo: a bridge in Mostar",
        "© 2023 The Border Gazette, London",
        "https://example.org/world/syria",
    ],
)
def test_furniture_is_marked(line: str) -> None:
    """A line that is no running text is marked whole."""
    text = f"{line}\n\nTalks go on in Baku."
    spans = find_furniture(text)
    assert [text[span.start : span.end] for span in spans] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Europe waits for Moscow",
        "Paris shares fell on Monday.",
        "By Monday, troops had left Goma and crossed into Rwanda.",
        "May met the chancellor in Berlin on 3 June 2018.",
        "The group is registered under section 501(c)(3) in New Jersey.",
        "Moscow",
        "Home is Pristina, she said.",
    ],
)
def test_running_text_is_not_marked(line: str) -> None:
    """A sentence or a headline of the article is left alone."""
    assert find_furniture(f"{line}\n\nTalks go on in Baku.") == ()


def test_markdown_link_targets_are_furniture() -> None:
    """A link's words are text, its target is not."""
    text = "Talks in [Baku](talks/yerevan.html) go on."
    assert [text[span.start : span.end] for span in find_furniture(text, markdown=True)] == ["talks/yerevan.html"]


@given(st.text())
def test_spans_are_ordered_and_apart(text: str) -> None:
    """Spans lie in the text, in order, apart from one another."""
    spans = find_furniture(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end < after.start for before, after in pairwise(spans))
