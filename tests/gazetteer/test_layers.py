"""Layers above the packaged gazetteer, and viewpoints."""

import pytest

from geomap.errors import ConfigError, GazetteerError
from geomap.gazetteer import LayeredGazetteer, Viewpoint, open_gazetteer
from geomap.gazetteer.opening import layer_paths, layers_folder
from geomap.gazetteer.rows import NameRow, PlaceRow, SourceNote
from geomap.gazetteer.writer import GazetteerWriter
from geomap.models import Point


def add_layer(name, *rows, same_as=None):
    with GazetteerWriter(layers_folder() / f"{name}.sqlite") as writer:
        writer.note(SourceNote("test", "", "", "2026"))
        for row in rows:
            writer.add(row)
        writer.meta("same_as", same_as or {})


def village(place_id="user:mine/zork", name="Zorkovac", **fields):
    values = {"latitude": 42.9, "longitude": 20.8, "feature_class": "P", "country": "XK", "source": "test"}
    return PlaceRow(place_id, name, **{**values, **fields})


def test_without_layers_the_packaged_file_answers(base):
    """Nothing is added, nothing is lost."""
    assert [candidate.place.id for candidate in open_gazetteer().look_up("Mitrovica")] == ["geonames:789225", "geonames:789226"]


def test_a_layer_adds_its_places(base):
    """What only the layer knows is found, under the layer's name."""
    add_layer("places-mine", village())
    found = open_gazetteer().look_up("Zorkovac")
    assert [(candidate.place.id, candidate.source) for candidate in found] == [("user:mine/zork", "places-mine")]


def test_a_comma_says_what_holds_a_place_in_every_layer(base):
    """As without layers."""
    add_layer("places-mine", village())
    gazetteer = open_gazetteer()
    assert [gazetteer.look_up(name)[0].place.name for name in ("Zorkovac, Brod", "Mitrovica (Kosovska)", "Xyzograd, Kosovo")] == [
        "Zorkovac", "Mitrovica", "Kosovo",
    ]  # fmt: skip


def test_a_place_known_to_two_layers_is_one_place(base):
    """The upper layer says what it is; the names of both lead to it."""
    add_layer("geonames-XK", village("geonames:789225", "Mitrovicë", population=80_000, names=(NameRow("Kosovska Mitrovica"),)))
    gazetteer = open_gazetteer()
    places = {name: gazetteer.look_up(name)[0].place for name in ("Mitrovica", "Mitrovicë", "Kosovska Mitrovica")}
    assert {(place.id, place.name, place.population) for place in places.values()} == {("geonames:789225", "Mitrovicë", 80_000)}
    assert len([c for c in gazetteer.look_up("Mitrovica") if c.place.id == "geonames:789225"]) == 1


def test_a_place_under_two_ids_is_one_place_when_the_import_says_so(base):
    """A village written into a curated table and GeoNames' own are the same."""
    add_layer("geonames-XK", village("geonames:999", "Banjskë", names=(NameRow("Banjska"),)), same_as={"geomap:banjska": "geonames:999"})
    gazetteer = open_gazetteer()
    assert {candidate.place.id for candidate in gazetteer.look_up("Banjska")} == {"geonames:999"}
    assert gazetteer.place("geomap:banjska") == gazetteer.place("geonames:999")


def test_names_in_a_language_come_from_the_uppermost_layer_that_has_one(base):
    """By the id that was asked for, also when a layer knows the place by another."""
    serbian = (NameRow("Бањска", language="sr"),)
    add_layer("geonames-XK", village("geonames:999", "Banjskë", names=serbian), same_as={"geomap:banjska": "geonames:999"})
    asked = ["geomap:banjska", "geonames:999", "geonames:789225"]
    assert open_gazetteer().names_in("sr", asked) == {"geomap:banjska": "Бањска", "geonames:999": "Бањска"}


def test_layers_stand_in_the_stated_order():
    """Own places above GeoNames' countries, those above all of GeoNames, then by name."""
    for name in ("geonames-full", "places-b", "geonames-XK", "places-a"):
        add_layer(name, village())
    assert [path.stem for path in layer_paths()] == ["places-a", "places-b", "geonames-XK", "geonames-full"]


def test_an_upper_layer_keeps_what_only_the_lower_one_knows(base):
    """A claim is not lost because a newer row of GeoNames has none."""
    add_layer("geonames-UA", village("geomap:crimea", "Krym", feature_class="L", feature_code="RGN", country="UA"))
    crimea = open_gazetteer().place("geomap:crimea")
    assert crimea.claim is not None
    assert crimea.name == "Krym"


def test_a_spelling_is_searched_only_when_no_layer_knows_the_name(base):
    """A layer that does not know "Mitrovica" adds no near miss to it."""
    add_layer("places-mine", village(name="Mitrovice"))
    assert {candidate.rule for candidate in open_gazetteer().look_up("Mitrovica")} == {"exact"}


def test_runs_of_words_match_in_any_layer(base):
    """The recognizer sees the names of every layer, in the order of the text."""
    add_layer("places-mine", village())
    matches = open_gazetteer().match(["from", "Zorkovac", "to", "Mitrovica"])
    assert [(match.start, match.key) for match in matches] == [(1, "zorkovac"), (3, "mitrovica")]


