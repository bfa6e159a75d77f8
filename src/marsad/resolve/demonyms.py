"""The country that a nationality beside a name tells, as in ``the Lebanese city of Tripoli``."""

from __future__ import annotations

from marsad.gazetteer import type_words
from marsad.gazetteer.senses import senses
from marsad.records import PlaceMention, Sentence

_BETWEEN = 3  # tokens between a nationality and the name
_OF = frozenset({"of", "de", "d'", "du"})


def told_country(sentence: Sentence, place: PlaceMention) -> str | None:
    """ISO 3166 alpha-3 code of the country that a nationality gives a place name, None without one.

    The nationality stands before the name, beside a word for a kind of place (``the Libyan capital Tripoli``,
    ``العاصمة الأردنية عمان``), or in Arabic right after it, in the feminine as towns are.
    """
    for m in sentence.mentions:
        if m.form != "adjective" or m.country is None:
            continue
        if m.last <= place.first <= m.last + _BETWEEN and _before(sentence, m.first, m.last, place.first):
            return m.country
        if m.first == place.last and _after(sentence, m.first):
            return m.country
    return None


def _before(sentence: Sentence, first: int, last: int, name: int) -> bool:
    """Whether only words for kinds of places stand between, and one of them there or before."""
    between = [i for i in range(last, name) if sentence.norms[i] not in _OF]
    if not all(_kind(sentence, i) for i in between):
        return False
    return bool(between) or (first > 0 and _kind(sentence, first - 1))


def _after(sentence: Sentence, i: int) -> bool:
    stem = sentence.tokens[i].stem
    return stem.startswith("ال") and stem.endswith("ه")


def _kind(sentence: Sentence, i: int) -> bool:
    token, known = sentence.tokens[i], senses()
    seats = known.cue("seat", "")
    return any(
        w in type_words() or w in seats for w in (token.norm, token.stem, token.stem.removeprefix("ال"))
    )
