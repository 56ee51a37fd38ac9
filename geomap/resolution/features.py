"""The evidence as numbers: one column a feature, one row a candidate of a mention, in groups that are read one by one.

A group is a function of a `View`; its columns are named in `GROUPS`, in order. What a column says stands beside its name.
Beliefs are the probabilities of the pass before: in the first pass the gazetteer's priors, in the second the first pass's answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geomap.models import MatchRule, NameKind
from geomap.resolution.batch import Batch
from geomap.resolution.home import Home
from geomap.resolution.kinds import KINDS, Kind
from geomap.resolution.scene import Bools, Floats, Ints, Scene, distances_km, unit_vectors

# Kinds of place that have a column of their own; rarer ones share the columns of population and extent.
_KIND_COLUMNS: tuple[Kind, ...] = (
    "country", "division", "county", "district", "capital", "seat", "town", "quarter", "region", "water", "terrain", "airport", "landmark",
)  # fmt: skip
# Half-lives of nearness: a town, a division, a country.
_SCALES_KM = (30.0, 150.0, 600.0)
# The strongest names decide where a story is; more only cost time.
_MAX_ANCHORS = 150
_FAR_KM = 20_000.0
# What "X, Y" says is so strong that a candidate which nothing else speaks for still counts this much.
_LEAST_BELIEF = 0.02


@dataclass(frozen=True)
class View:
    """A scene, row by row, with what is believed of it.

    Attributes
    ----------
    scene
        The document with its candidates.
    belief
        Probability of each candidate, averaged over the mentions of its name, shape (candidates,).
    row_belief
        Probability of each row, shape (rows,).
    home
        Where the publisher is at home.
    batch
        What the publisher's other articles name.
    """

    scene: Scene
    belief: Floats
    row_belief: Floats
    home: Home
    batch: Batch

    @cached_property
    def mention(self) -> Ints:
        """Index of the mention of each row, shape (rows,)."""
        counts = np.diff(self.scene.first)[self.scene.name_of]
        return np.repeat(np.arange(len(self.scene.mentions)), counts)

    @cached_property
    def row_first(self) -> Ints:
        """Where the rows of each mention begin, shape (mentions + 1,)."""
        counts = np.diff(self.scene.first)[self.scene.name_of]
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    @cached_property
    def candidate(self) -> Ints:
        """Index of the candidate of each row, shape (rows,)."""
        starts = self.scene.first[self.scene.name_of] - self.row_first[:-1]
        return np.arange(self.row_first[-1]) + np.repeat(starts, np.diff(self.row_first))

    @cached_property
    def mass(self) -> Floats:
        """Belief times the weight of the name and the recognizer's confidence in it, shape (candidates,)."""
        confidence = np.array([mention.confidence for mention in self.scene.mentions])
        sure = np.bincount(self.scene.name_of, weights=confidence, minlength=self.scene.names) / self.scene.mentions_of_name
        mass: Floats = self.belief * (self.scene.name_weight * sure)[self.scene.name]
        return mass


def name_match(view: View) -> list[Floats]:
    """How well the name fits."""
    candidates = view.scene.candidates
    rules: tuple[MatchRule, ...] = ("exact", "derived")
    kinds: tuple[NameKind, ...] = ("preferred", "alternate", "abbreviation", "demonym", "former")
    columns = [_flags(candidate.rule == rule for candidate in candidates) for rule in rules]
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
    rank = np.arange(len(scene.candidates)) - scene.first[scene.name]
    columns = [
        np.log10(scene.prior + 1e-6),
        np.log10((scene.prior + 1e-6) / (best[scene.name] + 1e-6)),
        np.log1p(rank),
        scene.log_population,
        np.log10(population / largest[scene.name]),
        scene.log_radius,
        *(_flags(scene.kind == KINDS.index(kind)) for kind in _KIND_COLUMNS),
    ]
    return [column[view.candidate] for column in columns]


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
        rows = _rows(view, index)
        if not rows.stop > rows.start:
            continue
        own = view.candidate[rows]
        if (other := int(beside.container[index])) >= 0:
            inside[rows] = _share_containing(view, own, other)
        if (other := int(beside.second_container[index])) >= 0:
            inside_second[rows] = _share_containing(view, own, other)
        if (other := int(beside.content[index])) >= 0:
            holds[rows] = _share_contained(view, own, other)
        for other in (int(beside.listed_before[index]), int(beside.listed_after[index])):
            if other >= 0:
                lists[rows] = np.maximum(lists[rows], _share_alike(view, own, other))
    return [inside, inside_second, holds, lists, *(column[view.candidate] for column in _named_anywhere(view))]


