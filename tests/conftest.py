"""What all tests share: nothing of the user's own configuration, data or cache is read or written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.store import PACKAGED

sys.path.insert(0, str(Path(__file__).parent / "gazetteer"))
from tiny import write_tiny

# How long an example takes says more about what else the machine does than about the code.
settings.register_profile("geomap", deadline=None)
settings.load_profile("geomap")


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test a configuration, data and cache folder of its own."""
    monkeypatch.setenv("GEOMAP_CONFIG", str(tmp_path / "geomap-config.toml"))
    monkeypatch.setenv("GEOMAP_DATA", str(tmp_path / "geomap-data"))
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "geomap-cache"))
    monkeypatch.delenv("GEOMAP_GAZETTEER", raising=False)


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    """Open the packaged gazetteer, without layers of the user's."""
    opened = Gazetteer.open(PACKAGED)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def tiny_gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    """Write and open a small gazetteer: Kosovo, its districts and towns, and namesakes elsewhere."""
    opened = Gazetteer.open(write_tiny(tmp_path_factory.mktemp("tiny") / "tiny.sqlite"))
    yield opened
    opened.close()
