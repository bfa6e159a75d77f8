"""Reports and sentences of sport, where attacks, shots and defeats hurt nobody."""

from __future__ import annotations

from marsad.coding.words import words
from marsad.records import Document, Event, Sentence

MANY = 3  # words of sport that make a report one of sport
VIOLENT = frozenset({"ASSAULT", "COERCE", "THREATEN", "MOBILIZE", "RETREAT"})


def sporting(document: Document) -> frozenset[int]:
    """Indices of the sentences that tell of sport: all of a report that does, else those with its words."""
    listed = words(document.language, "sport")
    counts = {s.index: sum(t.lemma in listed or t.norm in listed for t in s.tokens) for s in document}
    everywhere = sum(counts.values()) >= MANY
    return frozenset(i for i, n in counts.items() if n or everywhere)


def in_game(sentence: Sentence, event: Event, games: frozenset[int]) -> bool:
    """Whether a violent word is of the game: nobody is hurt, and no armed group has a part in it."""
    if sentence.index not in games or event.type not in VIOLENT:
        return False
    hurt = any(f.kind in {"killed", "injured", "abducted", "arrested", "captured"} for f in event.figures)
    return not hurt and not any(a.kind == "group" for a in (*event.actors, *event.recipients))
