"""Reports of films and novels, whose attacks nobody made."""

from __future__ import annotations

from itertools import islice

from marsad.coding.words import words
from marsad.records import Document, Event

MANY = 3  # sentences with words of fiction that make a report one of a work
_VIOLENT = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT"})


def of_fiction(document: Document) -> bool:
    """Whether a report speaks of a work of fiction throughout."""
    listed = words(document.language, "fiction")
    found = (s for s in document if s.has_any(listed))
    return sum(1 for _ in islice(found, MANY)) == MANY


def imagined(event: Event) -> bool:
    """Whether an event of such a report is of the work: violence by nobody who is known."""
    return event.type in _VIOLENT and not any(a.actor_id for a in event.actors)
