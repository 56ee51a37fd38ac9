"""Writing files so that nothing half-written is ever left behind."""

from __future__ import annotations

import os
from pathlib import Path

from geomap.errors import OutputError


def write_whole(path: Path, data: bytes | str) -> None:
    """Write a file beside its place and rename it: the old file stays whole until the new one is.

    Parameters
    ----------
    path
        Where to write; missing folders are made.
    data
        Bytes, or text that is written as UTF-8.

    Raises
    ------
    OutputError
        When the folder or the file cannot be written, or the disk is full.
    """
    if path.is_dir():
        raise OutputError(f"{path}: is a folder, expected the name of a file; use {path}/NAME")
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True) if beside.parent.is_dir() else None
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); choose another place with -o") from error
