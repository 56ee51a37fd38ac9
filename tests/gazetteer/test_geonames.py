"""The import of GeoNames: rows, stages, interruptions, bad input."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
import zipfile

import pytest
from filelock import FileLock

from geomap.errors import GazetteerError, OutputError
from geomap.gazetteer import Gazetteer, NameRow
from geomap.gazetteer.geonames import alternate_of, divisions_of, row_of
from geomap.gazetteer.import_report import Problem
from geomap.gazetteer.importing import import_geonames
from geomap.gazetteer.rows import PlaceRow
from geomap.gazetteer.viewed import ViewedGazetteer


def line(
    number=789225, name="Mitrovica", *, names="", latitude=42.88, longitude=20.87, feature="P\tPPL", country="XK", admin1="", people=0
):
    fields = (
        number,
        name,
        name,
        names,
        latitude,
        longitude,
        feature,
        country,
        "",
        admin1,
        "",
        "",
        "",
        people,
        "",
        500,
        "Europe/Belgrade",
        "2026-01-01",
    )
    return "\t".join(map(str, fields))


@pytest.fixture
def table(tmp_path):
    """Write a table of places; returns the writer."""

    def write(*lines, name="XK.txt"):
        path = tmp_path / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def layer(tmp_path):
    return tmp_path / "layers" / "geonames-XK.sqlite"


def test_a_row_becomes_a_place():
    """With the ids of its divisions and its alternate names."""
    divisions = divisions_of([line(1, "District", feature="A\tADM1", admin1="05"), line(2, "Town")])
    row = row_of(line(names="Mitrovicë,Mitrovica,Митровица", admin1="05", people=71000), 3, divisions)
    assert row == PlaceRow(
        "geonames:789225", "Mitrovica", 42.88, 20.87, "P", "PPL", "XK", "geonames:1", "", 71000,
        names=(NameRow("Mitrovicë"), NameRow("Митровица")), source="GeoNames",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1\tname", "2 columns, 19 expected"),
        (line(latitude=120.87, longitude=42.88), "out of range.*they look swapped"),
        (line(latitude=95, longitude=195), "is out of range"),
        (line(latitude="north"), "is no pair of numbers"),
        (line(latitude="nan"), "out of range"),
        (line("x1"), "id 'x1' is no whole number"),
        (line(name=" "), "has no name"),
        (line(feature="Q\tPPL"), "feature class 'Q'"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(text, problem):
    """With its line."""
    found = row_of(text, 12, {})
    assert isinstance(found, Problem)
    assert found.line == 12
    assert re.search(problem, found.text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1\t5\tde\tBerlin\t1", NameRow("Berlin", "preferred", "de")),
        ("1\t5\tde\tBerlin", NameRow("Berlin", "alternate", "de")),
        ("1\t5\tzh-Hant\t柏林\t\t", NameRow("柏林", "alternate", "zh")),
        ("1\t5\ten\tBombay\t\t\t\t1\t\t1995", NameRow("Bombay", "former", "en")),
        ("1\t5\tabbr\tNYC", NameRow("NYC", "abbreviation")),
        ("1\t5\t\tBig Apple\t\t\t1\t", NameRow("Big Apple")),
        ("1\t5\tlink\thttps://en.wikipedia.org/wiki/Berlin", None),
        ("1\t5\twkdt\tQ64", None),
        ("1\t5\tpost\t10115", None),
    ],
)
def test_an_alternate_name_has_its_language_and_kind(text, name):
    """Links, postal codes and ids are no names."""
    found = alternate_of(text, 1)
    assert (found.name if found else None) == name


def test_an_import_is_a_gazetteer(base, table, layer):
    """Its places have names, parents and a source with licence."""
    tables = [table(line(1, "Mitrovica District", feature="A\tADM1", admin1="05"), line(admin1="05", names="Mitrovicë"))]
    report = import_geonames(tables, layer, base, date="2026-11-24")
    place = Gazetteer(layer).look_up("Mitrovicë")[0].place
    assert (report.places, report.left_out, report.problems) == (2, 0, [])
    assert (place.id, place.admin1, place.parents) == ("geonames:789225", "Mitrovica District", ("geonames:831053", "geonames:1"))
    assert (place.source, place.licence) == ("GeoNames", "CC BY 4.0")


def test_a_name_that_begins_with_a_quote_swallows_nothing(base, table, layer):
    """The rows after it are there."""
    import_geonames([table(line(1, '"Bega'), line(2, "Zubin Potok"), line(3, 'Selo "X"'))], layer, base)
    gazetteer = Gazetteer(layer)
    assert [gazetteer.place(f"geonames:{number}").name for number in (1, 2, 3)] == ['"Bega', "Zubin Potok", 'Selo "X"']


def test_names_of_the_other_table_have_languages(base, table, layer):
    """They take the place of those without."""
    names = table("1\t789225\tsq\tMitrovicë\t1", "2\t789225\tlink\thttps://example.org", "3\t4\tde\tNirgends", name="names.txt")
    import_geonames([table(line(names="Kosovska Mitrovica"))], layer, base, alternates=[names])
    gazetteer = Gazetteer(layer)
    assert [(c.matched, c.kind, c.language) for c in gazetteer.look_up("Mitrovicë") if c.language] == [("Mitrovicë", "preferred", "sq")]
    assert [candidate.rule for candidate in gazetteer.look_up("Kosovska Mitrovica")] != ["exact"]


def test_a_place_of_a_lower_layer_is_noted_as_the_same(base, table, layer):
    """The curated Banjska is GeoNames' Banjska, two kilometres away; one far away is another."""
    import_geonames([table(line(5, "Banjska", latitude=42.96), line(6, "Banjska", latitude=42.3))], layer, base)
    assert ViewedGazetteer(layer).same_as == {"geomap:banjska": "geonames:5"}


