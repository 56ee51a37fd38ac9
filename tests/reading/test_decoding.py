"""Bytes become text, or an error says why not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import SourceError
from geomap.reading.decoding import decode

RUSSIAN = "Переговоры о Карабахе продолжаются в Москве, сообщил представитель министерства иностранных дел в понедельник."


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_utf8_is_kept_to_the_letter(text: str) -> None:
    """UTF-8 comes back as it was written, but for a byte-order mark."""
    data = text.encode()
    if not data.startswith((b"%PDF", b"PK\x03\x04", b"GIF8", b"SQLite format 3", b"\x7fELF", b"\xef\xbb\xbf", b"\xff\xd8\xff")):
        assert decode(data, name="a.txt") == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1251"])
def test_encoding_is_found(encoding: str) -> None:
    """A mark or the letters tell the encoding."""
    assert decode(RUSSIAN.encode(encoding), name="a.txt") == RUSSIAN


def test_declared_encoding_is_used() -> None:
    """What a page declares decides before any guess."""
    page = '<meta charset="iso-8859-9"><p>Türkiye, Şırnak</p>'
    assert decode(page.encode("iso-8859-9"), name="a.html") == page


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7 ...", "a.txt: this is a PDF file, expected text"),
        (b"\x89PNG\r\n", "a.txt: this is a PNG picture"),
        (bytes(range(256)) * 4, "a.txt: this is no text"),
    ],
)
def test_binary_is_refused(data: bytes, message: str) -> None:
    """What is no text is named."""
    with pytest.raises(SourceError, match=message):
        decode(data, name="a.txt")


def test_wrong_encoding_is_said() -> None:
    """The wrong encoding is said with the byte that does not fit."""
    with pytest.raises(SourceError, match=r"a.txt: not in the encoding 'ascii' \(byte 1 is 0xc3\); leave --encoding out"):
        decode("Türkiye".encode(), name="a.txt", encoding="ascii")


def test_unknown_encoding_is_said() -> None:
    """An encoding that Python does not know is said."""
    with pytest.raises(SourceError, match="unknown encoding 'utf-9'"):
        decode(b"a", name="a.txt", encoding="utf-9")
