"""What the layout of a report says: which lines are not prose, and when it was published.

The text stays as it is; ranges of it are marked as to be skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from marsad.ingest import byline, language
from marsad.normalise import key
from marsad.records import Report
from marsad.tables import read_csv

_LONGEST = 120  # characters; no longer line is taken for layout
_HEAD = 8  # lines that can hold a byline
_TAIL = 6
_LINE = re.compile(r"[^\r\n]+")
_STOP = re.compile(r"[.!?؟…:]$")
_CLOCK_ONLY = re.compile(r"\d{1,2}:\d\d(?: (?:ت )?[صمa-z.]{1,4})?( gmt)?")
_EQUALS = re.compile(r"الموافق ")
_MORE = re.compile(r"(?:\.{3}|…)\s*المزيد\s*$")
_BYLINE_WORDS = 8


class _Line(NamedTuple):
    start: int
    end: int
    norm: str
    head: bool
    tail: bool


class _Patterns(NamedTuple):
    lines: frozenset[str]
    prefixes: tuple[str, ...]
    head_prefixes: tuple[str, ...]
    bylines: tuple[str, ...]


def describe(report: Report) -> Report:
    """Fill in language, publication date and the ranges to skip, where they are not given.

    Parameters
    ----------
    report
        A report as it came; its text is not changed.

    Returns
    -------
    Report
        The same report with ``language``, ``published`` and ``skip`` as far as they can be told.
    """
    skip, dated = _layout(report.text)
    return msgspec.structs.replace(
        report,
        language=language.code(report.language) or language.detect(report.title, report.text),
        published=report.published or dated,
        skip=report.skip or skip,
    )


def _layout(text: str) -> tuple[tuple[tuple[int, int], ...], str | None]:
    skip: list[tuple[int, int]] = []
    published: str | None = None
    changed: str | None = None
    for line in _short_lines(text):
        dated = byline.find_date(text[line.start : line.end]) if line.head and _has_digit(line) else None
        if dated is not None and (dated.alone or _says_so(line)):
            if dated.updated:
                changed = changed or dated.published
            else:
                published = published or dated.published
        if (dated is not None and dated.alone) or _is_layout(line):
            skip.append((line.start, line.end))
    if more := _MORE.search(text, max(0, len(text) - 40)):
        skip.append((more.start(), len(text.rstrip())))
    return _merged(skip), published or _dateline(text) or changed


def _short_lines(text: str) -> Iterator[_Line]:
    spans = [(m.start(), m.end()) for m in _LINE.finditer(text) if not m.group().isspace()]
    if len(spans) < 2:
        return  # one line is all there is: it is the report
    for number, (start, end) in enumerate(spans):
        if end - start <= _LONGEST:
            tail = number >= len(spans) - _TAIL
            yield _Line(start, end, key(text[start:end]), number < _HEAD, tail)


def _has_digit(line: _Line) -> bool:
    return any(c.isdigit() for c in line.norm)


def _says_so(line: _Line) -> bool:
    patterns = _patterns()
    return line.norm.startswith(patterns.bylines + patterns.head_prefixes)


def _is_layout(line: _Line) -> bool:
    """Whether a line is a link, a button, a credit or a byline."""
    patterns = _patterns()
    bare = line.norm.strip(" -–|•*:›»«<>[]()+")
    if bare in patterns.lines or line.norm in patterns.lines:
        return True
    if line.norm.startswith(patterns.prefixes):
        return True
    if line.tail and _CLOCK_ONLY.fullmatch(line.norm):
        return True
    if not line.head or _STOP.search(line.norm):
        return False
    if line.norm.startswith(patterns.bylines):
        return len(line.norm.split()) <= _BYLINE_WORDS
    return line.norm.startswith(patterns.head_prefixes)


def _dateline(text: str) -> str | None:
    """The date of an agency's dateline: ``26 شوال 1436 هـ الموافق 11 أغسطس 2015 م``."""
    head = key(text[:300])
    hit = _EQUALS.search(head)
    found = byline.find_date(head[hit.end() : hit.end() + 40]) if hit else None
    return found.published[:10] if found else None


def _merged(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(set(ranges)))


@cache
def _patterns() -> _Patterns:
    rows = read_csv(files("marsad.ingest") / "boilerplate.csv", ("pattern", "mode", "where"))
    prefixes = [r for r in rows if r["mode"] == "prefix"]
    return _Patterns(
        lines=frozenset(_bare(r) for r in rows if r["mode"] == "line"),
        prefixes=tuple(_prefix(r) for r in prefixes if r["where"] == "any"),
        head_prefixes=tuple(_prefix(r) for r in prefixes if r["where"] == "head"),
        bylines=tuple(_prefix(r) for r in rows if r["mode"] == "byline"),
    )


def _bare(row: dict[str, str]) -> str:
    return key(row["pattern"]).strip(" -–|•*:›»«<>[]()+")


def _prefix(row: dict[str, str]) -> str:
    """The pattern in normal form; a blank at its end in the table means a whole word."""
    word = row["pattern"].endswith(" ") or row["pattern"][-1:].isalpha()
    return key(row["pattern"]) + (" " if word else "")
