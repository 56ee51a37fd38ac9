"""Placing by words: against the geodesic, on the sentences of the table, at the edges of the map."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import wkt

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.outlines import Outlines
from geomap.models import Area, Document, Mention, Place, Point, Span, SpatialPhrase
from geomap.recognition.phrases import spatial_phrases
from geomap.resolution.ground import Ground
from geomap.resolution.placing import consistent, gap_km, place_by_words
from geomap.resolution.shapes import LocalPlane
from geomap.resolution.spread import DISTANCE_SHARE

FOLDER = Path(__file__).parent
TEXT = "Qala, which is said to lie there, beside Anchor and Other"
NAME, ANCHOR, OTHER = Span(0, 4), Span(41, 47), Span(52, 57)
DOCUMENT = Document("1", TEXT)
NOWHERE = Ground()


@pytest.fixture(scope="session")
def gazetteer():
    """Give the packaged gazetteer."""
    opened = Gazetteer.open()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def ground():
    """Give the packaged outlines."""
    opened = Outlines.open()
    yield Ground(opened)
    opened.close()


def town(latitude: float, longitude: float, radius_km: float = 3.0) -> Place:
    return Place(f"test:{latitude}:{longitude}", "Anchor", Point(latitude, longitude), "P", "PPL", radius_km=radius_km)


def phrase(relation: str, bearing: float | None = None, distance: float | None = None, *anchors: Span) -> SpatialPhrase:
    return SpatialPhrase(relation, Span(6, 40), anchors or (ANCHOR,), bearing, distance)  # type: ignore[arg-type]


def place(*phrases: SpatialPhrase, anchor: Place, other: Place | None = None, ground: Ground = NOWHERE, **options) -> Area | None:
    anchors = {ANCHOR: anchor} | ({OTHER: other} if other else {})
    return place_by_words(Mention(0, 4, "Qala", spatial=phrases), anchors, document=DOCUMENT, ground=ground, **options)


def read(name: str):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if line[0] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE))


def spans_of(row) -> tuple[Span, dict[Span, str]]:
    start = row["sentence"].index(row["name"])
    name = Span(start, start + len(row["name"]))
    found = {}
    for pair in row["anchors"].split(";"):
        text, _, place_id = pair.partition("=")
        at = row["sentence"].index(text, name.end)
        found[Span(at, at + len(text))] = place_id
    return name, found


def shares(name: str, gazetteer, ground, *, columns: bool) -> tuple[float, float]:
    """Share of a table's rows within the radius, and within 10 km of the center."""
    held = near = 0
    rows = read(name)
    for row in rows:
        span, anchors = spans_of(row)
        if columns:
            numbers = [float(row[key]) if row[key] else None for key in ("bearing", "distance")]
            phrases = (SpatialPhrase(row["relation"], Span(span.end, min(anchors).start), tuple(anchors), *numbers),)
        else:
            spans = sorted([span, *anchors])
            phrases = spatial_phrases(row["sentence"], spans, [Span(0, len(row["sentence"]))] * len(spans))[spans.index(span)]
        mention = Mention(span.start, span.end, row["name"], spatial=phrases)
        places = {anchor: gazetteer.place(place_id) for anchor, place_id in anchors.items()}
        area = place_by_words(mention, places, document=Document("", row["sentence"]), ground=ground)
        off = distance_km(area.center, Point(float(row["latitude"]), float(row["longitude"]))) if area else float("inf")
        held += area is not None and off <= area.radius_km
        near += off <= 10
    return held / len(rows), near / len(rows)


@pytest.mark.parametrize("columns", [False, True], ids=["as recognition reads it", "as the table gives it"])
def test_places_around_a_town_are_found(gazetteer, ground, columns) -> None:
    """Of 300 places described by a town nearby, eight in ten lie within the radius, hardly more; two thirds within 10 km."""
    held, near = shares("spatial_sentences.tsv", gazetteer, ground, columns=columns)
    assert 0.8 <= held <= 0.9
    assert near >= 0.65


def test_places_farther_away_lie_within_the_radius(gazetteer, ground) -> None:
    """Of 60 places described from far away, or by their country, eight in ten lie within the radius."""
    assert shares("spatial_sentences_wide.tsv", gazetteer, ground, columns=True)[0] >= 0.8


