"""The evidence in words: what decided, as facts that a person can check, with what each added to the score."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from geomap.models import Evidence, Mention, Place
from geomap.resolution.draft import Draft
from geomap.resolution.features import FEATURES, GROUP_OF, GROUPS
from geomap.resolution.kinds import KINDS, Kind, kind_of
from geomap.resolution.scene import Floats, distances_km

# A group that adds less decides nothing.
_LEAST_WEIGHT = 0.05
_KIND_WORDS: Mapping[Kind, str] = {
    "country": "a country", "division": "a first-order division", "county": "a second-order division", "district": "a district",
    "capital": "a capital", "seat": "a seat of government", "town": "a populated place", "quarter": "a part of a town",
    "region": "a region", "continent": "a continent", "water": "a body of water", "terrain": "a landform", "park": "a park",
    "airport": "an airport", "landmark": "a landmark", "former": "a former place",
}  # fmt: skip
_AT = {feature: place for place, feature in enumerate(FEATURES)}
_NAME_WORDS = {"abbreviation": "an abbreviation of it", "demonym": "what its people are called", "former": "a former name of it"}


def explain(draft: Draft, mention: int, row: int, contributions: Floats) -> tuple[Evidence, ...]:
    """Evidence for the place of a row, strongest first.

    Parameters
    ----------
    draft
        The document after the last pass.
    mention, row
        The mention, and the row of the place.
    contributions
        What each feature adds to the row's score, shape (features,).

    Returns
    -------
    tuple of Evidence
        By weight, largest first.

    Notes
    -----
    The contributions of all groups and the model's starting value add up to the row's score. A group is left out when it adds next to
    nothing, or when no fact can be named that speaks in the same direction as its contribution.
    """
    explainer = Explainer(draft, mention, row)
    weights = dict.fromkeys(GROUPS, 0.0)
    for group, added in zip(GROUP_OF, contributions, strict=True):
        weights[group] += float(added)
    facts = []
    for group, weight in weights.items():
        text = explainer.words(group, speaks_for=weight > 0)
        if text and abs(weight) >= _LEAST_WEIGHT:
            facts.append(Evidence(group, text, weight))
    return tuple(sorted(facts, key=lambda fact: (-fact.weight, fact.kind)))


class Explainer:
    """Says of one row in words what its features say in numbers."""

    def __init__(self, draft: Draft, mention: int, row: int) -> None:
        self.draft = draft
        self.scene = draft.view.scene
        self.index = mention
        self.mention: Mention = self.scene.mentions[mention]
        self.row = row
        self.candidate = draft.candidate(row)
        self.place: Place = self.candidate.place
        self.features: Floats = draft.matrix[row]

    def __getitem__(self, feature: str) -> float:
        """Value of a feature by its name."""
        return float(self.features[_AT[feature]])

    def words(self, group: str, *, speaks_for: bool) -> str:
        """Clause for a group of features that speaks for the place, or against it; empty when there is nothing to say."""
        clause = (_FOR if speaks_for else _AGAINST).get(group)
        return clause(self) if clause else ""

    def name(self) -> str:
        """Which name of the place matched."""
        if self.candidate.rule == "spelling":
            return f"'{self.candidate.matched}' is the nearest spelling, {self.candidate.distance} letters off"
        if self.candidate.rule == "derived":
            return f"a plainer form of the name is '{self.candidate.matched}'"
        what = _NAME_WORDS.get(self.candidate.kind) or ("its name" if self["own_name"] else "another name of it")
        return f"'{self.mention.text}' is {what}"

    def prominence(self) -> str:
        """How well known the place is."""
        kind = _KIND_WORDS[kind_of(self.place)]
        people = f" of {self.place.population:,} people" if self.place.population else ""
        namesakes = round(np.expm1(self["namesakes"])) - 1
        if not namesakes:
            return f"it is {kind}{people}, the only place of this name that the gazetteer knows"
        rank = "the most prominent" if self["rank"] == 0 else "one"
        return f"it is {kind}{people}, {rank} of {namesakes + 1} places of this name"

    def cues(self) -> str:
        """What the words beside the name call for."""
        called = self.scene.called[self.index]
        if not called:
            return ""
        wanted = " or ".join(_KIND_WORDS[kind] for kind in KINDS if kind in called)
        return f"the words beside the name call for {wanted}" if self["cue_agrees"] else ""

    def cues_against(self) -> str:
        """Whether the words beside the name call for something else."""
        wanted = " or ".join(_KIND_WORDS[kind] for kind in KINDS if kind in self.scene.called[self.index])
        return f"the words beside the name call for {wanted}, which it is not" if self["cue_conflicts"] else ""

    def containment(self) -> str:
        """What contains the place."""
        beside = self.scene.adjacency
        container = int(beside.container[self.index])
        if container >= 0 and self["inside_next"] > 0.3:
            return f"'{self.scene.mentions[container].text}', right after the name, contains it"
        levels = ("county_named", "division_named", "country_named")
        for level, feature in zip((2, 1, 0), levels, strict=True):
            if self[feature] > 0.1 and len(self.place.parents) > level:
                parent = self._name_of(self.place.parents[level])
                if parent:
                    return f"the text names {parent}, which contains it"
        content = int(beside.content[self.index])
        if content >= 0 and self["holds_previous"] > 0.3:
            return f"it contains '{self.scene.mentions[content].text}', named right before"
        if self["holds_story"] > 0.3:
            return "other places that the text names lie in it"
        if self["list_alike"] > 0.3:
            return "it stands in a list with places of its kind and country"
        return ""

    def containment_against(self) -> str:
        """Whether nothing in the text contains it."""
        named = max(self[feature] for feature in ("inside_next", "country_named", "division_named", "county_named", "holds_story"))
        return "nothing that contains it is named" if named < 0.1 and len(self.scene.mentions) > 1 else ""

    def document(self) -> str:
        """How the place lies to the rest of the story."""
        nearest, km = self._nearest()
        if nearest and km < 300:
            return f"{nearest.name}, named in the text, is {km:.0f} km away"
        share = self["country_share"]
        if share >= 0.05 and self.place.country:
            return f"{share:.0%} of the other names lie in the same country"
        return ""

    def document_against(self) -> str:
        """Whether the rest of the story lies elsewhere."""
        if self.scene.names < 2:
            return "no other name of the text says where it is"
        share = self["country_share"]
        if share < 0.005:
            return "none of the other names lies in its country"
        return f"only {share:.0%} of the other names lie in its country" if share < 0.3 else ""

    def same_name(self) -> str:
        """What the name means elsewhere in the text."""
        count = round(np.expm1(self["mentions"]))
        return f"the name stands {count} times in the text and fits this place best" if count > 1 and self["elsewhere"] > 0.5 else ""

    def publisher(self) -> str:
        """Where the publisher is at home."""
        publisher = self.scene.document.publisher or "the publisher"
        if self["home_near"] > 0.3:
            return f"the name of {publisher} speaks of a place near by"
        if self["batch_division"] > 0.2 and self.place.admin1:
            return f"{self['batch_division']:.0%} of the names in {self.draft.view.batch.words} lie in {self.place.admin1}"
        if self["batch_place"] > 0.02:
            return f"{self.draft.view.batch.words} name it"
        if self["home_suffix"]:
            return "the publisher's address is of the same country"
        return ""

    def dateline(self) -> str:
        """Where the article was filed."""
        if self["is_dateline"]:
            return "it is the dateline"
        return "the article was filed near by" if self["dateline_near"] > 0.3 else ""

    def role(self) -> str:
        """What the role says."""
        words = {"demonym": "the name stands for people", "metonymic": "the name stands for a government or a team"}
        return words.get(self.mention.role, "")

    def _name_of(self, place_id: str) -> str:
        return next((c.place.name for c in self.scene.candidates if c.place.id == place_id), "")

    def _nearest(self) -> tuple[Place | None, float]:
        """Nearest place that another name is believed to mean, and the distance to it."""
        scene, belief = self.scene, self.draft.name_belief
        own = int(scene.name_of[self.index])
        others = np.flatnonzero((scene.name != own) & (belief > 0.5) & ~scene.wide)
        containers = {scene.place_index[parent] for parent in self.place.parents}
        here = scene.xyz[[int(self.draft.view.candidate[self.row])]]
        km = distances_km(here, scene.xyz[others])[0]
        for _ in range(len(others)):
            best = int(np.argmin(km))
            if int(scene.place[others[best]]) not in containers:
                return scene.candidates[int(others[best])].place, float(km[best])
            km[best] = np.inf
        return None, 0.0


_FOR: Mapping[str, Callable[[Explainer], str]] = {
    "name": Explainer.name,
    "prominence": Explainer.prominence,
    "cues": Explainer.cues,
    "containment": Explainer.containment,
    "document": Explainer.document,
    "same_name": Explainer.same_name,
    "publisher": Explainer.publisher,
    "dateline": Explainer.dateline,
    "role": Explainer.role,
}
_AGAINST: Mapping[str, Callable[[Explainer], str]] = {
    "name": Explainer.name,
    "prominence": Explainer.prominence,
    "cues": Explainer.cues_against,
    "containment": Explainer.containment_against,
    "document": Explainer.document_against,
}
