"""Lines as text: the encoded polyline format, on an integer grid.

Each number is the difference to the one before it, zigzag-coded (the sign in the lowest bit) and written five bits at a
time, lowest first, each as a printable character from ``?`` on. A vertex of a coast takes about four characters, and the text
stays one line that version control can compare.

References
----------
Encoded Polyline Algorithm Format, https://developers.google.com/maps/documentation/utilities/polylinealgorithm; here
longitude comes first and the grid is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable

Vertex = tuple[int, int]


def encode(line: Iterable[Vertex]) -> str:
    """Write a line of grid points as text.

    Parameters
    ----------
    line
        Points (x, y) on the integer grid, in order; may be empty.

    Returns
    -------
    str
        Printable ASCII without spaces.

    Examples
    --------
    >>> encode([(10, 20), (11, 18)])
    'Sg@AB'
    >>> encode([])
    ''
    """
    text: list[str] = []
    before_x = before_y = 0
    for x, y in line:
        for difference in (x - before_x, y - before_y):
            code = ~(difference << 1) if difference < 0 else difference << 1
            while code >= 32:
                text.append(chr((code & 31 | 32) + 63))
                code >>= 5
            text.append(chr(code + 63))
        before_x, before_y = x, y
    return "".join(text)


def decode(text: str) -> list[Vertex]:
    """Read a line that `encode` wrote.

    Parameters
    ----------
    text
        The encoded line; empty text is an empty line.

    Returns
    -------
    list of (int, int)
        Points (x, y) on the integer grid, in order.

    Examples
    --------
    >>> decode("Sg@AB")
    [(10, 20), (11, 18)]
    >>> decode("")
    []
    """
    numbers: list[int] = []
    code = shift = 0
    for byte in text.encode("ascii"):
        part = byte - 63
        code |= (part & 31) << shift
        if part & 32:
            shift += 5
            continue
        numbers.append(~(code >> 1) if code & 1 else code >> 1)
        code = shift = 0
    line: list[Vertex] = []
    x = y = 0
    for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + step_x, y + step_y
        line.append((x, y))
    return line
