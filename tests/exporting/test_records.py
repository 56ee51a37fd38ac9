"""Records follow their schema, GeoJSON is longitude first, and nothing vanishes."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.exporting import geojson_text, schema, to_geojson, to_json_line, to_record
from geomap.models import Alternative, Area, Document, Evidence, Focus, Mention, ParsedArticle, Place, Point, Resolution

MITROVICA = Place(
    "geonames:789225", "Mitrovica", Point(42.88333, 20.86667), "P", "PPLA", "XK", "Mitrovica", source="GeoNames", licence="CC BY 4.0"
)
BANJSKA = Place("text:Banjska", "Banjska", Point(42.97, 20.79), "P", radius_km=9.0, source="the article")
DOCUMENT = Document("1", "Banjska, near Mitrovica. Nowhere.", title="Talks", source="https://example.org/a")
ARTICLE = ParsedArticle(
    DOCUMENT,
    (
        Resolution(Mention(0, 7, "Banjska"), "approximate", BANJSKA, 0.8, area=Area(Point(42.97, 20.79), 9.0, "near Mitrovica")),
        Resolution(
            Mention(14, 23, "Mitrovica"), "resolved", MITROVICA, 0.91234567, (Evidence("name", "its name", 1.23456789),),
            (Alternative(BANJSKA, 0.05),), eventful=True,
        ),
        Resolution(Mention(25, 32, "Nowhere"), "unresolved", reason="no place of this name is known"),
    ),
    (Focus("place", MITROVICA, 0.7),),
    ("a warning",),
)  # fmt: skip


def test_record_follows_the_schema() -> None:
    """Every status has a record that the schema allows."""
    jsonschema.Draft202012Validator(schema()).validate(to_record(ARTICLE))


@pytest.mark.parametrize(("field", "value"), [("role", "city"), ("confidence", 1.5), ("lat", 91.0), ("start", -1), ("place_id", None)])
def test_schema_refuses_what_no_record_has(field: str, value: object) -> None:
    """The schema is no rubber stamp."""
    record = to_record(ARTICLE)
    record["mentions"][1][field] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema()).validate(record)


def test_unresolved_has_null_coordinates_and_a_reason() -> None:
    """What is not placed says why."""
    record = to_record(ARTICLE)["mentions"][2]
    assert (record["lat"], record["lon"], record["place_id"], record["reason"]) == (None, None, None, "no place of this name is known")


def test_record_points_back_to_the_text() -> None:
    """Offsets slice the text."""
    assert all(DOCUMENT.text[m["start"] : m["end"]] == m["text"] for m in to_record(ARTICLE)["mentions"])


def test_geojson_is_longitude_first_and_keeps_everything() -> None:
    """Positions are longitude, latitude; the unresolved is listed; sources are credited."""
    collection = to_geojson(ARTICLE)
    assert collection["features"][1]["geometry"]["coordinates"] == [20.86667, 42.88333]
    assert len(collection["features"]) + len(collection["unresolved"]) == len(ARTICLE.resolutions)
    assert collection["credits"] == ["GeoNames (CC BY 4.0)"]


@given(st.text(st.characters(), min_size=1))
def test_any_text_comes_back_from_json(text: str) -> None:
    """Whatever stands in a name, lone surrogates included, a reader of the line gets back."""
    article = ParsedArticle(Document("1", text), (Resolution(Mention(0, len(text), text), "unresolved", reason="x"),))
    line = to_json_line(to_record(article))
    line.encode("utf-8")
    assert json.loads(line)["mentions"][0]["text"] == text
    assert json.loads(geojson_text(article))["unresolved"][0]["text"] == text
