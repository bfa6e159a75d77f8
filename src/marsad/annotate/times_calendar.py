"""Windows of days: calendar arithmetic for expressions of time.

Every function returns a ``Window`` of whole days, both ends included.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from hijridate import Hijri

from marsad.records.parts import TimePrecision, TimeRelation

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
FUTURE_REACH = 60  # days ahead within which a date without a year is taken as coming


class Window(NamedTuple):
    """A stretch of days, or no days at all (vague), and how it was counted."""

    start: date | None
    end: date | None
    precision: TimePrecision
    relation: TimeRelation = "on"
    anchored: bool = False  # counted from the anchor


VAGUE = Window(None, None, "vague")


def day(value: date, *, anchored: bool = False) -> Window:
    """One day."""
    return Window(value, value, "day", "on", anchored)


def make_day(year: int, month: int, number: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def month(year: int, number: int, part: str = "") -> Window:
    """A month, or its first, middle or last third (``early``, ``mid``, ``late``)."""
    last = monthrange(year, number)[1]
    first, end = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}.get(part, (1, last))
    return Window(date(year, number, first), date(year, number, end), "month")


def year(number: int, part: str = "") -> Window:
    """A year, or its first, middle or last four months."""
    first, end = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(part, (1, 12))
    return Window(date(number, first, 1), month(number, end).end, "year")


def years(first: int, last: int) -> Window:
    """A run of whole years; longer than one year it is vague (decades, centuries)."""
    if not 1 <= first <= last <= 9999:
        return VAGUE
    return Window(date(first, 1, 1), date(last, 12, 31), "year" if first == last else "vague")


def season(number: int, name: str) -> Window:
    """Three whole months; winter begins in December of its year."""
    first = SEASONS[name]
    end_year, end_month = (number + 1, 2) if first == 12 else (number, first + 2)
    return Window(date(number, first, 1), month(end_year, end_month).end, "season")


def week(within: date) -> Window:
    """The week, Monday to Sunday, that holds a day."""
    monday = within - timedelta(days=within.weekday())
    return Window(monday, monday + timedelta(days=6), "week", "on", anchored=True)


def weekend(anchor: date, step: int) -> Window:
    """Saturday and Sunday at or before the anchor, ``step`` weekends on."""
    saturday = anchor - timedelta(days=(anchor.weekday() - 5) % 7) + timedelta(weeks=step)
    return Window(saturday, saturday + timedelta(days=1), "days", "on", anchored=True)


def add_months(value: date, number: int) -> date:
    """The same day some months on, or the last day of a shorter month."""
    index = value.year * 12 + value.month - 1 + number
    there = max(1, min(9999, index // 12))
    return date(there, index % 12 + 1, min(value.day, monthrange(there, index % 12 + 1)[1]))


def shift(value: date, unit: str, number: float) -> date:
    """A day moved by a number of units (hours and minutes count as part of the day)."""
    if unit in {"day", "week"}:
        return value + timedelta(days=round(number * (7 if unit == "week" else 1)))
    if unit in {"hour", "minute"}:
        return value + timedelta(days=int(number / (24 if unit == "hour" else 1440)))
    months = {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    return add_months(value, round(number * months))


def unit_window(anchor: date, unit: str, step: int, part: str = "") -> Window:
    """The calendar unit that holds the anchor, ``step`` units on (last month: -1)."""
    moved = shift(anchor, unit, step)
    if unit == "week":
        window = week(moved)
    elif unit == "month":
        window = month(moved.year, moved.month, part)
    elif unit == "year":
        window = year(moved.year, part)
    elif unit in {"decade", "century"}:
        length = 10 if unit == "decade" else 100
        first = moved.year - moved.year % length
        window = years(max(1, first), first + length - 1)
    else:
        window = day(moved)
    return window._replace(anchored=True)


def span_to_anchor(anchor: date, unit: str, number: float, relation: TimeRelation) -> Window:
    """From some units before the anchor (or, for a negative number, after it) to the anchor."""
    ends = sorted((shift(anchor, unit, -number), anchor))
    return Window(ends[0], ends[1], _precision(unit), relation, anchored=True)


def _precision(unit: str) -> TimePrecision:
    known: dict[str, TimePrecision] = {"day": "days", "week": "week", "month": "month", "year": "year"}
    return known.get(unit, "vague" if unit in {"decade", "century"} else "days")


def weekday_before(anchor: date, number: int, *, strictly: bool = False) -> date:
    """The last such weekday up to the anchor (before it, if strictly)."""
    back = (anchor.weekday() - number) % 7
    return anchor - timedelta(days=back or (7 if strictly else 0))


def weekday_after(anchor: date, number: int) -> date:
    """The first such weekday after the anchor."""
    return anchor + timedelta(days=(number - anchor.weekday()) % 7 or 7)


def nearest_weekday(about: date, number: int) -> date:
    """The weekday closest to a day."""
    ahead = (number - about.weekday()) % 7
    return about + timedelta(days=ahead if ahead <= 3 else ahead - 7)


def guess_year(anchor: date, number: int, day_number: int, *, future: bool) -> int:
    """The year of a day and month written without one.

    The last occurrence up to the anchor, unless the next one is within ``FUTURE_REACH`` days, or
    falls in the anchor's own year and the sentence speaks of the future: a date of next year is
    otherwise written with its year.
    """
    coming_year = anchor.year + 1 if (number, day_number) <= (anchor.month, anchor.day) else anchor.year
    last_day = monthrange(coming_year, number)[1]
    coming = date(coming_year, number, max(1, min(day_number, last_day)))
    near = (coming - anchor).days <= FUTURE_REACH
    return coming_year if near or (future and coming_year == anchor.year) else coming_year - 1


def hijri(year_number: int, month_number: int, day_number: int | None) -> Window:
    """A day or month of the Umm al-Qura calendar as Gregorian days."""
    try:
        first = Hijri(year_number, month_number, day_number or 1).to_gregorian()
        length = Hijri(year_number, month_number, 1).month_length()
    except (OverflowError, ValueError):
        return VAGUE
    start = date(first.year, first.month, first.day)
    if day_number is not None:
        return day(start)
    return Window(start, start + timedelta(days=length - 1), "month")


def hijri_year(number: int) -> Window:
    """A year of the Umm al-Qura calendar as Gregorian days."""
    first, last = hijri(number, 1, None), hijri(number, 12, None)
    return VAGUE if first.start is None else Window(first.start, last.end, "year")


def hijri_before(anchor: date, month_number: int) -> Window:
    """The last such Hijri month that began up to the anchor."""
    about = anchor.year - 579  # the Hijri year at or after the anchor's
    for number in (about + 1, about, about - 1, about - 2):
        window = hijri(number, month_number, None)
        if window.start is not None and window.start <= anchor:
            return window._replace(anchored=True)
    return VAGUE
