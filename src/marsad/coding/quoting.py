"""Further quotations for what an event takes from other sentences: a day named before, the lead's place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from marsad.coding.events import evidence
from marsad.records import Document, Event, Evidence


def quote_all(document: Document, events: Sequence[Event]) -> list[Event]:
    """Give each event the quotations in which all its parts stand; its own sentence comes first."""
    return [_quoted(document, event) for event in events]


def parts(event: Event) -> Iterator[Any]:
    """The spans of an event that its quotations must hold."""
    yield event.trigger
    yield from event.actors
    yield from event.recipients
    yield from event.instruments
    yield from event.targets
    yield from event.figures
    if event.place is not None:
        yield event.place
    if event.time is not None:
        yield event.time


def inside(part: Any, quoted: Sequence[Evidence]) -> bool:  # noqa: ANN401 - any span of a record
    """Whether one of some quotations holds a part."""
    return any(e.field == part.field and e.start <= part.start and part.end <= e.end for e in quoted)


def _quoted(document: Document, event: Event) -> Event:
    own = event.evidence[0]
    name, start, end = own.field, own.start, own.end
    out = [p for p in parts(event) if p.field != name or p.start < start or p.end > end]
    if not out:
        return event
    quoted = list(event.evidence)
    for part in out:
        if not inside(part, quoted):
            quoted += _holding(document, part)
    return replace(event, evidence=tuple(quoted))


def _holding(document: Document, part: Any) -> Iterator[Evidence]:  # noqa: ANN401
    """The clauses round a part, or its sentence where they do not hold all of it."""
    for s in document:
        if s.field == part.field and s.start <= part.start < s.end:
            token = next((i for i, t in enumerate(s.tokens) if t.end > part.start), 0)
            near = evidence(s, token)
            whole = Evidence(start=s.start, end=s.end, quote=s.text, field=s.field)
            yield near if inside(part, (near,)) else whole
