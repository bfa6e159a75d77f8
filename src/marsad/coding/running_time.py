"""The day that a report goes on telling of: events without a time of their own take it.

"A force conducted an operation yesterday. During the operation two men were killed." The second
sentence is dated by the first, and by none that is further off. Where a dated report has named no day yet,
what it tells first happened on the day of its dateline or shortly before.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from msgspec.structs import replace

from marsad.records import Document, Event, Sentence, Time

REACH = 3  # sentences over which a day goes on
LEAD = 4  # first whole sentences of the text, which tell the news
_FULL_STOPS = frozenset(".!?؟\"'”»")
FINE = frozenset({"day", "days", "week"})


def share_time(document: Document, events: Sequence[Event]) -> list[Event]:
    """Give events that occurred, and have no time, the day that was last named, or that of the dateline."""
    if all(map(_settled, events)):
        return list(events)
    days, news = _days(document), _news(document)
    return [e if _settled(e) else _dated(e, document, days, news) for e in events]


def _settled(event: Event) -> bool:
    return event.time is not None or event.status not in {"occurred", "ongoing"}


def _news(document: Document) -> dict[int, Time]:
    """The day of the dateline for each of the first sentences of the text, until one names a time."""
    line, day = document.dateline, document.anchor
    if line is None or day is None:
        return {}
    time = Time(
        start=line.start,
        end=line.end,
        text=line.text,
        start_date=day,
        end_date=day,
        precision="days",
        anchor=day,
    )
    body = (s for s in document if s.kind == "body" and s.field == "text" and s.end > line.end)
    lead = [s for s in body if s.text.rstrip()[-1:] in _FULL_STOPS][:LEAD]
    return {s.index: time for s in takewhile(lambda s: not s.times, lead)}


def _days(document: Document) -> dict[int, Time]:
    """The single day that each sentence of the body names, by the sentence's index."""
    out = {}
    for s in document:
        dated = [t.time for t in s.times if t.time.precision in FINE and t.time.start_date]
        if s.kind == "body" and len({t.start_date for t in dated}) == 1:
            out[s.index] = dated[0]
    return out


def _dated(event: Event, document: Document, days: dict[int, Time], news: dict[int, Time]) -> Event:
    here = _sentence(document, event)
    if here is None or here.kind != "body":
        return event
    back = (i for i in range(here.index - 1, here.index - 1 - REACH, -1) if i in days)
    time = next((days[i] for i in back if days[i].field == event.trigger.field), None)
    time = time or news.get(here.index)
    return replace(event, time=time) if time is not None else event


def _sentence(document: Document, event: Event) -> Sentence | None:
    at = event.trigger
    return next((s for s in document if s.field == at.field and s.start <= at.start < s.end), None)
