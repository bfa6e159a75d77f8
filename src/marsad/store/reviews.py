"""What reviewers decided about events, laid over the records that coders made.

A rejection stands as long as a coder finds the event again. An acceptance stands for the values that were
accepted: when a coder gives the event others, it waits for review again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from marsad.records import Coded, Event, content_id
from marsad.store.base import ReviewNote

Latest = Mapping[str, Mapping[str, ReviewNote]]  # by report and event


def latest(notes: Iterable[ReviewNote]) -> Latest:
    """The last decision about each event; notes come in the order they were made."""
    out: dict[str, dict[str, ReviewNote]] = {}
    for note in notes:
        out.setdefault(note.report_id, {})[note.event_id] = note
    return out


def digest(event: Event) -> str:
    """A hash of what an event says, for an acceptance to rest on."""
    place, time = event.place, event.time
    people = [a.actor_id or a.text for a in (*event.actors, *event.recipients)]
    numbers = [f"{f.kind} {f.low} {f.best} {f.high}" for f in event.figures]
    where = (place.place_id or place.text) if place else None
    when = f"{time.start_date} {time.end_date}" if time else None
    return content_id(event.type, event.mode, event.status, where, when, *people, "|", *numbers)


def reviewed(coded: Coded, decided: Latest) -> Coded:
    """The records of a report with what reviewers decided about its events."""
    mine = decided.get(coded.id)
    if not mine:
        return coded
    return replace(coded, events=tuple(_reviewed(e, mine.get(e.event_id)) for e in coded.events))


def _reviewed(event: Event, note: ReviewNote | None) -> Event:
    if note is None or note.verdict == "reopen":
        return event
    if note.verdict == "reject":
        return replace(event, review="rejected")
    return replace(event, review="accepted" if note.digest == digest(event) else "suggested")
