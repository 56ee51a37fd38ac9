"""``geomap gazetteer import``, ``remove`` and ``list``."""

import io
import zipfile

import pytest
from click.testing import CliRunner

from geomap.cli import cli
from geomap.errors import GeomapError
from geomap.gazetteer.opening import layer_paths
from geomap.gazetteer.rows import PlaceRow, SourceNote
from geomap.gazetteer.writer import GazetteerWriter

ROW = "5\tZubin Potok\tZubin Potok\tZubin Potoku\t42.91\t20.69\tP\tPPL\tXK\t\t\t\t\t\t1500\t\t600\tEurope/Belgrade\t2026-01-01\n"


@pytest.fixture(autouse=True)
def _gazetteer(tmp_path, monkeypatch):
    path = tmp_path / "gazetteer.sqlite"
    with GazetteerWriter(path) as writer:
        writer.note(SourceNote("GeoNames", "CC BY 4.0", "", "2026"))
        writer.add(PlaceRow("geonames:831053", "Kosovo", 42.58, 20.9, "A", "PCLI", "XK", population=1_800_000, source="GeoNames"))
    monkeypatch.setenv("GEOMAP_GAZETTEER", str(path))


def run(*arguments):
    """Run the command as a shell would see it: output, error, status."""
    result = CliRunner().invoke(cli, ["gazetteer", *map(str, arguments)])
    if isinstance(result.exception, GeomapError):
        return result.output, str(result.exception), 1
    return result.output, result.output, result.exit_code


def test_countries_are_fetched_imported_listed_and_removed(httpserver, monkeypatch, tmp_path):
    """From a mirror; nothing of the download stays behind."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("XK.txt", ROW)
    httpserver.expect_request("/XK.zip").respond_with_data(buffer.getvalue())
    monkeypatch.setenv("GEOMAP_GEONAMES_URL", httpserver.url_for("/"))
    output, _, status = run("import", "geonames", "--countries", "xk")
    assert (status, output) == (0, "geonames-XK: 1 places in 0 s\n")
    assert "Zubin Potok (XK)" in run("search", "Zubin Potoku")[0]
    assert [line.split()[0] for line in run("list")[0].splitlines()] == ["geonames-XK", "gazetteer"]
    assert list((tmp_path / "geomap-cache" / "geonames").iterdir()) == []
    assert "removed" in run("remove", "geonames-XK")[0]
    assert layer_paths() == []


def test_files_are_imported(tmp_path):
    """With what could not be used on stderr."""
    table = tmp_path / "XK.txt"
    table.write_text(ROW * 2 + "".join(ROW.replace("5\t", f"{n}\t", 1) for n in range(10, 60)))
    output, _, status = run("import", "geonames", table)
    assert status == 0
    assert "line 2: id 5 (Zubin Potok) stands in the table twice" in output
    assert "geonames-XK: 51 places in 0 s, 1 rows left out" in output


def test_own_places_are_imported(tmp_path):
    """Under the name of the file."""
    file = tmp_path / "my villages.csv"
    file.write_text("name,lat,lon,country\nZorkovac,42.9,20.8,XK\n")
    assert run("import", "places", file)[0] == "places-my-villages: 1 places in 0 s\n"
    assert "user:my-villages/zorkovac" in run("search", "Zorkovac")[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import", "geonames"], "give files, --countries or --full"),
        (["import", "geonames", "--countries", "XK,QQ"], "unknown country code QQ"),
        (["import", "geonames", "--countries", ","], "no country code"),
        (["import", "geonames", "none.zip"], "none.zip: no such file"),
        (["import", "places", "none.csv"], "none.csv: no such file"),
        (["remove", "geonames-XK"], "no layer 'geonames-XK'; there are: none"),
    ],
)
def test_a_slip_is_one_clear_line(arguments, message):
    """With what was expected."""
    _, error, status = run(*arguments)
    assert status != 0
    assert message in error
