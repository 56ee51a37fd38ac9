"""Places of the user's own."""

import json

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer import open_gazetteer
from geomap.gazetteer.import_places import import_places
from geomap.gazetteer.opening import layers_folder
from geomap.gazetteer.place_files import read_places
from geomap.gazetteer.rows import NameRow, PlaceRow


@pytest.fixture
def read(tmp_path):
    """Write a file and read its places."""

    def read_text(text, name="places.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return list(read_places(path, "mine"))

    return read_text


@pytest.mark.parametrize(
    "text",
    [
        "name,lat,lon,country\nBanjska,42.97,20.78,XK\n",
        "\ufeffTitle;Latitude;Longitude;CC\r\nBanjska;42.97;20.78;xk\r\n",
        "x\ty\tPlace Name\tcountry code\n20.78\t42.97\tBanjska\tXK\n",
        'ID,toponym,lng,lat,iso\n,"Banjska",20.78,42.97,XK\n\n',
    ],
)
def test_columns_are_known_by_the_names_people_use(read, text):
    """Whatever separates them."""
    row = read(text)[0]
    assert (row.id, row.name, row.latitude, row.longitude, row.country) == ("user:mine/banjska", "Banjska", 42.97, 20.78, "XK")


def test_every_column_arrives(read):
    """Names, class, population, radius and id."""
    row = read("id,name,names,lat,lon,class,code,pop,radius\nv 1,Ibar,Ibër|Ибар,42.9,20.9,H,stm,0,120.5\n")[0]
    assert row == PlaceRow(
        "user:mine/v-1",
        "Ibar",
        42.9,
        20.9,
        "H",
        "STM",
        names=(NameRow("Ibër"), NameRow("Ибар")),
        radius_km=120.5,
        source="mine",
        origin=row.origin,
    )


@pytest.mark.parametrize("given", ["789225", "geonames:789225", "gn:789225", "https://www.geonames.org/789225/"])
def test_an_id_of_geonames_is_kept(read, given):
    """The place is that of GeoNames, in the user's words."""
    column = "geonameid" if given.isdigit() else "id"
    assert read(f"{column},name,lat,lon\n{given},Mitrovica,42.88,20.87\n")[0].id == "geonames:789225"


def test_geojson_points_and_areas_are_read(read):
    """An area gives a point inside and its size."""
    features = [
        {"type": "Feature", "properties": {"name": "Banjska", "country": "XK"},
         "geometry": {"type": "Point", "coordinates": [20.78, 42.97]}},
        {"type": "Feature", "id": "zone", "properties": {"Title": "Zone", "class": "L"},
         "geometry": {"type": "Polygon", "coordinates": [[[20, 42], [21, 42], [21, 43], [20, 43], [20, 42]]]}},
    ]  # fmt: skip
    point, area = read(json.dumps({"type": "FeatureCollection", "features": features}), "a.geojson")
    assert (point.latitude, point.longitude, point.country) == (42.97, 20.78, "XK")
    assert (area.id, area.feature_class, area.radius_km) == ("user:mine/zone", "L", 55.6)


def test_linked_places_are_read(read):
    """Names with languages, country, and the link to GeoNames."""
    feature = {
        "@id": "https://example.org/places/7", "type": "Feature", "properties": {"title": "Mitrovica", "ccodes": ["XK"]},
        "names": [{"toponym": "Mitrovica"}, {"toponym": "Mitrovicë", "lang": "sq"}],
        "links": [{"type": "closeMatch", "identifier": "gn:789225"}],
        "geometry": {"type": "Point", "coordinates": [20.87, 42.88]},
    }  # fmt: skip
    row = read(json.dumps({"type": "FeatureCollection", "@context": "x", "features": [feature]}), "a.json")[0]
    assert (row.id, row.country, row.names) == ("geonames:789225", "XK", (NameRow("Mitrovicë", language="sq"),))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name,lat,lon\nA1,42.9\n", "line 2: 2 fields, the first line has 3"),
        ("name,lat,lon\n,42.9,20.8\n", "line 2: has no name"),
        ("name,lat,lon\nA1,north,20.8\n", "line 2: position 'north', '20.8' of 'A1' is no pair of numbers"),
        ("name,lat,lon\nA1,120.8,42.9\n", "line 2: position 120.8, 42.9 of 'A1' is out of range.*look swapped"),
        ("name,lat,lon,country\nA1,42,20,Kosovo\n", "line 2: country 'KOSOVO' of 'A1' is no ISO 3166-1 code"),
        ("name,lat,lon,class\nA1,42,20,Z\n", "line 2: feature class 'Z'"),
        ('name,lat,lon\n"two\nlines",42,20\nA1,42\n', "line 4: 2 fields"),
    ],
)
def test_a_bad_row_is_named_with_its_line(read, text, problem):
    """The other rows are read."""
    import re

    assert re.search(problem, next(row for row in read(text) if isinstance(row, str)))


