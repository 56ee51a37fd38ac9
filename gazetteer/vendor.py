"""Copies the third-party scripts of the map page, unchanged, from the packages that carry them.

Run as a script, it fills the working tree, for an installation that was built before a script was added.
"""

from __future__ import annotations

from importlib.metadata import files
from pathlib import Path

# (distribution, end of the path inside it, name in the wheel). django-leaflet carries the original Leaflet 1.9 (BSD-2-Clause), whose
# notice stands in every page. Marks cluster by our own rules (docs/decisions), so Leaflet.markercluster is not needed.
SCRIPTS = (
    ("django-leaflet", "leaflet/leaflet.js", "leaflet.js"),
    ("django-leaflet", "leaflet/leaflet.css", "leaflet.css"),
)


def copy_scripts(target: Path) -> None:
    """Copy every script of `SCRIPTS` to the folder ``target``.

    Raises
    ------
    FileNotFoundError
        When a package no longer carries the file.
    """
    target.mkdir(parents=True, exist_ok=True)
    for distribution, ending, name in SCRIPTS:
        found = [file for file in files(distribution) or () if str(file).endswith(ending)]
        if not found:
            raise FileNotFoundError(f"{distribution} carries no {ending}; see gazetteer/vendor.py for what the page needs")
        (target / name).write_bytes(Path(str(found[0].locate())).read_bytes())


if __name__ == "__main__":
    copy_scripts(Path(__file__).parent.parent / "geomap" / "rendering" / "vendor")
