"""Corrections: what people have said a name means, above everything that geomap finds out by itself.

They are kept in a small TOML file of the user's or the team's, one block a correction, sorted by name, so that two people's
additions seldom meet in version control::

    [[correction]]
    name = "Mitrovica"
    scope = "document"
    document = "article.txt"
    text = "sha256:3f5c0a1be8d24c77"
    place = "geonames:789225"
    who = "ana"
    when = 2026-11-24T06:10:00Z
    why = "the article is about the north of the town"
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from geomap.gazetteer.keys import key_of
from geomap.models import Document, Place, Point

Scope = Literal["document", "publisher", "everywhere"]
SCOPES: tuple[Scope, ...] = ("document", "publisher", "everywhere")
"""Narrowest first: a correction for one article wins over one for all."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a name means, as a person has said it.

    Attributes
    ----------
    name
        As it stands in the text; names are compared without case, accents and punctuation.
    scope
        Where it holds: in one article, in all of one publisher, everywhere.
    place_id
        Id of the place that is meant, empty for the other two kinds of correction.
    point
        Position of a place that no gazetteer knows.
    not_a_place
        Whether the name is no place here.
    document, text
        For the scope ``document``: the article's source (URL or path) and the hash of its text; either recognizes it.
    publisher
        For the scope ``publisher``.
    why, who, when
        In free words; by whom; at what time, with its time zone.
    """

    name: str
    scope: Scope
    when: datetime
    place_id: str = ""
    point: Point | None = None
    not_a_place: bool = False
    document: str = ""
    text: str = ""
    publisher: str = ""
    why: str = ""
    who: str = ""

    @property
    def id(self) -> str:
        """Short id that follows from the content: the same correction has the same one on every computer."""
        parts = (key_of(self.name), self.scope, self.document, self.text, self.publisher, self.meaning, self.when.isoformat())
        return hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:8]

    @property
    def meaning(self) -> str:
        """What the name means, as the command line writes it."""
        if self.point:
            return f"{self.point.latitude},{self.point.longitude}"
        return self.place_id or "not a place"

    @property
    def evidence(self) -> str:
        """Who said so, when and why, as a clause for the reader of the map."""
        by = f" by {self.who}" if self.who else ""
        reason = f": {self.why}" if self.why else ""
        return f"corrected{by} on {self.when.date().isoformat()}{reason}"

    def holds_in(self, document: Document) -> bool:
        """Whether the correction is meant for an article."""
        if self.scope == "everywhere":
            return True
        if self.scope == "publisher":
            return bool(self.publisher) and self.publisher.casefold() == document.publisher.casefold()
        return bool(self.text and self.text == fingerprint(document)) or bool(self.document and self.document == document.source)

    def resolve(self, place_of: Callable[[str], Place | None]) -> Place | None:
        """Place that is meant.

        Parameters
        ----------
        place_of
            Gives the place of an id, None for an unknown one: `Gazetteer.place`.

        Returns
        -------
        Place or None
            None when the name is no place, or the gazetteer no longer holds the id; `not_a_place` tells the two apart.
        """
        if self.point:
            return Place(id=f"user:{self.id}", name=self.name, point=self.point, feature_class="S", source="correction")
        return place_of(self.place_id) if self.place_id else None

    @property
    def lost(self) -> str:
        """Warning for a correction whose place the gazetteer no longer holds."""
        return (
            f"the correction of {self.name!r} to {self.place_id} is passed over: no gazetteer in use holds this id;"
            f" correct it again, or drop it with `geomap corrections undo {self.id}`"
        )


class Corrections:
    """Corrections, to be asked for what a name means in an article.

    Parameters
    ----------
    corrections
        In any order.
    """

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        self._by_key: dict[str, list[Correction]] = {}
        for correction in sorted(corrections, key=_precedence):
            self._by_key.setdefault(key_of(correction.name), []).append(correction)

    @classmethod
    def load(cls, path: Path | None = None) -> Corrections:
        """Read the corrections file.

        Parameters
        ----------
        path
            The file; `corrections_path` by default. One that does not exist holds no correction.

        Raises
        ------
        GazetteerError
            When the file is not as described, with its name and the line.
        """
        from geomap.gazetteer.corrections_reader import read_corrections

        return cls(read_corrections(path or corrections_path()))

    def __iter__(self) -> Iterator[Correction]:
        """Go through all corrections: by name, narrowest scope first, then the latest first."""
        for key in sorted(self._by_key):
            yield from self._by_key[key]

    def __len__(self) -> int:
        return sum(map(len, self._by_key.values()))

    def find(self, name: str | Sequence[str], document: Document) -> Correction | None:
        """Find the correction of a name in an article.

        Parameters
        ----------
        name
            The name as written, or several forms of it, best first.
        document
            The article.

        Returns
        -------
        Correction or None
            The narrowest one that holds, of those the latest; None when nobody corrected the name.
        """
        for form in (name,) if isinstance(name, str) else name:
            for correction in self._by_key.get(key_of(form), ()):
                if correction.holds_in(document):
                    return correction
        return None

    def for_document(self, document: Document) -> DocumentCorrections:
        """Give the corrections that hold in one article; they hash its text once."""
        return DocumentCorrections(self, document)


class DocumentCorrections:
    """The corrections that hold in one article."""

    def __init__(self, corrections: Corrections, document: Document) -> None:
        self._found = Corrections(correction for correction in corrections if correction.holds_in(document))
        self._document = document

    def __len__(self) -> int:
        return len(self._found)

    def find(self, name: str | Sequence[str]) -> Correction | None:
        """Find the correction of a name; see `Corrections.find`."""
        return self._found.find(name, self._document) if self._found else None


def fingerprint(document: Document) -> str:
    """Hash by which an article is known again wherever it lies."""
    return f"sha256:{hashlib.sha256(document.text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def corrections_path() -> Path:
    """Where corrections are kept: ``GEOMAP_CORRECTIONS``, else ``corrections.toml`` in the user's data folder."""
    from geomap.config import data_folder

    return Path(os.environ.get("GEOMAP_CORRECTIONS") or data_folder() / "corrections.toml")


def _precedence(correction: Correction) -> tuple[int, float, str]:
    return SCOPES.index(correction.scope), -correction.when.timestamp(), correction.id
