"""The day that a report goes on telling of: events without a time of their own take it.

"A force conducted an operation yesterday. During the operation two men were killed." The second
sentence is dated by the first, and by none that is further off.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from marsad.records import Document, Event, Sentence, Time

REACH = 2  # sentences over which a day goes on
FINE = frozenset({"day", "days", "week"})


def share_time(document: Document, events: Sequence[Event]) -> list[Event]:
    """Give events that occurred, and have no time, the day last named in the sentences just before."""
    days = _days(document)
    return [
        e if e.time or e.status not in {"occurred", "ongoing"} else _dated(e, document, days) for e in events
    ]


def _days(document: Document) -> dict[int, Time]:
    """The single day that each sentence of the body names, by the sentence's index."""
    out = {}
    for s in document:
        dated = [t.time for t in s.times if t.time.precision in FINE and t.time.start_date]
        if s.kind == "body" and len({t.start_date for t in dated}) == 1:
            out[s.index] = dated[0]
    return out


def _dated(event: Event, document: Document, days: dict[int, Time]) -> Event:
    here = _sentence(document, event)
    if here is None or not days or here.kind != "body":
        return event
    back = (i for i in range(here.index - 1, here.index - 1 - REACH, -1) if i in days)
    time = next((days[i] for i in back if days[i].field == event.trigger.field), None)
    return replace(event, time=time) if time is not None else event


def _sentence(document: Document, event: Event) -> Sentence | None:
    at = event.trigger
    return next((s for s in document if s.field == at.field and s.start <= at.start < s.end), None)
