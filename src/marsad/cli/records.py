"""Records in words, for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from marsad.publish.safe import without_bidi_controls as clean

if TYPE_CHECKING:
    from marsad.records import (
        Actor,
        Coded,
        Commitment,
        Event,
        Evidence,
        Figure,
        Membership,
        Place,
        Reason,
        Statement,
        Threat,
        Time,
    )
    from marsad.records.parts import FieldName


def lines(coded: Coded) -> Iterator[str]:
    """Every record of a report, with the words it rests on."""
    for kind, tell in _TELLERS.items():
        for number, record in enumerate(getattr(coded, kind), 1):
            yield f"{kind[:-1]} {number}: {tell(record)}"
            yield from (f"    “{clean(e.quote)}”" for e in record.evidence)
            yield from reasons(getattr(record, "reasons", ()))
    for issue in coded.issues:
        yield clean(f"issue: {issue.code}: {issue.message} {issue.hint}".rstrip())


def reasons(told: Iterable[Reason]) -> Iterator[str]:
    """Why an event is as it is, with what weighed most."""
    for one in told:
        yield clean(f"      {one.part}: {one.value}: {one.rule}")
        if one.weights:
            heavy = ", ".join(f"{w.feature} {w.weight:+.2f}" for w in one.weights)
            yield clean(f"          in log odds: {heavy}")


def spans(coded: Coded, kind: str, field: FieldName) -> Iterator[tuple[int, int]]:
    """Where the parts of one kind stand in a field."""
    for part in _PARTS[kind](coded):
        if part is not None and part.field == field:
            yield part.start, part.end


def _all(coded: Coded) -> Iterator[Any]:
    for kind in _TELLERS:
        yield from getattr(coded, kind)


_PARTS: dict[str, Callable[[Coded], Iterable[Any]]] = {
    "evidence": lambda c: (e for record in _all(c) for e in record.evidence),
    "trigger": lambda c: [*(e.trigger for e in c.events), *(s.verb for s in c.statements)],
    "actor": lambda c: [
        *(a for e in c.events for a in (*e.actors, *e.recipients)),
        *(s.speaker for s in c.statements),
    ],
    "place": lambda c: c.toponyms,
    "time": lambda c: c.times,
    "figure": lambda c: [*(f for e in c.events for f in e.figures), *(f.of for f in c.figures)],
}


def event(one: Event) -> str:
    """An event on one line."""
    figures = ", ".join(f"{f.kind} {_range(f.low, f.best, f.high)}" for f in one.figures)
    return _joined(
        f"{one.type}{f'/{one.mode}' if one.mode else ''} {one.status}",
        _time(one.time),
        place(one.place),
        _who("by", one.actors),
        _who("on", one.recipients),
        figures,
        f"confidence {one.confidence:.2f}",
        one.review or "",
        one.why or "",
    )


def _statement(statement: Statement) -> str:
    speaker = actor(statement.speaker) if statement.speaker else "unknown speaker"
    return _joined(f"{speaker} {statement.act}", ", ".join(statement.about))


def _commitment(one: Commitment) -> str:
    amount = f"{one.amount:,.0f} {one.currency or ''}".strip() if one.amount is not None else ""
    due = f"due {_time(one.due)}" if one.due else ""
    return _joined(
        f"{one.action} {one.status}", _who("by", one.actors), _who("for", one.beneficiaries), amount, due
    )


def _membership(one: Membership) -> str:
    return _joined(f"{one.action} {actor(one.body)}", _who("members", one.members), _time(one.time))


def _figure(one: Figure) -> str:
    value = f"{_range(one.low, one.value, one.high)} {one.currency or one.unit}"
    return _joined(value, clean(one.of.text), place(one.place), _time(one.as_of), _who("of", one.actors))


def _threat(one: Threat) -> str:
    assessor = f"says {actor(one.assessor)}" if one.assessor else ""
    return _joined(f"{actor(one.group)} {one.trend}", *(place(p) for p in one.places), assessor)


_TELLERS: dict[str, Callable[[Any], str]] = {
    "events": event,
    "statements": _statement,
    "commitments": _commitment,
    "memberships": _membership,
    "figures": _figure,
    "threats": _threat,
}


def actor(one: Actor) -> str:
    """An actor by name and id, or by the words."""
    return clean(one.name or one.text) + (f" [{one.actor_id}]" if one.actor_id else "")


def place(one: Place | None) -> str:
    """A place by name, country and level."""
    if one is None:
        return ""
    where = ", ".join(filter(None, (one.admin1, one.country, one.level)))
    at = f" {one.lat:.3f} {one.lon:.3f}" if one.lat is not None and one.lon is not None else ""
    return f"{clean(one.name or one.text)} ({where}){at}"


def quote(one: Evidence) -> str:
    """Quoted words without bidi controls."""
    return clean(one.quote)


def _who(role: str, actors: tuple[Actor, ...]) -> str:
    return f"{role} {', '.join(map(actor, actors))}" if actors else ""


def _time(time: Time | None) -> str:
    if time is None:
        return ""
    if time.start_date == time.end_date:
        return time.start_date or clean(time.text)
    return f"{time.start_date or '...'} to {time.end_date or '...'}"


def _range(low: float, best: float, high: float) -> str:
    return f"{best:,.10g}" if low == high else f"{best:,.10g} ({low:,.10g} to {high:,.10g})"


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
