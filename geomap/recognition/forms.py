"""Names that are not written out: shared heads in lists, coordinated directions; and names that are inflected."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.recognition.languages import Inflection

# Plural heads that a list of names shares, with the singular that each name gets.
_HEADS = {
    "counties": "County", "provinces": "Province", "districts": "District", "regions": "Region", "oblasts": "Oblast", "states": "State",
    "rivers": "River", "islands": "Island", "lakes": "Lake", "mountains": "Mountains", "townships": "Township", "parishes": "Parish",
    "governorates": "Governorate", "prefectures": "Prefecture", "departments": "Department", "cantons": "Canton", "valleys": "Valley",
    "municipalities": "Municipality", "boroughs": "Borough", "deserts": "Desert", "seas": "Sea", "oceans": "Ocean",
}  # fmt: skip
# Plural heads that stand before the names.
_FRONT_HEADS = {"lakes": "Lake", "mounts": "Mount", "forts": "Fort"}
_DIRECTIONS = frozenset({
    "North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western", "Upper", "Lower", "Central", "Inner", "Outer",
    "Greater", "Lesser", "New",
})  # fmt: skip
_JOINERS = frozenset({"and", "or", "&", ","})
# Members of a list and words of a member that are looked for: text in capitals without a full stop is no endless list.
_LONGEST_LIST = 30
_LONGEST_MEMBER = 5


def unwritten_names(words: Sequence[str]) -> dict[tuple[int, int], str]:
    """Full names of the members of lists whose head stands only once, by their token spans.

    Examples
    --------
    >>> unwritten_names("in Lee , Polk and Hill counties".split())
    {(1, 2): 'Lee County', (3, 4): 'Polk County', (5, 6): 'Hill County'}
    >>> unwritten_names("North and South Carolina".split())
    {(0, 1): 'North Carolina'}
    >>> unwritten_names([])
    {}
    """
    found: dict[tuple[int, int], str] = {}
    for number, word in enumerate(words):
        lower = word.lower()
        if lower in _HEADS:
            found |= _list_before(words, number, _HEADS[lower])
        if lower in _FRONT_HEADS:
            found |= {member: f"{_FRONT_HEADS[lower]} {name}" for member, name in _list_after(words, number + 1)}
        if lower in _HEADS and words[number + 1 : number + 2] == ["of"]:
            found |= {member: _after_of(name, _HEADS[lower]) for member, name in _list_after(words, number + 2)}
        if word in ("and", "or") and 0 < number < len(words) - 2:
            found |= _shared_noun(words, number)
    return dict(sorted(found.items()))


def _list_before(words: Sequence[str], head: int, singular: str) -> dict[tuple[int, int], str]:
    members: list[tuple[int, int]] = []
    end = head
    while end > 0 and len(members) < _LONGEST_LIST:
        start = end
        while start > 0 and words[start - 1][0].isupper() and end - start < _LONGEST_MEMBER:
            start -= 1
        if start == end:
            break
        members.append((start, end))
        end = start
        while end > 0 and words[end - 1] in _JOINERS and start - end < 2:
            end -= 1
        if end == start:
            break
    if len(members) < 2:
        return {}
    return {member: " ".join([*words[slice(*member)], singular]) for member in members}


def _list_after(words: Sequence[str], start: int) -> list[tuple[tuple[int, int], str]]:
    """Members of a list that begins at a word, each with its own words; none when there is but one."""
    members: list[tuple[int, int]] = []
    while start < len(words) and words[start][0].isupper() and len(members) < _LONGEST_LIST:
        end = start + 1
        while end < len(words) and words[end][0].isupper() and end - start < _LONGEST_MEMBER:
            end += 1
        members.append((start, end))
        start = end
        while start < len(words) and words[start] in _JOINERS and start - end < 2:
            start += 1
        if start == end:
            break
    return [(member, " ".join(words[slice(*member)])) for member in members] if len(members) > 1 else []


def _after_of(name: str, head: str) -> str:
    """Full name in "the provinces of …"; "the counties of …" are Irish or English ones, which bear no "County" behind the name."""
    return name if head == "County" else f"{name} {head}"


def _shared_noun(words: Sequence[str], joiner: int) -> dict[tuple[int, int], str]:
    before, after = words[joiner - 1], words[joiner + 1]
    if before == after or not {before, after} <= _DIRECTIONS or not words[joiner + 2][0].isupper():
        return {}
    end = joiner + 3
    while end < len(words) and words[end][0].isupper() and end - joiner < _LONGEST_MEMBER:
        end += 1
    return {(joiner - 1, joiner): " ".join([before, *words[joiner + 2 : end]])}


def base_forms(word: str, inflection: Inflection) -> tuple[str, ...]:
    """Forms that a word may have been made from, none of them the word itself.

    An apostrophe in a language with endings parts the name from what follows it, as in Turkish.

    Examples
    --------
    >>> from geomap.recognition.languages import INFLECTED
    >>> base_forms("Berlins", INFLECTED["de"]), base_forms("Ankara'da", INFLECTED["tr"])
    (('Berlin',), ('Ankara',))
    >>> base_forms("وإربد", INFLECTED["ar"])
    ('إربد',)
    """
    name, mark, rest = word.partition("'")
    if mark and inflection.endings:
        return (name,) if name and rest.isalpha() else ()
    lower, found = word.lower(), []
    if len(lower) != len(word):
        # A letter that becomes two in lower case ("İ") would shift what is cut off.
        lower = "".join(letter.lower()[0] for letter in word)
    for ending, base in inflection.endings:
        if lower.endswith(ending) and len(word) - len(ending) >= inflection.shortest:
            found.append(word[: -len(ending)] + (base.upper() if word.isupper() else base))
    for prefix, base in inflection.prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) >= inflection.shortest:
            found.append(base + word[len(prefix) :])
    return tuple(dict.fromkeys(form for form in found if form != word))
