from math import inf

import pytest

from geomap.gazetteer.rows import NameRow, PlaceRow, SourceNote
from geomap.gazetteer.territories import Surveyed, Territories, distance_km, holds
from geomap.gazetteer.viewed import ViewedGazetteer
from geomap.gazetteer.viewpoint import Viewpoint
from geomap.gazetteer.writer import GazetteerWriter
from geomap.models import Claim

CLAIM = Claim("A", ("A", "B"), "nobody", "A holds it; B claims it.")
SQUARE = [(20.0, 40.0), (21.0, 40.0), (21.0, 41.0), (20.0, 41.0), (20.0, 40.0)]
LAND = PlaceRow(
    "geomap:land", "Land", 40.5, 20.5, "L", "RGN", "AA", radius_km=60, claim=CLAIM, viewpoints="de-facto=BB|un=AA", source="geomap"
)


def town(latitude=40.5, longitude=20.5, country="AA", **fields):
    return PlaceRow("geomap:town", "Town", latitude, longitude, "P", "PPL", country, source="geomap", **fields)


def holding(row, *places, surveyed=None, sketched=None):
    known = {place.id: place for place in (*places, row)}
    return Territories(known, surveyed or {}, {"geomap:land": [SQUARE]} if sketched is None else sketched).holding(row)


@pytest.mark.parametrize(
    ("row", "territory"),
    [
        (town(), "geomap:land"),
        (town(latitude=41.5), ""),
        (town(country="BB"), ""),
        (PlaceRow("geomap:lake", "Lake", 40.5, 20.5, "H", "LK", "AA"), ""),
    ],
)
def test_a_sketch_holds_the_towns_of_its_country(row, territory):
    """Not those across a border, for which it is too rough; waters and regions speak for themselves."""
    assert holding(row, LAND) == territory


@pytest.mark.parametrize(("longitude", "territory"), [(20.5, "geomap:land"), (20.99, "")])
def test_a_town_on_a_line_that_parts_it_is_left_alone(longitude, territory):
    """Two kilometres from a border on land no outline is good enough; a coast is no such border."""
    outline = Surveyed((SQUARE,), (SQUARE[1:3],))
    assert holding(town(longitude=longitude, country="BB"), LAND, surveyed={"geomap:land": outline}) == territory
    assert holding(town(longitude=20.01), LAND, surveyed={"geomap:land": outline}) == "geomap:land"


def test_a_contested_division_speaks_for_its_towns():
    """What the gazetteer says of the division is the more exact."""
    division = PlaceRow("geomap:division", "Division", 40.5, 20.5, "A", "ADM1", "AA", radius_km=90, claim=CLAIM)
    assert holding(town(admin1="geomap:division"), LAND, division) == ""


def test_the_smallest_territory_speaks():
    """A contested country less than a contested part of it."""
    country = PlaceRow("geomap:country", "Country", 40.5, 20.5, "A", "PCLI", "AA", radius_km=500, claim=CLAIM)
    part = PlaceRow("geomap:part", "Part", 40.5, 20.5, "L", "RGN", "AA", radius_km=20, claim=CLAIM, viewpoints="un=AA")
    outlines = {"geomap:land": [SQUARE], "geomap:part": [SQUARE]}
    assert holding(town(), LAND, country, part, sketched=outlines) == "geomap:part"


def test_a_large_sketch_that_several_countries_share_holds_no_towns():
    """Kashmir in a dozen points would take in the towns of the plain."""
    shared = PlaceRow("geomap:land", "Land", 40.5, 20.5, "L", "RGN", "", radius_km=300, claim=CLAIM, viewpoints="un=AA")
    assert holding(town(), shared) == ""


def test_a_point_is_in_a_ring_or_not():
    """Holes take away what their shell gave."""
    hole = [(20.4, 40.4), (20.6, 40.4), (20.6, 40.6), (20.4, 40.6), (20.4, 40.4)]
    assert holds([SQUARE], 20.5, 40.5)
    assert not holds([SQUARE, hole], 20.5, 40.5)
    assert distance_km(SQUARE[:2], 20.5, 40.5) == pytest.approx(55.6, abs=0.1)
    assert distance_km([(0.0, 0.0), (0.0, 0.0)], 0.0, 1.0) < inf


@pytest.mark.parametrize(("viewpoint", "country"), [("de-facto", "BB"), ("un", "AA")])
def test_a_town_follows_the_territory_that_holds_it(tmp_path, viewpoint, country):
    """It carries the claim and the country that the viewpoint gives the territory."""
    path = tmp_path / "x.sqlite"
    with GazetteerWriter(path) as writer:
        writer.note(SourceNote("geomap", "CC0-1.0", "", "2026-11"))
        writer.add(LAND)
        writer.add(town(names=(NameRow("Stadt", language="de"),), territory="geomap:land"))
    with_claim = ViewedGazetteer(path, viewpoint=Viewpoint.load(viewpoint)).place("geomap:town")
    assert (with_claim.country, with_claim.claim) == (country, CLAIM)


@pytest.mark.parametrize(
    ("place_id", "de_facto", "un"),
    [
        ("geonames:694423", "RU", "UA"),  # Sevastopol
        ("geonames:709717", "RU", "UA"),  # Donetsk
        ("geonames:706448", "UA", "UA"),  # Kherson, across the river from what is occupied
        ("geonames:704508", "UA", "UA"),  # Kramatorsk
        ("geonames:146970", "AZ", "AZ"),  # Khankendi
        ("geonames:146412", "", "CY"),  # Kyrenia
        ("geonames:146268", "CY", "CY"),  # Nicosia, on the line
        ("geonames:57289", "", "SO"),  # Hargeisa
        ("geonames:58933", "SO", "SO"),  # Garoowe
        ("geonames:491422", "RU", "RU"),  # Sochi, close to Abkhazia
    ],
)
def test_towns_of_territories_known_by_their_outline(gazetteer, place_id, de_facto, un):
    """In the packaged gazetteer, and towns beside such a territory keep their country."""
    seen = [ViewedGazetteer(gazetteer.path, viewpoint=Viewpoint.load(name)).place(place_id) for name in ("de-facto", "un")]
    assert [place.country for place in seen] == [de_facto, un]
    assert (seen[0].claim is not None) == (de_facto != un or place_id == "geonames:146970")
