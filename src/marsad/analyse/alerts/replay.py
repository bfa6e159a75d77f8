"""The alerts of a year, replayed: what they foretold, what they missed, and how early they were."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from marsad.analyse.alerts.raising import raise_alerts
from marsad.analyse.alerts.rules import Rules
from marsad.analyse.alerts.scene import WHOLE
from marsad.analyse.spread.events import select
from marsad.analyse.spread.question import Period, Question, first_day, label, period_of
from marsad.analyse.spread.where_when import unit_name
from marsad.errors import NotEnoughIncidents
from marsad.records import Incident, Record
from marsad.records.alerts import Alert

LEAST = 5  # events in a month that may count as a surge
TIMES = 2.0  # as many as the mean month of the year before


class Surge(Record, frozen=True, kw_only=True):
    """A unit's month with at least five events and twice its mean month of the year before.

    ``rules`` foretold it, ``lead_days`` before it began (the earliest); none is a miss.
    """

    unit: str
    month: str
    events: int
    mean_before: float
    rules: tuple[str, ...] = ()
    lead_days: int | None = None


class RuleScore(Record, frozen=True, kw_only=True):
    """How one rule, or all together, or the plain comparison did.

    A hit is a surge with an alert on its unit in the days before it; a false alarm is an alert that no
    surge followed in time.
    """

    rule: str
    alerts: int
    hits: int
    misses: int
    false_alarms: int
    recall: float | None
    precision: float | None
    median_lead_days: float | None


class Replay(Record, frozen=True, kw_only=True):
    """A year replayed step by step with what was known at each step."""

    group: str
    area: str
    year: int
    step: Period
    horizon_days: int
    days: tuple[str, ...]
    surges: tuple[Surge, ...]
    scores: tuple[RuleScore, ...]
    alerts: tuple[Alert, ...]


class Course(Record, frozen=True, kw_only=True):
    """Which year to replay, how often alerts are raised, and for how many days they hold good."""

    year: int
    step: Period = "month"
    horizon_days: int = 92


def replay(
    incidents: Sequence[Incident],
    question: Question,
    rules: Rules,
    *,
    course: Course,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Replay:
    """Raise alerts at the end of every step of a year, knowing no more than was known then, and score them.

    Parameters
    ----------
    course
        The year whose surges are to be foretold; the replay starts one horizon before it.
    """
    year, horizon_days = course.year, course.horizon_days
    days = list(_days(course))
    raised: dict[str, Alert] = {}
    for number, day in enumerate(days):
        if progress:
            progress("replay", number, len(days))
        try:
            for alert in raise_alerts(incidents, question, rules, today=day):
                raised.setdefault(alert.alert_id, alert)
        except NotEnoughIncidents:
            continue
    alerts = tuple(raised.values())
    monthly = _monthly(incidents, question, year)
    surges = tuple(_foretold(surge, alerts, horizon_days) for surge in _surges(monthly, year))
    names = sorted({alert.rule for alert in alerts})
    scores = [_score("all rules", alerts, surges, horizon_days)]
    scores += [_score(name, [a for a in alerts if a.rule == name], surges, horizon_days) for name in names]
    scores.append(_persistence(monthly, surges, year))
    return Replay(
        group=question.group_name,
        area=question.area_name,
        year=year,
        step=course.step,
        horizon_days=horizon_days,
        days=tuple(days),
        surges=surges,
        scores=tuple(scores),
        alerts=alerts,
    )


def _days(course: Course) -> Iterator[str]:
    """Last day of each step from one horizon before the year to its end."""
    begin = dt.date(course.year, 1, 1).toordinal() - course.horizon_days
    edges = [begin, dt.date(course.year, 12, 31).toordinal()]
    first, last = period_of(np.array(edges, np.int64), course.step).tolist()
    for number in range(first, last):
        yield (first_day(number + 1, course.step) - dt.timedelta(days=1)).isoformat()


Monthly = dict[str, dict[int, int]]


def _monthly(incidents: Sequence[Incident], question: Question, year: int) -> Monthly:
    """Events by unit and month, from what is known now."""
    end = dt.date(year, 12, 31).isoformat()
    group = select([one for one in incidents if _start(one) <= end], question).group
    counts: Monthly = defaultdict(lambda: defaultdict(int))
    for one, month in zip(group.incidents, period_of(group.day, "month").tolist(), strict=True):
        counts[unit_name(one) or "not named"][month] += 1
        counts[WHOLE][month] += 1
    return counts


def _start(one: Incident) -> str:
    return (one.time.start_date or "") if one.time else ""


def _surges(monthly: Monthly, year: int) -> Iterator[Surge]:
    for unit, counts in sorted(monthly.items()):
        for month in range(year * 12, year * 12 + 12):
            mean = sum(counts.get(month - back, 0) for back in range(1, 13)) / 12
            if counts.get(month, 0) >= max(LEAST, TIMES * mean):
                yield Surge(unit=unit, month=label(month, "month"), events=counts[month], mean_before=mean)


def _foretold(surge: Surge, alerts: Sequence[Alert], horizon: int) -> Surge:
    leads: dict[str, int] = {}
    for alert in alerts:
        lead = _lead(alert, surge)
        if lead is not None and lead <= horizon:
            leads[alert.rule] = max(lead, leads.get(alert.rule, 0))
    if not leads:
        return surge
    return Surge(
        unit=surge.unit,
        month=surge.month,
        events=surge.events,
        mean_before=surge.mean_before,
        rules=tuple(sorted(leads)),
        lead_days=max(leads.values()),
    )


def _lead(alert: Alert, surge: Surge) -> int | None:
    """Days from the alert to the first day of the surge's month, where the alert is on its unit."""
    if surge.unit not in alert.units:
        return None
    begins = dt.date.fromisoformat(f"{surge.month}-01")
    lead = (begins - dt.date.fromisoformat(alert.raised)).days
    return lead if lead > 0 else None


def _score(name: str, alerts: Sequence[Alert], surges: Sequence[Surge], horizon: int) -> RuleScore:
    leads = [_best(surge, alerts, horizon) for surge in surges]
    hits = [lead for lead in leads if lead is not None]
    idle = sum(not any((lead := _lead(a, s)) and lead <= horizon for s in surges) for a in alerts)
    return RuleScore(
        rule=name,
        alerts=len(alerts),
        hits=len(hits),
        misses=len(surges) - len(hits),
        false_alarms=idle,
        recall=len(hits) / len(surges) if surges else None,
        precision=1 - idle / len(alerts) if alerts else None,
        median_lead_days=float(np.median(hits)) if hits else None,
    )


def _best(surge: Surge, alerts: Sequence[Alert], horizon: int) -> int | None:
    leads = [lead for a in alerts if (lead := _lead(a, surge)) and lead <= horizon]
    return max(leads, default=None)


def _persistence(monthly: Monthly, surges: Sequence[Surge], year: int) -> RuleScore:
    """The plain comparison: a warning for every unit that had at least five events in the month before."""
    months = range(year * 12, year * 12 + 12)
    warned = {(u, label(m, "month")) for u, c in monthly.items() for m in months if c.get(m - 1, 0) >= LEAST}
    surged = {(surge.unit, surge.month) for surge in surges}
    hits = len(warned & surged)
    return RuleScore(
        rule="five events the month before (comparison)",
        alerts=len(warned),
        hits=hits,
        misses=len(surged) - hits,
        false_alarms=len(warned - surged),
        recall=hits / len(surged) if surged else None,
        precision=hits / len(warned) if warned else None,
        median_lead_days=1.0 if hits else None,
    )
