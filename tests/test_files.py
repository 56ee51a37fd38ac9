"""A file is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.errors import OutputError
from geomap.files import write_whole


def test_file_is_written_with_its_folders(tmp_path: Path) -> None:
    """Missing folders are made, text is UTF-8."""
    write_whole(tmp_path / "a" / "b.txt", "Türkiye")
    assert (tmp_path / "a" / "b.txt").read_bytes() == "Türkiye".encode()


def test_old_file_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves the old file whole and nothing beside it."""
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match=r"page.html: cannot be written \(No space left on device\); choose another place"):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_folder_is_refused(tmp_path: Path) -> None:
    """A folder is no file."""
    with pytest.raises(OutputError, match="is a folder, expected the name of a file"):
        write_whole(tmp_path, "new")
