"""The range and its change: compared at equal event counts, period by period, and the order of arrivals."""

from __future__ import annotations

import datetime as dt

import numpy as np

from marsad.analyse.change import RangeChange, compare_ranges
from marsad.analyse.range import (
    CellPeriod,
    RangePeriod,
    arrivals,
    cell_changes,
    occupied_cells,
    range_by_period,
)
from marsad.analyse.spread.events import Ints, Selection
from marsad.analyse.spread.question import DAYS, Period, Question, label, period_of
from marsad.analyse.spread.where_when import unit_name
from marsad.records import Record

YEAR = 365
RESOLUTION = 5  # H3: about 250 km2 a cell
_MOST_STEPS = 24
_DRAWS = 99
_ARRIVALS = 60


class Compared(Record, frozen=True, kw_only=True):
    """Two spans of time, first and last days included, and how the range differs."""

    before: tuple[str, str]
    after: tuple[str, str]
    events: tuple[int, int]
    finding: RangeChange


class ArrivalRow(Record, frozen=True, kw_only=True):
    """A place and the group's first event there; the distance is that to the nearest earlier event."""

    place: str
    unit: str
    date: str
    distance_km: float | None
    events: int
    incident_id: str


class Ranges(Record, frozen=True, kw_only=True):
    """The range over time; ``step`` is the length of its periods, ``labels`` name them.

    Attributes
    ----------
    overall
        The last year (or half of the window) against the first.
    latest
        The last year against the one before.
    yearly
        Each year against the one before, counted back from the last day.
    units
        Second-level units with events, where the data name them, by period.
    arrivals
        The latest places reached, and how many there were in all.
    """

    overall: Compared | None
    latest: Compared | None
    yearly: tuple[Compared, ...]
    step: Period
    labels: tuple[str, ...]
    periods: tuple[RangePeriod, ...]
    cells: tuple[CellPeriod, ...]
    units: tuple[int, ...]
    arrivals: tuple[ArrivalRow, ...]
    reached: int


def ranges(selection: Selection, question: Question) -> Ranges:
    """Measure the range of the group and its change."""
    group = selection.group
    step = _step(selection, question)
    period = period_of(group.day, step)
    lat, lon = group.position.T
    rng = np.random.default_rng(question.seed)
    measured = range_by_period(group.position, period, rng, resolution=RESOLUTION, draws=_DRAWS)
    cells = cell_changes(occupied_cells(lat, lon, resolution=RESOLUTION), period)
    came = _arrivals(selection)
    yearly = _yearly(selection, question)
    return Ranges(
        overall=compare_ends(selection, question),
        latest=yearly[-1] if yearly else None,
        yearly=yearly,
        step=step,
        labels=tuple(label(row.period, step) for row in cells),
        periods=measured,
        cells=cells,
        units=tuple(_units(selection, period, row.period) for row in cells),
        arrivals=came[::-1][:_ARRIVALS],
        reached=len(came),
    )


def _step(selection: Selection, question: Question) -> Period:
    """The question's period, or the shortest longer one that gives few enough steps to read."""
    length = selection.last - selection.first + 1
    order: tuple[Period, ...] = ("week", "month", "quarter", "year")
    fitting = [one for one in order[order.index(question.period) :] if length / DAYS[one] <= _MOST_STEPS]
    return fitting[0] if fitting else "year"


def compare_ends(selection: Selection, question: Question) -> Compared:
    """The last year of the window, or its half if that is shorter, against the first."""
    span = min(YEAR, (selection.last - selection.first + 1) // 2)
    before = (selection.first, selection.first + span - 1)
    return _compare(selection, question, before, (selection.last - span + 1, selection.last))


def _yearly(selection: Selection, question: Question) -> tuple[Compared, ...]:
    ends = range(selection.last, selection.first + 2 * YEAR - 2, -YEAR)
    pairs = [((end - 2 * YEAR + 1, end - YEAR), (end - YEAR + 1, end)) for end in ends]
    return tuple(_compare(selection, question, *pair) for pair in reversed(pairs))


def _compare(
    selection: Selection, question: Question, before: tuple[int, int], after: tuple[int, int]
) -> Compared:
    """Weeks keep together in the permutation, since events come in bursts."""
    day = selection.group.day
    early, late = ((day >= span[0]) & (day <= span[1]) for span in (before, after))
    chosen = early | late
    finding = compare_ranges(
        selection.group.position[chosen],
        late[chosen],
        np.random.default_rng(question.seed),
        block=day[chosen] // 7,
        resolution=RESOLUTION,
        draws=question.replicates,
    )
    return Compared(
        before=_iso(before), after=_iso(after), events=(int(early.sum()), int(late.sum())), finding=finding
    )


def _iso(span: tuple[int, int]) -> tuple[str, str]:
    return dt.date.fromordinal(span[0]).isoformat(), dt.date.fromordinal(span[1]).isoformat()


def _units(selection: Selection, period: Ints, number: int) -> int:
    """Distinct second-level units (first-level where the second is not given) in one period."""
    rows = np.flatnonzero(period == number).tolist()
    places = [selection.group.incidents[i].place for i in rows]
    return len({(place.admin1, place.admin2) for place in places if place and (place.admin1 or place.admin2)})


def _arrivals(selection: Selection) -> tuple[ArrivalRow, ...]:
    group = selection.group
    cells = occupied_cells(*group.position.T, resolution=RESOLUTION)
    rows = []
    for one in arrivals(cells, group.position, group.day):
        incident = group.incidents[one.event]
        place = incident.place
        rows.append(
            ArrivalRow(
                place=(place.name or place.text) if place else one.place,
                unit=unit_name(incident),
                date=dt.date.fromordinal(int(one.time)).isoformat(),
                distance_km=one.distance_km,
                events=one.events,
                incident_id=incident.incident_id,
            )
        )
    return tuple(rows)
