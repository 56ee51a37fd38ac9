"""The kinds of name that the tagger tells apart, and its tags."""

from __future__ import annotations

# Places, peoples and other demonyms, organizations, persons, buildings, and all other names.
KINDS = ("LOC", "NORP", "ORG", "PER", "FAC", "MISC")
# "O" first, then B and I of each kind, in the order of KINDS.
TAGS = ("O", *(f"{prefix}-{kind}" for kind in KINDS for prefix in "BI"))
