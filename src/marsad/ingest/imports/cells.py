"""From the cells of a row to the parts of an incident; what cannot be read says why."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from collections.abc import Mapping
from typing import cast

from marsad.errors import UnreadableReport
from marsad.records import Place, PlaceLevel, Time
from marsad.records.parts import TimePrecision

Cells = Mapping[str, str]
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDY = ("%d %B %Y", "%d-%B-%Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d", "%Y/%m/%d")
#: Uncertainty of a place in km, by level, where the data set gives no better.
RADIUS_KM = {"town": 5.0, "near": 25.0, "adm2": 40.0, "adm1": 120.0, "region": 250.0, "country": 500.0}


def bad(column: str, value: str, what: str) -> UnreadableReport:
    """The error of one cell."""
    return UnreadableReport(f"{column} {value!r} {what}", "Mend or leave out the row.", code="bad-row")


def required(cells: Cells, *columns: str) -> str:
    """The first of these columns that holds something."""
    value = optional(cells, *columns)
    if value is None:
        raise UnreadableReport(f"no {columns[0]}", "Mend or leave out the row.", code="bad-row")
    return value


def optional(cells: Cells, *columns: str) -> str | None:
    """The first of these columns that holds something, None when none does."""
    return next((text for name in columns if (text := cells.get(name, "").strip())), None)


def identifier(text: str) -> str:
    """An id without the ``.0`` that spreadsheets append."""
    return text.removesuffix(".0")


def number(cells: Cells, column: str) -> float | None:
    """A finite number, None where the cell is empty."""
    text = optional(cells, column)
    if text is None:
        return None
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        raise bad(column, text, "is not a number") from None
    if not math.isfinite(value):
        raise bad(column, text, "is not a number")
    return value


def whole(cells: Cells, column: str) -> int | None:
    """A whole number, None where the cell is empty."""
    value = number(cells, column)
    if value is None:
        return None
    if value != int(value):
        raise bad(column, cells[column], "is not a whole number")
    return int(value)


def day(text: str, column: str, form: str | None = None) -> dt.date:
    """A date in ISO form (a time of day is cut off), in ``form``, or in a habit of the data sets."""
    if form is None and (found := _ISO.match(text)):
        try:
            return dt.date(*map(int, found.groups()))
        except ValueError:
            raise bad(column, text, "is not a date") from None
    for habit in (form,) if form else _WORDY:
        try:
            return dt.datetime.strptime(text, habit).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise bad(column, text, "is not a date")


def window(start: dt.date, end: dt.date | None, precision: str, text: str) -> Time:
    """When; a week or month that is given as one day is widened to what it stands for."""
    last = end or start
    if last < start:
        raise bad("end", last.isoformat(), "is before the start")
    if end is None and precision == "week":
        start = start - dt.timedelta(days=3)
        last = start + dt.timedelta(days=6)
    elif end is None and precision == "month":
        start, last = start.replace(day=1), start.replace(day=calendar.monthrange(start.year, start.month)[1])
    return Time(
        start=0,
        end=len(text),
        text=text,
        start_date=start.isoformat(),
        end_date=last.isoformat(),
        precision=cast(TimePrecision, precision),
    )


def position(cells: Cells, lat: str, lon: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, None where both are empty."""
    north, east = number(cells, lat), number(cells, lon)
    if north is None and east is None:
        return None
    if north is None or not -90 <= north <= 90:
        raise bad(lat, cells.get(lat, ""), "is not a latitude")
    if east is None or not -180 <= east <= 180:
        raise bad(lon, cells.get(lon, ""), "is not a longitude")
    return north, east


def where(
    name: str,
    level: str,
    at: tuple[float, float] | None,
    *,
    country: str | None,
    admin: tuple[str | None, str | None],
) -> Place:
    """The place as the data set gives it; ``admin`` are its first and second level units by name."""
    return Place(
        start=0,
        end=len(name),
        text=name,
        level=cast(PlaceLevel, level),
        why="import",
        name=name,
        country=country,
        admin1=admin[0],
        admin2=admin[1],
        lat=at[0] if at else None,
        lon=at[1] if at else None,
        radius_km=RADIUS_KM.get(level),
    )
