"""Sources → Documents: files, folders' refusal, URLs, standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

import geomap
from geomap.errors import SourceError
from geomap.models import Document
from geomap.reading.decoding import decode
from geomap.reading.html import document_from_html
from geomap.reading.plain import document_from_text
from geomap.reading.records import Record, read_records

_HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
_MARKDOWN_SUFFIXES = {".md", ".markdown"}
_RECORD_SUFFIXES = {".jsonl", ".ndjson"}
# A page that takes longer or is larger than any article is given up.
_TIMEOUT_SECONDS = 30
_MAX_PAGE_BYTES = 20_000_000


def is_url(source: str) -> bool:
    """Whether ``source`` is the address of a page.

    Examples
    --------
    >>> is_url("https://example.org/a.html"), is_url("article.txt")
    (True, False)
    """
    return source.lower().startswith(("http://", "https://"))


def read(source: str, *, encoding: str | None = None) -> Document:
    """Document of a text, Markdown or HTML file, a URL, or standard input (``-``).

    Parameters
    ----------
    source
        Path, URL or ``-``.
    encoding
        The file's encoding; found by default.

    Raises
    ------
    SourceError
        When the source is missing, a folder, empty, no text, in another encoding, or its URL fails.
    """
    if is_url(source):
        data, charset = _fetch(source)
        return _document(decode(data, name=source, encoding=encoding or charset), id=_url_id(source), source=source, html=True)
    text = decode(read_bytes(source), name=source, encoding=encoding)
    if source == "-":
        return _document(text, id="stdin", source="", html=_looks_like_html(text))
    path = Path(source)
    html = path.suffix.lower() in _HTML_SUFFIXES or _looks_like_html(text)
    return _document(text, id=path.stem, source=source, html=html, markdown=path.suffix.lower() in _MARKDOWN_SUFFIXES)


def read_all(source: str, *, encoding: str | None = None) -> Iterator[Record]:
    """Records of a source: each line of a JSON lines file, else the one document that `read` finds.

    Raises
    ------
    SourceError
        As `read`; a bad line of a JSON lines file is a record with an error instead.
    """
    if Path(source).suffix.lower() in _RECORD_SUFFIXES and not is_url(source):
        yield from read_records(decode(read_bytes(source), name=source, encoding=encoding).split("\n"), name=source)
    else:
        yield Record(1, read(source, encoding=encoding))


def _document(text: str, *, id: str, source: str, html: bool, markdown: bool = False) -> Document:  # noqa: A002
    if not text.strip():
        raise SourceError(f"{source or 'standard input'}: empty, expected an article")
    if html:
        return document_from_html(text, id=id, source=source)
    return document_from_text(text, id=id, source=source, markdown=markdown)


def _looks_like_html(text: str) -> bool:
    return text[:200].lstrip("\ufeff \t\r\n").lower().startswith(("<!doctype html", "<html"))


def read_bytes(source: str) -> bytes:
    """Bytes of a file, or of standard input for ``-``.

    Raises
    ------
    SourceError
        When the file is missing, a folder, or cannot be read.
    """
    if source == "-":
        return sys.stdin.buffer.read()
    path = Path(source)
    if path.is_dir():
        raise SourceError(f"{path}: is a folder, expected a file; name its files, such as {path}/*.txt")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{path}: no such file; check the path") from error
    except (OSError, ValueError) as error:
        raise SourceError(f"{path}: cannot be read ({error})") from error


def _url_id(url: str) -> str:
    parts = urlsplit(url)
    return Path(unquote(parts.path)).stem or parts.hostname or "page"


def _fetch(url: str) -> tuple[bytes, str | None]:
    """Body and declared charset of a page."""
    request = Request(url, headers={"User-Agent": f"geomap/{geomap.__version__}"})  # noqa: S310 - is_url has checked the scheme
    try:
        with urlopen(request, timeout=_TIMEOUT_SECONDS) as response:  # noqa: S310
            data: bytes = response.read(_MAX_PAGE_BYTES + 1)
            charset: str | None = response.headers.get_content_charset()
    except HTTPError as error:
        raise SourceError(f"{url}: the server answered {error.code} {error.reason}; open it in a browser and save the page") from error
    except (URLError, TimeoutError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise SourceError(
            f"{url}: cannot be fetched ({reason}); check the address and the network, or save the page and map the file"
        ) from error
    if len(data) > _MAX_PAGE_BYTES:
        raise SourceError(f"{url}: larger than {_MAX_PAGE_BYTES // 1_000_000} MB, expected the page of an article")
    return data, charset
