"""In what role a place name stands: something happens there, or it is a government, a people, a part of another name."""

from __future__ import annotations

import numpy as np

from geomap.models import Role
from geomap.recognition.network import Floats

# The classes of the role model. A dateline is no class: where it stands is known from the layout of the article.
ROLES: tuple[Role, ...] = ("literal", "metonymic", "modifier", "demonym", "embedded")
# A name in the dateline is one, whatever the words around it look like.
_IN_DATELINE = 0.98


def chosen(row: Floats) -> Role:
    """Role to give to a mention: literal when that is more likely than not, else the likeliest of the others.

    Whether something happens in a place matters most to a reader of the map, so that question is put first: three other roles of a
    fifth each outweigh two fifths of literal.

    Parameters
    ----------
    row
        Probabilities in the order of `ROLES`.

    Examples
    --------
    >>> chosen(np.array([0.4, 0.3, 0.3, 0.0, 0.0], np.float32))
    'metonymic'
    """
    return "literal" if row[0] >= row.sum() / 2 else ROLES[1 + int(row[1:].argmax())]


def ranked(row: Floats, *, in_dateline: bool = False, names_people: bool = True) -> tuple[tuple[Role, float], ...]:
    """Every role with its probability: the one to give, then the others, most likely first.

    Parameters
    ----------
    row
        Probabilities in the order of `ROLES`.
    in_dateline
        Whether the name stands in the article's dateline.
    names_people
        Whether the gazetteer knows it as a demonym, or does not know it at all; "Türkiye" is none, whatever its neighbours say.

    Examples
    --------
    >>> ranked(np.array([0.1, 0.6, 0.1, 0.1, 0.1], np.float32))[0]
    ('metonymic', 0.6)
    >>> ranked(np.array([0.1, 0.6, 0.1, 0.1, 0.1], np.float32), in_dateline=True)[0]
    ('dateline', 0.98)
    """
    if not names_people:
        row = np.where([role == "demonym" for role in ROLES], 0, row)
        row = row / row.sum()
    dateline = _IN_DATELINE if in_dateline else 0.0
    given = "dateline" if in_dateline else chosen(row)
    values: list[tuple[Role, float]] = [("dateline", dateline)]
    values += [(role, round(float(share) * (1 - dateline), 4)) for role, share in zip(ROLES, row, strict=True)]
    return tuple(sorted(values, key=lambda pair: (pair[0] != given, -pair[1])))
