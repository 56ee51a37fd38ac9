"""How places lie to one another: what contains what, what is alike, how much of the story is near; the own name always left out."""

from __future__ import annotations

import numpy as np

from geomap.resolution.scene import Bools, Floats, Ints, distances_km, unit_vectors
from geomap.resolution.view import View

# Half-lives of nearness: a town, a division, a country.
SCALES_KM = (30.0, 150.0, 600.0)
# The strongest names decide where a story is; more only cost time.
_MAX_ANCHORS = 150
_FAR_KM = 20_000.0
# What "X, Y" says is so strong that a candidate which nothing else speaks for still counts this much.
_LEAST_BELIEF = 0.02


def share_containing(view: View, own: Ints, other: int) -> Floats:
    """Belief that the other mention means a place that contains each own candidate, among those that contain any."""
    rows = view.rows(other)
    inside = _inside(view, own, view.candidate[rows])
    weight = np.where(inside.any(axis=0), view.row_belief[rows] + _LEAST_BELIEF, 0.0)
    share: Floats = (inside @ weight) / max(float(weight.sum()), _LEAST_BELIEF)
    return np.minimum(1.0, share)


def share_contained(view: View, own: Ints, other: int) -> Floats:
    """Belief that the other mention means a place inside each own candidate, among those inside any."""
    rows = view.rows(other)
    inside = _inside(view, view.candidate[rows], own)
    weight = np.where(inside.any(axis=1), view.row_belief[rows] + _LEAST_BELIEF, 0.0)
    share: Floats = (weight @ inside) / max(float(weight.sum()), _LEAST_BELIEF)
    return np.minimum(1.0, share)


def _inside(view: View, places: Ints, containers: Ints) -> Bools:
    """Whether each place lies in each container, shape (places, containers)."""
    inside: Bools = (view.scene.parents[places][:, None, :] == view.scene.place[containers][None, :, None]).any(axis=2)
    return inside


def share_alike(view: View, own: Ints, other: int) -> Floats:
    """Belief that the other mention means a place of the same kind in the same division, or country for countries' parts."""
    scene = view.scene
    rows = view.rows(other)
    theirs = view.candidate[rows]
    same_kind = scene.kind[own][:, None] == scene.kind[theirs][None, :]
    same_division = (scene.division[own][:, None] == scene.division[theirs][None, :]) & (scene.division[own] >= 0)[:, None]
    same_country = scene.country[own][:, None] == scene.country[theirs][None, :]
    weight = same_kind * (0.5 * same_country + 0.5 * same_division)
    share: Floats = weight @ view.row_belief[rows]
    return share


def own_mass(view: View, places: Ints) -> Floats:
    """Mass that the candidate's own name gives to a place, for each candidate and one place each."""
    scene = view.scene
    size = len(scene.place_index) + 1
    keys = scene.name * size + scene.place
    order = np.argsort(keys, kind="stable")
    wanted = scene.name * size + np.where(places >= 0, places, size - 1)
    position = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    found = keys[order][position] == wanted
    return np.where(found, view.mass[order][position], 0.0)


def own_held(view: View, level: int) -> Floats:
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


def share_without_own(view: View, group: Ints) -> Floats:
    """Mass of all candidates of the same group, those of the same name left out, shape (candidates,)."""
    scene = view.scene
    known = group >= 0
    size = int(group.max(initial=-1)) + 2
    total = np.bincount(group[known], weights=view.mass[known], minlength=size)
    keys = scene.name * size + np.where(known, group, size - 1)
    unique, inverse = np.unique(keys, return_inverse=True)
    own = np.bincount(inverse, weights=np.where(known, view.mass, 0.0))[inverse] if len(unique) else np.zeros(0)
    return np.where(known, np.maximum(0.0, total[group] - own), 0.0)


def nearness(view: View) -> tuple[Floats, Floats]:
    """Share of the other names' mass near each candidate at each scale, and the distance to the nearest sure one."""
    scene = view.scene
    mass = np.where(scene.wide, 0.0, view.mass)
    anchors = np.argsort(-mass, kind="stable")[:_MAX_ANCHORS]
    anchors = anchors[mass[anchors] > 0.02]
    if not len(anchors):
        return np.zeros((len(scene.candidates), len(SCALES_KM))), np.full(len(scene.candidates), _FAR_KM)
    distance = distances_km(scene.xyz, scene.xyz[anchors])
    other: Bools = scene.name[:, None] != scene.name[anchors][None, :]
    weight = np.where(other, mass[anchors][None, :], 0.0)
    total = np.maximum(1e-9, weight.sum(axis=1))
    near = np.stack([(weight * kernel(distance, scale)).sum(axis=1) / total for scale in SCALES_KM], axis=1)
    sure = other & (view.belief[anchors] > 0.4)[None, :]
    return near, np.where(sure, distance, _FAR_KM).min(axis=1)


def home_nearness(view: View) -> list[Floats]:
    """Nearness to the publisher's home and whether it lies in the same division; namesakes of the home are weighed by the batch."""
    scene, home = view.scene, view.home
    if not home.candidates:
        return [np.zeros(len(scene.candidates)), np.zeros(len(scene.candidates))]
    weights = np.array([weight * view.batch.plausibility(candidate.place) for candidate, weight in home.candidates])
    weights = weights / weights.sum()
    points = np.radians(np.array([[c.place.point.latitude, c.place.point.longitude] for c, _ in home.candidates]))
    near = (kernel(distances_km(scene.xyz, unit_vectors(points[:, 0], points[:, 1])), SCALES_KM[1]) * weights).max(axis=1)
    divisions: dict[str, float] = {}
    for (candidate, _), weight in zip(home.candidates, weights, strict=True):
        for division in candidate.place.parents[1:2]:
            divisions[division] = divisions.get(division, 0.0) + float(weight)
    index = list(scene.place_index)
    return [near, np.array([divisions.get(index[division], 0.0) if division >= 0 else 0.0 for division in scene.division])]


def kernel(distance: Floats, scale: float) -> Floats:
    """Nearness: 1 at no distance, half of it at each further ``scale`` kilometers."""
    kernel: Floats = np.exp2(-distance / scale)
    return kernel
