"""Outlines and small gazetteers for the tests."""

from pathlib import Path

import pytest

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.outline_builder import OwnOutline, write_outlines
from geomap.gazetteer.outlines import Outlines
from geomap.gazetteer.rows import NameRow, PlaceRow, SourceNote
from geomap.gazetteer.writer import GazetteerWriter
from geomap.models import Claim

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


@pytest.fixture(scope="session")
def base_file(tmp_path_factory):
    """Compile a small gazetteer: Kosovo, Serbia, a curated village, a contested region, namesakes."""
    path = tmp_path_factory.mktemp("base") / "gazetteer.sqlite"
    crimea = Claim("Russia, since 2014", ("Ukraine", "Russia"), "UN 68/262", "Crimea is contested.")
    rows = [
        PlaceRow("geonames:831053", "Kosovo", 42.58, 20.9, "A", "PCLI", "XK", population=1_800_000, source="GeoNames"),
        PlaceRow("geonames:6290252", "Serbia", 44.8, 20.4, "A", "PCLI", "RS", population=7_000_000, source="GeoNames"),
        PlaceRow("geonames:690791", "Ukraine", 49.0, 32.0, "A", "PCLI", "UA", population=44_000_000, source="GeoNames"),
        PlaceRow("geonames:3041565", "Andorra", 42.55, 1.57, "A", "PCLI", "AD", population=77_000, source="GeoNames"),
        PlaceRow("geonames:789225", "Mitrovica", 42.88, 20.87, "P", "PPLA", "XK", population=71_000, source="GeoNames"),
        PlaceRow("geonames:789226", "Sremska Mitrovica", 44.98, 19.62, "P", "PPL", "RS", population=39_000,
                 names=(NameRow("Mitrovica"),), source="GeoNames"),
        PlaceRow("geomap:banjska", "Banjska", 42.97, 20.78, "P", "PPL", "XK", source="geomap"),
        PlaceRow("geomap:crimea", "Crimea", 45.3, 34.3, "L", "RGN", "UA", radius_km=140, claim=crimea,
                 viewpoints="de-facto=RU|un=UA", source="geomap"),
        PlaceRow("geonames:693805", "Simferopol", 44.96, 34.11, "P", "PPLA", "UA", admin1="geomap:crimea", population=336_000,
                 source="GeoNames"),
    ]  # fmt: skip
    with GazetteerWriter(path) as writer:
        writer.note(SourceNote("GeoNames", "CC BY 4.0", "https://www.geonames.org/", "2026-11"))
        writer.note(SourceNote("geomap", "CC0-1.0", "", "2026-11"))
        for row in rows:
            writer.add(row)
        writer.meta("aliases", {"geomap:krim": "geomap:crimea", "geomap:mitrovica-city": "geonames:789225"})
    return path


@pytest.fixture
def base(base_file, monkeypatch):
    """Open the small gazetteer; the command line finds it too."""
    monkeypatch.setenv("GEOMAP_GAZETTEER", str(base_file))
    gazetteer = Gazetteer.open()
    yield gazetteer
    gazetteer.close()
