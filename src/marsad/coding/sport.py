"""Reports and sentences of sport, where attacks, shots and defeats hurt nobody."""

from __future__ import annotations

from marsad.coding.marks import SPORT, listed
from marsad.coding.words import words
from marsad.records import Document, Event, Sentence

MANY = 3  # words of sport that make a report one of sport
VIOLENT = frozenset({"ASSAULT", "COERCE", "THREATEN", "MOBILIZE", "RETREAT"})


def sporting(document: Document) -> frozenset[int]:
    """Indices of the sentences that tell of sport: all of a report that does, else those with its words."""
    counts = {s.index: _count(s, document.language) for s in document}
    everywhere = sum(counts.values()) >= MANY
    return frozenset(i for i, n in counts.items() if n or everywhere)


def _count(sentence: Sentence, code: str) -> int:
    found = (sentence.tokens[i] for i in listed(sentence, SPORT, code))
    return sum(t.lemma in words(code, "sport") or t.norm in words(code, "sport") for t in found)


def in_game(sentence: Sentence, event: Event, games: frozenset[int]) -> bool:
    """Whether a violent word is of the game: nobody is hurt, and no armed group has a part in it."""
    if sentence.index not in games or event.type not in VIOLENT:
        return False
    hurt = any(f.kind in {"killed", "injured", "abducted", "arrested", "captured"} for f in event.figures)
    return not hurt and not any(a.kind == "group" for a in (*event.actors, *event.recipients))