@pytest.mark.parametrize("latitude", [0, 43, -75])
@pytest.mark.parametrize("bearing", [0, 45, 135, 270])
@pytest.mark.parametrize("distance", [5, 20, 150])
def test_center_agrees_with_the_geodesic(latitude, bearing, distance) -> None:
    """A distance and a direction lead to where the geodesic leads, but for the share that distances are told too long."""
    area = place(phrase("direction", bearing, distance), anchor=town(latitude, 20))
    expected = Geodesic.WGS84.Direct(latitude, 20, bearing, distance * DISTANCE_SHARE * 1000)
    # The mean of a sector lies inside its arc: 16 degrees to each side bring it a twentieth nearer.
    assert distance_km(area.center, Point(expected["lat2"], expected["lon2"])) <= 0.06 * distance + 0.1


@given(st.floats(-85, 85), st.floats(-180, 180), st.floats(0, 360), st.floats(1, 1000))
@settings(max_examples=200, deadline=None)
def test_plane_is_true_to_distance_and_direction(latitude, longitude, bearing, distance) -> None:
    """A point on the local map is where the geodesic of the ellipsoid ends, to a hundredth, and comes back."""
    plane = LocalPlane(Point(latitude, longitude))
    end = Geodesic.WGS84.Direct(latitude, longitude, bearing, distance * 1000)
    x, y = (float(value[0]) for value in plane.to_plane(np.array([end["lon2"]]), np.array([end["lat2"]])))
    back = plane.point(x, y)
    assert (x**2 + y**2) ** 0.5 == pytest.approx(distance, rel=0.01)
    assert distance_km(back, Point(end["lat2"], end["lon2"])) < 0.01


def test_shape_is_a_sector_around_the_center() -> None:
    """A direction with a distance gives a shape, which holds the center and not the anchor."""
    anchor = town(43, 20)
    area = place(phrase("direction", 0, 30), anchor=anchor)
    shape = wkt.loads(area.wkt)
    assert shape.contains(shapely.Point(area.center.longitude, area.center.latitude))
    assert not shape.contains(shapely.Point(20, 43))


def test_near_is_a_circle_around_the_anchor() -> None:
    """A place near a town lies in a circle around it, which needs no outline."""
    area = place(phrase("near"), anchor=town(43, 20))
    assert area.wkt == ""
    assert distance_km(area.center, Point(43, 20)) < 0.2


def test_a_larger_anchor_has_a_larger_surrounding() -> None:
    """Near a metropolis is farther than near a village."""
    assert place(phrase("near"), anchor=town(43, 20, 15)).radius_km > 1.5 * place(phrase("near"), anchor=town(43, 20, 1)).radius_km


def test_just_outside_is_nearer() -> None:
    """The word "just" halves what is usual."""
    text = "Qala, just outside Anchor"
    near = SpatialPhrase("near", Span(6, 18), (Span(19, 25),))
    area = place_by_words(
        Mention(0, 4, "Qala", spatial=(near,)), {Span(19, 25): town(43, 20)}, document=Document("1", text), ground=NOWHERE
    )
    assert area.radius_km == pytest.approx(place(phrase("near"), anchor=town(43, 20)).radius_km / 2, rel=0.1)


def test_between_lies_between() -> None:
    """A place between two towns lies about the middle of the way, and not beyond either."""
    area = place(phrase("between", None, None, ANCHOR, OTHER), anchor=town(43, 20), other=town(43, 21))
    assert distance_km(area.center, Point(43, 20.5)) < 2
    assert area.radius_km < 41


def test_halfway_is_narrower_than_between() -> None:
    """The word "halfway" says more than "between"."""
    text = "Qala, halfway between Anchor and Other"
    anchors = {Span(22, 28): town(43, 20), Span(33, 38): town(43, 21)}
    halfway = SpatialPhrase("between", Span(6, 21), tuple(anchors))
    area = place_by_words(Mention(0, 4, "Qala", spatial=(halfway,)), anchors, document=Document("1", text), ground=NOWHERE)
    assert area.radius_km < 0.7 * place(phrase("between", None, None, ANCHOR, OTHER), anchor=town(43, 20), other=town(43, 21)).radius_km


