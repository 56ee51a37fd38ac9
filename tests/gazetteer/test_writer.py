import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from tiny import NOTE, tiny_rows, write_tiny

from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.bloom import BloomFilter, build, key_hash
from geomap.gazetteer.ranking import strength
from geomap.gazetteer.rows import NameRow, PlaceRow
from geomap.gazetteer.schema import FIRST_OTHER
from geomap.gazetteer.writer import GazetteerWriter
from geomap.models import Claim

ROW = PlaceRow("geomap:x", "Nowhere", 1.0, 2.0, "P", source="GeoNames")


def write(path, *rows):
    with GazetteerWriter(path) as writer:
        writer.note(NOTE)
        for row in rows:
            writer.add(row)


def test_the_same_rows_make_the_same_bytes(tmp_path):
    """The file depends on the rows alone."""
    assert write_tiny(tmp_path / "one.sqlite").read_bytes() == write_tiny(tmp_path / "two.sqlite").read_bytes()


def test_a_failed_build_leaves_nothing_behind(tmp_path):
    """Neither the file nor a draft."""
    with pytest.raises(GazetteerError, match="has no point"):
        write(tmp_path / "x.sqlite", PlaceRow("geomap:x", "Nowhere", None, None, "P", source="GeoNames"))
    assert list(tmp_path.iterdir()) == []


def test_a_source_must_be_registered(tmp_path):
    """Every place says under which licence it comes."""
    with pytest.raises(GazetteerError, match="not registered"), GazetteerWriter(tmp_path / "x.sqlite") as writer:
        writer.add(ROW)


def test_an_id_stands_for_one_place(tmp_path):
    """A second row of an id is refused."""
    with pytest.raises(GazetteerError, match="share one of the ids"):
        write(tmp_path / "x.sqlite", ROW, ROW)


def test_a_claim_comes_back(tmp_path):
    """A contested place carries what is asserted of it."""
    claim = Claim("A", ("B", "C"), "nobody", "A holds it; B and C claim it.")
    with GazetteerWriter(tmp_path / "x.sqlite", outlines=["geomap:x"]) as writer:
        writer.note(NOTE)
        writer.add(PlaceRow("geomap:x", "Nowhere", 1.0, 2.0, "L", source="GeoNames", claim=claim))
    place = Gazetteer.open(tmp_path / "x.sqlite").place("geomap:x")
    assert place.claim == claim
    assert place.has_outline


def test_places_come_back_as_they_were_written(tiny_gazetteer):
    """Names, points to five decimals, populations."""
    for row in tiny_rows():
        place = tiny_gazetteer.place(row.id)
        assert (place.name, place.population, place.country) == (row.name, row.population, row.country)
        assert place.point.latitude == pytest.approx(row.latitude, abs=1e-5)


def test_the_filter_holds_every_key():
    """False is certain; true is likely."""
    np = pytest.importorskip("numpy")
    keys = [f"place {number}" for number in range(500)]
    bloom = BloomFilter(build(keys, len(keys)))

    def passed(texts):
        hashes = np.array([key_hash(text) for text in texts], dtype=np.uint64)
        return bloom.may_hold(hashes[:, 0], hashes[:, 1])

    assert passed(keys).all()
    assert passed([f"other {number}" for number in range(2000)]).mean() < 0.05


def test_a_sea_is_meant_before_the_provinces_on_its_shore():
    """What is large is prominent, without inhabitants too."""
    sea, lake = strength("H", "SEA", 0, radius_km=1_000), strength("H", "LK", 0, radius_km=3)
    assert sea > strength("A", "ADM1", 600_000) > lake


def test_ids_that_ask_for_one_number_stay_apart(tmp_path, monkeypatch):
    """The second of them gets the next number, and both are found; one that is in no file is not."""
    monkeypatch.setattr("geomap.gazetteer.writer.other_number", lambda _: FIRST_OTHER)
    monkeypatch.setattr("geomap.gazetteer.places.other_number", lambda _: FIRST_OTHER)
    write(tmp_path / "x.sqlite", ROW, replace(ROW, id="geomap:y", name="Elsewhere"))
    gazetteer = Gazetteer.open(tmp_path / "x.sqlite")
    assert [gazetteer.place(place_id).name for place_id in ("geomap:x", "geomap:y")] == ["Nowhere", "Elsewhere"]
    assert gazetteer.place("geomap:z") is None


def test_a_name_of_a_missing_place_is_a_problem(tmp_path):
    """Verification counts the names that lead nowhere."""
    write(tmp_path / "x.sqlite", ROW)
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db, db:
        db.execute("DELETE FROM places")
    assert list(Gazetteer.open(tmp_path / "x.sqlite").problems()) == ["1 names of places that are missing"]


@pytest.mark.parametrize(("code", "first"), [("PPL", "geomap:town"), ("ADM1", "geomap:town"), ("LK", "geomap:river")])
def test_a_river_without_its_kind_stands_behind_the_town_of_that_name(tmp_path, code, first):
    """Only behind places of people, and far: the town is meant more than nine times in ten."""
    feature_class = {"PPL": "P", "ADM1": "A", "LK": "H"}[code]
    short = (NameRow("Detroit", shortened=True),)
    river = PlaceRow("geomap:river", "Detroit River", 1.0, 2.0, "H", "STM", radius_km=400, names=short, source="GeoNames")
    write(
        tmp_path / "x.sqlite",
        river,
        replace(ROW, id="geomap:town", name="Detroit", feature_class=feature_class, feature_code=code, radius_km=1),
    )
    found = Gazetteer.open(tmp_path / "x.sqlite").look_up("Detroit")
    assert found[0].place.id == first
    assert len(found) == 2
    assert first == "geomap:river" or found[1].prior < found[0].prior / 9


@pytest.mark.parametrize("name", [NameRow("Kota", language="id"), NameRow("Kota", "former")])
def test_a_city_comes_before_a_country_of_another_language_or_time(tmp_path, name):
    """Qatar is "Kota" somewhere, Ghana was the Gold Coast: a large city that bears the name now is meant first."""
    qatar = replace(
        ROW, id="geonames:1", name="Qatar", feature_class="A", feature_code="PCLI", country="QA", population=2_800_000, names=(name,)
    )
    write(tmp_path / "g.sqlite", qatar, replace(ROW, id="geonames:2", name="Kota", country="IN", population=1_000_000))
    gazetteer = Gazetteer.open(tmp_path / "g.sqlite")
    assert [candidate.place.country for candidate in gazetteer.look_up("Kota")] == ["IN", "QA"]
    gazetteer.close()
