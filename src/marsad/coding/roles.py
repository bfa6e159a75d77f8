"""Who did it and to whom: roles around a trigger, by the frame of its lexicon entry.

Frames: ``ap`` agent acts on patient; ``pa`` the subject is the patient; ``rec`` all act on each other;
``act`` agent alone (``act-s``: the agent is the last word of the trigger); ``evt`` the event itself is
the subject; ``n-on`` noun whose patient follows "on/against"; ``n-of`` noun whose patient follows "of" (or
the Arabic genitive); ``n-by`` noun whose agent does; ``crowd`` people whose verb is the act (Arabic).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from marsad.coding import crowds_arabic, intent, modes_arabic, roles_arabic, roles_english, roles_latin
from marsad.coding.english_chunks import Parse
from marsad.coding.lexicon import Trigger, find_triggers
from marsad.coding.marks import TRIGGER, listed
from marsad.coding.participants import Party, parties
from marsad.records import Sentence


class Roles(NamedTuple):
    """Participants by role."""

    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]


Assigner = Callable[[Trigger], Roles]


class Told(NamedTuple):
    """Triggers of a sentence, who takes part in each, and the parse of an English sentence."""

    triggers: list[Trigger]
    assign: Assigner
    parse: Parse | None


def triggers_of(sentence: Sentence, code: str) -> Told:
    """Find the triggers of a sentence and make the function that finds their participants."""
    found = listed(sentence, TRIGGER, code)
    if not found:
        return Told([], lambda _: Roles((), ()), None)
    if code != "en":
        triggers = find_triggers(sentence, code, found)
        if code == "ar":
            triggers = modes_arabic.told(sentence, crowds_arabic.resolve(sentence, triggers))
        return Told(triggers, _assigner(sentence, code, triggers), None)
    parse = Parse(sentence)
    triggers = intent.settle(parse, find_triggers(sentence, code, found, parse.tags))
    finder = roles_english.Finder(parse)
    return Told(triggers, lambda trigger: _roles(finder.find(trigger)), parse)


def _assigner(sentence: Sentence, code: str, triggers: list[Trigger]) -> Assigner:
    found = parties(sentence)
    module = roles_arabic if code == "ar" else roles_latin

    def find(trigger: Trigger) -> Roles:
        others = [t for t in triggers if t is not trigger]
        return _roles(module.find(sentence, trigger, found, others, code))

    return find


def _roles(found: tuple[list[Party], list[Party]]) -> Roles:
    actors, recipients = found
    return Roles(tuple(dict.fromkeys(actors)), tuple(dict.fromkeys(r for r in recipients if r not in actors)))
