"""The outlines file: one SQLite database of compressed lines, and how they are packed.

Lines are stored in chunks of `CHUNK` neighbours, so that a map of a town reads a few kilobytes. A packed list of whole numbers is
split into its four byte planes before it is compressed: the high bytes of small differences are all alike (a third smaller
than without).
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the build of the wheel packs without numpy
    import numpy as np
    import numpy.typing as npt

# Format of the file; a reader refuses a newer one.
FORMAT = 1
# Lines in a chunk: at 64 the map of a town reads some 40 kB and the file is 3 % larger than with 512.
CHUNK = 64
# Grid steps to a degree of each level (10_000: 11 m), and of waters and outlines that came with a place. Much finer than the lines are
# simplified, because rounding may make rings cross themselves.
STEPS = {"city": 10_000, "region": 4_000, "world": 1_000, "own": 1_000}

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE faces (number INTEGER PRIMARY KEY, country TEXT, contested TEXT, division TEXT, name TEXT);
CREATE TABLE chunks (
    level TEXT, number INTEGER, west REAL, south REAL, east REAL, north REAL, kinds BLOB, lines BLOB, PRIMARY KEY (level, number)
);
CREATE TABLE areas (
    id TEXT, level TEXT, kind TEXT, country TEXT, name TEXT, rank INTEGER, face INTEGER,
    west REAL, south REAL, east REAL, north REAL, rings BLOB
);
"""
INDEXES = """
CREATE INDEX areas_by_id ON areas (id, level);
CREATE INDEX areas_by_box ON areas (level, kind, west, east);
"""

KINDS = ("coast", "seam", "border", "disputed", "division", "subdivision", "own")
"""What a line separates; its index is stored."""


def pack(numbers: Iterable[int]) -> bytes:
    """Compress whole numbers of 32 bits."""
    raw = array("i", numbers).tobytes()
    return zlib.compress(b"".join(raw[plane::4] for plane in range(4)), 9)


def unpack(data: bytes) -> npt.NDArray[np.int32]:
    """Return the numbers that `pack` compressed.

    Examples
    --------
    >>> unpack(pack([1, -2, 300])).tolist()
    [1, -2, 300]
    """
    import numpy as np

    planes = np.frombuffer(zlib.decompress(data), np.uint8).reshape(4, -1)
    return np.ascontiguousarray(planes.T).view(np.int32).reshape(-1)


def pack_lines(lines: Sequence[Sequence[tuple[int, int]]]) -> bytes:
    """Compress lines of grid points: their lengths, then the differences of all x, then of all y."""
    xs = [x for line in lines for x, _ in line]
    ys = [y for line in lines for _, y in line]
    return pack([len(lines), *map(len, lines), *_differences(xs), *_differences(ys)])


def unpack_lines(data: bytes, steps: int) -> list[npt.NDArray[np.float64]]:
    """Return the lines that `pack_lines` compressed in degrees, each an array of shape (points, 2)."""
    import numpy as np

    numbers = unpack(data)
    count = int(numbers[0])
    ends = numbers[1 : count + 1].cumsum().tolist()
    points = numbers[count + 1 :].reshape(2, -1).cumsum(axis=1, dtype=np.int64).T / steps
    return [points[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _differences(numbers: Sequence[int]) -> list[int]:
    return [after - before for before, after in zip([0, *numbers], numbers, strict=False)]
