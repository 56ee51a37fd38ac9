"""Outlines of countries, divisions, contested areas and waters."""

import sqlite3

import pytest
import shapely
from shapely.geometry import Point as ShapelyPoint

from geomap.errors import GazetteerError, GazetteerNotFoundError
from geomap.gazetteer.outline_builder import OwnOutline, write_outlines
from geomap.gazetteer.outlines import Outlines
from geomap.gazetteer.wkt import lines_of_wkt
from geomap.models import Point

LEVELS = ("world", "region", "city")
# Area in square degrees by Natural Earth 5.1.1 countries 10m, read with shapely from another package than ours.
COUNTRIES = {"geonames:6252001": 1116.5, "geonames:690791": 73.7, "geonames:831053": 1.2, "geonames:3041565": 0.05}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("place_id", "area"), COUNTRIES.items())
def test_a_country_has_an_outline_of_its_size_at_every_level(outlines, place_id, area, level):
    """Detail changes, the country does not."""
    assert outlines.outline(place_id, level).area == pytest.approx(area, rel=0.15 if level == "city" else 0.35)


def test_more_detail_has_more_vertices(outlines):
    """Each level has more points than the one before."""
    counts = [shapely.get_num_coordinates(outlines.outline("geonames:690791", level)) for level in LEVELS]
    assert counts == sorted(counts)
    assert counts[0] < counts[2] / 5


@pytest.mark.parametrize("level", LEVELS)
def test_every_outline_is_valid(outlines, outlines_file, level):
    """No ring crosses itself, at any level."""
    db = sqlite3.connect(outlines_file)
    ids = [row[0] for row in db.execute("SELECT DISTINCT id FROM areas WHERE level = ? AND id <> '' ORDER BY id", (level,))]
    db.close()
    assert [place_id for place_id in ids if not outlines.outline(place_id, level).is_valid] == []


def test_neighbours_share_their_border_at_every_level(outlines):
    """Serbia and Kosovo touch along a line and overlap nowhere, however they are simplified."""
    for level in LEVELS:
        serbia, kosovo = (outlines.outline(place_id, level) for place_id in ("geonames:6290252", "geonames:831053"))
        assert serbia.intersection(kosovo).area == 0
        assert serbia.intersection(kosovo).length > 1


def test_crimea_has_an_outline_and_belongs_to_ukraines_not_to_russias(outlines):
    """The source draws it as Russian; most states do not."""
    simferopol = ShapelyPoint(34.1, 44.95)
    assert outlines.outline("geomap:crimea").contains(simferopol)
    assert outlines.outline("geonames:690791").contains(simferopol)
    assert not outlines.outline("geonames:2017370").contains(simferopol)


@pytest.mark.parametrize(
    ("latitude", "longitude", "country"),
    [
        (43.0, 20.9, "XK"),
        (45.3, 34.4, "UA"),
        (41.903, 12.4534, "VA"),
        (-29.6, 28.2, "LS"),
        (4.9, -52.3, "GF"),
        (-80.0, 0.0, "AQ"),
        (0.0, -30.0, None),
    ],
)
def test_a_point_lies_in_its_country(outlines, latitude, longitude, country):
    """Enclaves, dependencies and the open sea included."""
    assert outlines.country_at(Point(latitude, longitude)) == country


def test_a_point_lies_in_its_first_order_division(outlines):
    """Dallas lies in Texas; the sea in none."""
    assert outlines.division_at(Point(32.78, -96.8)) == "geonames:4736286"
    assert outlines.division_at(Point(0.0, -30.0)) is None


def test_a_place_without_outline_has_none(outlines):
    """Not found is no error."""
    assert outlines.outline("geonames:1") is None
    assert not outlines.has("geonames:1")


@pytest.mark.parametrize(
    ("place_id", "kind"), [("geomap:black-sea", "MultiPolygon"), ("geomap:ibar", "MultiLineString"), ("geomap:sahel", "MultiPolygon")]
)
def test_seas_rivers_and_regions_have_outlines_at_any_level(outlines, place_id, kind):
    """What has one level only is given at that."""
    assert {outlines.outline(place_id, level).geom_type for level in LEVELS} == {kind}


def test_an_unknown_level_is_named(outlines):
    """The message says which levels there are."""
    with pytest.raises(GazetteerError, match="'street': expected one of world, region, city"):
        outlines.outline("geonames:690791", "street")


def test_missing_outlines_are_an_error_not_an_empty_answer(tmp_path):
    """The message says what to do."""
    with pytest.raises(GazetteerNotFoundError, match=r"compile them"):
        Outlines.open(tmp_path / "none.sqlite")


def test_outlines_of_a_newer_version_are_refused(outlines_file, tmp_path):
    """The message names both versions."""
    newer = tmp_path / "newer.sqlite"
    newer.write_bytes(outlines_file.read_bytes())
    db = sqlite3.connect(newer)
    db.execute("UPDATE meta SET value = '9' WHERE name = 'format'")
    db.commit()
    db.close()
    with pytest.raises(GazetteerError, match="format 9, expected 1 or less"):
        Outlines.open(newer)


def test_a_file_of_another_kind_is_refused(tmp_path):
    """A text file is no outlines file."""
    other = tmp_path / "other.sqlite"
    other.write_text("this is a text, and long enough to be read as one" * 100)
    with pytest.raises(GazetteerError, match="no outlines file"):
        Outlines.open(other)


@pytest.mark.parametrize(
    ("wkt", "problem"),
    [
        ("POINT (1 2)", "is no POLYGON"),
        ("POLYGON ((0 0, 1 0, 1 1))", "not closed"),
        ("LINESTRING (0 0, 200 0)", "out of range"),
        ("LINESTRING (0 0, x 0)", "could not convert"),
        ("POLYGON ((0 0, 1 0, 1 1, 0 0)", "is no POLYGON"),
    ],
)
def test_a_broken_outline_is_named_with_file_and_line(wkt, problem):
    """The writer of a table finds the row at once."""
    with pytest.raises(GazetteerError, match=f"regions.tsv, line 12: .*{problem}"):
        lines_of_wkt(wkt, "regions.tsv, line 12")


def test_rings_are_turned_whatever_the_text_had():
    """Shells run counter-clockwise, holes clockwise."""
    wkt = "MULTIPOLYGON (((0 0, 0 9, 9 9, 9 0, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1)), ((20 0, 20 1, 21 1, 20 0)))"
    areas = [shapely.LinearRing(line).is_ccw for line in lines_of_wkt(wkt, "example")]
    assert areas == [True, False, True]


def test_the_same_sources_give_the_same_bytes(outlines_file, tmp_path):
    """A build can be compared with another."""
    sources = tmp_path / "sources"
    sources.mkdir()
    for name in ("faces.tsv", "areas.tsv", "waters.tsv", "arcs-world.tsv", "arcs-region.tsv", "arcs-city.tsv"):
        (sources / name).write_text("# empty\nheading\n")
    for name in ("one", "two"):
        write_outlines(sources, tmp_path / name, [OwnOutline("geomap:x", "POLYGON ((0 0, 1 0, 1 1, 0 0))", "x")])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
