"""Spatial phrases are read as structure, and go to the name that they place."""

from __future__ import annotations

import re

import pytest

from geomap.models import Span, SpatialPhrase
from geomap.recognition.phrases import spatial_phrases


def phrases_of(marked: str) -> list[tuple[str, SpatialPhrase, list[str]]]:
    """Phrases of a sentence whose names stand in square brackets: placed name, phrase, anchors' names."""
    text, spans = "", []
    for part in re.split(r"(\[[^]]*\])", marked):
        if part.startswith("["):
            spans.append(Span(len(text), len(text) + len(part) - 2))
        text += part.strip("[]") if part.startswith("[") else part
    found = spatial_phrases(text, spans, [Span(0, len(text))] * len(spans))
    return [
        (text[span.start : span.end], phrase, [text[anchor.start : anchor.end] for anchor in phrase.anchors])
        for span, phrases in zip(spans, found, strict=True)
        for phrase in phrases
    ]


@pytest.mark.parametrize(
    ("marked", "placed", "relation", "anchors", "bearing", "distance"),
    [
        ("clashes in [Banjska] village, near [Mitrovica] city", "Banjska", "near", ["Mitrovica"], None, None),
        ("fighting 20 km north of [Kherson]", "Kherson", "direction", ["Kherson"], 0, 20),
        ("[Robotyne] lies about 10 miles (16 km) south-west of the town of [Orikhiv]", "Robotyne", "direction", ["Orikhiv"], 225, 16.093),
        ("just northeast of [Raqqa]", "Raqqa", "direction", ["Raqqa"], 45, None),
        ("in northern [Kosovo]", "Kosovo", "part", ["Kosovo"], 0, None),
        ("[Avdiivka], in eastern [Ukraine]", "Avdiivka", "part", ["Ukraine"], 90, None),
        ("[Bucha], a leafy suburb of [Kyiv],", "Bucha", "suburb", ["Kyiv"], None, None),
        ("sank 12 nautical miles off the coast of [Yemen]", "Yemen", "off", ["Yemen"], None, 22.224),
        ("on the border between [Iraq] and [Iran]", "Iraq", "border", ["Iraq", "Iran"], None, None),
        ("the border with [Chad]", "Chad", "border", ["Chad"], None, None),
        ("on the road from [Homs] to [Hama]", "Homs", "road", ["Homs", "Hama"], None, None),
        ("[Kovel], halfway between [Lutsk] and [Brest]", "Kovel", "between", ["Lutsk", "Brest"], None, None),
        ("two kilometres upstream of [Mosul]", "Mosul", "upstream", ["Mosul"], None, 2),
        ("a bridge downriver from [Mosul]", "Mosul", "downstream", ["Mosul"], None, None),
        ("ten miles from [Boston]", "Boston", "near", ["Boston"], None, 16.093),
        ("a village near [Homs]", "Homs", "near", ["Homs"], None, None),
        ("a ship off the coast of [Yemen]", "Yemen", "off", ["Yemen"], None, None),
    ],
)
def test_phrase_is_read(marked: str, placed: str, relation: str, anchors: list[str], bearing: float | None, distance: float | None) -> None:
    """Relation, anchors, bearing and distance are what the words say."""
    [(name, phrase, names)] = phrases_of(marked)
    assert (name, phrase.relation, names) == (placed, relation, anchors)
    assert phrase.bearing_degrees == bearing
    assert phrase.distance_km == (pytest.approx(distance, abs=0.001) if distance else None)


@pytest.mark.parametrize(
    "marked", ["moved from [Rome] to [Milan]", "[North Korea] and [South Sudan]", "the north wind", "between [Rome] alone", ""]
)
def test_other_words_are_no_phrase(marked: str) -> None:
    """Words that place nothing yield nothing."""
    assert phrases_of(marked) == []


def test_phrases_stay_in_their_sentence() -> None:
    """What ends one sentence says nothing of the name that begins the next."""
    text = "It was near. Paris slept."
    assert spatial_phrases(text, [Span(13, 18)], [Span(13, 25)]) == [()]
