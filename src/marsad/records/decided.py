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


class Incident(Record, frozen=True, kw_only=True):
    """What happened, once, however many reports tell of it; or an imported event."""

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