def test_towns_around_a_point_come_from_every_layer_once(base):
    """Largest first."""
    add_layer(
        "places-mine", village(population=100), village("geonames:789225", "Mitrovicë", latitude=42.88, longitude=20.87, population=80_000)
    )
    found = open_gazetteer().near(Point(42.9, 20.8), 15)
    assert [place.name for place in found] == ["Mitrovicë", "Zorkovac", "Banjska"]


def test_a_layer_that_is_none_is_named_with_the_remedy(base):
    """The message says how to take it out."""
    layers_folder().mkdir(parents=True)
    (layers_folder() / "places-bad.sqlite").write_text("no gazetteer at all" * 100)
    with pytest.raises(GazetteerError, match=r"layer places-bad: .*geomap gazetteer remove places-bad"):
        open_gazetteer()


def test_a_layer_of_a_newer_version_is_named(base):
    """What was there before is usable once it is out."""
    import sqlite3

    add_layer("places-new", village())
    db = sqlite3.connect(layers_folder() / "places-new.sqlite")
    db.execute("UPDATE meta SET value = '99' WHERE name = 'format'")
    db.commit()
    db.close()
    with pytest.raises(GazetteerError, match=r"layer places-new: .*format 99"):
        open_gazetteer()


@pytest.mark.parametrize(("viewpoint", "country"), [("de-facto", "RU"), ("un", "UA")])
def test_a_viewpoint_says_whose_country_a_contested_place_is(base, viewpoint, country):
    """The claim itself stays as it is."""
    place = open_gazetteer(viewpoint=viewpoint).place("geomap:crimea")
    assert place.country == country
    assert place.claim.claims == ("Ukraine", "Russia")


@pytest.mark.parametrize(("viewpoint", "country"), [("de-facto", "RU"), ("un", "UA")])
def test_a_town_in_a_contested_territory_follows_it(base, viewpoint, country):
    """It is marked as contested, in the words of its territory."""
    (candidate, *_) = open_gazetteer(viewpoint=viewpoint).look_up("Simferopol")
    assert candidate.place.country == country
    assert candidate.place.claim.wording == "Crimea is contested."


def test_a_block_for_a_town_goes_before_that_of_its_territory(base, tmp_path):
    """A newsroom may see one town otherwise."""
    file = tmp_path / "post.toml"
    file.write_text('base = "un"\n[places."geonames:693805"]\ncountry = "RU"\n')
    gazetteer = open_gazetteer(viewpoint=file)
    assert (gazetteer.place("geonames:693805").country, gazetteer.place("geomap:crimea").country) == ("RU", "UA")


def test_an_undisputed_place_is_the_same_from_every_viewpoint(base):
    """Only contested places change."""
    assert open_gazetteer(viewpoint="un").place("geonames:789225") == open_gazetteer().place("geonames:789225")


def test_a_newsroom_has_its_own_viewpoint(base, tmp_path):
    """Its country and its words; what it does not list follows its base."""
    file = tmp_path / "post.toml"
    file.write_text('name = "Post"\nbase = "un"\n[places."geomap:crimea"]\ncountry = ""\nwording = "Crimea, in our words"\n')
    place = open_gazetteer(viewpoint=file).place("geomap:crimea")
    assert (place.country, place.claim.wording) == ("", "Crimea, in our words")


def test_an_id_that_was_given_up_still_means_its_place(base, tmp_path):
    """In look-ups as in a viewpoint."""
    file = tmp_path / "post.toml"
    file.write_text('base = "un"\n[places."geomap:krim"]\ncountry = ""\n')
    gazetteer = open_gazetteer(viewpoint=file)
    assert gazetteer.place("geomap:mitrovica-city").id == "geonames:789225"
    assert gazetteer.place("geomap:crimea").country == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('nome = "x"', "line 1: unknown key 'nome'"),
        ('base = "us"', "line 1: base is 'us', expected one of de-facto, un"),
        ('base = "un"\n\n[places."geomap:crimea"]\ncountry = "Ukraine"', "line 4: country is 'Ukraine', expected an ISO 3166-1 code"),
        ('base = "un"\n[places."geomap:crimea"]\nwords = "x"', "line 3: unknown key 'words'"),
        ('base = "un"\n[places."geomap:crimea"]\nwording = 3', "line 3: wording is 3, expected a text"),
        ('base = "un"\n[places.crimea]\ncountry = "UA"', "line 2: 'crimea' is no id"),
        ('base = "un"\n\n[places."geomap:krimea"]\ncountry = "UA"', "line 3: the gazetteer holds no place 'geomap:krimea'"),
        ('base = "un\n', "line 1: no TOML"),
    ],
)
def test_a_slip_in_a_viewpoint_is_named_with_its_line(base, tmp_path, text, message):
    """A slip that went unnoticed would give a place to a side."""
    file = tmp_path / "post.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=f"post.toml, {message}"):
        open_gazetteer(viewpoint=file)


def test_an_unknown_viewpoint_is_named():
    """The message says which there are."""
    with pytest.raises(ConfigError, match="'usa': expected de-facto, un or a TOML file"):
        Viewpoint.load("usa")


def test_a_layered_gazetteer_says_where_each_candidate_comes_from(base):
    """The map credits the layer."""
    add_layer("places-mine", village(name="Mitrovica", place_id="user:mine/m"))
    gazetteer = open_gazetteer()
    assert isinstance(gazetteer, LayeredGazetteer)
    assert {candidate.source for candidate in gazetteer.look_up("Mitrovica")} == {"places-mine", "gazetteer"}
