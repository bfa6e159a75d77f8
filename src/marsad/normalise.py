"""The one normal form of words, for texts, lexicons, the gazetteer and the actor base alike.

The stored text is never changed. Matching runs on a shadow copy, and every position in it
leads back to the original through an offset map.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_FOLD = {
    "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ی": "ي", "ٱ": "ا", "ہ": "ه", "گ": "ك",
    "ڤ": "ف", "پ": "ب", "چ": "ج",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "ʻ": "'",
    "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-",
    "ـ": "", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ə": "e",
}  # fmt: skip
_SPACES = re.compile(r"\s+")


class _Table(dict[int, str]):
    """Code point to normal form, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        value = self[code] = _normal_character(chr(code))
        return value


def _normal_character(character: str) -> str:
    if character in _FOLD:
        return _FOLD[character]
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"}:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Zs":
        return " "
    if not category.startswith("L"):
        return character
    parts = (c for c in unicodedata.normalize("NFKD", character) if unicodedata.category(c) != "Mn")
    return "".join(_FOLD.get(c, c) for part in parts for c in part.casefold())


STRONG = _TABLE = _Table()  # for ``str.translate`` of one word, where ``key`` also sees to spaces


class Shadow(NamedTuple):
    """A normalised copy of a text.

    ``offsets[i]`` is the index in the original of the normalised character ``i``; one more
    entry at the end holds the length of the original. Offsets never decrease.
    """

    text: str
    offsets: list[int]


def shadow(text: str) -> Shadow:
    """Normalise a text and keep the way back."""
    norm = text.translate(_TABLE)
    if norm == text:
        return Shadow(norm, list(range(len(text) + 1)))
    pieces = [_TABLE[ord(c)] for c in text]
    if len(norm) == len(text) and all(pieces):
        return Shadow(norm, list(range(len(text) + 1)))
    offsets = [i for i, piece in enumerate(pieces) for _ in piece]
    offsets.append(len(text))
    return Shadow(norm, offsets)


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """The normal form of a name: folded, without marks, single spaces."""
    return _SPACES.sub(" ", name.translate(_TABLE)).strip()
