"""Reporting effort and reporting delay: how much of a change is in the reports rather than in the world."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from marsad.errors import AnalysisError, NotEnoughIncidents
from marsad.records.parts import Record

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class EffortPeriod(Record, frozen=True, kw_only=True):
    """Events of one period beside the reports read for it.

    Attributes
    ----------
    per_100_reports, interval
        Rate and its 95 % exact Poisson interval; None in periods without reports: silence is not peace.
    constant
        Events reported by the sources that report throughout.
    """

    period: int
    events: int
    reports: int
    per_100_reports: float | None
    interval: tuple[float, float] | None
    constant: int | None = None


class NowcastPeriod(Record, frozen=True, kw_only=True):
    """Events of one period, known and expected once all reports are in.

    Attributes
    ----------
    reported_share
        Share of the period's events that are usually known by now.
    expected, interval
        Nowcast and its 90 % interval; both None when too little of the period can be known yet.
    grey
        True when less than the asked share is known: draw it greyed.
    """

    period: int
    events: int
    reported_share: float
    expected: float | None
    interval: tuple[float, float] | None
    grey: bool


def effort(
    events: ArrayLike, reports: ArrayLike, *, constant: ArrayLike | None = None, first: int = 0
) -> tuple[EffortPeriod, ...]:
    """Events per 100 reports, period by period.

    Parameters
    ----------
    events, reports
        Counts per period, shape (periods,).
    constant
        Events known from a constant set of sources, shape (periods,); see `constant_counts`.
    first
        Number of the first period.

    Notes
    -----
    Intervals: Garwood (1936), Biometrika 28. They take events as independent, so bursts make them too narrow.
    """
    events, reports = np.asarray(events, dtype=np.int64), np.asarray(reports, dtype=np.int64)
    if events.shape != reports.shape or (events < 0).any() or (reports < 0).any():
        raise AnalysisError(
            "events and reports must be counts of the same periods", hint="align the two series"
        )
    low, high = poisson_interval(events)
    fixed = [None] * len(events) if constant is None else np.asarray(constant, dtype=np.int64).tolist()
    return tuple(
        EffortPeriod(
            period=first + i,
            events=int(events[i]),
            reports=int(reports[i]),
            per_100_reports=float(100 * events[i] / reports[i]) if reports[i] else None,
            interval=(float(100 * low[i] / reports[i]), float(100 * high[i] / reports[i]))
            if reports[i]
            else None,
            constant=fixed[i],
        )
        for i in range(len(events))
    )


def poisson_interval(counts: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Exact (Garwood) interval of Poisson means, given counts."""
    from scipy.stats import chi2

    counts = np.asarray(counts, dtype=float)
    tail = (1 - level) / 2
    low = np.where(counts > 0, chi2.ppf(tail, 2 * np.maximum(counts, 1)) / 2, 0.0)
    return low, np.asarray(chi2.ppf(1 - tail, 2 * counts + 2) / 2)


def constant_sources(source: ArrayLike, period: ArrayLike, *, share: float = 1.0) -> tuple[str, ...]:
    """Sources that reported in at least `share` of the periods between the first and the last.

    Parameters
    ----------
    source, period
        Source and whole-numbered period of each report, shape (n,).
    """
    source, period = np.asarray(source, dtype=np.str_), np.asarray(period, dtype=np.int64)
    if not len(period):
        return ()
    pairs = {(name, step) for name, step in zip(source.tolist(), period.tolist(), strict=True)}
    names, counts = np.unique([name for name, _ in pairs], return_counts=True)
    needed = share * (period.max() - period.min() + 1)
    return tuple(names[counts >= needed - 1e-9].tolist())


