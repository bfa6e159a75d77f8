"""All rules on one scene, and what was decided about their alerts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from marsad.analyse.alerts import areas, levels
from marsad.analyse.alerts.rules import Rules
from marsad.analyse.alerts.scene import Scene, look
from marsad.analyse.spread.question import Question
from marsad.records import Incident
from marsad.records.alerts import Alert, AlertStatus

_ORDER = {"extreme": 0, "severe": 1, "moderate": 2, "minor": 3}


class Decision(NamedTuple):
    """What was decided about an alert last; ``until`` is an ISO date for a snooze."""

    action: str
    reason: str
    until: str | None = None


def raise_alerts(
    incidents: Sequence[Incident], question: Question, rules: Rules, *, today: str, language: str = "en"
) -> tuple[Alert, ...]:
    """Alerts that hold on a day, the gravest first.

    Parameters
    ----------
    incidents
        All that is known.
    question
        Group and area.
    rules
        See :mod:`marsad.analyse.alerts.rules`.
    today
        ISO date; nothing published later is looked at.
    language
        Of titles and texts: en, ar or fr.

    Raises
    ------
    NotEnoughIncidents
        The group has no event by then.
    """
    scene = look(incidents, question, today, language)
    found = {one.alert_id: one for one in _all(scene, rules) if one.expires >= today}
    return tuple(sorted(found.values(), key=lambda one: (_ORDER[one.severity], one.title)))


def _all(scene: Scene, rules: Rules) -> Iterable[Alert]:
    for new_area in rules.new_area:
        yield from areas.new_areas(scene, new_area)
    for cluster in rules.cluster:
        yield from areas.live_clusters(scene, cluster)
    for norm in rules.norm:
        yield from levels.against_norm(scene, norm)
    for high in rules.high:
        yield from levels.highs(scene, high)
    for convergence in rules.convergence:
        yield from levels.convergences(scene, convergence)
    for new_country in rules.new_country:
        yield from areas.new_countries(scene, new_country)
    for silence in rules.silence:
        yield from levels.silences(scene, silence)


def with_status(alerts: Iterable[Alert], decisions: Mapping[str, Decision], today: str) -> tuple[Alert, ...]:
    """Put what was decided on the alerts; a snooze that has run out is open again."""
    return tuple(_decided(one, decisions.get(one.alert_id), today) for one in alerts)


def _decided(alert: Alert, decision: Decision | None, today: str) -> Alert:
    if decision is None or decision.action == "reopen":
        return alert
    if decision.action == "snooze" and (decision.until or "") < today:
        return alert
    status: AlertStatus = "snoozed" if decision.action == "snooze" else "acknowledged"
    return replace(alert, status=status, reason=decision.reason)
