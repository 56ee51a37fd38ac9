"""Files, pages and records become documents; bad ones are said."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from geomap.errors import SourceError
from geomap.reading import read, read_all, read_records

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ferry service resumes</title><meta property="og:site_name" content="Harbor Times">
<meta property="article:published_time" content="2024-03-05"></head><body><nav><a href="/">Home</a><a href="/asia">Asia</a></nav>
<article><h1>Ferry service resumes</h1><p>The ferry from Piraeus to Chania sails again after a strike of nine days, the company said on
Tuesday. Passengers in Heraklion will have to wait until the weekend.</p><p>Crews had demanded better pay. The harbor master said that the
first ship would leave at nine in the evening, and that trucks with fruit from Crete would go first.</p></article>
<footer>Contact us in London</footer></body></html>"""


def test_text_is_kept_to_the_letter(tmp_path: Path) -> None:
    """The text of a file is the text of the document, line ends included."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"Contact Us\r\n\r\nTalks in Baku.\r\n")
    document = read(str(path))
    assert (document.id, document.text) == ("a", "Contact Us\r\n\r\nTalks in Baku.\r\n")


def test_metadata_is_taken_from_the_text() -> None:
    """Title, date and publisher of an example article stand in its head."""
    document = read(str(Path(__file__).parents[2] / "examples" / "border-villages.txt"))
    assert document.title == "Mediators hope for calm in Karabakh and in the north of Kosovo"
    assert (document.published, document.publisher, document.language) == (date(2023, 10, 3), "The Border Gazette", "en")
    assert document.dateline is not None


def test_html_gives_the_article(tmp_path: Path) -> None:
    """Navigation and footer are gone, the metadata is the page's."""
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    document = read(str(path))
    assert "Chania" in document.text
    assert "London" not in document.text
    assert (document.title, document.publisher, document.published) == ("Ferry service resumes", "Harbor Times", date(2024, 3, 5))


def test_url_gives_the_article(httpserver: HTTPServer) -> None:
    """A page is fetched, and its address is the source."""
    httpserver.expect_request("/story.html").respond_with_data(PAGE.encode("utf-16"), content_type="text/html; charset=utf-16")
    document = read(httpserver.url_for("/story.html"))
    assert document.id == "story"
    assert document.source == httpserver.url_for("/story.html")
    assert "Heraklion" in document.text


def test_failing_url_is_said(httpserver: HTTPServer) -> None:
    """The server's answer is said."""
    httpserver.expect_request("/gone").respond_with_data("", status=410)
    with pytest.raises(SourceError, match="the server answered 410"):
        read(httpserver.url_for("/gone"))


def test_unreachable_url_is_said() -> None:
    """A refused connection is said."""
    with pytest.raises(SourceError, match="cannot be fetched"):
        read("http://127.0.0.1:9/story.html")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash reads standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Talks in Baku.")))
    assert read("-").text == "Talks in Baku."


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"", "empty, expected an article"),
        ("blank.txt", b" \n\t ", "empty, expected an article"),
        ("page.html", b"<html><body></body></html>", "no article found on this page"),
        ("nul.txt", b"\x00\x01\x02\xff\xfe\x00" * 50, "this is no text"),
    ],
)
def test_unusable_files_are_said(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    """A file without an article says what it lacks."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=message):
        read(str(tmp_path / name))


def test_folder_and_missing_file_are_said(tmp_path: Path) -> None:
    """A folder and a missing file are told apart."""
    with pytest.raises(SourceError, match="is a folder, expected a file"):
        read(str(tmp_path))
    with pytest.raises(SourceError, match="no such file"):
        read(str(tmp_path / "missing.txt"))


def test_records_go_on_past_a_bad_line(tmp_path: Path) -> None:
    """Each bad line is an error with file and line; the good ones are there."""
    lines = [
        json.dumps({"id": "1", "text": "Talks in Baku.", "mentions": [{"start": 9, "end": 13}]}),
        "{broken",
        json.dumps({"id": "2"}),
        "",
        json.dumps({"id": "1", "text": "again"}),
        json.dumps({"id": "3", "text": "Baku", "mentions": [{"start": 0, "end": 5}]}),
        json.dumps(["no", "object"]),
        json.dumps({"id": "4", "text": "Baku", "published": "soon"}),
        json.dumps({"id": 5, "text": "Nothing \ud800 here \0."}),
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    records = list(read_all(str(path)))
    assert [record.document.id for record in records if record.document] == ["1", "5"]
    assert records[0].mentions is not None
    messages = [str(record.error) for record in records if record.error]
    expected = [
        "in.jsonl, line 2: broken JSON",
        'in.jsonl, line 3: field "text" is missing',
        "in.jsonl, line 5: id '1' already stands on line 1",
        "in.jsonl, line 6: mention 0 is 0 to 5, expected 0 <= start < end <= 4",
        "in.jsonl, line 7: found list, expected an object",
        "in.jsonl, line 8: field \"published\" is 'soon'",
    ]
    assert all(part in message for part, message in zip(expected, messages, strict=True))


def test_records_without_mentions_give_none() -> None:
    """No field is told apart from an empty list."""
    first, second = read_records(['{"id": "1", "text": "a"}', '{"id": "2", "text": "a", "mentions": []}'], name="in")
    assert (first.mentions, second.mentions) == (None, ())
