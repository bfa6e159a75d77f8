"""The day that a report speaks from: dateline, byline or publication date.

Relative times ("yesterday", «أمس») count from this day. A dateline or byline stands in the first
lines and gives its own date; where it has no year, the publication date or another year in the
heading gives it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from marsad.annotate.items import has_digits
from marsad.annotate.sentences import pieces
from marsad.annotate.times import Found, read_times
from marsad.records import Report, Span, Token

HEAD = 400  # characters at the start of a text in which a dateline or byline can stand
NEAR_START = 90  # a date this close to the start of the head may be a byline without other signs
AGREE = timedelta(days=45)  # a dateline further from publication than this is not believed
Source = Literal["dateline", "byline", "published", "none"]

# after the date of a dateline: ") -", "--", "/", "(AFP)", or the end of the line
_DASH_AFTER = re.compile(r"\s*(?:\([^()\n]{2,20}\)\s*)?(?:\)\s*)?(?:[-–—−]{1,2}|/|:|\n|$)")
# before it: the start, or a place in capitals or Arabic, perhaps a country, perhaps an agency
_PLACE_BEFORE = re.compile(
    r"(?:^|\n|[ \t]{2})[ \t]*(?:\([^()\n]{2,20}\)[ \t]*)?"
    r"[^\W\d_][^\n.!?؛;]{1,60}?[ \t]*[,،(/–—-]+[ \t]*(?:le[ \t]+)?$"
)
_CLOCK = re.compile(
    r"\s*(?:-|,|،|at|à|الساعه)?\s*\d{1,2}[:h.]\d{2}(?:\s*(?:[صم]\b|am\b|pm\b|a\.m|p\.m|gmt))?"
)
_LINES = str.maketrans(dict.fromkeys("\r\u2028\u2029\x0b\x0c\x85", "\n") | {"\xa0": " "})
_YEAR = re.compile(r"\b((?:19|20)\d\d)(?=\b|[-/]\d\d)")


class Anchor(NamedTuple):
    """The day, where it was read from, and the words where it was read in the text.

    ``stamps`` are all words of the heading that name that same day by its date: they stamp the
    report and are no times of events.
    """

    date: date | None
    source: Source = "none"
    span: Span | None = None
    stamps: tuple[Span, ...] = ()


class _Date(NamedTuple):
    day: date
    start: int
    end: int
    guessed: bool  # the year was not written


def find_anchor(report: Report, language: str) -> Anchor:
    """The day a report speaks from: dateline, else byline, else publication date.

    A date in the heading that is more than ``AGREE`` away from a known publication date is taken
    for something else.
    """
    published = _published(report)
    head = report.text[: HEAD + 80].translate(_LINES)  # the same length, one kind of line break
    dates = _head_dates(head[:HEAD], language, published)
    if published is not None:
        dates = [d for d in dates if abs(d.day - published) <= AGREE]
    tests: tuple[tuple[Source, Callable[[str, _Date], bool]], ...] = (
        ("dateline", _is_dateline),
        ("byline", _is_byline),
    )
    for source, test in tests:
        for found in dates:
            if test(head, found):
                return Anchor(found.day, source, _span(report, found), _stamps(report, dates, found.day))
    stamps = _stamps(report, dates, published)
    return Anchor(published, "published" if published else "none", None, stamps)


def _stamps(report: Report, dates: list[_Date], day: date | None) -> tuple[Span, ...]:
    return tuple(_span(report, d) for d in dates if d.day == day)


def _span(report: Report, found: _Date) -> Span:
    return Span(start=found.start, end=found.end, text=report.text[found.start : found.end])


def find_date(text: str, language: str) -> date | None:
    """The first full date (day, month and year) in a piece of plain text, if any."""
    found = next(iter(_dates(text, language, None)), None)
    return found.day if found else None


def _published(report: Report) -> date | None:
    try:
        return date.fromisoformat((report.published or "")[:10])
    except ValueError:
        return None


def _head_dates(head: str, language: str, published: date | None) -> list[_Date]:
    """Days named in a heading; those without a year take one from publication or the heading."""
    if published is not None:
        return _dates(head, language, published)
    written = _YEAR.search(head)
    if written is None:
        return _dates(head, language, None)
    year = int(written[1])
    return [_in_year(d, year) for d in _dates(head, language, date(year, 7, 1))]


def _in_year(found: _Date, year: int) -> _Date:
    """A day that was given without its year, put in the year of the heading."""
    if not found.guessed or (found.day.month, found.day.day) == (2, 29):
        return found
    return found._replace(day=found.day.replace(year=year))


def _dates(text: str, language: str, about: date | None) -> list[_Date]:
    if not has_digits(text):
        return []  # no day named by its number
    tokens = tuple(_tokens(text))
    found = read_times(tokens, language, about, upper=text != text.lower())
    return [
        _Date(f.window.start, tokens[f.first].start, tokens[f.last - 1].end, f.window.anchored)
        for f in found
        if f.window.start is not None and _is_calendar_day(f, tokens)
    ]


def _is_calendar_day(found: Found, tokens: tuple[Token, ...]) -> bool:
    """Whether a time is one day named by its number, not counted from another day."""
    window = found.window
    if window.precision != "day":
        return False
    return any(t.norm[0].isdigit() for t in tokens[found.first : found.last]) and window.relation == "on"


def _tokens(text: str) -> list[Token]:
    return [Token(start, end, word, "", word, "", word) for start, end, word in pieces(text)]


def _is_dateline(text: str, found: _Date) -> bool:
    """PLACE (date) -, PLACE, date --, القاهرة - 12 يونيو, (AFP) Niamey, le 3 mars 2021."""
    return bool(_PLACE_BEFORE.search(text[: found.start]) and _DASH_AFTER.match(text, found.end))


def _is_byline(text: str, found: _Date) -> bool:
    """A date with a clock time, at the end of a heading line, or before a colon at its start."""
    line_start = text.rfind("\n", 0, found.start) + 1
    line_end = text.find("\n", found.end)
    line = text[line_start : line_end if line_end >= 0 else len(text)].strip()
    if _CLOCK.match(text, found.end):
        return True
    ends_line = line_end >= 0 and not text[found.end : line_end].strip()
    if ends_line and (found.start < NEAR_START or len(line) <= found.end - found.start + 30):
        return True
    return found.start - line_start <= 2 and text[found.end : found.end + 1] == ":"
