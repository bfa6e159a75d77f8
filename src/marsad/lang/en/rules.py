"""English lemmas."""

from __future__ import annotations

from functools import lru_cache

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy

from marsad.normalise import key

# 20 MB less than the default; a word is looked up once
_LEMMATIZER = Lemmatizer(cache_max_size=0, lemmatization_strategy=DefaultStrategy(low_memory=True))


_DOUBLE = frozenset(
    {"shell", "spell", "swell", "dwell", "tell", "sell", "quell", "smell", "yell", "fell", "cell"}
)


_PAST = {"shot": "shoot"}  # taken for a noun by the lemma dictionary


@lru_cache(maxsize=65536)
def analyse(word: str, norm: str) -> tuple[str, str, str, str]:
    """Proclitics, stem, enclitic and lemma of a word, in strong normal form."""
    if not norm[:1].isalpha():
        return "", norm, "", norm
    if norm in _PAST:
        return "", norm, "", _PAST[norm]
    lemma = key(_LEMMATIZER.lemmatize(word.lower(), "en"))
    if lemma.endswith("ell") and lemma not in _DOUBLE and norm != lemma:
        lemma = lemma[:-1]  # cancelled, travelling
    return "", norm, "", lemma


def inflect(entry: str, pos: str) -> frozenset[str]:  # noqa: ARG001 - one signature for all languages
    """Forms of a lexicon word that are matched; English is matched by lemma."""
    return frozenset(key(w) for w in entry.split("/"))
