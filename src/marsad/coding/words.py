"""Function words and lexicon tables of a language, as sets ready for look-up."""

from __future__ import annotations

from functools import cache

from marsad.lang import tables
from marsad.normalise import key

EMPTY: frozenset[str] = frozenset()


@cache
def _words(language: str) -> dict[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for row in tables.table(language, "words"):
        out[row["kind"]] = out.get(row["kind"], EMPTY) | {key(w) for w in row["words"].split()}
    return out


@cache
def words(language: str, kind: str) -> frozenset[str]:
    """The function words of one kind (``preposition``, ``negation``, ...) in normal form."""
    return _words(language).get(kind, EMPTY)


@cache
def union(language: str, *kinds: str) -> frozenset[str]:
    """The function words of any of several kinds."""
    return EMPTY.union(*(words(language, kind) for kind in kinds))
