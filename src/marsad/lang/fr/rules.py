"""French lemmas."""

from __future__ import annotations

from functools import lru_cache

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy

from marsad.normalise import key

# 20 MB less than the default; a word is looked up once
_LEMMATIZER = Lemmatizer(cache_max_size=0, lemmatization_strategy=DefaultStrategy(low_memory=True))


@lru_cache(maxsize=65536)
def analyse(word: str, norm: str) -> tuple[str, str, str, str]:
    """Proclitics, stem, enclitic and lemma of a word, in strong normal form."""
    if not norm[:1].isalpha():
        return "", norm, "", norm
    return "", norm, "", key(_LEMMATIZER.lemmatize(word.lower(), "fr"))


def inflect(entry: str, pos: str) -> frozenset[str]:
    """Forms of a lexicon word, in strong normal form; irregular forms follow a slash."""
    words = [key(w) for w in entry.split("/")]
    if pos != "verb":
        return frozenset(f for w in words for f in (w, w + "s", w + "x"))
    return frozenset(words) | _conjugate(words[0])


_FIRST: tuple[str, ...] = (
    "e",
    "ee",
    "es",
    "ees",
    "ent",
    "ait",
    "aient",
    "a",
    "erent",
    "ant",
    "er",
    "era",
    "eront",
    "erait",
)
_SECOND: tuple[str, ...] = (
    "i",
    "ie",
    "is",
    "ies",
    "it",
    "issent",
    "issait",
    "issaient",
    "irent",
    "issant",
    "ir",
    "ira",
    "iront",
)
_THIRD: tuple[str, ...] = (
    "u",
    "ue",
    "us",
    "ues",
    "ent",
    "it",
    "irent",
    "ant",
    "re",
    "ra",
    "ront",
    "aient",
    "ait",
)


def _conjugate(infinitive: str) -> frozenset[str]:
    """Third-person and participle forms of a regular verb; nothing for irregular ones."""
    stem, ending = infinitive[:-2], infinitive[-2:]
    endings = {"er": _FIRST, "ir": _SECOND, "re": _THIRD}.get(ending)
    if endings is None:
        return frozenset({infinitive})
    softened = {stem + "e" + e for e in endings} if stem.endswith("g") else set()
    return frozenset({stem + e for e in endings} | softened)
