"""Whether a participant that no mention names is people or a thing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from marsad import lang
from marsad.coding.participants import Party, span_of
from marsad.coding.words import words
from marsad.normalise import key
from marsad.records import EventFigure, Sentence

_OF_PEOPLE = frozenset({"killed", "injured", "abducted", "arrested", "captured", "released", "missing"})
_NEAR = 2  # characters between a number and what it counts


def is_people(sentence: Sentence, party: Party, numbers: Sequence[EventFigure], code: str) -> bool:
    """Whether a party is people: a mention, a noun of persons, or what a number of victims counts."""
    if party.mention is not None:
        return True
    if code == "en":
        return False
    first = sentence.tokens[party.first]
    if code == "ar" and (first.lemma in _persons() or first.stem in _persons()):
        return True
    start, end = span_of(sentence, party.first, party.last)
    return any(f.kind in _OF_PEOPLE and f.start < end and start - f.end <= _NEAR for f in numbers)


@cache
def _persons() -> frozenset[str]:
    """Lemmas and forms of the nouns that count persons."""
    rows = (row for row in lang.load("ar").table("counted") if row["class"] == "person")
    counted = frozenset(key(word) for row in rows for word in (row["lemma"], *row["forms"].split("|")))
    return counted | words("ar", "person")
