"""Arabic tolls of accidents and nature: no attack, but where somebody or a weapon is named."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.coding.casualties import kinds
from marsad.coding.lexicon import Coded, Trigger, keys
from marsad.coding.words import words
from marsad.records import Event, Sentence

_HURT = frozenset({"killed", "injured"})


def without(sentence: Sentence, coded: Sequence[Coded]) -> list[Coded]:
    """The events of a sentence without the tolls of accidents."""
    if words("ar", "accident").isdisjoint(sentence.norms) or not all(
        _tolls(sentence, t, e) for t, e in coded
    ):
        return list(coded)
    return []


def _tolls(sentence: Sentence, trigger: Trigger, event: Event) -> bool:
    """Whether an event is only a toll, of nobody's doing."""
    table = kinds("ar")
    told = any(table.get(k) in _HURT for k in keys(sentence.tokens[trigger.first], "ar"))
    return told and event.type == "ASSAULT" and not event.actors and not event.instruments
