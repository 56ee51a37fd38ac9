"""Names that differ from a key by a slip or two.

The keys that may be meant stand in blocks of one first letter and one length, so that a block is one stretch of text and the
key number *n* starts at *n* times its length. Each key has a signature of 64 bits: which letters (32) and which pairs of
letters (32, hashed) occur in it. One edit changes a few of them, so two signatures that differ in more bits belong to keys
further apart; what passes (a few in a hundred) is compared letter by letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from struct import Struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Shorter names are left alone: at four letters every second slip makes another place.
SHORTEST = 5
_LONGEST = 40
_BLOCK = Struct("<BBII")
# Bits of a signature that one edit can change: of the letters (one goes, one comes), and in all (neighbours that swap change three
# pairs for three, and no letter).
_LETTER_BITS, _BITS = 2, 6


def bound(length: int) -> int:
    """Largest distance allowed for a name of so many letters: 0 to 4 letters, 1 to 7, 2 above."""
    return 0 if length < SHORTEST else 1 if length <= 7 else 2


def distance(left: str, right: str, most: int) -> int:
    """Edits between two words (insert, delete, replace, swap neighbours), or ``most + 1`` when there are more than ``most``.

    References
    ----------
    Optimal string alignment: L. Boytsov, "Indexing methods for approximate dictionary searching", JEA 16 (2011), section 2.

    Examples
    --------
    >>> distance("banjska", "banska", 2), distance("kyiv", "kiyv", 2), distance("paris", "london", 2)
    (1, 1, 3)
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left):
        above, row_before = row, before
        row = [i + 1]
        for j, b in enumerate(right):
            cost = min(above[j] + (a != b), above[j + 1] + 1, row[j] + 1)
            if i and j and a == right[j - 1] and b == left[i - 1]:
                cost = min(cost, row_before[j - 1] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before = above
    return min(row[-1], most + 1)


def signature(key: str) -> int:
    """Signature of an ASCII key: its letters in the lower half, its pairs of letters in the upper."""
    letters = pairs = 0
    for left, right in zip(key, key[1:] + " ", strict=True):
        letters |= 1 << (ord(left) & 31)
        pairs |= 1 << ((ord(left) * 7 + ord(right)) & 31)
    return pairs << 32 | letters


def build(keys: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Make the tables of `SpellingIndex` from distinct keys; those that are not plain Latin are left out."""
    blocks: dict[tuple[int, int], list[str]] = defaultdict(list)
    for key in keys:
        if key.isascii() and SHORTEST - 1 <= len(key) <= _LONGEST:
            blocks[ord(key[0]), len(key)].append(key)
    ordered = sorted(blocks)
    yield "spelling_blocks", b"".join(_BLOCK.pack(*block, len(blocks[block]), 0) for block in ordered)
    yield "spelling_text", "".join(key for block in ordered for key in blocks[block]).encode()
    yield "spelling_signatures", b"".join(signature(key).to_bytes(8, "little") for block in ordered for key in blocks[block])


class SpellingIndex:
    """Finds the keys near a key.

    Parameters
    ----------
    blocks, text, signatures
        What `build` made.
    """

    def __init__(self, blocks: bytes, text: bytes, signatures: bytes) -> None:
        self._text = text
        self._signatures = signatures
        self._blocks: dict[tuple[int, int], tuple[int, int, int]] = {}
        start = offset = 0
        for letter, length, count, _ in _BLOCK.iter_unpack(blocks):
            self._blocks[letter, length] = (start, count, offset)
            start += count
            offset += count * length

    @cached_property
    def _tables(self) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
        import numpy as np

        counts = np.array([number.bit_count() for number in range(1 << 16)], dtype=np.uint8)
        return np.frombuffer(self._signatures, dtype="<u2").reshape(-1, 4), counts

    def near(self, key: str) -> list[tuple[int, str]]:
        """Keys within the `bound` of a key that share its first letter, with their distance, nearest first, then by key."""
        most = bound(len(key.replace(" ", "")))
        if not most or not key.isascii() or len(key) > _LONGEST:
            return []
        found = []
        wanted = signature(key)
        for length in range(len(key) - most, len(key) + most + 1):
            for other in self._similar(ord(key[0]), length, wanted, most):
                edits = distance(key, other, most)
                if 0 < edits <= most:
                    found.append((edits, other))
        return sorted(found)

    def _similar(self, letter: int, length: int, wanted: int, most: int) -> Iterator[str]:
        """Keys of a block whose signature leaves the distance possible."""
        import numpy as np

        if (letter, length) not in self._blocks:
            return
        start, count, offset = self._blocks[letter, length]
        signatures, ones = self._tables
        changed = ones[signatures[start : start + count] ^ np.frombuffer(wanted.to_bytes(8, "little"), dtype="<u2")]
        letters = changed[:, 0] + changed[:, 1]
        pairs = changed[:, 2] + changed[:, 3]
        for number in np.flatnonzero((letters <= _LETTER_BITS * most) & (letters + pairs <= _BITS * most)).tolist():
            yield self._text[offset + number * length : offset + (number + 1) * length].decode()
