"""Triggers of one sentence that tell of one act: an attack, its weapon and its toll.

"Gunmen attacked the village, killing five" has two triggers and one incident. Each trigger stays an event
of its own, because each has its own words; the later ones name the first by ``part_of``, and the first
takes up their numbers and fills what it lacks from them. Whoever counts leaves out events with
``part_of``.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from marsad.normalise import key
from marsad.records import Actor, Event, EventFigure, Place

_COARSE = frozenset({"adm1", "region", "country"})
JOINED = frozenset({"ASSAULT", "COERCE", "PROTEST", "CONSULT", "RETREAT"})


def join(events: Sequence[Event], tolls: frozenset[str]) -> list[Event]:
    """Join the events of one sentence.

    Parameters
    ----------
    events
        Events of one sentence, in text order.
    tolls
        Ids of those whose trigger tells a toll (killed, wounded), which are never the leading event
        where another trigger of the same type stands beside them.
    """
    out = list(events)
    for kind in JOINED:
        mine = [i for i, e in enumerate(out) if e.type == kind]
        if len(mine) > 1:
            _join_kind(out, mine, tolls)
    return out


def _join_kind(out: list[Event], mine: list[int], tolls: frozenset[str]) -> None:
    ranked = sorted(mine, key=lambda i: (out[i].event_id in tolls, out[i].status != "occurred", i))
    leaders: list[int] = []
    for i in ranked:
        leader = next((n for n in leaders if _agree(out[n], out[i])), None)
        if leader is None:
            leaders.append(i)
        else:
            lead, part = out[leader], out[i]
            out[leader] = _filled(lead, part)
            out[i] = replace(
                part, part_of=lead.event_id, mode=part.mode or lead.mode, actors=part.actors or lead.actors
            )


def _agree(lead: Event, part: Event) -> bool:
    """Whether nothing speaks against the two being one act: places, status, distinct actors."""
    if lead.place and part.place and _apart(lead.place, part.place):
        return False
    if {lead.status, part.status} - {"occurred", "ongoing", "historical"} and lead.status != part.status:
        return False
    ours, theirs = _ids(lead.actors), _ids(part.actors)
    if ours and theirs and not ours & theirs and not ours & _ids(part.recipients):
        return False
    if _unlike(lead.actors, part.actors):
        return False
    return not (_numbers(lead) & _numbers(part))


def _apart(one: Place, other: Place) -> bool:
    """Whether two places differ; a province or country does not speak against a town in its country."""
    if _where(one) == _where(other):
        return False
    coarse = one.level in _COARSE or other.level in _COARSE
    return not (coarse and one.country is not None and one.country == other.country)


def _where(place: Place) -> str:
    """What a place is told by: its id, or its words where no gazetteer has it."""
    return place.place_id or key(place.text)


def _ids(actors: tuple[Actor, ...]) -> set[str]:
    return {a.actor_id for a in actors if a.actor_id}


def _unlike(ours: tuple[Actor, ...], theirs: tuple[Actor, ...]) -> bool:
    """Whether actors are of other kinds: protesters burn, police disperse."""
    one, other = {a.kind for a in ours}, {a.kind for a in theirs}
    return bool(one and other) and "unknown" not in one | other and not one & other


def _numbers(event: Event) -> set[str]:
    return {f.kind for f in event.figures}


def _filled(lead: Event, part: Event) -> Event:
    known: tuple[EventFigure, ...] = (*lead.figures, *(f for f in part.figures if f not in lead.figures))
    return replace(
        lead,
        figures=known,
        mode=lead.mode or part.mode,
        actors=lead.actors or part.actors,
        recipients=lead.recipients or part.recipients,
        targets=lead.targets or part.targets,
        place=lead.place or part.place,
        time=lead.time or part.time,
        confidence=max(lead.confidence, part.confidence),
    )


def refer_back(events: Sequence[Event], definite: frozenset[str]) -> list[Event]:
    """Join definite event nouns ("the attack", ``الهجوم``) to the act that the report told before.

    Parameters
    ----------
    events
        All events of a report, in text order.
    definite
        Ids of those whose trigger is a noun with the definite article.
    """
    out: list[Event] = []
    for event in events:
        leader = _told_before(event, out) if event.event_id in definite else None
        out.append(replace(event, part_of=leader.event_id) if leader else event)
    return out


def _told_before(event: Event, earlier: Sequence[Event]) -> Event | None:
    """The nearest earlier event that a definite noun without numbers of its own may mean."""
    if event.part_of or event.figures:
        return None
    fitting = (e for e in reversed(earlier) if e.type == event.type and not e.part_of and _agree(e, event))
    return next(fitting, None)
