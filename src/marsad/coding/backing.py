"""What backs an event: signs beside its trigger that it is one of conflict or of politics.

Words such as *hit*, *battle* or *died* tell of much else. By the weight of its row in ``events.csv`` a
trigger needs: *strong* nothing; *weak* a known actor; *loose* arms or armed people, casualties or
another act of violence in its sentence; *death* the same, or several deaths in a place. Deaths by
accident and violence in works of fiction are left out, and talks, aid and demands among people of
whom none is a state, a body, an armed group or an official.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import islice

from marsad.coding.english_tags import things
from marsad.coding.lexicon import Coded, Trigger
from marsad.coding.participants import ARMED
from marsad.coding.words import words
from marsad.records import Actor, Document, Event, Sentence

VIOLENT = frozenset({"ASSAULT"})
_ANYBODY = frozenset({"PROTEST", "COERCE", "MOBILIZE", "CONCEDE"})  # told of people of any kind
_BODIES = frozenset({"state", "group", "organisation"})
_OFFICIAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "PTY", "OPP", "REB", "IGO", "NGO", "SPY", "REL"})
_HURT = frozenset({"killed", "injured", "abducted", "captured"})
_ARMIES = frozenset({"MIL", "REB", "PRM"})
_PAIR = 2
_THROUGHOUT = 3  # sentences with armed people that make a report one of war
_MANY = 3  # deaths in one place that nothing explains


class Backing:
    """What backs the events of one report."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.code = document.language

    @cached_property
    def at_war(self) -> bool:
        """Whether the report is one of armed people throughout."""
        armed = (s for s in self.document if _bears_arms(s, self.code))
        return sum(1 for _ in islice(armed, _THROUGHOUT)) == _THROUGHOUT

    def kept(self, sentence: Sentence, events: Sequence[Coded]) -> list[Coded]:
        """The events of one sentence that something backs."""
        return [(t, e) for t, e in events if self._is_backed(sentence, t, e, events)]

    def _is_backed(self, sentence: Sentence, trigger: Trigger, event: Event, events: Sequence[Coded]) -> bool:
        if event.type not in VIOLENT:
            return _is_of_politics(sentence, trigger, event, self.code)
        armed = any(map(_is_armed, event.actors)) or _has_weapon(event)
        if not armed and _mentions(sentence, "accident", self.code):
            return False
        if _mentions(sentence, "fiction", self.code) and not any(a.actor_id for a in event.actors):
            return False
        weight = trigger.entry.weight
        if weight not in {"loose", "death"} or armed or _bears_arms(sentence, self.code):
            return True
        if any(t is not trigger and e.type in VIOLENT for t, e in events):
            return True
        counts = [f.best for f in event.figures if f.kind in _HURT]
        if weight == "death":
            return bool(counts) and max(counts) >= _MANY and event.place is not None
        hit = event.recipients or event.targets
        return bool(counts) or _struck(sentence, event, self.code) or (bool(hit) and self.at_war)


def _has_weapon(event: Event) -> bool:
    """Whether a weapon is named apart from the trigger ("mines" alone may be of coal)."""
    at = event.trigger
    return any(i.end <= at.start or i.start >= at.end for i in event.instruments)


def _is_of_politics(sentence: Sentence, trigger: Trigger, event: Event, code: str) -> bool:
    """Whether a state, a body or an official takes part; whoever meets or receives has somebody to meet."""
    parties = (*event.actors, *event.recipients)
    freed = event.mode == "release" and event.recipients
    if event.type in _ANYBODY or freed or _speaks_for_itself(trigger, code):
        return True
    if event.type == "CONSULT" and trigger.entry.weight == "weak":
        met = [a for a in parties if _is_political(a, code)]
        return len(met) >= _PAIR or (len(parties) == 1 and parties[0].text.endswith("s"))
    if event.mode == "arrest" and trigger.entry.weight == "weak" and not (event.recipients or event.figures):
        return False  # held the camp
    if trigger.entry.pos == "noun" and any(m.kind in _BODIES for m in sentence.mentions):
        return True  # nouns leave their parties to the sentence
    return any(_is_political(a, code) for a in parties)


def _is_political(actor: Actor, code: str) -> bool:
    """Whether an actor is a state, a body, an armed group, an official or people of a nation."""
    if actor.kind in _BODIES or actor.country or (actor.sector or "")[:3] in _OFFICIAL:
        return True
    if actor.text.isupper() and actor.text.isalpha() and len(actor.text) > 1:
        return True  # an abbreviation
    return not words(code, "institution").isdisjoint(actor.text.lower().split())


def _speaks_for_itself(trigger: Trigger, code: str) -> bool:
    """Whether a trigger has several words of content: "lift boycott", not "ask for"."""
    return any(rest.isdisjoint(words(code, "preposition")) for rest in trigger.entry.rest)


def _struck(sentence: Sentence, event: Event, code: str) -> bool:
    """Whether a place, a building or a vehicle was hit."""
    if any(t.start < p.end and p.start < t.end for t in event.targets for p in sentence.places):
        return True
    heads = (t.text.split()[-1].lower() for t in event.targets)
    return code == "en" and any(things().get(h) in {"building", "vehicle"} for h in heads)


def _bears_arms(sentence: Sentence, code: str) -> bool:
    """Whether a sentence names armed people."""
    armies = any(m.kind == "group" or (m.sector or "")[:3] in _ARMIES for m in sentence.mentions)
    return armies or _mentions(sentence, "armed", code)


def _is_armed(actor: Actor) -> bool:
    """Whether an actor bears arms or is a state."""
    return (
        actor.kind == "group"
        or (actor.sector or "")[:3] in ARMED
        or (actor.kind == "state" and bool(actor.actor_id))
    )


def _mentions(sentence: Sentence, kind: str, code: str) -> bool:
    listed = words(code, kind)
    return any(t.norm in listed or t.lemma in listed for t in sentence.tokens)