def test_rows_that_cannot_be_used_are_left_out_and_said(base, table, layer):
    """A few among many; each with file and line."""
    rows = [line(number, f"Place {number}") for number in range(1, 101)]
    rows[11] = "12\tPlace 12\tPlace 12"
    rows[20] = line(5, "Place again")
    report = import_geonames([table(*rows)], layer, base)
    assert (report.places, report.left_out) == (98, 2)
    assert [problem.rpartition("XK.txt, ")[2] for problem in report.problems] == [
        "line 12: 3 columns, 19 expected",
        "line 21: id 5 (Place again) stands in the table twice; the first row is kept",
    ]


def test_strange_rows_are_kept_and_said(base, table, layer, outlines_file, monkeypatch):
    """An unknown country, a point outside its country, a swapped one."""
    monkeypatch.setenv("GEOMAP_OUTLINES", str(outlines_file))
    rows = [line(1, "A1", country="QQ"), line(2, "B1", latitude=48.0, longitude=2.0), line(3, "C1", latitude=20.87, longitude=42.88)]
    report = import_geonames([table(*rows)], layer, base)
    assert (report.places, report.strange) == (3, 3)
    assert "country code 'QQ' of 'A1' is unknown" in report.problems[0]
    assert "'B1' at 48.0, 2.0 lies far outside its country XK" in report.problems[1]
    assert "latitude and longitude look swapped" in report.problems[2]


def test_a_table_of_another_kind_is_refused_and_the_old_layer_kept(base, table, layer):
    """The first line that does not fit is named."""
    import_geonames([table(line())], layer, base)
    before = layer.read_bytes()
    with pytest.raises(GazetteerError, match=r"other.csv, line \d+: .*is this a table of places of GeoNames"):
        import_geonames([table("name,lat,lon", "a,1,2", name="other.csv")], layer, base)
    assert layer.read_bytes() == before


def test_a_truncated_zip_is_refused_and_the_old_layer_kept(base, table, layer, tmp_path):
    """Nothing is read from it."""
    import_geonames([table(line())], layer, base)
    whole = tmp_path / "RS.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("RS.txt", "\n".join(line(number, f"Place {number}") for number in range(1, 2000)))
    truncated = tmp_path / "RS-part.zip"
    truncated.write_bytes(whole.read_bytes()[:-2000])
    with pytest.raises(GazetteerError, match=r"RS-part.zip: no whole zip file .*fetch it again"):
        import_geonames([truncated], layer, base)
    assert Gazetteer(layer).place("geonames:789225") is not None


def test_a_damaged_zip_is_refused(base, layer, tmp_path):
    """Its checksum tells."""
    path = tmp_path / "RS.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("RS.txt", "\n".join(line(number, f"Place {number}") for number in range(1, 200)))
    data = bytearray(path.read_bytes())
    data[5000] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(GazetteerError, match=r"RS.zip, line \d+: the zip file ends or is damaged here"):
        import_geonames([path], layer, base)


