"""What was decided across reports: judgements, and the incidents derived from them."""

from __future__ import annotations

from typing import Literal

from marsad.records.coded import EventStatus
from marsad.records.parts import Actor, Place, Record, Time


class Member(Record, frozen=True, kw_only=True):
    """One event of one report, as a member of an incident."""

    report_id: str
    event_id: str


class Judgement(Record, frozen=True, kw_only=True):
    """A decision on whether two events are the same incident; append-only."""

    left: str
    right: str
    verdict: Literal["same", "different", "unsure"]
    who: str  # "rule:..." or a reviewer
    when: str
    why: str


class IncidentFigure(Record, frozen=True, kw_only=True):
    """Low, best and high over the members' figures, with the rule used."""

    kind: str
    low: float
    best: float
    high: float
    rule: str


class SourceRow(Record, frozen=True, kw_only=True):
    """The row of another event data set that an incident was imported from.

    Attributes
    ----------
    source
        The data set: ``ucdp``, ``acled``, ``gdelt`` or the name in a mapping.
    source_id
        The event's id there.
    origin
        File and row, such as ``ged.csv.gz:17``.
    updated
        When the data set last changed the row (ISO), where it says so.
    where_precision, time_precision
        As the data set codes them (UCDP 1-7 and 1-5, ACLED 1-3).
    weight
        How much the event counts; 1 unless a mapping says otherwise.
    reports
        Who told of it: sources or offices that the row names.
    fields
        Other columns worth keeping, as they were.
    """

    source: str
    source_id: str
    origin: str
    updated: str | None = None
    where_precision: int | None = None
    time_precision: int | None = None
    weight: float = 1.0
    reports: tuple[str, ...] = ()
    fields: dict[str, str] = {}  # noqa: RUF012 - msgspec copies an empty default per instance


class Incident(Record, frozen=True, kw_only=True):
    """What happened, once, however many reports tell of it; or an imported event.

    ``possible_duplicate_of`` is the id of an incident of another data set that may be the same; it is
    worked out when a question is asked, and nothing is merged.
    """

    incident_id: str
    members: tuple[Member, ...]
    type: str
    mode: str | None = None
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    place: Place | None
    time: Time | None
    figures: tuple[IncidentFigure, ...] = ()
    sources: int
    status: EventStatus
    published: str | None = None  # earliest publication among the members
    provenance: str = "coded"  # or "import:ucdp", ...
    judgements: tuple[Judgement, ...] = ()
    row: SourceRow | None = None  # of an imported event
    possible_duplicate_of: str | None = None
