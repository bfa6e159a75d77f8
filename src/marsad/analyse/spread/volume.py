"""Reporting effort, reporting delay and the forecast."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np

from marsad.analyse.reporting import (
    EffortPeriod,
    NowcastPeriod,
    constant_counts,
    constant_sources,
    effort,
    nowcast,
)
from marsad.analyse.scoring import central_interval
from marsad.analyse.spread.events import Events, Floats, Ints, Selection, steps
from marsad.analyse.spread.question import Question, label, period_of
from marsad.analyse.spread.where_when import unit_name
from marsad.errors import NotEnoughIncidents
from marsad.records import Record

AHEAD = (1, 2, 3, 4, 5, 6)
LEVEL = 0.9
_MOST_UNITS = 40
_THROUGHOUT = 0.8  # of the periods in which a source of the constant set reports
_NOWCAST_WEEKS = 12


class Effort(Record, frozen=True, kw_only=True):
    """The group's events beside those of everyone in the area: the volume of what was reported."""

    labels: tuple[str, ...]
    periods: tuple[EffortPeriod, ...]
    constant_sources: tuple[str, ...]


class Delays(Record, frozen=True, kw_only=True):
    """Weekly counts as known, and as expected once all reports are in; ``labels`` are the Mondays."""

    labels: tuple[str, ...]
    weeks: tuple[NowcastPeriod, ...]


class ForecastMonth(Record, frozen=True, kw_only=True):
    """The predictive distribution of one month: mean, median, a central interval, chance of any event."""

    month: str
    mean: float
    median: float
    interval: tuple[float, float]
    some: float


class UnitForecast(Record, frozen=True, kw_only=True):
    """The forecast of one unit: a first-level unit, or the whole area."""

    unit: str
    last_12: int
    months: tuple[ForecastMonth, ...]


class ModelRow(Record, frozen=True, kw_only=True):
    """Back-test of one model; ``scaled`` below zero beats conflictology."""

    model: str
    crps: float
    ignorance: float
    interval_score: float
    coverage: float
    scaled: float


class Forecasts(Record, frozen=True, kw_only=True):
    """Forecasts by unit and for the whole, the model that may be shown, and the back-test behind it."""

    model: str
    why: str
    total_model: str
    total_why: str
    level: float
    total: UnitForecast
    units: tuple[UnitForecast, ...]
    backtest: tuple[ModelRow, ...]


def reporting(selection: Selection, question: Question) -> Effort:
    """Counts per 100 events of everyone, and from sources that report throughout."""
    period, first, periods = steps(selection.group, selection, question)
    everyone, _, _ = steps(selection.around, selection, question)
    kept = _constant(selection.around, everyone)
    names = [one.row.reports if one.row else () for one in selection.group.incidents]
    rows = effort(
        np.bincount(period, minlength=periods),
        np.bincount(everyone, minlength=periods),
        constant=constant_counts(names, period, kept, periods=(0, periods - 1)) if kept else None,
        first=first,
    )
    return Effort(
        labels=tuple(label(row.period, question.period) for row in rows), periods=rows, constant_sources=kept
    )


def _constant(everyone: Events, period: Ints) -> tuple[str, ...]:
    pairs = [
        (name, step)
        for one, step in zip(everyone.incidents, period.tolist(), strict=True)
        for name in (one.row.reports if one.row else ())
    ]
    if not pairs:
        return ()
    names, when = zip(*pairs, strict=True)
    return constant_sources(names, when, share=_THROUGHOUT)


def delays(selection: Selection, question: Question) -> Delays:
    """Weekly counts once all reports are in, for events whose publication is dated.

    Raises
    ------
    NotEnoughIncidents
        No event has a report date.
    """
    group = selection.group
    dated = np.array([one.published is not None for one in group.incidents])
    if not dated.any():
        raise NotEnoughIncidents(
            "no event has a report date", "Delays can only be learned from dated reports."
        )
    known = group.where(dated)
    now = dt.date.fromisoformat(question.as_of).toordinal() if question.as_of else int(known.published.max())
    weeks = [period_of(part, "week") for part in (known.day, np.maximum(known.published, known.day))]
    end = int(period_of(np.array([now], np.int64), "week")[0])
    rows = nowcast(weeks[0], weeks[1], end, first=max(end - _NOWCAST_WEEKS, int(weeks[0].min())))
    return Delays(labels=tuple(label(row.period, "week") for row in rows), weeks=rows)


def forecasts(selection: Selection, question: Question) -> Forecasts:
    """Monthly counts ahead by first-level unit and in all, by the model that did best in a back-test."""
    from marsad.analyse.backtest import choose_forecast

    history, units, last = _monthly(selection)
    rng = np.random.default_rng(question.seed)
    parts = choose_forecast(history, AHEAD, rng)
    whole = choose_forecast(history.sum(axis=0, keepdims=True), AHEAD, rng)
    rows = [_unit(units[i], history[i], parts.samples[i], last) for i in range(len(units))]
    table = parts.backtest.table if parts.backtest else ()
    return Forecasts(
        model=parts.model,
        why=parts.why,
        total_model=whole.model,
        total_why=whole.why,
        level=LEVEL,
        total=_unit("all", history.sum(axis=0), whole.samples[0], last),
        units=tuple(rows),
        backtest=tuple(
            ModelRow(
                model=row.model,
                crps=row.crps,
                ignorance=row.ignorance,
                interval_score=row.interval,
                coverage=row.coverage,
                scaled=row.scaled,
            )
            for row in table
        ),
    )


def _monthly(selection: Selection) -> tuple[Floats, list[str], int]:
    """Counts (units, months) up to the last whole month, the units' names, and that month."""
    group = selection.group
    month = period_of(group.day, "month")
    last = int(period_of(np.array([selection.last + 1], np.int64), "month")[0]) - 1
    first = int(month.min())
    if last - first < 1:
        raise NotEnoughIncidents("less than two whole months", "A forecast needs a longer window.")
    names = [unit_name(one) or "not named" for one in group.incidents]
    units = [name for name, _ in Counter(names).most_common(_MOST_UNITS)]
    history = np.zeros((len(units), last - first + 1))
    row = {name: i for i, name in enumerate(units)}
    for name, step in zip(names, month.tolist(), strict=True):
        if name in row and step <= last:
            history[row[name], step - first] += 1
    return history, units, last


def _unit(name: str, history: Floats, samples: Floats, last: int) -> UnitForecast:
    low, high = central_interval(samples, level=LEVEL)
    months = [
        ForecastMonth(
            month=label(last + step, "month"),
            mean=float(samples[i].mean()),
            median=float(np.median(samples[i])),
            interval=(float(low[i]), float(high[i])),
            some=float((samples[i] > 0).mean()),
        )
        for i, step in enumerate(AHEAD)
    ]
    return UnitForecast(unit=name, last_12=int(history[-12:].sum()), months=tuple(months))
