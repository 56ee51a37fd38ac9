"""Gold roles: what the types of the annotated corpora mean in our terms."""

from __future__ import annotations

import json
from pathlib import Path

from geomap.models import Role

# GeoWebNews' types. A literal modifier ("a Paris pub") is where something is, so it is literal; a homonym names no place at all.
ROLES_OF_TYPES: dict[str, tuple[Role, ...]] = {
    "Literal": ("literal",),
    "Literal_Modifier": ("literal",),
    "Mixed": ("literal",),
    "Coercion": ("literal",),
    "Embedded_Literal": ("embedded",),
    "Metonymic": ("metonymic",),
    "Non_Literal_Modifier": ("modifier",),
    "Demonym": ("demonym",),
    "Language": ("modifier", "demonym"),
    "Embedded_Non_Lit": ("embedded",),
    "Homonym": ("embedded",),
}
# ReLocaR's labels; "mixed" is both at once, which its own study counts as metonymic.
ROLES_OF_LABELS: dict[str, tuple[Role, ...]] = {
    "literal": ("literal",),
    "metonymic": ("metonymic",),
    "mixed": ("metonymic",),
}


def read_relocar(path: Path) -> list[tuple[str, int, int, str, str]]:
    """Sentences of ReLocaR: text, start, end, label, split."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return [(row["text"], row["start"], row["end"], row["label"], row["split"]) for row in rows]