def _named_anywhere(view: View) -> list[Floats]:
    """Whether country and divisions of a place are named, and how much of the story lies in it, apart from its own name."""
    scene = view.scene
    places = len(scene.place_index)
    named = np.bincount(scene.place, weights=view.mass, minlength=places)
    columns = []
    for level in range(3):
        parent = scene.parents[:, level]
        own = _own_mass(view, parent)
        columns.append(np.where(parent >= 0, np.log1p(np.maximum(0.0, named[parent] - own)), 0.0))
    held = np.zeros(places)
    for level in range(3):
        parent = scene.parents[:, level]
        held += np.bincount(parent[parent >= 0], weights=view.mass[parent >= 0], minlength=places)
    own_held = np.zeros(len(scene.candidates))
    for level in range(3):
        own_held += _own_held(view, level)
    columns.append(np.log1p(np.maximum(0.0, held[scene.place] - own_held)))
    return columns


def document(view: View) -> list[Floats]:
    """How much of the rest of the story lies in the same country and division, and how near."""
    scene = view.scene
    total = max(1e-9, float(view.mass.sum()))
    country = _share_without_own(view, scene.country) / total
    division = _share_without_own(view, scene.division) / total
    near, closest = _nearness(view)
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
    columns = [np.array(in_country), *_home_nearness(view)]
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
    rows = np.concatenate([np.arange(*_rows(view, index).indices(len(view.candidate))) for index in filed]) if filed else np.array([], int)
    if not len(rows):
        return [np.zeros(len(view.candidate)) for _ in range(3)]
    places, weights = view.candidate[rows], view.row_belief[rows]
    same_division = np.zeros(len(scene.place_index) + 1)
    np.add.at(same_division, scene.division[places], np.where(scene.division[places] >= 0, weights, 0.0))
    same_division[-1] = 0.0
    near = _kernel(distances_km(scene.xyz, scene.xyz[places]), _SCALES_KM[1]) @ weights
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


def _rows(view: View, mention: int) -> slice:
    return slice(int(view.row_first[mention]), int(view.row_first[mention + 1]))


def _share_containing(view: View, own: Ints, other: int) -> Floats:
    """Belief that the other mention means a place that contains each own candidate, among those that contain any."""
    rows = _rows(view, other)
    inside = _inside(view, own, view.candidate[rows])
    weight = np.where(inside.any(axis=0), view.row_belief[rows] + _LEAST_BELIEF, 0.0)
    share: Floats = (inside @ weight) / max(float(weight.sum()), _LEAST_BELIEF)
    return np.minimum(1.0, share)


def _share_contained(view: View, own: Ints, other: int) -> Floats:
    """Belief that the other mention means a place inside each own candidate, among those inside any."""
    rows = _rows(view, other)
    inside = _inside(view, view.candidate[rows], own)
    weight = np.where(inside.any(axis=1), view.row_belief[rows] + _LEAST_BELIEF, 0.0)
    share: Floats = (weight @ inside) / max(float(weight.sum()), _LEAST_BELIEF)
    return np.minimum(1.0, share)


def _inside(view: View, places: Ints, containers: Ints) -> Bools:
    """Whether each place lies in each container, shape (places, containers)."""
    inside: Bools = (view.scene.parents[places][:, None, :] == view.scene.place[containers][None, :, None]).any(axis=2)
    return inside


def _share_alike(view: View, own: Ints, other: int) -> Floats:
    """Belief that the other mention means a place of the same kind in the same division, or country for countries' parts."""
    scene = view.scene
    rows = _rows(view, other)
    theirs = view.candidate[rows]
    same_kind = scene.kind[own][:, None] == scene.kind[theirs][None, :]
    same_division = (scene.division[own][:, None] == scene.division[theirs][None, :]) & (scene.division[own] >= 0)[:, None]
    same_country = scene.country[own][:, None] == scene.country[theirs][None, :]
    weight = same_kind * (0.5 * same_country + 0.5 * same_division)
    share: Floats = weight @ view.row_belief[rows]
    return share


