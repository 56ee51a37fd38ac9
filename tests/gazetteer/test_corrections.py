"""Corrections: what people have said a name means."""

import threading
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import GazetteerError, OutputError
from geomap.gazetteer import Correction, Corrections
from geomap.gazetteer.corrections import corrections_path, fingerprint
from geomap.gazetteer.corrections_file import HEADER, add_corrections, remove_corrections, written
from geomap.gazetteer.corrections_reader import parse_corrections, read_corrections
from geomap.models import Document, Place, Point

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ARTICLE = Document("a", "Shots fell near Mitrovica.", source="article.txt", publisher="The Example Post")


def correction(name="Mitrovica", scope="everywhere", when=NOON, **fields):
    values = {"place_id": "geonames:789225"} if not fields.keys() & {"place_id", "point", "not_a_place"} else {}
    return Correction(name, scope, when, **values, **fields)


def test_without_a_file_there_is_no_correction():
    """A new user has none."""
    assert len(Corrections.load()) == 0
    assert Corrections.load().find("Mitrovica", ARTICLE) is None


def test_a_correction_is_remembered_and_found():
    """By the name as written, whatever its case and accents."""
    add_corrections(corrections_path(), [correction()])
    assert Corrections.load().find("MITROVICA", ARTICLE).place_id == "geonames:789225"


def test_the_narrowest_scope_wins_then_the_latest():
    """An article's own correction is stronger than one for all."""
    later = NOON.replace(hour=13)
    found = Corrections(
        [
            correction(place_id="geonames:1"),
            correction(scope="publisher", publisher="the example post", place_id="geonames:2"),
            correction(scope="document", document="article.txt", place_id="geonames:3"),
            correction(scope="document", text=fingerprint(ARTICLE), place_id="geonames:4", when=later),
        ]
    )
    other = Document("b", "Another text.", publisher="Elsewhere")
    assert found.find("Mitrovica", ARTICLE).place_id == "geonames:4"
    assert found.find("Mitrovica", Document("c", "x", publisher="The Example Post")).place_id == "geonames:2"
    assert found.for_document(other).find("Mitrovica").place_id == "geonames:1"


def test_an_article_is_known_again_by_its_text_or_its_source():
    """A colleague has the file elsewhere; a web page changes its text."""
    moved = Document("z", ARTICLE.text, source="/elsewhere/copy.txt")
    changed = Document("a", ARTICLE.text + " More.", source="article.txt")
    known = correction(scope="document", document="article.txt", text=fingerprint(ARTICLE))
    assert [known.holds_in(document) for document in (ARTICLE, moved, changed, Document("q", "x"))] == [True, True, True, False]


def test_several_forms_of_a_name_are_tried_in_their_order():
    """The text as written first."""
    found = Corrections([correction("Mitrovica"), correction("North Mitrovica", place_id="geonames:7")])
    assert found.find(("North Mitrovica", "Mitrovica"), ARTICLE).place_id == "geonames:7"


def test_a_correction_resolves_to_a_place_a_point_or_nothing():
    """A place that is gone is no crash, and has a warning that says what to do."""
    place = Place("geonames:789225", "Mitrovica", Point(42.88, 20.87), "P")
    gone = correction(place_id="geonames:1")
    assert correction().resolve({place.id: place}.get) == place
    assert correction(point=Point(42.9, 20.8)).resolve({}.get).point == Point(42.9, 20.8)
    assert correction(not_a_place=True).resolve({}.get) is None
    assert gone.resolve({}.get) is None
    assert f"geomap corrections undo {gone.id}" in gone.lost


def test_the_evidence_says_who_when_and_why():
    """As the map shows it."""
    assert correction(who="ana", why="the north of the town").evidence == "corrected by ana on 2026-11-24: the north of the town"


def test_the_file_is_sorted_by_name_and_keeps_what_people_wrote():
    """Comments and foreign line breaks of a block stay where they are."""
    path = corrections_path()
    add_corrections(path, [correction("Zubin Potok")])
    text = path.read_text().replace("[[correction]]", "# checked with the desk\n[[correction]]  # by phone")
    path.write_text(text)
    add_corrections(path, [correction("Banjska"), correction("Leposavić")])
    after = path.read_text()
    assert [found.name for found in read_corrections(path)] == ["Banjska", "Leposavić", "Zubin Potok"]
    assert '# checked with the desk\n[[correction]]  # by phone\nname = "Zubin Potok"' in after
    remove_corrections(path, [read_corrections(path)[1].id])
    assert path.read_text().startswith(HEADER)
    assert "# checked with the desk" in path.read_text()


