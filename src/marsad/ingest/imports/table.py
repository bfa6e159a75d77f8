"""Rows of event files: CSV and TSV, plain or in gzip or zip, and Excel sheets."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from marsad.errors import SourceError, UnreadableReport

_DELIMITERS = (",", "\t", ";", "|")
_LIMIT = 10_000_000


class Line(NamedTuple):
    """One row: its line number in the file (from 1), and its cells by column name in lower case."""

    number: int
    cells: dict[str, str]


def lines(path: Path, names: Sequence[str] | None = None) -> Iterator[Line | UnreadableReport]:
    """The rows of a file; a row with the wrong number of cells comes as an error, the rest goes on.

    Parameters
    ----------
    path
        The file: text (``.gz`` and ``.zip`` are opened) or ``.xlsx`` (its first sheet).
    names
        Column names of a file without a header line.

    Raises
    ------
    SourceError
        The file is missing, damaged, or empty.
    """
    try:
        for member, cells in _tables(path):
            yield from _named(cells, member, names)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}", "Check the path.") from error
    except (EOFError, zlib.error, zipfile.BadZipFile, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{path}: damaged: {error}", "Fetch the file again.") from error


def _tables(path: Path) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    if path.name.lower().endswith(".xlsx"):
        yield path.name, _sheet(path)
    elif path.name.lower().endswith(".zip"):
        yield from _members(path)
    else:
        with _text(path) as stream:
            yield path.name, _cells(stream)


def _members(path: Path) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    with zipfile.ZipFile(path) as archive:
        inside = [name for name in archive.namelist() if name.lower().endswith((".csv", ".tsv", ".txt"))]
        if not inside:
            raise SourceError(f"{path}: holds no .csv file", "Unpack it and name the table itself.")
        for name in inside:
            with archive.open(name) as raw:
                yield f"{path.name}/{name}", _cells(io.TextIOWrapper(raw, "utf-8-sig", newline=""))


@contextmanager
def _text(path: Path) -> Iterator[IO[str]]:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        with gzip.GzipFile(fileobj=raw) if packed else raw as stream:
            yield io.TextIOWrapper(stream, "utf-8-sig", newline="")


def _cells(stream: IO[str]) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LIMIT)
    head = stream.readline()
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(_again(head, stream), delimiter=delimiter)
    begun = 1
    for row in reader:
        if row:
            yield begun, row
        begun = reader.line_num + 1


def _again(head: str, rest: Iterable[str]) -> Iterator[str]:
    yield head
    yield from rest


def _sheet(path: Path) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (KeyError, ValueError) as error:
        raise SourceError(f"{path}: not an Excel file: {error}", "Save it as .xlsx or .csv.") from error
    for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
        if any(cell is not None for cell in row):
            yield number, ["" if cell is None else str(cell) for cell in row]


def _named(
    rows: Iterator[tuple[int, list[str]]], member: str, names: Sequence[str] | None
) -> Iterator[Line | UnreadableReport]:
    header = list(names) if names else next((row for _, row in rows), None)
    if header is None:
        raise SourceError(f"{member}: the file is empty", "Check how it was made.")
    columns = [name.strip().lower().replace(" ", "_") for name in header]
    for number, row in rows:
        if len(row) != len(columns):
            what = f"{member}:{number}: {len(row)} cells, {len(columns)} columns"
            yield UnreadableReport(what, "Quote cells that hold the delimiter.", code="wrong-columns")
        else:
            yield Line(number, dict(zip(columns, row, strict=True)))