def test_between_needs_both_ends() -> None:
    """With one end unknown, or both the same, "between" says nothing."""
    both = phrase("between", None, None, ANCHOR, OTHER)
    assert place(both, anchor=town(43, 20)) is None
    assert place(both, anchor=town(43, 20), other=town(43, 20)) is None


def test_northern_part_lies_in_the_north_of_the_outline(gazetteer, ground) -> None:
    """Northern Kosovo lies in Kosovo, north of its middle."""
    kosovo = gazetteer.country("XK")
    area = place(phrase("part", 0), anchor=kosovo, ground=ground)
    outline = ground.area_of(kosovo)
    assert outline.contains(shapely.Point(area.center.longitude, area.center.latitude))
    assert area.center.latitude > 42.7
    assert wkt.loads(area.wkt).intersection(outline).area > 0.9 * wkt.loads(area.wkt).area


def test_in_the_north_of_is_no_direction(gazetteer, ground) -> None:
    """What lies in the north of Kosovo is inside, what lies north of Kosovo outside."""
    kosovo = gazetteer.country("XK")
    shares = []
    outline = ground.area_of(kosovo)
    for text in ("Qala, in the north of Anchor", "Qala, which lies north of Anchor"):
        at, start = text.index("Anchor"), text.index("north")
        north = SpatialPhrase("direction", Span(start, at - 1), (Span(at, at + 6),), 0.0)
        mention = Mention(0, 4, "Qala", spatial=(north,))
        area = place_by_words(mention, {Span(at, at + 6): kosovo}, document=Document("1", text), ground=ground)
        shape = wkt.loads(area.wkt)
        shares.append(shape.intersection(outline).area / shape.area)
    assert shares[0] > 0.9
    assert shares[1] < 0.2


def test_off_the_coast_lies_at_sea(gazetteer, ground) -> None:
    """Thirty kilometres off the coast of Somalia there is water."""
    somalia = gazetteer.country("SO")
    area = place(phrase("off", None, 30), anchor=somalia, ground=ground)
    shape = wkt.loads(area.wkt)
    assert shape.intersection(ground.area_of(somalia)).area < 0.25 * shape.area


def test_off_a_town_lies_on_its_seaward_side(gazetteer, ground) -> None:
    """Off Odesa is southeast of it, in the Black Sea."""
    area = place(phrase("off", None, 20), anchor=town(46.4775, 30.7326), ground=ground)
    assert area.center.longitude > 30.8


def test_near_a_coast_lies_on_land(gazetteer, ground) -> None:
    """A village near Odesa does not lie in the sea."""
    assert place(phrase("near"), anchor=town(46.4775, 30.7326), ground=ground).center.longitude < 30.73


def test_border_follows_the_line(gazetteer, ground) -> None:
    """On the border of Kosovo and Serbia is where the two touch."""
    kosovo, serbia = gazetteer.country("XK"), gazetteer.country("RS")
    area = place(phrase("border", None, None, ANCHOR, OTHER), anchor=kosovo, other=serbia, ground=ground)
    line = ground.border(kosovo, serbia)
    assert line.intersection(wkt.loads(area.wkt)).length > 0.6 * line.length


def test_border_of_two_that_do_not_touch_lies_between(gazetteer, ground) -> None:
    """The border of two towns, of which there is no line, lies between them."""
    area = place(phrase("border", None, None, ANCHOR, OTHER), anchor=town(43, 20), other=town(43, 21), ground=ground)
    assert distance_km(area.center, Point(43, 20.5)) < 3


def test_phrases_narrow_each_other() -> None:
    """Near one town and north of another is narrower than near the one."""
    near, north = phrase("near"), phrase("direction", 0, 12, OTHER)
    alone = place(near, anchor=town(43, 20))
    both = place(near, north, anchor=town(43, 20), other=town(42.9, 20))
    assert both.radius_km < alone.radius_km
    assert ";" in both.words


