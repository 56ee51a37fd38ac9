"""Words beside a name call for a kind of place."""

from __future__ import annotations

import pytest

from geomap.models import Place, Point
from geomap.resolution.kinds import Kind, cues, kind_of


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("in Lee County on", "Lee", "county"),
        ("in Lee County on", "Lee County", "county"),
        ("the village of Banjska was", "Banjska", "town"),
        ("Banjska village, near", "Banjska", "town"),
        ("the province of Idlib fell", "Idlib", "division"),
        ("along the Ohio River today", "Ohio", "water"),
        ("Lake Chad shrinks", "Lake Chad", "water"),
        ("the governor of Kansas said", "Kansas", "division"),
        ("at Heathrow Airport", "Heathrow", "airport"),
    ],
)
def test_words_beside_a_name_call_for_a_kind(text: str, name: str, kind: Kind) -> None:
    """A generic word right before or after the name, or in it, says what it is."""
    start = text.index(name)
    assert kind in cues(text, start, start + len(name))


@pytest.mark.parametrize("text", ["Paris said", "from Paris to", "Paris. County officials"])
def test_other_words_call_for_nothing(text: str) -> None:
    """A verb, a preposition or the next sentence says nothing."""
    start = text.index("Paris")
    assert cues(text, start, start + 5) == frozenset()


@pytest.mark.parametrize(
    ("feature_class", "feature_code", "kind"),
    [("A", "PCLI", "country"), ("A", "ADM1", "division"), ("A", "ADM2", "county"), ("P", "PPLC", "capital"), ("P", "PPLA2", "seat"),
     ("P", "PPL", "town"), ("P", "PPLX", "quarter"), ("L", "CONT", "continent"), ("H", "STM", "water"), ("S", "AIRP", "airport"),
     ("A", "PCLH", "former"), ("A", "ADM3", "district")],
)  # fmt: skip
def test_kind_follows_from_class_and_code(feature_class: str, feature_code: str, kind: Kind) -> None:
    """GeoNames class and code give the kind."""
    assert kind_of(Place("geonames:1", "A", Point(0.0, 0.0), feature_class, feature_code)) == kind
