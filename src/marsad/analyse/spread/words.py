"""The answer in plain words, each sentence with its numbers, and what limits it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from marsad.analyse.change import LEVEL, RangeChange, Verdict
from marsad.analyse.spread.clusters import LiveCluster
from marsad.analyse.spread.question import DAYS, Question
from marsad.analyse.spread.ranges import YEAR, Compared
from marsad.analyse.spread.sections import Answer, Sections

_CELL = "cells of about 250 km2"
_FALLING = {
    "spreading": "The range is spreading",
    "shifting": "The range is shifting",
    "contracting": "The range is contracting",
    "steady": "The range is steady: no change beyond chance",
    "too little data": "There is too little data to say whether the range is changing",
}


def answer(found: Sections) -> Answer:
    """Put the findings into words."""
    overall = found.ranges.overall if found.ranges else None
    latest = found.ranges.latest if found.ranges else None
    return Answer(
        verdict=_verdict(overall),
        latest=_verdict(latest),
        sentences=tuple(_sentences(found)),
        limits=tuple(_limits(found)),
    )


def _verdict(one: Compared | None) -> Verdict:
    return one.finding.verdict if one else "too little data"


def _sentences(found: Sections) -> Iterator[str]:
    yield _opening(found)
    if found.ranges:
        if found.ranges.overall:
            yield _changed(found.ranges.overall, _first_part(found.ranges.overall))
        if found.ranges.latest:
            yield _changed(found.ranges.latest, "Against the year before")
        yield from _course(found.ranges.yearly)
        yield from _peak(found)
    yield from _clusters(found)
    yield from _movement(found)
    yield from _ahead(found)


def _opening(found: Sections) -> str:
    ask, data = found.question, found.data
    overall = found.ranges.overall if found.ranges else None
    known = f"As known on {ask.as_of}, " if ask.as_of else ""
    who = f"{ask.group_name} in {ask.area_name}" if ask.area_name else ask.group_name
    claim = _FALLING[_verdict(overall)] + _also_moved(overall)
    claim = claim[0].lower() + claim[1:] if known else claim
    return (
        f"{known}{claim} ({who}, {data.events:,} events from {data.first_day} to {data.last_day}, "
        f"{data.killed:,.0f} people killed by the best estimates)."
    )


def _also_moved(one: Compared | None) -> str:
    if one is None or one.finding.verdict not in ("spreading", "contracting"):
        return ""
    return " and has moved" if (one.finding.moved_p or 1.0) <= LEVEL else ""


def _first_part(one: Compared) -> str:
    days = dt.date.fromisoformat(one.before[1]) - dt.date.fromisoformat(one.before[0])
    return f"Against the first {'year' if days.days + 1 >= YEAR else 'half'} of the window"


def _changed(one: Compared, against: str) -> str:
    change = one.finding
    if change.cells is None or change.reach_km is None:
        return f"{against}: {change.verdict} ({change.note})."
    n_before, n_after = one.events
    return (
        f"{against} ({one.before[0]} to {one.before[1]}, {n_before:,} events; now {n_after:,}): "
        f"{change.verdict}. {_cells(change)}; {_reach(change)}; {_moved(change)}."
    )


def _cells(change: RangeChange) -> str:
    before, after = change.cells or (0.0, 0.0)
    return f"At equal event counts it held {before:.0f} and now {after:.0f} {_CELL} (p {_p(change.p)})"


def _reach(change: RangeChange) -> str:
    before, after = change.reach_km or (0.0, 0.0)
    return f"its reach from the centre went from {before:.0f} to {after:.0f} km (p {_p(change.reach_p)})"


def _moved(change: RangeChange) -> str:
    return f"the centre moved {change.moved_km or 0.0:.0f} km (p {_p(change.moved_p)})"


def _course(yearly: tuple[Compared, ...]) -> Iterator[str]:
    told = [one for one in yearly if one.finding.verdict != "too little data"]
    if len(told) > 1:
        course = ", ".join(f"{one.finding.verdict} to {one.after[1]}" for one in told)
        yield f"Year by year, each against the one before: {course}."


def _peak(found: Sections) -> Iterator[str]:
    """When the hull was largest, at equal event counts."""
    if found.ranges is None:
        return
    sized = [(row.measures["hull_km2"].rarefied, row.period) for row in found.ranges.periods]
    known = [(size, period) for size, period in sized if size is not None]
    if len(known) < 3:
        return
    first = found.ranges.cells[0].period
    size, top = max(known)
    last_size, last = known[-1]
    names = found.ranges.labels
    yield (
        f"At equal event counts the 95 % hull was largest in {names[top - first]} ({size:,.0f} km2), against "
        f"{last_size:,.0f} km2 in {names[last - first]}."
    )


def _clusters(found: Sections) -> Iterator[str]:
    if found.clusters is None:
        return
    alive = found.clusters.clusters
    if not alive:
        yield "No cluster is alive that chance would not give (prospective space-time scan, p <= 0.05)."
        return
    number = "One cluster is" if len(alive) == 1 else f"{len(alive)} clusters are"
    yield f"{number} alive on the last day: {'; '.join(map(_cluster, alive))}."


def _cluster(one: LiveCluster) -> str:
    hit = one.finding
    return (
        f"around {one.where}, since {one.since}, {hit.observed} events where place and time alone give "
        f"{hit.expected:.1f} (within {hit.radius:.0f} km of {hit.centre[0]:.3f}, {hit.centre[1]:.3f}; "
        f"log likelihood ratio {hit.value or 0.0:.1f}, p {_p(hit.p)})"
    )


def _movement(found: Sections) -> Iterator[str]:
    for one in found.diffusion or ():
        kind = one.method.split()[0]
        verb = "stays active" if kind == "escalation" else "goes quiet"
        chance = "more than chance" if (one.p or 1.0) <= 0.05 else "no more than chance"
        yield (
            f"Activity reaches a neighbouring cell while its source {verb} ({kind}) {one.value:.0f} times "
            f"against {one.expected:.0f} expected: {chance} (p {_p(one.p)})."
        )
    if found.front is not None:
        if found.front.value is None:
            reasons = found.front.note.removeprefix("no front: ")
            yield f"There is no front and no speed to quote: {reasons}."
        else:
            yield f"A front advances at {found.front.value:.1f} km a day (r2 {found.front.r2 or 0.0:.2f})."


def _ahead(found: Sections) -> Iterator[str]:
    if found.forecast is None:
        return
    month = found.forecast.total.months[0]
    yield (
        f"For {month.month} the forecast is {month.median:.0f} events ({month.interval[0]:.0f} to "
        f"{month.interval[1]:.0f}, {found.forecast.level:.0%} interval; {found.forecast.total_why})."
    )


def _limits(found: Sections) -> Iterator[str]:
    data = found.data
    yield from _dating(found)
    left = {reason: n for reason, n in data.excluded.items() if reason not in ("outside the window",)}
    told = ", ".join(f"{n:,} {reason}" for reason, n in left.items())
    yield (
        f"Left out: {told or 'nothing'}. Events placed coarser than a district or dated coarser than some "
        "days would stack up on capitals and month ends."
    )
    yield (
        f"The last event is {data.days_before} days before the last day. Reports of the last weeks are often "
        "still to come: a fall at the very end may be delay."
    )
    if found.clusters:
        yield (
            f"Circles were tried around {found.clusters.centres:,} places, all those where the group is "
            "known at any time; this is a list of centres only, no later event counts."
        )
    yield (
        "Several tests were made: the three of a comparison share one level (Bonferroni), but the years are "
        "not corrected for being many; the scan's p covers all its circles and durations; hot spots hold the "
        "false discovery rate; the cells of the near-repeat table are not corrected."
    )
    if len(data.provenance) > 1:
        told = ", ".join(f"{n:,} {name}" for name, n in data.provenance.items())
        yield f"Events of several origins stand side by side ({told}): the same incident may count twice."
    if len(data.members) > 1:
        told = ", ".join(f"{name} {n:,}" for name, n in data.members.items())
        yield f"The group counts with what grew out of it (branches, splinters, successors): {told} events."


def _dating(found: Sections) -> Iterator[str]:
    data, ask = found.data, found.question
    if data.dated_by_event:
        rest = (
            "they count as known from the day they happened" if ask.as_of else "report delay cannot be told"
        )
        yield f"{data.dated_by_event:,} of {data.events:,} events carry no date of publication: {rest}."


def _p(value: float | None) -> str:
    if value is None:
        return "unknown"
    if value < 1e-3:
        return f"{value:.1e}" if value > 1e-17 else "below 1e-17"
    return f"{value:.3f}"


def recurrence(days: float | None, question: Question) -> str:
    """A recurrence interval in words."""
    if days is None:
        return ""
    years = days / DAYS["year"]
    step = f"(scanning every {question.period})"
    return f"more than a million years {step}" if years > 1e6 else f"{years:,.1f} years {step}"
