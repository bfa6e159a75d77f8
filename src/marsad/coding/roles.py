"""Who did it and to whom: roles around a trigger, by the frame of its lexicon entry.

Frames: ``ap`` agent acts on patient; ``pa`` the subject is the patient; ``rec`` all act on each other;
``act`` agent alone; ``evt`` the event itself is the subject; ``n-on`` noun whose patient follows
"on/against"; ``n-of`` noun whose patient follows "of" (or the Arabic genitive); ``n-by`` noun whose
agent does.
"""

from __future__ import annotations

from typing import NamedTuple

from marsad.coding import roles_arabic, roles_latin
from marsad.coding.lexicon import Trigger
from marsad.coding.participants import Party, parties
from marsad.records import Sentence


class Roles(NamedTuple):
    """Participants by role."""

    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]


def assign(sentence: Sentence, trigger: Trigger, code: str, triggers: list[Trigger]) -> Roles:
    """Find actors and recipients of one trigger among the parties of its sentence."""
    others = [t for t in triggers if t is not trigger]
    finder = roles_arabic if code == "ar" else roles_latin
    actors, recipients = finder.find(sentence, trigger, parties(sentence), others, code)
    recipients = [r for r in recipients if r not in actors]
    return Roles(tuple(dict.fromkeys(actors)), tuple(dict.fromkeys(recipients)))
