"""Files of GeoNames fetched from a server on this machine."""

import io
import zipfile

import pytest
from werkzeug import Response

from geomap.errors import GazetteerError, SourceError
from geomap.gazetteer.geonames_files import fetch, lines_of


def packed(text="1\tname\n" * 5000, name="XK.txt"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, text)
    return buffer.getvalue()


@pytest.fixture
def mirror(httpserver, monkeypatch):
    """Let a server of the test stand for download.geonames.org."""
    monkeypatch.setenv("GEOMAP_GEONAMES_URL", httpserver.url_for("/dump"))
    return httpserver


def test_a_file_is_fetched_whole(mirror, tmp_path):
    """Checked, and under its name."""
    mirror.expect_request("/dump/XK.zip").respond_with_data(packed())
    path = fetch("XK.zip", tmp_path)
    with lines_of(path) as lines:
        assert sum(1 for _ in lines) == 5000
    assert [file.name for file in tmp_path.iterdir()] == ["XK.zip"]


def test_an_interrupted_download_goes_on(mirror, tmp_path):
    """Only what is missing is asked for, and only of the same version."""
    data = packed()
    asked = []

    def answer(request):
        asked.append((request.headers.get("Range"), request.headers.get("If-Range")))
        start = int(request.headers["Range"][6:-1]) if "Range" in request.headers else 0
        return Response(data[start:], 206 if start else 200, {"ETag": '"v1"'})

    mirror.expect_request("/dump/XK.zip").respond_with_handler(answer)
    (tmp_path / "XK.zip.part").write_bytes(data[:1000])
    (tmp_path / "XK.zip.part.etag").write_text('"v1"')
    assert fetch("XK.zip", tmp_path).read_bytes() == data
    assert asked == [("bytes=1000-", '"v1"')]


def test_a_new_version_is_fetched_from_its_beginning(mirror, tmp_path):
    """The server answers with the whole file."""
    data = packed()
    mirror.expect_request("/dump/XK.zip").respond_with_data(data, headers={"ETag": '"v2"'})
    (tmp_path / "XK.zip.part").write_bytes(b"of the old version")
    (tmp_path / "XK.zip.part.etag").write_text('"v1"')
    assert fetch("XK.zip", tmp_path).read_bytes() == data


def test_a_file_that_is_there_is_not_fetched_again(mirror, tmp_path):
    """An import that was stopped finds it."""
    (tmp_path / "XK.zip").write_bytes(packed())
    assert fetch("XK.zip", tmp_path) == tmp_path / "XK.zip"


def test_a_truncated_file_is_refused(mirror, tmp_path):
    """And nothing of it is kept."""
    mirror.expect_request("/dump/XK.zip").respond_with_data(packed()[:-500])
    with pytest.raises(GazetteerError, match="no whole zip file"):
        fetch("XK.zip", tmp_path)
    assert not (tmp_path / "XK.zip").exists()
    assert not (tmp_path / "XK.zip.part").exists()


def test_a_country_that_the_server_does_not_know_is_said(mirror, tmp_path):
    """With its address."""
    mirror.expect_request("/dump/ZZ.zip").respond_with_data("", 404)
    with pytest.raises(SourceError, match=r"/dump/ZZ.zip: the server answered 404 .*country code"):
        fetch("ZZ.zip", tmp_path)


def test_a_server_that_is_down_is_said(monkeypatch, tmp_path):
    """With what to do."""
    monkeypatch.setenv("GEOMAP_GEONAMES_URL", "http://127.0.0.1:9/dump")
    with pytest.raises(SourceError, match="run the command again, it goes on"):
        fetch("XK.zip", tmp_path)


def test_progress_counts_bytes(mirror, tmp_path):
    """Up to the size that the server says."""
    data = packed()
    mirror.expect_request("/dump/XK.zip").respond_with_data(data)
    told = []
    fetch("XK.zip", tmp_path, lambda *step: told.append(step))
    assert told[-1] == ("downloading", len(data), len(data))