def test_a_second_phrase_goes_on_about_the_same_name() -> None:
    """After "west of Anchor," a further phrase narrows the place described, not the anchor."""
    text = "Qala, 50 km west of Anchor, near Other"
    found = spatial_phrases(text, [Span(0, 4), Span(20, 26), Span(33, 38)], [Span(0, len(text))] * 3)
    assert [[phrase.relation for phrase in phrases] for phrases in found] == [["direction", "near"], [], []]


def test_contradicting_phrases_leave_the_narrower_one() -> None:
    """A phrase about the other end of the world is passed over."""
    near, away = phrase("near"), phrase("direction", 0, 500, OTHER)
    assert place(near, away, anchor=town(43, 20), other=town(-40, -70)).center == place(near, anchor=town(43, 20)).center


def test_country_that_holds_it_cuts_the_rest_off(gazetteer, ground) -> None:
    """Near Basel, but in France, lies west of it."""
    basel = town(47.558, 7.588)
    france = place(phrase("near"), anchor=basel, ground=ground, within=(gazetteer.country("FR"),))
    assert france.center.longitude < place(phrase("near"), anchor=basel, ground=ground).center.longitude - 0.03


def test_date_line_is_a_line_like_any_other() -> None:
    """Forty kilometres east of 179.9 E lies at 179.6 W, and its shape is in one piece."""
    area = place(phrase("direction", 90, 40), anchor=town(-17, 179.9))
    assert -180 <= area.center.longitude < -179
    assert wkt.loads(area.wkt).geom_type == "Polygon"
    assert wkt.loads(area.wkt).bounds[2] - wkt.loads(area.wkt).bounds[0] < 1


def test_north_of_the_pole_station_is_past_the_pole() -> None:
    """A way over the pole comes down on the other side, and no outline in degrees is drawn there."""
    area = place(phrase("direction", 0, 100), anchor=town(89.8, 20))
    assert area.center.latitude == pytest.approx(89.35, abs=0.3)
    assert abs(area.center.longitude) == pytest.approx(160, abs=15)
    assert area.wkt == ""


@pytest.mark.parametrize("distance", [0.001, 0.5, 9000, 15000, 30000, 1e9])
def test_odd_distances_do_no_harm(distance) -> None:
    """A meter or a million kilometres give an area on Earth, or none."""
    area = place(phrase("direction", 45, distance), anchor=town(43, 20))
    assert area is None or (abs(area.center.latitude) <= 90 and 0 < area.radius_km < 20100)


def test_phrase_that_is_its_own_anchor_places_no_name() -> None:
    """Fighting 20 km north of Kherson does not move Kherson."""
    text = "Fighting 20 km north of Anchor"
    own = Span(24, 30)
    mention = Mention(24, 30, "Anchor", spatial=(SpatialPhrase("direction", Span(9, 23), (own,), 0.0, 20.0),))
    anchor = town(46.6, 32.6)
    assert place_by_words(mention, {own: anchor}, document=Document("1", text), ground=NOWHERE) is None


def test_unknown_anchor_places_nothing() -> None:
    """Without the anchor the words say nothing."""
    assert place_by_words(Mention(0, 4, "Qala", spatial=(phrase("near"),)), {}, document=DOCUMENT, ground=NOWHERE) is None


def test_same_words_same_area() -> None:
    """What is said twice is placed twice alike."""
    assert place(phrase("direction", 45, 20), anchor=town(43, 20)) == place(phrase("direction", 45, 20), anchor=town(43, 20))


def test_place_in_the_area_agrees_and_a_far_one_does_not() -> None:
    """Only what lies where the words say can be what they mean."""
    area = place(phrase("direction", 0, 20), anchor=town(43, 20))
    inside, outside = town(43.19, 20.02), town(41.8, 23.5)
    assert (consistent(area, inside), consistent(area, outside)) == (True, False)
    assert gap_km(area, inside) == 0
    assert gap_km(area, outside) == pytest.approx(distance_km(area.center, outside.point) - area.radius_km - outside.radius_km)


def test_a_large_place_agrees_where_it_reaches() -> None:
    """A region agrees when its edge does."""
    area = Area(Point(43, 20), 5, "near Anchor")
    far = town(43, 21)
    assert not consistent(area, far)
    assert consistent(area, replace(far, radius_km=75))
