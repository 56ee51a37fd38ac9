"""Files of GeoNames: fetched so that an interrupted download goes on, checked, and read as lines."""

from __future__ import annotations

import io
import os
import shutil
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geomap.errors import GazetteerError, OutputError, SourceError

# The only address that geomap ever fetches a gazetteer from; GEOMAP_GEONAMES_URL names a mirror.
BASE_URL = "https://download.geonames.org/export/dump/"
_TIMEOUT_SECONDS = 60.0
_BLOCK = 1 << 20

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many units of it are done, and of how many (0 when unknown)."""


def silent(label: str, done: int, total: int) -> None:
    """Tell nobody."""


def base_url() -> str:
    """Address of the dump, with a slash at its end."""
    return (os.environ.get("GEOMAP_GEONAMES_URL") or BASE_URL).rstrip("/") + "/"


def fetch(name: str, folder: Path, progress: Progress = silent) -> Path:
    """Fetch a file of the dump, going on where an earlier attempt stopped.

    Parameters
    ----------
    name
        Path below the address of the dump: ``XK.zip``, ``alternatenames/XK.zip``.
    folder
        Where to put it.
    progress
        Told the bytes.

    Returns
    -------
    Path
        The whole, checked file.

    Raises
    ------
    SourceError
        When the server does not have it, fails, or sends something that is no whole zip file.
    OutputError
        When the disk is full.
    """
    target = folder / name.replace("/", "-")
    if target.is_file():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        _download(base_url() + name, part, progress)
    except urllib.error.HTTPError as error:
        hint = "; is it a country code of GeoNames?" if error.code == 404 else "; run the command again, it goes on where it stopped"
        raise SourceError(f"{base_url()}{name}: the server answered {error.code} {error.reason}{hint}") from error
    except OSError as error:
        if error.errno == 28:  # no space left on device
            raise OutputError(
                f"{part}: the disk is full; free some space and run the command again, it goes on where it stopped"
            ) from error
        raise SourceError(f"{base_url()}{name}: {error}; run the command again, it goes on where it stopped") from error
    try:
        check_zip(part)
    except GazetteerError:
        part.unlink()
        raise
    part.replace(target)
    return target


def _download(url: str, part: Path, progress: Progress) -> None:
    done = part.stat().st_size if part.exists() else 0
    stamp = part.with_name(part.name + ".etag")
    request = urllib.request.Request(url, headers={"User-Agent": "geomap gazetteer import"})  # noqa: S310 - the address is the user's
    if done and stamp.exists():
        # Without a mark of the version the rest might be that of another file.
        request.add_header("Range", f"bytes={done}-")
        request.add_header("If-Range", stamp.read_text(encoding="ascii"))
    try:
        answer = urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code == 416:  # nothing is left to send
            return
        raise
    with answer:
        resumed = answer.status == 206
        mark = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
        if mark:
            stamp.write_text(mark, encoding="ascii")
        done = done if resumed else 0
        total = done + int(answer.headers.get("Content-Length") or 0)
        with part.open("ab" if resumed else "wb") as file:
            while block := answer.read(_BLOCK):
                file.write(block)
                done += len(block)
                progress("downloading", done, total)
    if total and done < total:
        raise OSError(f"the connection ended after {done:,} of {total:,} bytes")
    stamp.unlink(missing_ok=True)


def check_zip(path: Path) -> None:
    """Read a zip file to its end and compare every checksum.

    Raises
    ------
    GazetteerError
        When it is truncated, damaged or no zip file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            bad = archive.testzip()
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise GazetteerError(f"{path}: no whole zip file ({error}); fetch it again") from error
    if bad:
        raise GazetteerError(f"{path}: {bad} inside it is damaged; fetch it again")


@contextmanager
def lines_of(path: Path) -> Iterator[Iterator[str]]:
    """Open a table as lines: a text file, or the only table in a zip file.

    Raises
    ------
    GazetteerError
        When the file is missing or damaged, holds no table, or is no UTF-8.
    """
    with _opened(path) as raw:
        # GeoNames ends lines with \\n; a \\r or \\x85 inside a name is part of it.
        text = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
        yield _checked(text, path)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if not path.is_file():
        raise GazetteerError(f"{path}: no such file; expected a table of GeoNames, .txt or .zip")
    if path.suffix.lower() != ".zip":
        with path.open("rb") as raw:
            yield raw
        return
    try:
        with zipfile.ZipFile(path) as archive:
            names = [
                name for name in archive.namelist() if name.endswith(".txt") and not name.endswith(("readme.txt", "iso-languagecodes.txt"))
            ]
            if len(names) != 1:
                raise GazetteerError(f"{path}: holds {len(names)} tables ({', '.join(names)}), expected one")
            with archive.open(names[0]) as raw:
                yield raw
    except zipfile.BadZipFile as error:
        raise GazetteerError(f"{path}: no whole zip file ({error}); fetch it again") from error


def _checked(text: io.TextIOWrapper, path: Path) -> Iterator[str]:
    number = 0
    try:
        for number, line in enumerate(text, 1):  # noqa: B007 - the number is for the message
            yield line
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path}, line {number + 1}: no UTF-8 ({error.reason}); expected a table of GeoNames") from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise GazetteerError(f"{path}, line {number + 1}: the zip file ends or is damaged here ({error}); fetch it again") from error


def require_space(folder: Path, needed: int) -> None:
    """Check that a disk has room before hours of work.

    Raises
    ------
    OutputError
        When it has not.
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise OutputError(f"{folder}: {free / 1e9:.1f} GB are free, the import needs about {needed / 1e9:.1f} GB; nothing was changed")