def test_a_zip_with_a_readme_is_read(base, layer, tmp_path):
    """As GeoNames packs its countries."""
    path = tmp_path / "XK.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "This work is licensed")
        archive.writestr("XK.txt", line() + "\n")
    assert import_geonames([path], layer, base).places == 1


def test_text_in_another_encoding_is_named_with_its_line(base, layer, tmp_path):
    """GeoNames is UTF-8."""
    path = tmp_path / "XK.txt"
    path.write_bytes((line() + "\n").encode() + line(2, "Mitrovicë").encode("latin-1") + b"\n")
    with pytest.raises(GazetteerError, match=r"XK.txt, line .: no UTF-8"):
        import_geonames([path], layer, base)


def test_a_missing_file_is_named(base, layer, tmp_path):
    """Before anything is touched."""
    with pytest.raises(GazetteerError, match="no such file"):
        import_geonames([tmp_path / "none.txt"], layer, base)


def test_a_second_import_at_the_same_time_is_told(base, table, layer):
    """The first goes on."""
    layer.parent.mkdir()
    with FileLock(layer.parent / ".import.lock"), pytest.raises(GazetteerError, match="another import is running"):
        import_geonames([table(line())], layer, base)


def test_a_folder_that_cannot_be_written_is_one_clear_line(base, table, tmp_path):
    """A home that is read only."""
    (tmp_path / "home").write_text("")
    with pytest.raises(OutputError, match=r"cannot be written .*GEOMAP_DATA"):
        import_geonames([table(line())], tmp_path / "home" / "geonames-XK.sqlite", base)


def test_too_little_space_is_said_before_the_work(base, table, layer, monkeypatch):
    """With how much is needed."""
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10})())
    with pytest.raises(OutputError, match=r"the import needs about .* nothing was changed"):
        import_geonames([table(line())], layer, base)


def test_a_disk_that_fills_leaves_the_old_layer_and_goes_on_later(base, table, layer, monkeypatch):
    """The second run needs only room."""
    from geomap.gazetteer.staged_writer import StagedWriter

    import_geonames([table(line())], layer, base)
    rows = [line(number, f"Place {number}") for number in range(1, 3001)]
    checkpoint = StagedWriter.checkpoint

    def filling(writer, state):
        checkpoint(writer, state)
        if state["line"] == 2000:
            pages = writer._db.execute("PRAGMA page_count").fetchone()[0]
            writer._db.execute(f"PRAGMA max_page_count = {pages}")

    monkeypatch.setattr(StagedWriter, "checkpoint", filling)
    with pytest.raises(OutputError, match=r"full.*goes on"):
        import_geonames([table(*rows)], layer, base, checkpoint_lines=1000)
    assert Gazetteer(layer).info().places == 1
    monkeypatch.setattr(StagedWriter, "checkpoint", checkpoint)
    started = []
    report = import_geonames([table(*rows)], layer, base, checkpoint_lines=1000, progress=lambda _, done, __: started.append(done))
    assert report.places == Gazetteer(layer).info().places == 3000
    assert started[0] == 3000, "the first two thousand lines were not read again"


def test_the_same_table_gives_the_same_layer_however_often_it_was_stopped(base, table, layer, tmp_path):
    """Killed at random moments by SIGKILL, with an old layer in place: it stays usable, and the end is the same."""
    rows = [line(number, f"Place {number % 700}", names=f"Other {number}") for number in range(1, 6001)]
    path = table(*rows)
    import_geonames([table(line(), name="old.txt")], layer, base)
    code = textwrap.dedent(
        f"""
        from pathlib import Path
        from geomap.gazetteer import Gazetteer
        from geomap.gazetteer.importing import import_geonames
        print("ready", flush=True)
        import_geonames([Path({str(path)!r})], Path({str(layer)!r}), Gazetteer(Path({str(base.path)!r})), checkpoint_lines=500)
        """
    )
    for kill in range(4):
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env={**os.environ})
        process.stdout.readline()
        time.sleep(0.02 + 0.1 * kill)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert Gazetteer(layer).info().places in (1, 6000)
    import_geonames([path], layer, base, checkpoint_lines=500)
    straight = tmp_path / "straight" / "geonames-XK.sqlite"
    import_geonames([path], straight, base)
    dumps = []
    for file in (layer, straight):
        db = sqlite3.connect(file)
        dumps.append(
            [db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in ("places", "names", "features", "countries")]
        )
        db.close()
    assert dumps[0] == dumps[1]