def _own_mass(view: View, places: Ints) -> Floats:
    """Mass that the candidate's own name gives to a place, for each candidate and one place each."""
    scene = view.scene
    size = len(scene.place_index) + 1
    keys = scene.name * size + scene.place
    order = np.argsort(keys, kind="stable")
    wanted = scene.name * size + np.where(places >= 0, places, size - 1)
    position = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    found = keys[order][position] == wanted
    return np.where(found, view.mass[order][position], 0.0)


def _own_held(view: View, level: int) -> Floats:
    """Mass inside each candidate's place that its own name gives."""
    scene = view.scene
    size = len(scene.place_index) + 1
    parent = scene.parents[:, level]
    keys = scene.name * size + np.where(parent >= 0, parent, size - 1)
    unique, inverse = np.unique(keys, return_inverse=True)
    sums = np.bincount(inverse, weights=np.where(parent >= 0, view.mass, 0.0))
    wanted = scene.name * size + scene.place
    position = np.minimum(np.searchsorted(unique, wanted), len(unique) - 1)
    return np.where(unique[position] == wanted, sums[position], 0.0)


def _share_without_own(view: View, group: Ints) -> Floats:
    """Mass of all candidates of the same group, those of the same name left out, shape (candidates,)."""
    scene = view.scene
    known = group >= 0
    size = int(group.max(initial=-1)) + 2
    total = np.bincount(group[known], weights=view.mass[known], minlength=size)
    keys = scene.name * size + np.where(known, group, size - 1)
    unique, inverse = np.unique(keys, return_inverse=True)
    own = np.bincount(inverse, weights=np.where(known, view.mass, 0.0))[inverse] if len(unique) else np.zeros(0)
    return np.where(known, np.maximum(0.0, total[group] - own), 0.0)


def _nearness(view: View) -> tuple[Floats, Floats]:
    """Share of the other names' mass near each candidate at each scale, and the distance to the nearest sure one."""
    scene = view.scene
    mass = np.where(scene.wide, 0.0, view.mass)
    anchors = np.argsort(-mass, kind="stable")[:_MAX_ANCHORS]
    anchors = anchors[mass[anchors] > 0.02]
    if not len(anchors):
        return np.zeros((len(scene.candidates), len(_SCALES_KM))), np.full(len(scene.candidates), _FAR_KM)
    distance = distances_km(scene.xyz, scene.xyz[anchors])
    other: Bools = scene.name[:, None] != scene.name[anchors][None, :]
    weight = np.where(other, mass[anchors][None, :], 0.0)
    total = np.maximum(1e-9, weight.sum(axis=1))
    near = np.stack([(weight * _kernel(distance, scale)).sum(axis=1) / total for scale in _SCALES_KM], axis=1)
    sure = other & (view.belief[anchors] > 0.4)[None, :]
    return near, np.where(sure, distance, _FAR_KM).min(axis=1)


def _home_nearness(view: View) -> list[Floats]:
    """Nearness to the publisher's home and whether it lies in the same division; namesakes of the home are weighed by the batch."""
    scene, home = view.scene, view.home
    if not home.candidates:
        return [np.zeros(len(scene.candidates)), np.zeros(len(scene.candidates))]
    weights = np.array([weight * view.batch.plausibility(candidate.place) for candidate, weight in home.candidates])
    weights = weights / weights.sum()
    points = np.radians(np.array([[c.place.point.latitude, c.place.point.longitude] for c, _ in home.candidates]))
    near = (_kernel(distances_km(scene.xyz, unit_vectors(points[:, 0], points[:, 1])), _SCALES_KM[1]) * weights).max(axis=1)
    divisions: dict[str, float] = {}
    for (candidate, _), weight in zip(home.candidates, weights, strict=True):
        for division in candidate.place.parents[1:2]:
            divisions[division] = divisions.get(division, 0.0) + float(weight)
    index = list(scene.place_index)
    return [near, np.array([divisions.get(index[division], 0.0) if division >= 0 else 0.0 for division in scene.division])]


def _kernel(distance: Floats, scale: float) -> Floats:
    kernel: Floats = np.exp2(-distance / scale)
    return kernel
