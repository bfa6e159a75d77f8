"""What is asked: whom, where, when, by which periods, and as known on which day."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from marsad.analyse.spread.area import Area
from marsad.records import Record

Period = Literal["week", "month", "quarter", "year"]
Ints = NDArray[np.int64]
DAYS = {"week": 7.0, "month": 30.436875, "quarter": 91.310625, "year": 365.2425}


class Question(Record, frozen=True, kw_only=True):
    """What the analysis answers, and the settings of its statistics.

    Attributes
    ----------
    actors
        Ids of the actor base that count as the group; empty for everyone.
    lives
        First and last day (ISO, empty where open) on which a member counts; see
        :func:`marsad.actors.family.lives`.
    group_name
        What to call it.
    area_name, countries, box, unit
        Where: see :class:`marsad.analyse.spread.area.Area`.
    since, until
        First and last day (ISO), both included; None for the first and the last known event.
    as_of
        Only what was published by this day (ISO) is used; None for all that is known.
    period
        Length of the steps in time.
    types
        PLOVER types that count as activity.
    duplicates
        Count events that another data set tells of as well; otherwise one of each pair counts.
    coarse
        What becomes of events known only to a first-level unit, a week or a month: they are left out, or
        drawn at random within what is known of them.
    scan_model
        What the scan compares with; see :mod:`marsad.analyse.spread.models`.
    scan_radius_km, scan_months
        Largest radius and longest duration of a cluster.
    replicates
        Monte Carlo replicates and permutations.
    seed
        Of every random draw.
    """

    actors: tuple[str, ...] = ()
    lives: dict[str, tuple[str, str]] = {}  # noqa: RUF012 - msgspec copies an empty default per instance
    group_name: str = ""
    area_name: str = ""
    countries: tuple[str, ...] = ()
    box: tuple[float, float, float, float] | None = None
    unit: str | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    period: Period = "month"
    types: tuple[str, ...] = ("ASSAULT",)
    duplicates: bool = False
    coarse: Literal["leave-out", "jitter"] = "leave-out"
    scan_model: Literal["permutation", "poisson", "bernoulli"] = "permutation"
    scan_radius_km: float = 150.0
    scan_months: float = 12.0
    replicates: int = 999
    seed: int = 1

    @property
    def area(self) -> Area:
        """Where."""
        return Area(self.area_name, frozenset(self.countries), self.box, self.unit)

    @property
    def scan_periods(self) -> int:
        """Longest duration of a cluster in periods."""
        return max(1, round(self.scan_months * DAYS["month"] / DAYS[self.period]))


def period_of(day: Ints, period: Period) -> Ints:
    """Number of the period of each day (ordinals); consecutive periods have consecutive numbers."""
    if period == "week":
        return (day - 1) // 7  # ordinal 1 was a Monday
    dates = (day - 719_163).astype("datetime64[D]")
    months = dates.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return np.asarray(months // {"month": 1, "quarter": 3, "year": 12}[period], np.int64)


def first_day(number: int, period: Period) -> dt.date:
    """First day of a period."""
    if period == "week":
        return dt.date.fromordinal(number * 7 + 1)
    month = number * {"month": 1, "quarter": 3, "year": 12}[period]
    return dt.date(month // 12, month % 12 + 1, 1)


def label(number: int, period: Period) -> str:
    """A period as people write it: 2014-08, 2014-Q3, or the Monday of a week."""
    first = first_day(number, period)
    return {
        "week": first.isoformat(),
        "month": f"{first:%Y-%m}",
        "quarter": f"{first.year}-Q{(first.month + 2) // 3}",
        "year": str(first.year),
    }[period]