def test_a_later_correction_of_the_same_takes_the_place_of_the_old_one():
    """An older one does not."""
    path = corrections_path()
    add_corrections(path, [correction(place_id="geonames:1")])
    later, older = (
        correction(place_id="geonames:2", when=NOON.replace(hour=13)),
        correction(place_id="geonames:3", when=NOON.replace(hour=1)),
    )
    assert add_corrections(path, [later, older]) == [later]
    assert [found.place_id for found in read_corrections(path)] == ["geonames:2"]


def test_undo_without_an_id_takes_out_the_latest():
    """The slip of a moment ago."""
    path = corrections_path()
    add_corrections(path, [correction("A1"), correction("B1", when=NOON.replace(hour=13)), correction("C1")])
    assert [found.name for found in remove_corrections(path, [])] == ["B1"]


def test_undoing_what_is_not_there_is_said():
    """With the command that shows what is."""
    add_corrections(corrections_path(), [correction()])
    with pytest.raises(GazetteerError, match="no correction ffff; `geomap corrections list`"):
        remove_corrections(corrections_path(), ["ffff"])


GOOD = '[[correction]]\nname = "A1"\nscope = "everywhere"\nplace = "geonames:1"\nwhen = 2026-11-24T12:00:00Z\n'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("scope = everywhere", "line 9: no TOML"),
        ('scope = "nowhere"', "line 9: scope is 'nowhere', expected one of document, publisher, everywhere"),
        ('scop = "everywhere"', "line 9: unknown key 'scop'"),
        ('scope = "publisher"', "line 9: the scope publisher needs publisher"),
        ('scope = "everywhere"\nat = [42.9, 20.8]', "line 7: expected exactly one of place, at and not_a_place"),
        ('scope = "everywhere"\nwhy = 3', "line 10: why is 3, expected a text in quotes"),
    ],
)
def test_a_file_broken_by_hand_is_one_clear_line(line, message):
    """With file and line."""
    path = corrections_path()
    path.parent.mkdir(parents=True)
    path.write_text(GOOD + "\n" + GOOD.replace('scope = "everywhere"', line))
    with pytest.raises(GazetteerError, match=f"corrections.toml, {message}") as caught:
        Corrections.load()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("at", ["[95, 20]", "[42.9]", '"42.9,20.8"', "[42.9, 200.0]"])
def test_a_position_out_of_range_is_named_on_line_12(at, tmp_path):
    """The twelfth line of a file that was right before."""
    path = tmp_path / "team.toml"
    path.write_text("# one\n" * 7 + f'[[correction]]\nname = "A1"\nscope = "everywhere"\nwhen = 2026-11-24T12:00:00Z\nat = {at}\n')
    with pytest.raises(GazetteerError, match=r"team.toml, line 12: at is"):
        read_corrections(path)


def test_a_broken_file_is_not_written_over():
    """What a person can still mend stays."""
    path = corrections_path()
    path.parent.mkdir(parents=True)
    path.write_text("[[correction]\n")
    with pytest.raises(GazetteerError, match="line 1: no TOML"):
        add_corrections(path, [correction()])
    assert path.read_text() == "[[correction]\n"


def test_writers_take_turns():
    """Twenty corrections from four threads are twenty corrections."""
    path = corrections_path()
    threads = [
        threading.Thread(target=lambda part=part: [add_corrections(path, [correction(f"Name {part} {n}")]) for n in range(5)])
        for part in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_corrections(path)) == 20


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path):
    """A file stands where the folder should be: as with a home that is read only."""
    (tmp_path / "home").write_text("")
    with pytest.raises(OutputError, match=r"cannot be written .*GEOMAP_CORRECTIONS"):
        add_corrections(tmp_path / "home" / "corrections.toml", [correction()])


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(
    lambda text: any(letter.isalpha() and letter.isascii() for letter in text)
)


@given(
    st.lists(
        st.builds(
            correction,
            name=names,
            scope=st.just("document"),
            document=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
            why=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
            who=st.sampled_from(["", "ana", 'b"o\\b']),
        ),
        max_size=5,
    ),
)
def test_what_is_written_is_read_again(corrections):
    """Whatever a name, a reason or a source contains."""
    read = parse_corrections(written(corrections), "corrections.toml")
    assert sorted(found.id for found in read) == sorted(found.id for found in corrections)
    assert {found.why for found in read} == {found.why for found in corrections}
