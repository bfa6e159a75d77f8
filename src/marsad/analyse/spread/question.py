"""What is asked: whom, where, when, by which periods, and as known on which day."""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from marsad.errors import ConfigError
from marsad.records import Record
from marsad.tables import read_csv

Period = Literal["week", "month", "quarter", "year"]
Ints = NDArray[np.int64]
DAYS = {"week": 7.0, "month": 30.436875, "quarter": 91.310625, "year": 365.2425}


class Area(NamedTuple):
    """Countries (ISO 3166 alpha-3, any when empty) and a box of west, south, east, north in degrees."""

    name: str
    countries: frozenset[str] = frozenset()
    box: tuple[float, float, float, float] | None = None

    def holds(self, country: str | None, lat: float, lon: float) -> bool:
        """Whether a position lies in it."""
        if self.countries and country not in self.countries:
            return False
        if self.box is None:
            return True
        west, south, east, north = self.box
        return west <= lon <= east and south <= lat <= north


class Question(Record, frozen=True, kw_only=True):
    """What the analysis answers, and the settings of its statistics.

    Attributes
    ----------
    actors
        Ids of the actor base that count as the group; empty for everyone.
    group_name
        What to call it.
    area_name, countries, box
        Where: see :class:`Area`.
    since, until
        First and last day (ISO), both included; None for the first and the last known event.
    as_of
        Only what was published by this day (ISO) is used; None for all that is known.
    period
        Length of the steps in time.
    types
        PLOVER types that count as activity.
    scan_radius_km, scan_months
        Largest radius and longest duration of a cluster.
    replicates
        Monte Carlo replicates and permutations.
    seed
        Of every random draw.
    """

    actors: tuple[str, ...] = ()
    group_name: str = ""
    area_name: str = ""
    countries: tuple[str, ...] = ()
    box: tuple[float, float, float, float] | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    period: Period = "month"
    types: tuple[str, ...] = ("ASSAULT",)
    scan_radius_km: float = 150.0
    scan_months: float = 12.0
    replicates: int = 999
    seed: int = 1

    @property
    def area(self) -> Area:
        """Where."""
        return Area(self.area_name, frozenset(self.countries), self.box)

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


def named_area(text: str) -> Area:
    """A region of ``regions.csv`` by key or name, or a box ``west,south,east,north``.

    Raises
    ------
    ConfigError
        There is no such region, and it is no box.
    """
    known = _regions()
    if text.casefold() in known:
        return known[text.casefold()]
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        keys = ", ".join(sorted({area.name for area in known.values()}))
        raise ConfigError(f"no region {text!r}", f"Regions: {keys}; or west,south,east,north.") from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ConfigError(f"{text}: not a box", "Give west,south,east,north in degrees.")
    return Area(text, box=(west, south, east, north))


@cache
def _regions() -> dict[str, Area]:
    rows = read_csv(files("marsad.analyse.spread") / "regions.csv", ("region", "name", "countries"))
    areas = [(row["region"], _area(row)) for row in rows]
    return {key.casefold(): area for name, area in areas for key in (name, area.name)}


def _area(row: dict[str, str]) -> Area:
    box = (float(row["west"]), float(row["south"]), float(row["east"]), float(row["north"]))
    return Area(row["name"], frozenset(row["countries"].split()), box)
