"""The import of the user's own places: a file → a layer above everything else."""

from __future__ import annotations

import time
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer.import_report import ImportReport, locked
from geomap.gazetteer.place_files import read_places
from geomap.gazetteer.position_check import PositionCheck
from geomap.gazetteer.rows import PlaceRow, SourceNote
from geomap.gazetteer.writer import GazetteerWriter


def import_places(file: Path, layer: Path, *, date: str = "", skip_bad: bool = False) -> ImportReport:
    """Make a layer of a file of the user's own places.

    Parameters
    ----------
    file
        CSV, GeoJSON or Linked Places; see `geomap.gazetteer.place_files`.
    layer
        File to make: its name without ``places-`` and ending is the name of the layer.
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
        for row in read:
            if isinstance(row, PlaceRow):
                writer.add(row)
                strange = check.strange(row.name, row.latitude or 0.0, row.longitude or 0.0, row.country, row.feature_class)
                if strange:
                    report.strange += 1
                    report.problems.append(f"{row.origin}: {strange}")
    report.places = len(read) - len(bad)
    report.seconds = time.monotonic() - began
    return report
