"""Who says that an event happened, and who claims it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from marsad.records import Actor, Attribution, Event, Statement

REPORTING = frozenset(
    {"say", "report", "announce", "affirm", "declare", "add", "reveal", "tell", "explain", "claim"}
)


def attribute(events: Sequence[Event], statements: Sequence[Statement]) -> list[Event]:
    """Give each event inside a reporting statement its speaker; a claim names the actor too.

    A group that claims "the attack" is the attribution of the attack told before.
    """
    out = {e.event_id: e for e in events}
    for statement in statements:
        if statement.speaker is None or statement.act not in REPORTING:
            continue
        for event in events:
            if _inside(event, statement):
                target = out[event.part_of or event.event_id]
                out[target.event_id] = _attributed(target, statement, statement.speaker)
    return [out[e.event_id] for e in events]


def _inside(event: Event, statement: Statement) -> bool:
    at = statement.evidence[0]
    return event.trigger.field == at.field and at.start <= event.trigger.start < at.end


def _attributed(event: Event, statement: Statement, speaker: Actor) -> Event:
    claimed = statement.act == "claim" and speaker.kind == "group"
    if event.attribution is not None and not claimed:
        return event
    made = Attribution(speaker=speaker, verb=statement.verb.text)
    unknown = not any(a.actor_id for a in event.actors)
    actors = (speaker,) if claimed and unknown else event.actors
    return replace(event, attribution=made, actors=actors)
