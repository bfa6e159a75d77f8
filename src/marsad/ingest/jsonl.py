"""Reports as JSON lines."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from marsad.errors import UnreadableReport
from marsad.ingest import fields
from marsad.ingest.decode import decode
from marsad.ingest.lines import Line, lines
from marsad.ingest.problems import problem
from marsad.records import Issue, Origin, Problem, Report

_ID = re.compile(rb'"id"\s*:\s*"([^"\\]{1,200})"')
_decode = msgspec.json.Decoder().decode


def read(stream: BinaryIO, path: str, limit: int) -> Iterator[Report | Problem]:
    """Read one report a line; a line that cannot be read becomes a problem that names it.

    Parameters
    ----------
    stream
        Bytes.
    path
        Name of the stream for messages.
    limit
        Longest line, in bytes.
    """
    for line in lines(stream, limit):
        if line.raw.strip():
            yield _report(line, path, limit)


def _report(line: Line, path: str, limit: int) -> Report | Problem:
    origin = Origin(path=path, line=line.number, sha256=hashlib.sha256(line.raw).hexdigest())
    try:
        if not line.whole:
            raise too_long(line.size, limit)
        value, issues = _value(line.raw)
        return fields.report(value if "text" in value else fields.lowered(value), origin, issues)
    except UnreadableReport as error:
        known = _ID.search(line.raw[:4096])
        return problem(error, origin, known[1].decode("utf-8", "replace") if known else None)


def too_long(size: int, limit: int) -> UnreadableReport:
    """The error for input beyond the bound on memory."""
    return UnreadableReport(
        f"{size:,} bytes long, more than the {limit:,} that are read",
        "Split it, or raise max_report_bytes.",
        code="too-large",
    )


def _value(raw: bytes) -> tuple[dict[str, object], tuple[Issue, ...]]:
    try:
        value: object = _decode(raw)
        issues: tuple[Issue, ...] = ()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        value, issues = _slowly(raw)
    if not isinstance(value, dict):
        raise UnreadableReport(
            f"a JSON {type(value).__name__}, not an object", "Write one object a line.", code="broken-json"
        )
    return value, issues


def _slowly(raw: bytes) -> tuple[object, tuple[Issue, ...]]:
    """Read a line that is not strict JSON in UTF-8: other encodings, lone surrogates, raw controls."""
    decoded = decode(raw)
    try:
        return json.loads(decoded.text, strict=False), decoded.issues
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg} at column {error.colno}"
    except RecursionError:
        message = "not JSON that can be read: nested too deeply"
    raise UnreadableReport(message, "Write one JSON object a line.", code="broken-json")
