"""Names as keys: what two spellings of one name have in common.

``key_of("St. Étienne-du-Grès") == key_of("Saint Etienne du Gres") == "saint etienne du gres"``. A key keeps its script:
``key_of("Москва") == "москва"``. The matcher joins the keys of single words, so a key is made word by word: `key_words`
does the work for one word or a whole name, `join_words` puts a name together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Letters that Unicode does not decompose and that English sources write with plain ones.
_LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "ng",
    "ə": "e", "ɛ": "e", "ɔ": "o", "ĸ": "k",
}  # fmt: skip
# Apostrophes, primes, modifier letters and invisible marks join ("Xi'an", "Hawaiʻi"); every other mark separates.
_JOINING = frozenset("'’‘ʼʻʾʿ`´′ʹʺ·\u200c\u200d\u00ad")
# Marks above and below Latin, Greek and Cyrillic letters, Arabic and Hebrew vowel points. Vowel signs of other scripts are letters.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0640\u0591-\u05c7]")
# "St.Louis" is two words, "W.Va." and "U.S." are one.
_DOT_BETWEEN_WORDS = re.compile(r"(?<=\w\w)\.(?=\w\w)")
_PLAIN = re.compile(r"[a-z0-9 ]*")
# Short for a saint, a mountain or a fort unless it ends the name ("Big Sky MT" is Montana).
_LONG_FORMS = {"st": "saint", "ste": "sainte", "sta": "santa", "mt": "mount", "mtn": "mountain", "mts": "mountains", "ft": "fort"}


class _Folding(dict[int, str]):
    """What each character becomes in a key; found once for each, so that a name takes one pass in C."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = self._fold(chr(code))
        return folded

    @staticmethod
    def _fold(character: str) -> str:
        if character in _JOINING or character == ".":
            return ""
        if character == "&":
            return " and "
        # Folded after it is decomposed too: a mathematical letter decomposes to a capital.
        plain = unicodedata.normalize("NFKD", character).casefold()
        bare = _MARKS.sub("", unicodedata.normalize("NFKD", plain))
        letters = "".join(_LETTERS.get(letter, letter) for letter in unicodedata.normalize("NFC", bare))
        # Vowel signs (category M) are part of a word although they are not alphanumeric.
        return "".join(letter if letter.isalnum() or unicodedata.category(letter)[0] == "M" else " " for letter in letters)


_FOLDING = _Folding()


def key_words(text: str) -> list[str]:
    """Words of a text as keys, without the rules that need the whole name.

    Parameters
    ----------
    text
        One word as a tokenizer gives it, or a whole name.

    Returns
    -------
    list of str
        In the order of the text; empty for a text of punctuation only.

    Examples
    --------
    >>> key_words("Guinea-Bissau")
    ['guinea', 'bissau']
    >>> key_words("U.S.")
    ['us']
    >>> key_words("—")
    []
    """
    if not _PLAIN.fullmatch(text):
        if "." in text:
            text = _DOT_BETWEEN_WORDS.sub(" ", text)
        text = unicodedata.normalize("NFC", text).translate(_FOLDING)
    return text.split()


def long_form(word: str) -> str:
    """Spell out the short form of a word that does not end its name: "st" → "saint"."""
    return _LONG_FORMS.get(word, word)


def join_words(words: Sequence[str]) -> str:
    """Join the key words of a name to its key: short forms spelled out except at the end, a leading article dropped.

    Examples
    --------
    >>> join_words(["the", "mt", "st", "helens"])
    'mount saint helens'
    >>> join_words(["mt"])
    'mt'
    """
    if len(words) == 1:
        return words[0]
    if words and words[0] == "the":
        words = words[1:]
    return " ".join([*map(long_form, words[:-1]), *words[-1:]])


def key_of(name: str) -> str:
    """Key of a name: equal for spellings that differ in case, marks, hyphens, apostrophes, dots, "St." or "the".

    Parameters
    ----------
    name
        Any text.

    Returns
    -------
    str
        Words separated by one blank; empty when the name holds no letter and no digit.

    Examples
    --------
    >>> key_of("The Hague"), key_of("N'Djaména"), key_of("W.Va."), key_of("Đà Nẵng")
    ('hague', 'ndjamena', 'wva', 'da nang')
    >>> key_of("???")
    ''
    """
    return join_words(key_words(name))
