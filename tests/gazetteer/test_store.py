import json
import sqlite3

import pytest

from geomap.errors import GazetteerError, GazetteerNotFoundError
from geomap.gazetteer import Gazetteer, lookup
from geomap.models import Point

MITROVICA = Point(42.89, 20.87)


def ids(candidates):
    return [candidate.place.id for candidate in candidates]


def test_the_town_comes_before_its_district(tiny_gazetteer):
    """ "Mitrovica" is the town in Kosovo; the district and the Serbian towns follow."""
    found = tiny_gazetteer.look_up("Mitrovica")
    assert ids(found)[:2] == ["geonames:789225", "geonames:10097358"]
    assert "geonames:3190103" in ids(found)


def test_a_country_asked_for_comes_first_and_nothing_is_left_out(tiny_gazetteer):
    """``countries`` orders, it does not filter."""
    plain, serbian = tiny_gazetteer.look_up("Mitrovica"), tiny_gazetteer.look_up("Mitrovica", countries=["RS"])
    assert serbian[0].place.country == "RS"
    assert sorted(ids(plain)) == sorted(ids(serbian))


def test_a_point_asked_for_draws_candidates_near(tiny_gazetteer):
    """``near`` puts the close namesake first."""
    assert tiny_gazetteer.look_up("Paris")[0].place.country == "FR"
    assert tiny_gazetteer.look_up("Paris", near=Point(33.7, -95.5))[0].place.id == "geonames:4717560"


def test_the_limit_cuts_after_ordering(tiny_gazetteer):
    """The one candidate left is the one that was asked for."""
    (only,) = tiny_gazetteer.look_up("Paris", countries=["US"], limit=1)
    assert only.place.country == "US"


@pytest.mark.parametrize(
    ("name", "place_id", "rule", "kind"),
    [
        ("Kosovo", "geonames:831053", "exact", "preferred"),
        ("Косово", "geonames:831053", "exact", "alternate"),
        ("Kosovars", "geonames:831053", "exact", "demonym"),
        ("Tex.", "geonames:4736286", "exact", "abbreviation"),
        ("northern Kosovo", "geonames:831053", "derived", "preferred"),
        ("Vushtri", "geonames:784097", "spelling", "preferred"),
        ("Paris, Texas", "geonames:4717560", "derived", "preferred"),
        ("Pristina University", "geonames:786714", "derived", "preferred"),
    ],
)
def test_a_candidate_says_by_which_rule_and_kind_of_name_it_matched(tiny_gazetteer, name, place_id, rule, kind):
    """Exact, else a plainer form, else a similar spelling."""
    best = tiny_gazetteer.look_up(name)[0]
    assert (best.place.id, best.rule, best.kind) == (place_id, rule, kind)


def test_an_unknown_name_has_no_candidates(tiny_gazetteer):
    """ "Not found" is an empty tuple; so is a name without letters."""
    assert tiny_gazetteer.look_up("Xyzzyville") == ()
    assert tiny_gazetteer.look_up("") == ()


def test_many_names_are_answered_in_their_order(tiny_gazetteer):
    """Repeated and unknown names keep their places."""
    names = ["Paris", "Xyzzyville", "Kosovo", "Paris"]
    assert tiny_gazetteer.look_up_many(names) == [tiny_gazetteer.look_up(name) for name in names]


def test_priors_are_shares(tiny_gazetteer):
    """The priors of one name sum to less than 1, best first."""
    priors = [candidate.prior for candidate in tiny_gazetteer.look_up("Paris")]
    assert priors == sorted(priors, reverse=True)
    assert 0 < sum(priors) < 1


def test_a_place_has_its_parents_largest_first(tiny_gazetteer):
    """Country, then district, then municipality."""
    place = tiny_gazetteer.place("geonames:789225")
    assert place.parents == ("geonames:831053", "geonames:10097358", "geonames:785059")
    assert place.admin1 == "Mitrovica"


def test_an_unknown_id_is_no_place(tiny_gazetteer):
    """None, and left out of many."""
    assert tiny_gazetteer.place("geonames:1") is None
    assert tiny_gazetteer.place("nonsense") is None
    assert list(tiny_gazetteer.places(["geonames:1", "geonames:831053"])) == ["geonames:831053"]


def test_names_carry_kind_and_language(tiny_gazetteer):
    """The preferred name comes first."""
    names = tiny_gazetteer.names("geonames:831053")
    assert names[0].text == "Kosovo"
    assert ("Косово", "sr") in [(name.text, name.language) for name in names]


def test_near_gives_the_largest_first(tiny_gazetteer):
    """Populated places in the circle, by population."""
    found = tiny_gazetteer.near(MITROVICA, 25)
    assert [place.name for place in found[:3]] == ["Mitrovicë", "Vushtrri", "Leposaviq"]
    assert [place.name for place in tiny_gazetteer.near(MITROVICA, 25, min_population=50_000)] == ["Mitrovicë"]
    assert len(tiny_gazetteer.near(MITROVICA, 100, limit=3)) == 3


def test_children_of_a_country_are_its_divisions(tiny_gazetteer):
    """What lies directly below, largest first."""
    assert "geonames:10097358" in [place.id for place in tiny_gazetteer.children("geonames:831053")]
    assert [place.id for place in tiny_gazetteer.children("geonames:785059")] == ["geonames:789225"]


