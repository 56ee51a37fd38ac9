"""The evidence as numbers: one column a feature, one row a candidate of a mention, in groups that are read one by one.

A group is a function of a `View`; its columns are named in `GROUPS`, in order. What a column says stands beside its name.
Beliefs are the probabilities of the pass before: in the first pass the gazetteer's priors, in the second the first pass's answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from geomap.models import MatchRule, NameKind
from geomap.resolution import relations
from geomap.resolution.kinds import KINDS, Kind
from geomap.resolution.scene import Bools, Floats, Ints, Scene, distances_km
from geomap.resolution.view import View

# Kinds of place that have a column of their own; rarer ones share the columns of population and extent.
_KIND_COLUMNS: tuple[Kind, ...] = (
    "country", "division", "county", "district", "capital", "seat", "town", "quarter", "region", "water", "terrain", "airport", "landmark",
)  # fmt: skip


def name_match(view: View) -> list[Floats]:
    """How well the name fits."""
    candidates = view.scene.candidates
    # A geocoder answers with places of the name asked for.
    rules: tuple[tuple[MatchRule, ...], ...] = (("exact", "geocoder"), ("derived",))
    kinds: tuple[NameKind, ...] = ("preferred", "alternate", "abbreviation", "demonym", "former")
    columns = [_flags(candidate.rule in alike for candidate in candidates) for alike in rules]
    columns += [_flags(candidate.kind == kind for candidate in candidates) for kind in kinds]
    columns += [
        np.array([float(candidate.distance) for candidate in candidates]),
        _flags(candidate.matched.casefold() == candidate.place.name.casefold() for candidate in candidates),
        _flags(candidate.language not in {"", "en"} for candidate in candidates),
        np.log1p(np.diff(view.scene.first))[view.scene.name],
    ]
    return [column[view.candidate] for column in columns]


def prominence(view: View) -> list[Floats]:
    """How well known the place is, by itself and among its namesakes."""
    scene = view.scene
    population = 10.0**scene.log_population
    largest = np.zeros(scene.names)
    np.maximum.at(largest, scene.name, population)
    best = np.zeros(scene.names)
    np.maximum.at(best, scene.name, scene.prior)
    columns = [
        np.log10(scene.prior + 1e-6),
        np.log10((scene.prior + 1e-6) / (best[scene.name] + 1e-6)),
        np.log1p(_rank(scene)),
        scene.log_population,
        np.log10(population / largest[scene.name]),
        scene.log_radius,
        *(_flags(scene.kind == KINDS.index(kind)) for kind in _KIND_COLUMNS),
    ]
    return [column[view.candidate] for column in columns]


def _rank(scene: Scene) -> Ints:
    """How many namesakes are better known, shape (candidates,); the order in which a source names equals is no evidence."""
    order = np.lexsort((-scene.prior, scene.name))
    names, priors = scene.name[order], scene.prior[order]
    begins = np.ones(len(order), np.bool_)
    begins[1:] = (names[1:] != names[:-1]) | (priors[1:] != priors[:-1])
    first = np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
    rank = np.empty(len(order), np.int64)
    rank[order] = first - scene.first[names]
    return rank


def cue_words(view: View) -> list[Floats]:
    """What the words beside the name call for."""
    scene = view.scene
    table: Bools = np.array([[kind in kinds for kind in KINDS] for kinds in scene.called], np.bool_).reshape(-1, len(KINDS))
    agrees: Bools = table[view.mention, scene.kind[view.candidate]]
    called: Bools = np.asarray(table.any(axis=1))[view.mention]
    return [agrees.astype(np.float64), (called & ~agrees).astype(np.float64)]


def containment(view: View) -> list[Floats]:
    """What contains the place, beside the name ("Paris, Ky.") and anywhere in the text; and what it contains."""
    scene, beside = view.scene, view.scene.adjacency
    inside, inside_second, holds, lists = (np.zeros(len(view.candidate)) for _ in range(4))
    for index in range(len(scene.mentions)):
        rows = view.rows(index)
        if not rows.stop > rows.start:
            continue
        own = view.candidate[rows]
        if (other := int(beside.container[index])) >= 0:
            inside[rows] = relations.share_containing(view, own, other)
        if (other := int(beside.second_container[index])) >= 0:
            inside_second[rows] = relations.share_containing(view, own, other)
        if (other := int(beside.content[index])) >= 0:
            holds[rows] = relations.share_contained(view, own, other)
        for other in (int(beside.listed_before[index]), int(beside.listed_after[index])):
            if other >= 0:
                lists[rows] = np.maximum(lists[rows], relations.share_alike(view, own, other))
    return [inside, inside_second, holds, lists, *(column[view.candidate] for column in _named_anywhere(view))]


def _named_anywhere(view: View) -> list[Floats]:
    """Whether country and divisions of a place are named, and how much of the story lies in it, apart from its own name."""
    scene = view.scene
    places = len(scene.place_index)
    named = np.bincount(scene.place, weights=view.mass, minlength=places)
    columns = []
    for level in range(3):
        parent = scene.parents[:, level]
        own = relations.own_mass(view, parent)
        columns.append(np.where(parent >= 0, np.log1p(np.maximum(0.0, named[parent] - own)), 0.0))
    held = np.zeros(places)
    for level in range(3):
        parent = scene.parents[:, level]
        held += np.bincount(parent[parent >= 0], weights=view.mass[parent >= 0], minlength=places)
    own_held = np.zeros(len(scene.candidates))
    for level in range(3):
        own_held += relations.own_held(view, level)
    columns.append(np.log1p(np.maximum(0.0, held[scene.place] - own_held)))
    return columns


def document(view: View) -> list[Floats]:
    """How much of the rest of the story lies in the same country and division, and how near."""
    scene = view.scene
    total = max(1e-9, float(view.mass.sum()))
    country = relations.share_without_own(view, scene.country) / total
    division = relations.share_without_own(view, scene.division) / total
    near, closest = relations.nearness(view)
    columns = [country, division, *near.T, np.log10(1.0 + closest)]
    return [column[view.candidate] for column in columns]


def same_name(view: View) -> list[Floats]:
    """What the same name means elsewhere in the text, and how often it stands there."""
    scene = view.scene
    count = scene.mentions_of_name[scene.name_of][view.mention]
    total = view.belief[view.candidate] * count
    others = np.where(count > 1, (total - view.row_belief) / np.maximum(1.0, count - 1), 0.0)
    return [others, np.log1p(count)]


def publisher(view: View) -> list[Floats]:
    """Where the publisher is at home, by its name, its address, and its other articles."""
    scene, home, batch = view.scene, view.home, view.batch
    candidates = scene.candidates
    in_country = [float(bool(home.country) and candidate.place.country == home.country) for candidate in candidates]
    columns = [np.array(in_country), *relations.home_nearness(view)]
    columns.append(np.array([batch.countries.get(candidate.place.country, 0.0) for candidate in candidates]))
    divisions = list(scene.place_index)
    columns.append(np.array([batch.divisions.get(divisions[index], 0.0) if index >= 0 else 0.0 for index in scene.division]))
    columns.append(np.array([batch.places.get(candidate.place.id, 0.0) for candidate in candidates]))
    columns.append(np.full(len(candidates), np.log1p(batch.articles)))
    return [column[view.candidate] for column in columns]


def dateline(view: View) -> list[Floats]:
    """Where the article was filed."""
    scene = view.scene
    filed = [index for index, mention in enumerate(scene.mentions) if mention.role == "dateline"]
    rows = np.concatenate([np.arange(*view.rows(index).indices(len(view.candidate))) for index in filed]) if filed else np.array([], int)
    if not len(rows):
        return [np.zeros(len(view.candidate)) for _ in range(3)]
    places, weights = view.candidate[rows], view.row_belief[rows]
    same_division = np.zeros(len(scene.place_index) + 1)
    np.add.at(same_division, scene.division[places], np.where(scene.division[places] >= 0, weights, 0.0))
    same_division[-1] = 0.0
    near = relations.kernel(distances_km(scene.xyz, scene.xyz[places]), relations.SCALES_KM[1]) @ weights
    columns = [same_division[scene.division], near]
    is_filed = np.isin(view.mention, filed).astype(np.float64)
    return [column[view.candidate] for column in columns] + [is_filed]


def role(view: View) -> list[Floats]:
    """In what role the name stands: demonyms and governments are countries more often than towns."""
    roles = [mention.role for mention in view.scene.mentions]
    names = ("demonym", "metonymic", "modifier", "embedded")
    return [_flags(role == name for role in roles)[view.mention] for name in names]


Group = Callable[[View], list[Floats]]
# Every group with its columns and, as a clause, what a positive contribution of the group says.
GROUPS: Mapping[str, tuple[Group, tuple[str, ...]]] = {
    "name": (
        name_match,
        ("exact", "derived", "preferred", "alternate", "abbreviation", "demonym", "former", "edits", "own_name", "foreign", "namesakes"),
    ),
    "prominence": (
        prominence,
        ("prior", "prior_share", "rank", "population", "population_share", "radius", *_KIND_COLUMNS),
    ),
    "cues": (cue_words, ("cue_agrees", "cue_conflicts")),
    "containment": (
        containment,
        ("inside_next", "inside_second", "holds_previous", "list_alike", "country_named", "division_named", "county_named", "holds_story"),
    ),
    "document": (
        document,
        ("country_share", "division_share", "near_30", "near_150", "near_600", "closest"),
    ),
    "same_name": (same_name, ("elsewhere", "mentions")),
    "publisher": (
        publisher,
        ("home_suffix", "home_near", "home_division", "batch_country", "batch_division", "batch_place", "batch_size"),
    ),
    "dateline": (dateline, ("dateline_division", "dateline_near", "is_dateline")),
    "role": (role, ("is_demonym", "is_metonymic", "is_modifier", "is_embedded")),
}
# Evidence that also counts by how far it leads over the best other candidate of the mention: "Ky." after Paris speaks against all
# others. A lead belongs to the group of its feature.
LEADS = (
    "cue_agrees", "inside_next", "inside_second", "holds_previous", "list_alike", "country_named", "division_named", "country_share",
    "division_share", "near_30", "near_150", "elsewhere", "home_near", "batch_division", "dateline_near",
)  # fmt: skip
_PLAIN = tuple(column for _, columns in GROUPS.values() for column in columns)
FEATURES: tuple[str, ...] = (*_PLAIN, *(f"{column}_lead" for column in LEADS))
_LEADS_AT = [_PLAIN.index(column) for column in LEADS]
# The group of each feature, in the order of `FEATURES`.
GROUP_OF: tuple[str, ...] = (
    *(group for group, (_, columns) in GROUPS.items() for _ in columns),
    *(next(group for group, (_, columns) in GROUPS.items() if column in columns) for column in LEADS),
)


def feature_matrix(view: View) -> Floats:
    """All features, shape (rows, len(FEATURES))."""
    if not len(view.candidate):
        return np.zeros((0, len(FEATURES)))
    plain = np.column_stack([column for group, _ in GROUPS.values() for column in group(view)])
    return np.concatenate([plain, _leads(view, plain[:, _LEADS_AT])], axis=1)


def _leads(view: View, values: Floats) -> Floats:
    """Each value less the largest among the other rows of its mention; a lone candidate leads by its value."""
    filled = np.flatnonzero(np.diff(view.row_first))
    starts = view.row_first[filled]
    slot = np.repeat(np.arange(len(filled)), np.diff(view.row_first)[filled])
    largest = np.maximum.reduceat(values, starts)
    is_largest = values == largest[slot]
    shared = np.add.reduceat(is_largest.astype(np.float64), starts) > 1
    second = np.maximum.reduceat(np.where(is_largest, 0.0, values), starts)
    rival = np.where(is_largest & ~shared[slot], second[slot], largest[slot])
    leads: Floats = values - rival
    return leads


def _flags(values: object) -> Floats:
    return np.asarray(values if isinstance(values, np.ndarray) else list(values), np.float64)  # type: ignore[call-overload]
