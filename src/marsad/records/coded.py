"""What is coded from one report. The field order is the order in the output."""

from __future__ import annotations

from typing import Literal

import msgspec

from marsad.records.parts import Actor, Attribution, EventFigure, Evidence, Place, Record, Span, Time

EventStatus = Literal["occurred", "ongoing", "planned", "threatened", "possible", "denied", "historical"]
CommitmentStatus = Literal["announced", "proposed", "agreed", "paid", "done", "cancelled"]
MembershipAction = Literal["join", "leave", "suspend"]
Trend = Literal["growing", "stable", "shrinking", "unstated"]
Review = Literal["suggested", "accepted", "rejected"]


class Weight(Record, frozen=True, kw_only=True):
    """What one feature of a model added to a decision, in log odds; below 0 it spoke against it."""

    feature: str
    value: float
    weight: float


class Reason(Record, frozen=True, kw_only=True):
    """Why a part of an event is as it is: the rule, and the weightiest features where a model decided."""

    part: str  # trigger, status, actor, recipient, target, place, place name, time, figure, confidence, ...
    value: str
    rule: str
    weights: tuple[Weight, ...] = ()


class Event(Record, frozen=True, kw_only=True):
    """Who did what to whom, where, when, with how many; ``type`` and ``mode`` are PLOVER's.

    ``review`` is there where a reviewer has decided, or has to: what a language model found stays
    ``suggested`` until then, and only what is accepted or needs no review makes incidents.
    """

    event_id: str
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    status: EventStatus
    trigger: Span
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    instruments: tuple[Span, ...] = ()
    targets: tuple[Span, ...] = ()
    place: Place | None
    time: Time | None
    figures: tuple[EventFigure, ...] = ()
    attribution: Attribution | None = None
    confidence: float
    evidence: tuple[Evidence, ...]
    part_of: str | None = None  # event_id of the event of the same sentence whose act this tells too
    why: str | None = None  # the rule and cues behind the decision, for --explain
    reasons: tuple[Reason, ...] = ()  # only with --explain
    coder: str | None = None  # "llm:NAME" for an event that a language model found
    review: Review | None = None

    @property
    def confirmed(self) -> bool:
        """Whether it counts: it is accepted, or needs no review."""
        return self.review is None or self.review == "accepted"


class Statement(Record, frozen=True, kw_only=True):
    """Who said, warned, demanded, welcomed what."""

    speaker: Actor | None
    verb: Span
    act: str
    direct: bool = False
    content: Evidence
    about: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...]


class Commitment(Record, frozen=True, kw_only=True):
    """A pledge, a planned meeting, a proposal, a deployment, a repatriation."""

    action: str
    actors: tuple[Actor, ...] = ()
    beneficiaries: tuple[Actor, ...] = ()
    object: Span | None = None
    amount: float | None = None
    currency: str | None = None  # ISO 4217
    additional: bool | None = None
    place: Place | None = None
    due: Time | None = None
    instrument: str | None = None
    status: CommitmentStatus
    speaker: Actor | None = None
    evidence: tuple[Evidence, ...]


class Membership(Record, frozen=True, kw_only=True):
    """Who joined, left or was suspended from which body."""

    body: Actor
    action: MembershipAction
    members: tuple[Actor, ...]
    time: Time | None = None
    evidence: tuple[Evidence, ...]


class Figure(Record, frozen=True, kw_only=True):
    """A quantity about the situation (detainees, troops, money), not about one event."""

    value: float
    low: float
    high: float
    approximate: bool
    unit: str
    of: Span
    currency: str | None = None
    as_of: Time | None = None
    place: Place | None = None
    actors: tuple[Actor, ...] = ()
    speaker: Actor | None = None
    evidence: tuple[Evidence, ...]


class Threat(Record, frozen=True, kw_only=True):
    """An assessment that a group threatens, expands or weakens somewhere."""

    group: Actor
    assessor: Actor | None
    trend: Trend
    places: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...]


class Issue(Record, frozen=True, kw_only=True):
    """Something that was not understood, and what to do about it."""

    code: str
    message: str
    hint: str = ""


class Coded(Record, frozen=True, kw_only=True):
    """Everything coded from one report: one line of ``marsad code`` output."""

    id: str
    language: str | None
    published: str | None
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    commitments: tuple[Commitment, ...]
    memberships: tuple[Membership, ...]
    figures: tuple[Figure, ...]
    threats: tuple[Threat, ...]
    toponyms: tuple[Place, ...]
    times: tuple[Time, ...]
    issues: tuple[Issue, ...]

    def confirmed(self) -> Coded:
        """The same without the events that are only suggested, or were rejected."""
        if all(event.confirmed for event in self.events):
            return self
        return msgspec.structs.replace(self, events=tuple(e for e in self.events if e.confirmed))

    @classmethod
    def blank(
        cls,
        report_id: str,
        *,
        language: str | None = None,
        published: str | None = None,
        issues: tuple[Issue, ...] = (),
    ) -> Coded:
        """A report with nothing coded; ``issues`` say why."""
        return cls(
            id=report_id,
            language=language,
            published=published,
            events=(),
            statements=(),
            commitments=(),
            memberships=(),
            figures=(),
            threats=(),
            toponyms=(),
            times=(),
            issues=issues,
        )
