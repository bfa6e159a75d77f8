"""Acts that are only demanded: "called for the release of the hostages" frees nobody."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from marsad.coding.lexicon import Coded, Trigger
from marsad.coding.words import words
from marsad.records import Event, Sentence

_REACH = 8  # tokens from a demand to the noun of the act that is demanded
_GIVEN = frozenset({"AID", "SUPPORT", "COOPERATE", "CONSULT", "RETREAT", "CONCEDE"})
_INQUIRY = ("ACCUSE", "investigate")


def unfulfilled(sentence: Sentence, coded: Sequence[Coded], code: str) -> list[Coded]:
    """The events of a sentence; those that a noun after a demand names are only possible."""
    demands = [t for t, e in coded if e.type == "REQUEST"]
    if not demands:
        return list(coded)
    return [(t, _possible(e) if _asked(sentence, t, e, demands, code) else e) for t, e in coded]


def _possible(event: Event) -> Event:
    return replace(event, status="possible", confidence=round(max(event.confidence - 0.1, 0.0), 2))


def _asked(sentence: Sentence, trigger: Trigger, event: Event, demands: list[Trigger], code: str) -> bool:
    """Whether an act's noun is what a demand before it in the clause is for."""
    wanted = event.type in _GIVEN or (event.type, event.mode) == _INQUIRY
    if event.status != "occurred" or trigger.entry.pos != "noun" or not wanted:
        return False
    before = [d.last for d in demands if d.last <= trigger.first <= d.last + _REACH]
    return any(words(code, "circumstance").isdisjoint(sentence.norms[i : trigger.first]) for i in before)
