"""Outlines for the tests: the packaged sources, compiled once."""

from pathlib import Path

import pytest

from geomap.gazetteer.outline_builder import OwnOutline, write_outlines
from geomap.gazetteer.outlines import Outlines

SOURCES = Path(__file__).parents[2] / "gazetteer" / "outlines"


@pytest.fixture(scope="session")
def outlines_file(tmp_path_factory):
    """Compile the outlines of the repository, with one river and one area of a place's own."""
    path = tmp_path_factory.mktemp("outlines") / "outlines.sqlite"
    own = [
        OwnOutline("geomap:ibar", "LINESTRING (20.4 42.8, 20.87 42.9, 20.69 43.72)", "rivers.tsv, line 9", name="Ibar"),
        OwnOutline("geomap:sahel", "POLYGON ((-16 12, 38 12, 38 17, -16 17, -16 12))", "regions.tsv, line 9", name="Sahel"),
    ]
    write_outlines(SOURCES, path, own, water_ids={("sea", "Black Sea"): "geomap:black-sea"})
    return path


@pytest.fixture(scope="session")
def outlines(outlines_file):
    opened = Outlines.open(outlines_file)
    yield opened
    opened.close()
