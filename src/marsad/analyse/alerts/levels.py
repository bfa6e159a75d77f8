"""Rules about how much: against the norm, highs, and sub-types that come together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np

from marsad.analyse.alerts.rules import Convergence, High, Norm, Silence
from marsad.analyse.alerts.scene import WHOLE, Scene, iso, weeks_back
from marsad.analyse.spread.events import Floats
from marsad.analyse.spread.question import label, period_of
from marsad.analyse.spread.where_when import place_names, unit_name
from marsad.records import Incident
from marsad.records.alerts import Alert

_FEWEST = 3  # events in the last week
_YEAR = 365


def against_norm(scene: Scene, rule: Norm) -> Iterator[Alert]:
    """The last seven days against the mean week before, in each unit and in all.

    The p-value is one-sided, from the exact comparison of two Poisson counts (Przyborowski & Wilenski
    1940); the units are not corrected for being many.
    """
    for unit in (WHOLE, *sorted(set(scene.units))):
        events = scene.in_unit(unit)
        back = weeks_back(events.day, scene.today)
        now, before = int((back == 0).sum()), int(((back > 0) & (back <= rule.weeks)).sum())
        norm = before / rule.weeks
        change = now / norm - 1 if norm else np.inf
        p = compare_counts(now, before, rule.weeks)
        if now >= _FEWEST and change > rule.moderate and p <= rule.level:
            rows = [events.incidents[i] for i in np.flatnonzero(back == 0).tolist()]
            yield scene.alert(
                rule, "norm", (unit, _week(scene)), _norm(scene, rule, unit, (now, norm, p)), rows
            )


def compare_counts(now: int, before: int, weeks: int) -> float:
    """P of at least ``now`` of all events in the last of ``weeks + 1`` weeks, if every week is alike."""
    from scipy.stats import binom

    return float(binom.sf(now - 1, now + before, 1 / (weeks + 1)))


def _week(scene: Scene) -> str:
    return label(int(period_of(np.array([scene.today], np.int64), "week")[0]), "week")


def _norm(scene: Scene, rule: Norm, unit: str, found: tuple[int, float, float]) -> dict[str, Any]:
    now, norm, p = found
    change = now / norm - 1 if norm else None
    band = "large" if change is None or change > rule.large else "moderate"
    say = scene.say
    said = say("alert.norm.none") if change is None else "+" + say.share(change)
    where = scene.area_name if unit == WHOLE else unit
    events = say.count("event", now)
    return {
        "title": say(f"alert.norm.{band}", group=scene.group_name, where=where, weeks=rule.weeks),
        "text": say("alert.norm.text", events=events, norm=say.n(norm, 1), change=said),
        "units": (unit,),
        "severity": "severe" if band == "large" else "moderate",
        "statistic": say.term("events in seven days"),
        "value": float(now),
        "p": p,
        "baseline": say("alert.norm.baseline", norm=say.n(norm, 2), weeks=rule.weeks),
        "method": say.term("exact comparison of two Poisson counts; bands of ACLED's change map"),
        "onset": iso(scene.today - 6),
    }


def highs(scene: Scene, rule: High) -> Iterator[Alert]:
    """People killed in some days, at a level not seen for a year or more."""
    for unit in (WHOLE, *sorted(set(scene.units))):
        events = scene.in_unit(unit)
        rolling = _rolling(scene, events.incidents, events.day, rule.days)
        now = rolling[-1]
        if now < rule.least_killed:
            continue
        reached = [years for years in rule.years if _highest(rolling, years, rule.days, now)]
        if reached:
            rows = [
                one
                for one, day in zip(events.incidents, events.day, strict=True)
                if day > scene.today - rule.days
            ]
            about = _high(scene, rule, unit, (float(now), max(reached), rolling))
            yield scene.alert(rule, "high", (unit, _week(scene)), about, rows)


def _rolling(scene: Scene, incidents: tuple[Incident, ...], day: Any, days: int) -> Floats:  # noqa: ANN401
    """People killed in the days up to each day, from the first event to today."""
    first = int(scene.group.day.min())
    daily = np.zeros(scene.today - first + 1)
    killed = [sum(f.best for f in one.figures if f.kind == "killed") for one in incidents]
    np.add.at(daily, np.asarray(day) - first, killed)
    total = np.concatenate([[0.0], np.cumsum(daily)])
    start = np.maximum(np.arange(1, len(total)) - days, 0)
    return np.asarray(total[1:] - total[start])


def _highest(rolling: Floats, years: int, days: int, now: float) -> bool:
    """Whether the series is long enough, and nothing in those years was as high."""
    past = rolling[-years * _YEAR : -days]
    return len(rolling) >= years * _YEAR and now > past.max()


def _high(scene: Scene, rule: High, unit: str, found: tuple[float, int, Floats]) -> dict[str, Any]:
    now, years, rolling = found
    past = rolling[-years * _YEAR : -rule.days]
    say = scene.say
    where = scene.area_name if unit == WHOLE else unit
    span = {"days": say.count("day", rule.days), "years": say.count("year", years)}
    level = {"top": float(past.max()), "mean": float(past.mean())}
    return {
        "title": say("alert.high", group=scene.group_name, where=where, **span),
        "text": say("alert.high.text", killed=say.count("killed", now), **span, **level),
        "units": (unit,),
        "severity": "extreme" if years >= 3 else "severe",
        "statistic": say("alert.high.statistic", days=span["days"]),
        "value": now,
        "recurrence_days": float(years * _YEAR),
        "baseline": say("alert.high.baseline", years=span["years"], **level),
        "method": say.term("level not seen for years, after OCHA HDX Signals"),
        "onset": iso(scene.today - rule.days + 1),
    }


def convergences(scene: Scene, rule: Convergence) -> Iterator[Alert]:
    """Several sub-types of event in one second-level unit in the last seven days.

    The p-value is the share of unit-weeks of the years before that had as many sub-types.
    """
    back = weeks_back(scene.group.day, scene.today)
    kinds: dict[tuple[str, int], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for i, (one, week) in enumerate(zip(scene.group.incidents, back.tolist(), strict=True)):
        if week <= rule.look_back_weeks:
            kinds[_unit(one), week][_sub_type(one)].append(i)
    past = [len(found) for (_, week), found in kinds.items() if week > 0]
    places = len({unit for unit, _ in kinds})
    for (unit, week), found in sorted(kinds.items()):
        if week or len(found) < rule.sub_types:
            continue
        p = (1 + sum(n >= len(found) for n in past)) / (1 + places * rule.look_back_weeks)
        if p <= rule.level:
            inside = [scene.group.incidents[i] for rows in found.values() for i in rows]
            about = _converging(scene, unit, (tuple(found), p, inside))
            yield scene.alert(rule, "convergence", (unit, _week(scene)), about, inside)


def _unit(one: Incident) -> str:
    place = one.place
    return (place.admin2 or place.name or place.text) if place else ""


_VIOLENCE = {"1": "fighting with a state", "2": "fighting between groups", "3": "attack on civilians"}


def _sub_type(one: Incident) -> str:
    """The finest kind of act that is known: the source's own, else PLOVER's mode or type."""
    fields = one.row.fields if one.row else {}
    if "sub_event_type" in fields:
        return fields["sub_event_type"]
    if "type_of_violence" in fields:
        return _VIOLENCE.get(fields["type_of_violence"][:1], "violence")
    return one.mode or one.type


def _converging(
    scene: Scene, unit: str, found: tuple[tuple[str, ...], float, list[Incident]]
) -> dict[str, Any]:
    kinds, p, inside = found
    say = scene.say
    told = say.join(say.term(kind) for kind in kinds)
    events, where = say.count("event", len(inside)), place_names(inside, 2)
    return {
        "title": say("alert.convergence", group=scene.group_name, where=unit, n=len(kinds)),
        "text": say("alert.convergence.text", kinds=told, events=events, where=where),
        "units": tuple(sorted({name for one in inside if (name := unit_name(one))})),
        "severity": "moderate",
        "statistic": say.term("sub-types in one unit and week"),
        "value": float(len(kinds)),
        "p": p,
        "baseline": say.term("share of unit-weeks before with as many sub-types"),
        "method": say.term("co-occurrence of sub-types, after TREMOR"),
        "onset": iso(scene.today - 6),
    }


def silences(scene: Scene, rule: Silence) -> Iterator[Alert]:
    """No event of anyone for long: the data may have stopped, and no other rule can speak.

    The p-value is that of as long a gap if events came as in the year before it (Poisson).
    """
    day = scene.chosen.around.day
    quiet = scene.freshness()
    if quiet < rule.days or not len(day):
        return
    last = int(day.max())
    pace = float((day > last - _YEAR).sum()) / _YEAR
    p = float(np.exp(-pace * quiet))
    if p <= rule.level:
        yield scene.alert(rule, "silence", (iso(last),), _silence(scene, last, (quiet, pace, p)), ())


def _silence(scene: Scene, last: int, found: tuple[int, float, float]) -> dict[str, Any]:
    quiet, pace, p = found
    say = scene.say
    return {
        "title": say("alert.silence", area=scene.area_name, days=say.count("day", quiet)),
        "text": say("alert.silence.text", day=iso(last)),
        "units": (),
        "severity": "severe",
        "statistic": say.term("days without any event"),
        "value": float(quiet),
        "p": p,
        "baseline": say("alert.silence.baseline", pace=say.n(pace, 2)),
        "method": say.term("gap in a Poisson process"),
        "onset": iso(last + 1),
    }
