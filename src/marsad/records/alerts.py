"""An alert: what changed, how sure, on what evidence, and until when it holds."""

from __future__ import annotations

from typing import Literal

from marsad.records.parts import Record

Severity = Literal["minor", "moderate", "severe", "extreme"]
AlertStatus = Literal["open", "acknowledged", "snoozed"]


class Alert(Record, frozen=True, kw_only=True):
    """One alert; its id is a hash of rule, group, area and onset, so a re-run raises it only once.

    Attributes
    ----------
    rule, kind
        The rule's name, and the kind of rule.
    title, text
        One line, and why, with the numbers.
    units
        First-level units it is about, or ``all``.
    onset, last_event, expires
        ISO dates: since when, last evidence, and when it lapses.
    statistic, value
        What was measured.
    p, recurrence_days
        How often chance alone does as much; at least one is given where the rule tests.
    baseline
        What it is compared with.
    freshness_days
        Days from the last event known of anyone in the area to the day asked.
    coverage
        Events of anyone in the area in the last four weeks, against the four-weekly mean of the year before.
    reason
        Why it was acknowledged or snoozed.
    language
        Of title, text, statistic, baseline and method.
    """

    alert_id: str
    rule: str
    kind: str
    title: str
    text: str
    group: str
    area: str
    units: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    severity: Severity
    statistic: str
    value: float
    p: float | None = None
    recurrence_days: float | None = None
    baseline: str
    method: str
    incident_ids: tuple[str, ...] = ()
    raised: str
    onset: str
    last_event: str
    expires: str
    freshness_days: int
    coverage: tuple[int, float]
    status: AlertStatus = "open"
    reason: str = ""
    language: str = "en"
