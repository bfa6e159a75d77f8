"""Publication dates in bylines: ``الثلاثاء 29/يونيو/2021 - 03:11 ص``, ``Publié le 29 juin 2021 à 14h30``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from marsad.normalise import key
from marsad.tables import read_csv


class Dated(NamedTuple):
    """A date found in a line: ISO date or datetime, and how it was given."""

    published: str
    alone: bool  # the line holds nothing else
    updated: bool  # it is a date of change


class _Words(NamedTuple):
    months: dict[str, int]
    am: frozenset[str]
    pm: frozenset[str]
    date: re.Pattern[str]
    time: re.Pattern[str]
    fillers: re.Pattern[str]
    updated: re.Pattern[str]


def find_date(line: str) -> Dated | None:
    """Find the date of a byline.

    A date of two figures for day and month is read day first; when only the second can be a day
    (``06/29/2021``) month first. Clock times are taken as given, without a time zone.
    """
    norm = key(line)
    words = _words()
    hit = words.date.search(norm)
    day = _date(hit, words.months) if hit else None
    if hit is None or day is None:
        return None
    clock_hit = words.time.search(norm, hit.end()) or words.time.search(norm, 0, hit.start())
    clock = _time(clock_hit, words) if clock_hit else None
    rest = _without(norm, [hit, clock_hit] if clock_hit else [hit])
    alone = re.search(r"[^\W_]", words.fillers.sub(" ", rest)) is None
    published = datetime.combine(day, clock).isoformat(timespec="minutes") if clock else day.isoformat()
    return Dated(published, alone, words.updated.search(rest) is not None)


def iso(value: str) -> str | None:
    """Bring a date or datetime to ISO 8601 without guessing: ``None`` where it cannot be told."""
    value = value.strip()
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return _from_words(value)
    return value


def _from_words(value: str) -> str | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError):
        pass
    found = find_date(value)
    hit = _words().date.search(key(value))
    if found is None or hit is None or not found.alone or _ambiguous(hit):
        return None
    return found.published


def _ambiguous(hit: re.Match[str]) -> bool:
    first, second = hit["n1"], hit["n2"]
    return first is not None and int(first) <= 12 and int(second) <= 12 and first != second


def _date(hit: re.Match[str], months: dict[str, int]) -> date | None:
    if hit["n1"]:
        first, second = int(hit["n1"]), int(hit["n2"])
        day, month = (second, first) if second > 12 >= first else (first, second)
        return _valid(hit["y3"], month, day)
    if hit["y4"]:
        return _valid(hit["y4"], int(hit["m4"]), int(hit["d4"]))
    name = hit["m1"] or hit["m2"]
    return _valid(hit["y1"] or hit["y2"], months[name], int(hit["d1"] or hit["d2"]))


def _valid(year: str, month: int, day: int) -> date | None:
    try:
        return date(int(year), month, day)
    except ValueError:
        return None


def _time(hit: re.Match[str], words: _Words) -> time | None:
    hour, minute = int(hit["hour"]), int(hit["minute"])
    half = hit["half"] or ""
    if half in words.pm and hour < 12:
        hour += 12
    if half in words.am and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _without(norm: str, hits: Iterable[re.Match[str]]) -> str:
    for hit in sorted(hits, key=lambda h: -h.start()):
        norm = norm[: hit.start()] + " " + norm[hit.end() :]
    return norm


@cache
def _words() -> _Words:
    rows = read_csv(files("marsad.ingest") / "dates.csv", ("word", "kind", "value", "lang"))
    by_kind: dict[str, set[str]] = {}
    for row in rows:
        by_kind.setdefault(row["kind"], set()).add(key(row["word"]))
    months = {key(r["word"]): int(r["value"]) for r in rows if r["kind"] == "month"}
    name, halves = _any(months), _any(by_kind["am"] | by_kind["pm"])
    fillers = by_kind["weekday"] | by_kind["label"] | by_kind["updated"] | by_kind["am"] | by_kind["pm"]
    return _Words(
        months=months,
        am=frozenset(by_kind["am"]),
        pm=frozenset(by_kind["pm"]),
        date=_date_pattern(name),
        time=re.compile(
            rf"(?<!\d)(?P<hour>\d{{1,2}})\s?[:h]\s?(?P<minute>\d\d)(?::\d\d)?(?:\s*(?P<half>{halves})(?!\w))?"
        ),
        fillers=re.compile(rf"(?<!\w)(?:{_any(fillers)})(?!\w)"),
        updated=re.compile(rf"(?<!\w)(?:{_any(by_kind['updated'])})(?!\w)"),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


def _date_pattern(name: str) -> re.Pattern[str]:
    gap, year = r"[\s/.,\-]*", r"(?:19|20)\d\d"
    second = rf"(?:\s*[(/]\s*(?:{name})\s*\)?)?"  # حزيران (يونيو)
    return re.compile(
        rf"(?<!\d)(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er)?{gap}(?:of |de )?"
        rf"(?P<m1>{name})\.?{second}{gap}(?P<y1>{year})(?!\d)"
        rf"|(?<!\w)(?P<m2>{name})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>{year})(?!\d)"
        rf"|(?<!\d)(?P<n1>\d{{1,2}})(?P<sep>[/.\-])(?P<n2>\d{{1,2}})(?P=sep)(?P<y3>{year})(?!\d)"
        rf"|(?<!\d)(?P<y4>{year})(?P<sep4>[/.\-])(?P<m4>\d{{1,2}})(?P=sep4)(?P<d4>\d{{1,2}})(?!\d)"
    )