def test_an_id_that_stands_twice_is_named(read):
    """With both lines."""
    assert read("id,name,lat,lon\n1,A1,42,20\n1,B1,42,20\n")[1].endswith("line 3: id 'user:mine/1' stands in line 2 too")


@pytest.mark.parametrize(
    ("text", "name", "problem"),
    [
        ("title,breadth,lon\n", "a.csv", "line 1: no column for the latitude; expected one of latitude, lat"),
        ('name,lat,lon\n"A1,42,20\n', "a.csv", "line 2: unexpected end of data"),
        ('{"type": "Feature"', "a.json", "line 1: no JSON"),
        ('{"type": "Point"}', "a.json", "no list of features"),
    ],
)
def test_a_file_of_another_kind_is_named(read, text, name, problem):
    """With what was expected."""
    with pytest.raises(GazetteerError, match=problem):
        read(text, name)


def test_own_places_stand_above_everything(base, tmp_path):
    """A place that the gazetteer knows is one place."""
    path = tmp_path / "mine.csv"
    path.write_text("name,lat,lon,country\nBanjska,42.9701,20.7801,XK\nZorkovac,42.9,20.8,XK\n")
    report = import_places(path, layers_folder() / "places-mine.sqlite", base)
    gazetteer = open_gazetteer()
    assert report.places == 2
    assert [candidate.place.id for candidate in gazetteer.look_up("Banjska")] == ["geomap:banjska"]
    assert gazetteer.place("geomap:banjska").point.latitude == 42.9701
    assert gazetteer.look_up("Zorkovac")[0].place.parents == ("geonames:831053",)


def test_one_bad_row_keeps_the_old_layer(base, tmp_path):
    """Unless it is to be left out."""
    path, layer = tmp_path / "mine.csv", layers_folder() / "places-mine.sqlite"
    path.write_text("name,lat,lon\nA1,42,20\n")
    import_places(path, layer, base)
    path.write_text("name,lat,lon\nB1,42,20\nC1,42\nD1,x,1\n")
    with pytest.raises(GazetteerError, match=r"line 3: 2 fields.*\(and 1 more; --skip-bad leaves them out\)"):
        import_places(path, layer, base)
    assert open_gazetteer().look_up("A1")
    report = import_places(path, layer, base, skip_bad=True)
    assert (report.places, report.left_out) == (1, 2)


def test_a_point_outside_its_country_is_said(base, tmp_path, outlines_file, monkeypatch):
    """The place is kept."""
    monkeypatch.setenv("GEOMAP_OUTLINES", str(outlines_file))
    path = tmp_path / "mine.csv"
    path.write_text("name,lat,lon,country\nBanjska,20.78,42.97,XK\n")
    report = import_places(path, layers_folder() / "places-mine.sqlite", base)
    assert report.problems == [
        f"{path}, line 2: 'Banjska' at 20.78, 42.97 lies far outside its country XK; latitude and longitude look swapped"
    ]
