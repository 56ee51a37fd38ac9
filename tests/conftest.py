"""What all tests share: nothing of the user's own configuration, data or cache is read or written."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.gazetteer import Gazetteer


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test a configuration, data and cache folder of its own."""
    monkeypatch.setenv("GEOMAP_CONFIG", str(tmp_path / "geomap-config.toml"))
    monkeypatch.setenv("GEOMAP_DATA", str(tmp_path / "geomap-data"))
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "geomap-cache"))
    monkeypatch.delenv("GEOMAP_GAZETTEER", raising=False)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """Give the packaged gazetteer."""
    return Gazetteer.open()
