"""Reports as rows of a CSV file with a header; comma, semicolon or tab."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from marsad.errors import UnreadableReport
from marsad.ingest import fields
from marsad.ingest.decode import decode
from marsad.ingest.jsonl import too_long
from marsad.ingest.lines import lines
from marsad.ingest.problems import problem
from marsad.records import Issue, Origin, Problem, Report

_DELIMITERS = ",;\t|"
_SAMPLE = 1 << 18


def read(stream: BinaryIO, path: str, limit: int) -> Iterator[Report | Problem]:
    """Read one report a row; a row that cannot be read becomes a problem that names its line."""
    source = _Lines(stream, path, limit)
    header = source.header()
    if header is None:
        yield problem(
            UnreadableReport("the file is empty", "Check how it was made.", code="empty"), source.origin(0)
        )
        return
    names = next(csv.reader([header], delimiter=_delimiter(header)))
    if not fields.has_columns(names):
        error = UnreadableReport(
            f"no column for the text among {', '.join(names)[:200]}", "Name a column 'text'.", code="no-text"
        )
        yield problem(error, source.origin(1))
        return
    yield from _rows(source, [name.strip().lower() for name in names], _delimiter(header))


class _Lines:
    """Decoded lines for the CSV reader; what is too long or broken is kept aside as problems."""

    def __init__(self, stream: BinaryIO, path: str, limit: int) -> None:
        self.path, self.limit = path, limit
        self.number = 0
        self.problems: list[Problem] = []
        self.issues: dict[str, Issue] = {}
        self._lines = lines(stream, limit)

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.number = line.number
            try:
                if not line.whole:
                    raise too_long(line.size, self.limit)
                decoded = decode(line.raw)
            except UnreadableReport as error:
                self.problems.append(problem(error, self.origin(line.number)))
                continue
            self.issues.update({issue.code: issue for issue in decoded.issues})
            yield decoded.text

    def header(self) -> str | None:
        return next((text for text in self if text.strip()), None)

    def origin(self, number: int, raw: str = "") -> Origin:
        return Origin(path=self.path, line=number or None, sha256=hashlib.sha256(raw.encode()).hexdigest())


def _rows(source: _Lines, names: list[str], delimiter: str) -> Iterator[Report | Problem]:
    csv.field_size_limit(source.limit)
    reader = csv.reader(iter(source), delimiter=delimiter)
    while True:
        first = source.number + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            row = []
            source.problems.append(_broken(source, first, str(error)))
        yield from _taken(source.problems)
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield _report(source, names, row, first)


def _report(source: _Lines, names: list[str], row: list[str], first: int) -> Report | Problem:
    if len(row) != len(names):
        return _broken(source, first, f"{len(row)} cells, the header has {len(names)}")
    origin = source.origin(first, "\x1f".join(row))
    issues = tuple(source.issues.values())
    source.issues.clear()
    try:
        return fields.report({n: cell or None for n, cell in zip(names, row, strict=True)}, origin, issues)
    except UnreadableReport as error:
        return problem(error, origin)


def _broken(source: _Lines, first: int, what: str) -> Problem:
    lines_ = f" (to line {source.number})" if source.number > first else ""
    error = UnreadableReport(what + lines_, "Quote cells that hold separators or quotes.", code="broken-row")
    return problem(error, source.origin(first))


def _taken(problems: list[Problem]) -> list[Problem]:
    taken = problems[:]
    problems.clear()
    return taken


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)
