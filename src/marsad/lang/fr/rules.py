"""French lemmas."""

from __future__ import annotations

from functools import lru_cache

import simplemma

from marsad.normalise import key


@lru_cache(maxsize=65536)
def analyse(word: str, norm: str) -> tuple[str, str, str, str]:
    """Proclitics, stem, enclitic and lemma of a word, in strong normal form."""
    if not norm[:1].isalpha():
        return "", norm, "", norm
    return "", norm, "", key(simplemma.lemmatize(word.lower(), lang="fr"))
