"""A dateline is found where one stands, and nowhere else."""

from __future__ import annotations

import pytest

from geomap.reading.dateline import find_dateline


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("PARIS, Ky. (AP) — The mayor quit.", "PARIS, Ky."),
        ("MOSCOW, Sept 25 (Reuters) - Talks go on.", "MOSCOW"),
        ("NEW DELHI: The court ruled.", "NEW DELHI"),
        ("Jakarta, Indonesia (AP) - The volcano is quiet.", "Jakarta, Indonesia"),
        ("Mayor quits\n\nTORONTO — The mayor quit.", "TORONTO"),
        ("HUNTINGTON, W.Va. – A bridge is closed.", "HUNTINGTON, W.Va."),
        ("ST. LOUIS, June 3, 2020 -- A bridge is closed.", "ST. LOUIS"),
        ("PORT-AU-PRINCE, Haiti (AP) -- The port is shut.", "PORT-AU-PRINCE, Haiti"),
    ],
)
def test_dateline_is_found(text: str, places: str) -> None:
    """The span holds the places, without date and agency."""
    span = find_dateline(text)
    assert span is not None
    assert text[span.start : span.end] == places


@pytest.mark.parametrize(
    "text",
    ["LIVE: the mayor speaks", "The mayor of Paris quit.", "EDITOR'S NOTE: names are changed", "Moscow: a city of towers", ""],
)
def test_no_dateline(text: str) -> None:
    """A label or a sentence is no dateline."""
    assert find_dateline(text) is None
