"""What every store can do. One contract suite runs on all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, Protocol

import msgspec

from marsad.records import Coded, Incident, Issue, Judgement, Report


class Added(NamedTuple):
    """What became of reports that were handed to a store.

    ``renamed`` maps an id that another report already has to the id that the report was given.
    """

    new: int
    same: int
    renamed: dict[str, str]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run of the main job; ``summary`` is there once it has finished."""

    run_id: str
    started: str
    version: str
    finished: str | None = None
    summary: dict[str, object] | None = None


class Noted(NamedTuple):
    """An issue with the stage and report it belongs to."""

    stage: str
    report_id: str | None
    issue: Issue


class EventQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which events to find; what is not given does not limit. Dates are ISO dates, both included."""

    type: str | None = None
    status: str | None = None
    actor_id: str | None = None
    country: str | None = None
    since: str | None = None
    until: str | None = None
    bbox: tuple[float, float, float, float] | None = None  # west, south, east, north in degrees


class EventKey(NamedTuple):
    """An event, by the report it was coded from."""

    report_id: str
    event_id: str


class Upserted(NamedTuple):
    """What became of imported events that were handed to a store.

    ``stale`` rows are older than what is known, or of an event that was deleted later.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    stale: int = 0


class Tombstone(msgspec.Struct, frozen=True, kw_only=True):
    """An imported event that its data set has taken back; ``deleted`` is an ISO date or datetime."""

    incident_id: str
    provenance: str
    deleted: str
    why: str = ""


class AlertNote(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided about an alert, and why; ``until`` is an ISO date for a snooze."""

    alert_id: str
    action: Literal["acknowledge", "snooze", "reopen"]
    who: str
    when: str
    reason: str
    until: str | None = None


class ReviewNote(msgspec.Struct, frozen=True, kw_only=True):
    """What a reviewer decided about an event, and why; ``digest`` is of the values that were looked at."""

    report_id: str
    event_id: str
    digest: str
    verdict: Literal["accept", "reject", "reopen"]
    who: str
    when: str
    reason: str


class Store(Protocol):
    """A record that outlives a run. Every writing call is one transaction."""

    def start_run(self, run: Run) -> None:
        """Write down that a run began."""

    def finish_run(self, run: Run) -> None:
        """Write down how a run ended."""

    def runs(self) -> list[Run]:
        """All runs, oldest first."""

    def add_reports(self, reports: Iterable[Report], run_id: str) -> Added:
        """Keep reports unaltered; the same report twice is kept once, with two sightings."""

    def report(self, report_id: str) -> Report | None:
        """One report."""

    def reports(self) -> Iterator[Report]:
        """All reports, in the order they came."""

    def uncoded(self, version: str) -> Iterator[Report]:
        """Reports without records of this version of code and knowledge, in the order they came."""

    def count_uncoded(self, version: str) -> int:
        """How many reports :meth:`uncoded` gives."""

    def add_coded(self, coded: Iterable[Coded], version: str) -> int:
        """Keep records, in the place of those of other versions; gives how many were written."""

    def coded(self, report_id: str) -> Coded | None:
        """The records of one report, with what reviewers decided."""

    def all_coded(self) -> Iterator[Coded]:
        """The records of all reports, in the order the reports came, with what reviewers decided."""

    def add_reviews(self, notes: Iterable[ReviewNote]) -> int:
        """Append decisions about events."""

    def reviews(self) -> tuple[ReviewNote, ...]:
        """All decisions about events, in the order they were made."""

    def find_events(self, query: EventQuery) -> list[EventKey]:
        """Events by type, actor, country, date and box; by date."""

    def add_judgements(self, judgements: Iterable[Judgement]) -> int:
        """Append judgements; known ones are left as they are."""

    def judgements(self) -> tuple[Judgement, ...]:
        """All judgements in the order they were added."""

    def replace_incidents(self, incidents: Iterable[Incident]) -> int:
        """Put derived incidents in the place of the last ones."""

    def incidents(self) -> tuple[Incident, ...]:
        """All incidents, by date."""

    def put_imported(self, incidents: Iterable[Incident]) -> Upserted:
        """Keep imported events, each in the place of an older row of the same id."""

    def imported(self) -> Iterator[Incident]:
        """All imported events, by date."""

    def bury(self, tombstones: Iterable[Tombstone]) -> int:
        """Take out imported events that were deleted at their source; gives how many were there."""

    def tombstones(self) -> tuple[Tombstone, ...]:
        """All tombstones."""

    def add_alert_notes(self, notes: Iterable[AlertNote]) -> int:
        """Append decisions about alerts."""

    def alert_notes(self) -> tuple[AlertNote, ...]:
        """All decisions about alerts, in the order they were made."""

    def add_issues(self, notes: Iterable[Noted], run_id: str) -> int:
        """Keep issues; an issue that is known already is kept once."""

    def issues(self) -> list[Noted]:
        """All issues."""

    def counts(self) -> dict[str, int]:
        """Number of rows by table."""

    def close(self) -> None:
        """Let go of the database."""
