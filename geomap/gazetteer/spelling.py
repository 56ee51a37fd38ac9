"""Names that differ from a key by a slip or two.

The keys that may be meant stand in blocks of one first letter and one length, so that a block is one stretch of text and the
key number *n* starts at *n* times its length. Each key has a signature of 64 bits: which letters (32) and which pairs of
letters (32, hashed) occur in it. One edit changes a few of them, so two signatures that differ in more bits belong to keys
further apart; what passes (a few in a hundred) is compared letter by letter. Signatures are made when a block is first asked
for (.1 ms): stored, they would take as much room as the keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from struct import Struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Shorter names are left alone: at four letters every second slip makes another place.
SHORTEST = 5
_LONGEST = 40
_BLOCK = Struct("<BBII")
# Blocks whose signatures are kept; there are some 900, of 2 kB on average.
_BLOCKS_KEPT = 256
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


def signatures(keys: bytes, length: int) -> NDArray[np.uint16]:
    """Give the signatures of ASCII keys of one length that stand side by side: letters in two columns of 16 bits, pairs in two more."""
    import numpy as np

    left = np.frombuffer(keys, dtype=np.uint8).reshape(-1, length)
    right = np.full_like(left, ord(" "))
    right[:, :-1] = left[:, 1:]
    bits = np.stack([left & 31, (left * np.uint8(7) + right) & 31], axis=1).astype("<u4")
    seen = np.bitwise_or.reduce(np.left_shift(np.uint32(1), bits), axis=2)
    return np.ascontiguousarray(seen, dtype="<u4").view("<u2")


def build(keys: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Make the tables of `SpellingIndex` from distinct keys; those that are not plain Latin are left out."""
    blocks: dict[tuple[int, int], list[str]] = defaultdict(list)
    for key in keys:
        if key.isascii() and SHORTEST - 1 <= len(key) <= _LONGEST:
            blocks[ord(key[0]), len(key)].append(key)
    ordered = sorted(blocks)
    yield "spelling_blocks", b"".join(_BLOCK.pack(*block, len(blocks[block]), 0) for block in ordered)
    yield "spelling_text", "".join(key for block in ordered for key in blocks[block]).encode()


class SpellingIndex:
    """Finds the keys near a key.

    Parameters
    ----------
    blocks, text
        What `build` made.
    """

    def __init__(self, blocks: bytes, text: bytes) -> None:
        self._text = text
        self._blocks: dict[tuple[int, int], tuple[int, int]] = {}
        self._signatures = lru_cache(_BLOCKS_KEPT)(self._make_signatures)
        offset = 0
        for letter, length, count, _ in _BLOCK.iter_unpack(blocks):
            self._blocks[letter, length] = (offset, offset + count * length)
            offset += count * length

    @cached_property
    def _ones(self) -> NDArray[np.uint8]:
        """Number of ones in each number of 16 bits."""
        import numpy as np

        return np.array([number.bit_count() for number in range(1 << 16)], dtype=np.uint8)

    def near(self, key: str) -> list[tuple[int, str]]:
        """Keys within the `bound` of a key that share its first letter, with their distance, nearest first, then by key."""
        most = bound(len(key.replace(" ", "")))
        if not most or not key.isascii() or len(key) > _LONGEST:
            return []
        found = []
        wanted = signatures(key.encode(), len(key))
        for length in range(len(key) - most, len(key) + most + 1):
            for other in self._similar(ord(key[0]), length, wanted, most):
                edits = distance(key, other, most)
                if 0 < edits <= most:
                    found.append((edits, other))
        return sorted(found)

    def _similar(self, letter: int, length: int, wanted: NDArray[np.uint16], most: int) -> Iterator[str]:
        """Keys of a block whose signature leaves the distance possible."""
        import numpy as np

        if (letter, length) not in self._blocks:
            return
        start, _ = self._blocks[letter, length]
        changed = self._ones[self._signatures(letter, length) ^ wanted]
        letters = changed[:, 0] + changed[:, 1]
        pairs = changed[:, 2] + changed[:, 3]
        for number in np.flatnonzero((letters <= _LETTER_BITS * most) & (letters + pairs <= _BITS * most)).tolist():
            yield self._text[start + number * length : start + (number + 1) * length].decode()

    def _make_signatures(self, letter: int, length: int) -> NDArray[np.uint16]:
        start, end = self._blocks[letter, length]
        return signatures(self._text[start:end], length)
