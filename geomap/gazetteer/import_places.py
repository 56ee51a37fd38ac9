"""The import of the user's own places: a file → a layer above everything else."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.import_report import ImportReport, locked
from geomap.gazetteer.place_files import read_places, slug_of
from geomap.gazetteer.position_check import PositionCheck
from geomap.gazetteer.rows import PlaceRow, SourceNote
from geomap.gazetteer.staged_writer import SAME_TOWN_KM, SLACK_KM
from geomap.gazetteer.store import Gazetteer
from geomap.gazetteer.writer import GazetteerWriter
from geomap.models import Point


def import_places(file: Path, layer: Path, lower: Gazetteer, *, date: str = "", skip_bad: bool = False) -> ImportReport:
    """Make a layer of a file of the user's own places.

    Parameters
    ----------
    file
        CSV, GeoJSON or Linked Places; see `geomap.gazetteer.place_files`.
    layer
        File to make: its name without ``places-`` and ending is the name of the layer.
    lower
        The gazetteer below: a place that it knows too is one place.
    date
        Day of the import, ISO 8601.
    skip_bad
        Leave out rows that cannot be used; without it one such row keeps the old layer in place.

    Raises
    ------
    GazetteerError
        When the file or one of its rows cannot be used, or another import is running.
    OutputError
        When the layer cannot be written.
    """
    began = time.monotonic()
    name = layer.stem.removeprefix("places-")
    report = ImportReport(layer)
    read = list(read_places(file, name))
    bad = [problem for problem in read if isinstance(problem, str)]
    if (bad and not skip_bad) or len(bad) == len(read):
        more = f" (and {len(bad) - 1} more; --skip-bad leaves them out)" if len(bad) > 1 else ""
        raise GazetteerError(f"{bad[0]}{more}" if bad else f"{file}: holds no place")
    report.left_out, report.problems = len(bad), bad[:20]
    check = PositionCheck.packaged()
    with locked(layer.parent), GazetteerWriter(layer) as writer:
        writer.note(SourceNote(name, "your own", str(file), date, "imported places"))
        writer.add_countries(lower.countries)
        same: dict[str, str] = {}
        taken = {row.id for row in read if isinstance(row, PlaceRow)}
        for row in read:
            if isinstance(row, PlaceRow):
                known = _known(row, lower, name)
                if known and known not in taken and row.id.endswith("/" + slug_of(row.name)):
                    row = replace(row, id=known)
                elif known:
                    same[known] = row.id
                taken.add(row.id)
                writer.add(row)
                strange = check.strange(row.name, row.latitude or 0.0, row.longitude or 0.0, row.country, row.feature_class)
                if strange:
                    report.strange += 1
                    report.problems.append(f"{row.origin}: {strange}")
        writer.meta("same_as", same)
    report.places = len(read) - len(bad)
    report.seconds = time.monotonic() - began
    return report


def _known(row: PlaceRow, lower: Gazetteer, layer: str) -> str:
    """Id under which a lower layer knows a place: same name and class, nearest of those within reach; empty when none does."""
    if not row.id.startswith("user:") or row.latitude is None or row.longitude is None:
        return ""
    point = Point(row.latitude, row.longitude)
    reach = SAME_TOWN_KM if row.feature_class == "P" else SLACK_KM + (row.radius_km or 0)
    places = (candidate.place for candidate in lower.look_up(row.name, near=point, limit=20) if candidate.rule == "exact")
    near = [
        (distance_km(point, place.point), place.id)
        for place in places
        if place.feature_class == row.feature_class and not place.id.startswith(f"user:{layer}/")
    ]
    return min(((km, place_id) for km, place_id in near if km <= reach), default=(0.0, ""))[1]
