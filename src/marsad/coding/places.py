"""The event's own place: which of a sentence's places, or none, with the reason."""

from __future__ import annotations

from marsad.coding.lexicon import Trigger
from marsad.records import Document, Place, PlaceMention, Sentence


def place_of(document: Document, sentence: Sentence, trigger: Trigger) -> Place | None:
    """Choose the place of an event: locative in its clause, first after the trigger, then before."""
    del document
    mentions = [p for p in sentence.places if p.place.level != "unknown" or p.state != "unknown"]
    if not mentions:
        return None
    chosen = _choose(sentence, mentions, trigger)
    return chosen.place if chosen is not None else None


def _choose(sentence: Sentence, mentions: list[PlaceMention], trigger: Trigger) -> PlaceMention | None:
    actors = {i for m in sentence.mentions for i in range(m.first, m.last)}
    free = [p for p in mentions if p.first not in actors]
    after = [p for p in free if p.first >= trigger.last]
    before = [p for p in free if p.last <= trigger.first]
    first = next((p for p in after if p.cue), None) or next((p for p in reversed(before) if p.cue), None)
    if first is None:
        return None
    return _most_specific(first, after if first in after else before)


_RANK = ("site", "near", "town", "adm2", "adm1", "water", "region", "country", "unknown")


def _most_specific(first: PlaceMention, near: list[PlaceMention]) -> PlaceMention:
    """The most specific member of the containment chain that ``first`` stands in."""
    chain = [first]
    for p in near:
        if p is not first and abs(p.first - chain[-1].last) <= 3 and p.place.country == first.place.country:
            chain.append(p)
    return min(chain, key=lambda p: _RANK.index(p.place.level))
