"""The parts that every record is made of: spans, evidence, actors, places, times."""

from __future__ import annotations

from typing import Literal

import msgspec

FieldName = Literal["text", "title"]
ActorKind = Literal["state", "group", "organisation", "person", "people", "unknown"]
PlaceLevel = Literal["site", "town", "near", "adm2", "adm1", "region", "country", "water", "unknown"]
TimePrecision = Literal["day", "days", "week", "month", "season", "year", "vague"]
TimeRelation = Literal["on", "by", "since", "until", "during"]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of everything that is handed on or written out: immutable, encoded by msgspec."""


class Span(Record, frozen=True, kw_only=True):
    """Words of a report: ``report[field][start:end] == text``, counted in code points."""

    start: int
    end: int
    text: str
    field: FieldName = "text"


class Evidence(Record, frozen=True, kw_only=True):
    """The clause a record rests on: ``report[field][start:end] == quote``."""

    start: int
    end: int
    quote: str
    field: FieldName = "text"


class Actor(Span, frozen=True, kw_only=True):
    """Who: the words, and the entry of the actor base they stand for where it is known."""

    kind: ActorKind
    actor_id: str | None = None
    name: str | None = None
    country: str | None = None  # ISO 3166 alpha-3
    sector: str | None = None  # PLOVER sector code
    role: str | None = None


class PlaceOption(Record, frozen=True, kw_only=True):
    """A runner-up of place resolution."""

    place_id: str
    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    score: float = 0.0


class Place(Span, frozen=True, kw_only=True):
    """Where: the words, the gazetteer entry, how precise it is, and why it was chosen."""

    level: PlaceLevel
    why: str
    place_id: str | None = None
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    score: float | None = None
    alternatives: tuple[PlaceOption, ...] = ()


class Time(Span, frozen=True, kw_only=True, rename={"start_date": "from", "end_date": "to"}):
    """When: a window of days (both ends included) and how precise it is."""

    start_date: str | None = None  # ISO date
    end_date: str | None = None  # ISO date
    precision: TimePrecision
    relation: TimeRelation = "on"
    anchor: str | None = None  # ISO date that a relative expression was counted from


class EventFigure(Span, frozen=True, kw_only=True):
    """A number that belongs to one event (killed, arrested, displaced, strikes, ...).

    ``total`` marks a number that adds up many acts ("since 2009"): it counts no single one.
    """

    kind: str
    low: float
    best: float
    high: float
    approximate: bool = False
    of: str | None = None
    total: bool = False


class Attribution(Record, frozen=True, kw_only=True):
    """Who says that the event happened."""

    speaker: Actor
    verb: str
