"""The grammar of expressions of time: rules over rows of item letters.

A rule is a pattern whose upper-case names stand for classes of letters, and a function that
turns a match into a window of days. Rules are tried in the order written; the first that gives a
window wins. The words behind the letters are in ``lang/<code>/dates.csv`` and its neighbours, so
the same rules serve the three languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import NamedTuple

from marsad.annotate import times_calendar as cal
from marsad.annotate.items import Item
from marsad.annotate.numbers import DIGITS
from marsad.annotate.times_calendar import VAGUE, Window

CLASSES = {
    "DOUBLE": r"(?:[Mm]\.?(?:[/,-][Mm]|\([Mm]\))?)",  # a month, or its two names
    "DAY": r"(?:[dowO]Y?)",
    "OF": r"[iqrz]*",
    "NUM": r"(?:[?>_]?[dynwe1])",
    "UNITS": r"[UP!]",
    "TIME": r"(?:[TG678CR,]z?[irz]*)*?",
    "MOD": r"[LFC]",
}  # fmt: skip
EDGES = {"6": "early", "7": "mid", "8": "late"}
STEPS = {"L": -1, "C": 0, "F": 1, "c": 0}


class Context(NamedTuple):
    """What a rule may look at: the items, the day to count from, the tense of the clause."""

    items: list[Item]
    codes: str
    anchor: date | None
    future: bool
    language: str


class Match:
    """A matched rule, with the items of its named groups."""

    def __init__(self, match: re.Match[str], context: Context) -> None:
        self._match = match
        self.context = context
        self.start, self.end = match.span()

    def has(self, name: str) -> bool:
        """Whether the group took part."""
        return bool(self._groups.get(name))

    @property
    def _groups(self) -> dict[str, str | None]:
        return self._match.groupdict()

    def letters(self, name: str) -> str:
        """The letters of a group, empty when it took no part."""
        return self._groups.get(name) or ""

    def item(self, name: str) -> Item:
        """The last item of a group that carries a value (not a mark or a suffix)."""
        start, end = self._match.span(name)
        found = [i for i in self.context.items[start:end] if i.letter not in ",-/.()Yz?>_"]
        return found[-1] if found else self.context.items[start]

    def first(self, name: str) -> Item:
        """The first item of a group."""
        return self.context.items[self._match.start(name)]

    def number(self, name: str) -> float:
        """The value of a numeral, ordinal, year or table word."""
        item = self.item(name)
        return item.number if item.letter in DIGITS else item.number or float(item.value or 0)

    def whole(self, name: str) -> int:
        """The same as an integer."""
        return int(self.number(name))


Handler = Callable[[Match], Window | None]


class Rule(NamedTuple):
    """A pattern over letters and what it means."""

    pattern: re.Pattern[str]
    handle: Handler
    language: str  # empty: every language


_LIMITS = ("ar:", "en:", "fr:")


def rule(*patterns: str) -> Callable[[Handler], Handler]:
    """Mark a function as the meaning of patterns; ``en:`` before one limits it to a language."""

    def mark(handle: Handler) -> Handler:
        _PATTERNS[handle] = patterns
        return handle

    return mark


_PATTERNS: dict[Handler, tuple[str, ...]] = {}


def rules_of(module: ModuleType, language: str) -> tuple[Rule, ...]:
    """The rules of a module for a language, in the order they are written."""
    handlers = [h for h in _PATTERNS if h.__module__ == module.__name__]
    rules = (_compiled(pattern, h) for h in handlers for pattern in _PATTERNS[h])
    return tuple(r for r in rules if r.language in ("", language))


def _compiled(pattern: str, handle: Handler) -> Rule:
    language, rest = (pattern[:2], pattern[3:]) if pattern[:3] in _LIMITS else ("", pattern)
    for name, letters in CLASSES.items():
        rest = rest.replace(name, letters)
    return Rule(re.compile(rest), handle, language)


# ------------------------------------------------------------------ helpers


def part_of(match: Match, name: str = "e") -> str:
    """``early``, ``mid`` or ``late``, as a group says, or nothing."""
    return EDGES.get(match.letters(name)[:1], "")


def month_of(match: Match, name: str = "m") -> int:
    """The number of the month a group names."""
    return int(match.first(name).value)


def year_of(match: Match, month: int, day: int) -> int | None:
    """The year written, implied by ``last``/``next``/``of last year``, or guessed."""
    if match.has("y"):
        return _written_year(match)
    anchor = match.context.anchor
    if anchor is None:
        return None
    if match.has("ym"):
        return anchor.year + STEPS[match.letters("ym")[0]]
    if match.has("mod"):
        return _stepped_year(anchor, month, day, match.letters("mod")[0])
    return cal.guess_year(anchor, month, day, future=match.context.future)


def _written_year(match: Match) -> int:
    number = match.whole("y")
    return number if number > 99 else 1900 + number


def _stepped_year(anchor: date, month: int, day: int, letter: str) -> int:
    if letter == "C":
        return anchor.year
    place, now = (month, day), (anchor.month, anchor.day)
    if letter == "L":
        return anchor.year if place < now else anchor.year - 1
    return anchor.year + 1 if place <= now else anchor.year


def dated(match: Match, month: int, day: int) -> Window | None:
    """A day of a month, in the year written or meant."""
    year = year_of(match, month, day)
    if year is None:
        return VAGUE if 1 <= day <= 31 else None
    made = cal.make_day(year, month, day)
    return None if made is None else cal.day(made, anchored=not match.has("y"))


def between(first: date | None, last: date | None, *, anchored: bool) -> Window | None:
    """The days from one date to another, None where they are out of order."""
    if first is None or last is None or first > last:
        return None
    return Window(first, last, "days", "on", anchored)
