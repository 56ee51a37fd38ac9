"""One gazetteer file as a viewpoint sees it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from geomap.gazetteer.lookup import Lookup
from geomap.gazetteer.store import Gazetteer
from geomap.gazetteer.viewpoint import Viewpoint
from geomap.models import Place


class ViewedGazetteer(Gazetteer):
    """A gazetteer file whose contested places carry the country and the wording of a viewpoint.

    Parameters
    ----------
    path
        The file.
    viewpoint
        ``de-facto`` when it is left out.
    name
        What candidates carry as their source.
    """

    def __init__(self, path: Path, *, viewpoint: Viewpoint | None = None, name: str = "gazetteer") -> None:
        self.viewpoint = viewpoint or Viewpoint()
        super().__init__(path, name=name)

    @cached_property
    def same_as(self) -> Mapping[str, str]:
        """Ids of lower layers → ids of this file that mean the same place; empty for the packaged file."""
        row = self._db.execute("SELECT value FROM meta WHERE name = 'same_as'").fetchone()
        return dict(json.loads(row[0])) if row else {}

    @property
    def lookup(self) -> Lookup:
        """What answers names from this file alone."""
        return self._lookup

    def _adjusted(self, place: Place, viewpoints: str, territory: str) -> Place:
        return self._with_parents(place, self.viewpoint.apply(place, viewpoints, territory))

    def _with_parents(self, before: Place, after: Place) -> Place:
        """A place given to another country, or to none, lies no longer in the one it was stored with."""
        if before.country == after.country:
            return after
        old, new = self.countries.get(before.country), self.countries.get(after.country)
        kept = tuple(parent for parent in after.parents if parent != f"geonames:{old}")
        country = (f"geonames:{new}",) if new and f"geonames:{new}" != after.id else ()
        return replace(after, parents=(*country, *kept))
