"""The corrections file changed: a block is put in or taken out, the rest keeps its bytes and its comments.

Blocks are sorted by name, so that the additions of two people seldom meet in version control. Writers take turns by a lock beside
the file.
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from geomap.errors import GazetteerError, OutputError
from geomap.files import write_whole
from geomap.gazetteer.corrections import SCOPES, Correction
from geomap.gazetteer.corrections_reader import BLOCK, parse_corrections, text_of
from geomap.gazetteer.keys import key_of

HEADER = """\
# Corrections of geomap: what names mean, as people have said it. `geomap correct` adds one, `geomap corrections undo` takes one out;
# editing by hand is fine. One block a correction, sorted by name. See docs/corrections.md.
"""
# How long a second writer waits for the first one: a change takes some milliseconds.
_LOCK_SECONDS = 10.0


def add_corrections(path: Path, corrections: Sequence[Correction]) -> list[Correction]:
    """Put corrections in; one of the same name, scope and target takes the place of the old one if it is later.

    Returns
    -------
    list of Correction
        Those that were put in.

    Raises
    ------
    GazetteerError
        When the file is broken, or another writer does not finish.
    OutputError
        When the file cannot be written.
    """
    added: list[Correction] = []

    def change(text: str) -> str:
        for correction in corrections:
            old = [other for other in parse_corrections(text, path) if _aim(other) == _aim(correction)]
            if all(other.when < correction.when for other in old):
                text = _inserted(_without(text, path, {other.id for other in old}), correction)
                added.append(correction)
        return text

    _change(path, change)
    return added


def remove_corrections(path: Path, ids: Iterable[str]) -> list[Correction]:
    """Take corrections out by id; with no id the latest one.

    Raises
    ------
    GazetteerError
        When there is no correction, or none of an id.
    """
    wanted = set(ids)
    removed: list[Correction] = []

    def change(text: str) -> str:
        found = parse_corrections(text, path)
        if not found:
            raise GazetteerError(f"{path}: holds no correction")
        chosen = wanted or {max(found, key=lambda correction: (correction.when, correction.id)).id}
        if missing := chosen - {correction.id for correction in found}:
            raise GazetteerError(f"{path}: no correction {', '.join(sorted(missing))}; `geomap corrections list` shows the ids")
        removed.extend(correction for correction in found if correction.id in chosen)
        return _without(text, path, chosen)

    _change(path, change)
    return removed


def written(corrections: Iterable[Correction]) -> str:
    """Corrections as the text of a file."""
    text = HEADER
    for correction in corrections:
        text = _inserted(text, correction)
    return text


def _change(path: Path, change: Callable[[str], str]) -> None:
    with _locked(path):
        before = text_of(path)
        after = change(before or HEADER)
        if after != before:
            write_whole(path, after)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=_LOCK_SECONDS)
        lock.acquire()
    except Timeout as error:
        raise GazetteerError(f"{path}: another geomap has been writing for {_LOCK_SECONDS:g} s; try again when it is done") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); name another file in GEOMAP_CORRECTIONS") from error
    try:
        yield
    finally:
        lock.release()


def _aim(correction: Correction) -> tuple[str, ...]:
    """What a correction is about: a later one about the same takes its place."""
    where = correction.text or correction.document if correction.scope == "document" else correction.publisher.casefold()
    return key_of(correction.name), correction.scope, where


def _blocks(text: str) -> list[str]:
    """Head of the file, then its blocks, each with the comments above it."""
    starts = []
    for match in BLOCK.finditer(text):
        start = match.start()
        while start and (above := text.rfind("\n", 0, start - 1) + 1) < start and text[above:start].startswith("#"):
            start = above
        starts.append(start)
    cuts = [0, *starts, len(text)]
    return [text[first:last] for first, last in itertools.pairwise(cuts)]


def _without(text: str, path: Path, ids: set[str]) -> str:
    head, *blocks = _blocks(text)
    corrections = parse_corrections(text, path)
    return head + "".join(block for block, correction in zip(blocks, corrections, strict=True) if correction.id not in ids)


def _inserted(text: str, correction: Correction) -> str:
    """Put a block where its name belongs: before the first block of a later name."""
    head, *blocks = _blocks(text)
    place = (key_of(correction.name), SCOPES.index(correction.scope))
    index = len(blocks)
    for number, block in enumerate(blocks):
        other = tomllib.loads(block)["correction"][0]
        if (key_of(other["name"]), SCOPES.index(other["scope"])) > place:
            index = number
            break
    blocks.insert(index, _block(correction))
    return "\n\n".join(part.strip("\n") for part in (head, *blocks) if part.strip("\n")) + "\n"


def _block(correction: Correction) -> str:
    from tomlkit import item

    point = correction.point
    fields: dict[str, Any] = {
        "name": correction.name,
        "scope": correction.scope,
        "document": correction.document,
        "text": correction.text,
        "publisher": correction.publisher,
        "place": correction.place_id,
        "at": [point.latitude, point.longitude] if point else "",
        "not_a_place": correction.not_a_place,
        "who": correction.who,
        "when": correction.when,
        "why": correction.why,
    }
    clean = {key: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value for key, value in fields.items()}
    lines = [f"{key} = {item(value).as_string()}" for key, value in clean.items() if value not in ("", False)]
    return "[[correction]]\n" + "\n".join(lines) + "\n"