def test_a_country_is_found_by_its_code(tiny_gazetteer):
    """ISO codes lead to places."""
    assert tiny_gazetteer.country("XK").name == "Kosovo"
    assert tiny_gazetteer.country("ZZ") is None


def test_a_whole_file_has_no_problems(tiny_gazetteer):
    """Verification finds nothing."""
    assert list(tiny_gazetteer.problems()) == []


def test_info_counts_by_source(tiny_gazetteer):
    """Source, licence and number of places."""
    info = tiny_gazetteer.info()
    assert [(note.name, note.licence, places) for note, places in info.sources] == [("GeoNames", "CC BY 4.0", info.places)]


def test_a_missing_file_says_what_to_do(tmp_path):
    """Missing is an error, never an empty answer."""
    with pytest.raises(GazetteerNotFoundError, match=r"no gazetteer at .*check the path"):
        Gazetteer.open(tmp_path / "none.sqlite")


def test_the_environment_names_the_file(tiny_gazetteer, monkeypatch):
    """``GEOMAP_GAZETTEER`` comes before the packaged file."""
    monkeypatch.setenv("GEOMAP_GAZETTEER", str(tiny_gazetteer.path))
    assert Gazetteer.open().path == tiny_gazetteer.path


def test_another_file_is_refused(tmp_path):
    """A text is no gazetteer."""
    path = tmp_path / "text.sqlite"
    path.write_text("not a database at all, but long enough to be looked at" * 20)
    with pytest.raises(GazetteerError, match="is no gazetteer file"):
        Gazetteer.open(path)


def test_a_newer_format_is_refused(tmp_path):
    """The message says which format and what to do."""
    path = tmp_path / "newer.sqlite"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE meta (name TEXT, value TEXT)")
    db.execute("INSERT INTO meta VALUES ('format', ?)", (json.dumps(99),))
    db.commit()
    db.close()
    with pytest.raises(GazetteerError, match="format 99, this geomap reads format"):
        Gazetteer.open(path)


def test_cities_near_are_those_of_all_towns(tiny_gazetteer):
    """The index of cities answers what the index of all towns would."""
    towns = [place.id for place in tiny_gazetteer.near(MITROVICA, 500, min_population=99_999) if place.population >= 150_000]
    assert [place.id for place in tiny_gazetteer.near(MITROVICA, 500, min_population=150_000)] == towns != []


@pytest.mark.parametrize(
    "name", ["Vushtrri, Serbia", "Vushtrri (Vučitrn)", "Vushtrri / Vucitern", "Vushtrri , Mitrovica", "Vushtrri – Sector North"]
)
def test_what_stands_behind_a_comma_says_more_about_the_place_before_it(tiny_gazetteer, name):
    """The place before it is the answer, as a plainer form."""
    found = tiny_gazetteer.look_up(name)
    assert found[0].place.name == "Vushtrri"
    assert found[0].rule == "derived"


@pytest.mark.parametrize(
    "name",
    [
        "Zorkograd, Pristina",
        "Zorkograd in Pristina",
        "Pristina's Zorkograd quarter",
        "southern boundary of Pristina",
        "Zorkograd (Pristina)",
    ],
)
def test_a_place_that_nobody_knows_is_where_its_name_says(tiny_gazetteer, name):
    """What is said to hold it answers, as a plainer form."""
    found = tiny_gazetteer.look_up(name)
    assert found[0].place.name == "Pristina"
    assert found[0].rule == "derived"


def test_a_hamlet_does_not_answer_for_what_it_is_said_to_hold(tiny_gazetteer):
    """The last word of a name is often a person's: only well-known places hold others."""
    assert [candidate.place.name for candidate in tiny_gazetteer.look_up("Zorkograd in Banjska")] == []


def test_a_name_asked_for_again_has_the_same_answer(tiny_gazetteer, monkeypatch):
    """Whatever the limit was before, and when older answers had to make room."""
    monkeypatch.setattr(lookup, "_KNOWN", 2)
    fresh = Gazetteer.open(tiny_gazetteer.path)
    names = ["Mitrovica", "Pristina", "Kosovo", "Vushtrri", "Mitrovica"]
    for limit in (1, None, 2):
        for name in names:
            other = Gazetteer.open(tiny_gazetteer.path)
            assert fresh.look_up(name, limit=limit) == other.look_up(name, limit=limit)
            other.close()
    fresh.close()


def test_names_in_a_language_are_read_at_once(tiny_gazetteer):
    """A name for each place that has one; the same as among all its names."""
    asked = ["geonames:831053", "geonames:789225", "geonames:1"]
    found = tiny_gazetteer.names_in("sr", asked)
    every = {place_id: [name.text for name in tiny_gazetteer.names(place_id) if name.language == "sr"] for place_id in asked}
    assert found["geonames:831053"] in every["geonames:831053"]
    assert list(found) == [place_id for place_id in asked if every[place_id]]
    assert tiny_gazetteer.names_in("xx", asked) == {}


def test_an_older_format_is_refused(tmp_path):
    """A layer of an older geomap is to be imported again."""
    path = tmp_path / "older.sqlite"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE meta (name TEXT, value TEXT)")
    db.execute("INSERT INTO meta VALUES ('format', '1')")
    db.commit()
    db.close()
    with pytest.raises(GazetteerError, match="has format 1, this geomap reads format 2; import the file again"):
        Gazetteer.open(path)
