"""A Bloom filter over the keys of a gazetteer, so that only runs of words that may be a name reach the database.

A key's hash is its UTF-8 bytes read as one large number, modulo two primes: the hash of two words joined follows from the
hashes of the words, so that a matcher hashes each word once, whatever the number of runs it is part of.

Reference: B. H. Bloom, "Space/time trade-offs in hash coding with allowable errors", CACM 13 (1970).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The two largest primes below 2**31: products of two remainders fit in 64 bits.
PRIMES = (2147483647, 2147483629)
# Odd multipliers that spread the 62 bits over 64 (from the fractional part of the golden ratio, and of the square root of 2).
_SPREAD = (0x9E3779B97F4A7C15, 0x6A09E667F3BCC909)
_MASK = (1 << 64) - 1
# At least this many bits for each key: with two probes one foreign run in twenty-five passes at most.
_BITS_PER_KEY = 9


def key_hash(key: str) -> tuple[int, int]:
    """Hash of a key: its bytes as a number, modulo each prime."""
    number = int.from_bytes(key.encode(), "big")
    return number % PRIMES[0], number % PRIMES[1]


def build(keys: Iterable[str], count: int) -> bytes:
    """Make the filter of ``count`` keys; its size is a power of two."""
    width = max(13, (max(count, 1) * _BITS_PER_KEY - 1).bit_length())
    shift = 64 - width
    bits = bytearray(1 << (width - 3))
    for key in keys:
        first, second = key_hash(key)
        joined = (first << 31) ^ second
        for factor in _SPREAD:
            position = ((joined * factor) & _MASK) >> shift
            bits[position >> 3] |= 1 << (position & 7)
    return bytes(bits)


class BloomFilter:
    """The filter at work on many hashes at once.

    Parameters
    ----------
    data
        What `build` made.
    """

    def __init__(self, data: bytes) -> None:
        import numpy as np

        self._bits = np.frombuffer(data, dtype=np.uint8)
        self._shift = np.uint64(64 - (len(data) * 8 - 1).bit_length())

    def may_hold(self, first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Tell for each hash whether its key may be in the gazetteer; False is certain."""
        import numpy as np

        joined = (first << np.uint64(31)) ^ second
        passed = np.ones(len(joined), dtype=bool)
        for factor in _SPREAD:
            position = (joined * np.uint64(factor)) >> self._shift
            byte = self._bits[(position >> np.uint64(3)).astype(np.intp)]
            passed &= (byte >> (position & np.uint64(7)).astype(np.uint8)) & np.uint8(1) == 1
        return passed
