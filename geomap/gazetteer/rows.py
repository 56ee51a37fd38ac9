"""What the sources of a gazetteer yield: one `PlaceRow` for each place they know, before anything is merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from geomap.models import Claim, NameKind


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name of a place.

    Attributes
    ----------
    text
        As the source spells it.
    kind
        What kind of name.
    language
        ISO 639-1 code, empty when the source does not say.
    shortened
        The name without the word that says what the place is ("Colorado" for the Colorado River), which a source does not write itself:
        it comes behind every town, division and country that bears the name as its own.
    """

    text: str
    kind: NameKind = "alternate"
    language: str = ""
    shortened: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as one source knows it; see `geomap.models.Place` for the fields they share.

    Attributes
    ----------
    latitude, longitude
        WGS 84 decimal degrees; None when the source gives names only to a place that another source locates.
    admin1, admin2
        Ids of the divisions that contain it, empty when unknown.
    radius_km
        None when the source does not say: it then follows from class and population.
    names
        Without the name itself.
    claim, viewpoints
        For a contested place: what is asserted, and whose country it is under which viewpoint (as in ``contested.tsv``).
    territory
        Id of the contested territory whose outline holds it, empty when there is none or a division says the same.
    outline
        Well-known text (longitude latitude), empty when the row has none.
    origin
        File and line that the row comes from, for messages.
    """

    id: str
    name: str
    latitude: float | None
    longitude: float | None
    feature_class: str
    feature_code: str = ""
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    radius_km: float | None = None
    names: tuple[NameRow, ...] = ()
    source: str = ""
    claim: Claim | None = None
    viewpoints: str = ""
    territory: str = ""
    outline: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where rows come from: what ``geomap gazetteer info`` prints.

    Attributes
    ----------
    name
        Name of the source as places carry it ("GeoNames").
    licence
        Short name of its licence ("CC BY 4.0").
    url
        Home of the source.
    date
        Day or month of the data, ISO 8601.
    note
        Which way it came, in one sentence.
    """

    name: str
    licence: str
    url: str
    date: str
    note: str = ""


class RowSource(Protocol):
    """One source of a gazetteer: a note on its provenance, and its rows in a stable order."""

    note: SourceNote

    def rows(self) -> Iterable[PlaceRow]:
        """Read the source; an unreadable one raises `geomap.errors.GazetteerError`, naming file and line."""
        ...
