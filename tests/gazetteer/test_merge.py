from dataclasses import replace

from geomap.gazetteer.merge import Merger, Surroundings
from geomap.gazetteer.rows import NameRow, PlaceRow
from geomap.models import Claim

TOWN = PlaceRow("geonames:1", "Banja", 42.0, 20.0, "P", country="XK", admin1="geonames:9", population=900, source="GeoNames")


def merged(*rows):
    merger = Merger()
    for row in rows:
        merger.add(row)
    return merger


def test_rows_of_one_id_are_one_place():
    """The first row's fields win; names add up."""
    (place,) = merged(TOWN, PlaceRow("geonames:1", "Banje", None, None, "P", names=(NameRow("Bania"),))).places.values()
    assert place.name == "Banja"
    assert [name.text for name in place.names] == ["Banje", "Bania"]


def test_a_curated_row_joins_the_town_it_is():
    """Same name, same class, a few kilometres away."""
    merger = merged(TOWN, PlaceRow("geomap:banja", "Banja", 42.05, 20.0, "P", radius_km=2.0))
    assert list(merger.places) == ["geonames:1"]
    assert merger.aliases == {"geomap:banja": "geonames:1"}
    assert merger.places["geonames:1"].radius_km == 2.0


def test_a_namesake_far_away_stays_apart():
    """A hundred kilometres are another town."""
    assert len(merged(TOWN, PlaceRow("geomap:banja", "Banja", 43.0, 20.0, "P")).places) == 2


def test_two_rows_of_geonames_stay_apart():
    """GeoNames knows its own places by number, however close."""
    assert len(merged(TOWN, replace(TOWN, id="geonames:2")).places) == 2


def test_a_contested_row_joins_the_division_it_is():
    """The claim goes to the place that other sources know."""
    division = PlaceRow("geonames:703883", "Crimea", 45.3, 34.4, "A", "ADM1", country="UA")
    claim = Claim("Russia", ("Ukraine", "Russia"), "few", "wording")
    merger = merged(division, PlaceRow("geomap:crimea", "Crimea", 45.2, 34.0, "L", radius_km=120.0, claim=claim))
    assert merger.places["geonames:703883"].claim == claim


def test_a_site_gets_the_divisions_of_the_city_around_it():
    """Within 30 km and in the same country."""
    surroundings = Surroundings([TOWN])
    assert surroundings.placed(PlaceRow("geomap:a", "A", 42.1, 20.1, "S", country="XK")).admin1 == "geonames:9"
    assert surroundings.placed(PlaceRow("geomap:a", "A", 42.1, 20.1, "S", country="AL")).admin1 == ""
    assert surroundings.placed(PlaceRow("geomap:a", "A", 45.0, 20.1, "S", country="XK")).admin1 == ""
