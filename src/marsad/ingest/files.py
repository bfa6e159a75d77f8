"""Files, folders, globs and standard input to a stream of reports and problems."""

from __future__ import annotations

import glob
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from marsad.errors import ConfigError, UnreadableReport
from marsad.ingest import csv_rows, html, jsonl, plain
from marsad.ingest.lines import as_utf8
from marsad.ingest.problems import problem
from marsad.records import Origin, Problem, Report

Item = Report | Problem
Stream = Callable[[BinaryIO, str, int], Iterator[Item]]
Whole = Callable[[bytes, str], Report]

# formats of many reports, read line by line, and formats of one report, read whole
STREAMS: dict[str, Stream] = {
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
    ".csv": csv_rows.read,
    ".tsv": csv_rows.read,
}
WHOLES: dict[str, Whole] = {".txt": plain.read, ".text": plain.read, ".html": html.read, ".htm": html.read}
FORMATS = (*STREAMS, *WHOLES)
_GZIP = b"\x1f\x8b"


class Found(NamedTuple):
    """A file to read; ``named`` when the user named it and not only its folder."""

    path: str
    named: bool


def find(paths: Iterable[str], *, without: Path | None = None) -> list[Found]:
    """The files that paths, folders and glob patterns stand for, each once, in a fixed order.

    Parameters
    ----------
    paths
        Files, folders, glob patterns; ``-`` is standard input.
    without
        Folder whose files are left out unless they are named: that of the outputs.

    Raises
    ------
    ConfigError
        A path does not exist or a pattern matches nothing.
    """
    found: dict[str, Found] = {}
    for path in paths:
        for file in _files(path):
            if file.named or without is None or without.resolve() not in Path(file.path).resolve().parents:
                found.setdefault(file.path, file)
    return list(found.values())


def _files(path: str) -> list[Found]:
    place = Path(path)
    if path == "-" or (not place.is_dir() and (place.exists() or place.is_symlink())):
        return [Found(path, named=True)]
    if place.is_dir():
        inside = (p for p in place.rglob("*") if not p.is_dir() and not _hidden(p.relative_to(place)))
        return [Found(file, named=False) for file in sorted(map(str, inside))]
    matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - the pattern may be absolute
    if matches:
        return [file for match in matches for file in _files(match)]
    raise ConfigError(f"no such file or folder: {path}", "Check the path, or quote the pattern.")


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def read(found: Iterable[Found], *, stdin: BinaryIO, limit: int, form: str | None = None) -> Iterator[Item]:
    """Read the reports of files in order.

    Parameters
    ----------
    found
        Files as given by :func:`find`; ``-`` is standard input.
    stdin
        Stream that ``-`` stands for.
    limit
        Most bytes that one report may take; longer ones become problems.
    form
        Format (``.jsonl`` ...) to read every file as. Without it the ending of the name decides,
        and for named files with another ending the first bytes.
    """
    for file in found:
        name = "stdin" if file.path == "-" else file.path
        suffix = form or _suffix(file.path)
        try:
            if file.path == "-":
                yield from _opened(_peekable(stdin), name, limit, suffix)
            elif suffix in FORMATS or file.named:
                with Path(file.path).open("rb") as stream:
                    yield from _opened(stream, name, limit, suffix)
            else:
                raise _unknown(suffix)
        except OSError as error:
            wrong = UnreadableReport(error.strerror or str(error), "Check path and permissions.")
            yield problem(wrong, Origin(path=name))
        except UnreadableReport as error:
            yield problem(error, Origin(path=name))


def _unknown(suffix: str) -> UnreadableReport:
    return UnreadableReport(
        f"the ending {suffix!r} is not one of {', '.join(FORMATS)}",
        "Name the file itself to read it all the same.",
        code="unknown-format",
    )


def _suffix(path: str) -> str:
    return Path(path.lower().removesuffix(".gz")).suffix


def _peekable(stream: BinaryIO) -> io.BufferedReader:
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, stream))


def _opened(stream: io.BufferedReader, name: str, limit: int, suffix: str) -> Iterator[Item]:
    if not stream.peek(2).startswith(_GZIP):
        yield from _read(stream, name, limit, suffix)
        return
    try:
        with gzip.GzipFile(fileobj=stream) as inner:
            yield from _read(_peekable(cast(BinaryIO, inner)), name, limit, suffix)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableReport(f"damaged gzip: {error}", "Fetch it again.", code="damaged-archive") from error


def _read(stream: io.BufferedReader, name: str, limit: int, suffix: str) -> Iterator[Item]:
    head = stream.peek(512)[:512]
    form = suffix if suffix in FORMATS else _guess(head)
    if form in STREAMS:
        yield from STREAMS[form](as_utf8(stream, head), name, limit)
    else:
        yield _whole(stream, name, limit, WHOLES[form])


def _whole(stream: BinaryIO, name: str, limit: int, reader: Whole) -> Report:
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise jsonl.too_long(len(raw), limit)
    return reader(raw, name)


def _guess(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith(b"{"):
        return ".jsonl"
    return ".html" if start.startswith(b"<!doctype html") or b"<html" in start else ".txt"