def constant_counts(
    sources: Sequence[Sequence[str]], period: ArrayLike, kept: Sequence[str], *, periods: tuple[int, int]
) -> Ints:
    """Events per period known from at least one of the kept sources.

    Parameters
    ----------
    sources
        Sources of each event.
    period
        Period of each event.
    kept
        See `constant_sources`.
    periods
        First and last period, both counted.
    """
    chosen = set(kept)
    known = np.array([not chosen.isdisjoint(names) for names in sources], dtype=bool)
    step = np.asarray(period, dtype=np.int64)[known] - periods[0]
    inside = (step >= 0) & (step <= periods[1] - periods[0])
    return np.bincount(step[inside], minlength=periods[1] - periods[0] + 1)


def delay_distribution(delay: ArrayLike, waited: ArrayLike) -> Floats:
    """Share of events reported within 0, 1, 2 ... periods, corrected for events too recent to be known late.

    Parameters
    ----------
    delay
        Periods from event to first report, shape (n,), 0 or more.
    waited
        Periods from event to now, shape (n,): no longer delay could have been seen.

    Returns
    -------
    Cumulative shares, shape (longest delay + 1,), ending at 1: delays longer than any seen are taken not to
    exist.

    Notes
    -----
    Reverse-time hazards of right-truncated delays (Lawless 1994, Canadian Journal of Statistics 22;
    Kalbfleisch & Lawless 1989, JASA 84).
    """
    delay, waited = np.asarray(delay, dtype=np.int64), np.asarray(waited, dtype=np.int64)
    if not len(delay):
        raise NotEnoughIncidents(
            "no event has a report date", hint="a nowcast needs events with report dates"
        )
    if (delay < 0).any() or (delay > waited).any():
        raise AnalysisError(
            "a delay is negative or longer than the wait", hint="check event and report dates"
        )
    shares = np.ones(delay.max() + 1)
    for d in range(len(shares) - 1, 0, -1):
        at_risk = int(((delay <= d) & (waited >= d)).sum())
        exact = int(((delay == d) & (waited >= d)).sum())
        shares[d - 1] = shares[d] * (1 - exact / at_risk if at_risk else 1.0)
    return shares


def nowcast(
    event_period: ArrayLike,
    report_period: ArrayLike,
    now: int,
    *,
    first: int | None = None,
    grey_below: float = 0.9,
) -> tuple[NowcastPeriod, ...]:
    """Events per period once all reports are in, from those known by `now`.

    Parameters
    ----------
    event_period, report_period
        Whole-numbered period (day or week) of each event and of its first report, shape (n,).
    now
        The present period; reports after it are refused, so a replay cannot see the future.
    first
        First period of the answer; None for that of the first event.
    grey_below
        Periods of which a smaller share is known are marked grey.

    Returns
    -------
    One row per period up to `now`. `expected` is the count over the share reported; the interval is that of
    count plus the unreported events, negative binomial with parameters (count + 1/2, share).
    """
    event_period, report_period = (
        np.asarray(event_period, dtype=np.int64),
        np.asarray(report_period, dtype=np.int64),
    )
    if len(report_period) and (report_period.max() > now or event_period.max() > now):
        raise AnalysisError("a report is dated after the present period", hint="filter by publication first")
    shares = delay_distribution(report_period - event_period, now - event_period)
    start = int(event_period.min()) if first is None else first
    counts = np.bincount(event_period[event_period >= start] - start, minlength=now - start + 1)
    waited = np.minimum(now - np.arange(start, now + 1), len(shares) - 1)
    return tuple(
        _nowcast_row(start + i, int(counts[i]), float(shares[waited[i]]), grey_below)
        for i in range(len(counts))
    )


def _nowcast_row(period: int, count: int, share: float, grey_below: float) -> NowcastPeriod:
    from scipy.stats import nbinom

    known = share >= 0.05
    low, high = nbinom.ppf([0.05, 0.95], count + 0.5, share) if known else (0.0, 0.0)
    return NowcastPeriod(
        period=period,
        events=count,
        reported_share=share,
        expected=count / share if known else None,
        interval=(count + float(low), count + float(high)) if known else None,
        grey=share < grey_below,
    )
