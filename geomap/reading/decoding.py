"""Bytes → text: finds the encoding, and says so when the bytes are no text or not in the encoding that was named."""

from __future__ import annotations

import codecs
import re

from geomap.errors import SourceError

# A byte-order mark settles the encoding; the UTF-32 marks begin with those of UTF-16 and come first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# First bytes of files that people take for articles.
_BINARY_FORMATS = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP file (DOCX, XLSX, EPUB…)",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip file",
    b"SQLite format 3": "an SQLite database",
    b"\x7fELF": "a program",
}
_DECLARED = re.compile(rb"""<meta[^>]+charset=["']?\s*([\w.:-]+)|<\?xml[^>]+encoding=["']([\w.:-]+)""", re.IGNORECASE)


def decode(data: bytes, *, name: str, encoding: str | None = None) -> str:
    r"""Text of ``data``, with line ends as they stand.

    Parameters
    ----------
    data
        The bytes of a file or a response.
    name
        What to call the source in an error.
    encoding
        The encoding that the user or the server named. By default a byte-order mark, then UTF-8, then a declaration in the
        first 4,096 bytes, then a guess decides.

    Raises
    ------
    SourceError
        When the bytes are no text, the encoding is unknown, or the text is not in it.

    Examples
    --------
    >>> decode("Türkiye".encode("cp1254"), name="a.txt", encoding="cp1254")
    'Türkiye'
    >>> decode(b"", name="empty.txt")
    ''
    """
    for signature, what in _BINARY_FORMATS.items():
        if data.startswith(signature):
            raise SourceError(f"{name}: this is {what}, expected text, Markdown, HTML or JSON lines; save it as text first")
    marked = next((found for mark, found in _MARKS if data.startswith(mark)), None)
    if encoding or marked:
        return _decode_as(data, encoding or marked or "", name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.search(data[:4096])
        if declared:
            return _decode_as(data, (declared[1] or declared[2]).decode("ascii"), name)
    return _guess(data, name)


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError as error:
        raise SourceError(f"{name}: unknown encoding {encoding!r}; name one that Python knows, such as utf-8 or cp1251") from error
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{name}: not in the encoding {encoding!r} (byte {error.start} is 0x{data[error.start]:02x}); "
            "leave --encoding out to let geomap find it, or name another"
        ) from error


def _guess(data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None or (b"\0" in data and not best.encoding.startswith(("utf_16", "utf_32"))):
        raise SourceError(f"{name}: this is no text (binary data), expected text, Markdown, HTML or JSON lines")
    return str(data, best.encoding)
