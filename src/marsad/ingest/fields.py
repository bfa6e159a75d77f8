"""A JSON object or a CSV row to a report: which field is which, and what is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from marsad.errors import UnreadableReport
from marsad.ingest import byline, language
from marsad.records import Issue, Origin, Report, content_id

_FIELDS = (
    'Give each report a "text", and where known "id", "title", "language", "published", "source", "url".'
)


def report(row: Mapping[str, object], origin: Origin, issues: tuple[Issue, ...] = ()) -> Report:
    """Make a report of named values.

    Raises
    ------
    UnreadableReport
        There is neither text nor title, or a value is not text.
    """
    values = {name: _value(row, name) for name in _columns()}
    text, title = values["text"] or "", values["title"]
    if not text.strip() and not (title or "").strip():
        raise UnreadableReport("no text and no title", _FIELDS, code="no-text")
    published, wrong = _published(values["published"])
    text, title, broken = _repaired(text), _repaired(title or "") or None, _has_surrogate(text, title)
    return Report(
        id=(values["id"] or "").strip() or content_id(values["source"], values["url"], title, text),
        text=text,
        title=title,
        language=language.code(values["language"]),
        published=published,
        source=values["source"] or None,
        url=values["url"] or None,
        origin=origin,
        issues=issues + wrong + broken,
    )


def _value(row: Mapping[str, object], name: str) -> str | None:
    for column in _columns()[name]:
        value = row.get(column)
        if value is not None:
            return _as_text(value, column, name)
    return None


def _as_text(value: object, column: str, name: str) -> str:
    if isinstance(value, str):
        return value
    if name == "id" and isinstance(value, int):
        return str(value)
    kind = type(value).__name__
    raise UnreadableReport(f"{column!r} must be text, it is {kind}", _FIELDS, code="wrong-type")


def _published(value: str | None) -> tuple[str | None, tuple[Issue, ...]]:
    if value is None or not value.strip():
        return None, ()
    found = byline.iso(value)
    if found is not None:
        return found, ()
    message = f"the date {value[:40]!r} cannot be read or can be read in two ways"
    return None, (Issue(code="bad-date", message=message, hint="Write dates as 2021-06-29."),)


def _has_surrogate(*values: str | None) -> tuple[Issue, ...]:
    if all(value is None or value.isascii() or _repaired(value) == value for value in values):
        return ()
    message = "half a surrogate pair stands for a character"
    return (Issue(code="damaged-characters", message=message, hint="It is read as U+FFFD."),)


def _repaired(value: str) -> str:
    """The same text with U+FFFD for every lone surrogate; as long as before."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
    return value


def lowered(row: Mapping[str, object]) -> dict[str, object]:
    """A row with its names in lower case."""
    return {name.strip().lower(): value for name, value in row.items()}


@cache
def _columns() -> dict[str, list[str]]:
    return tomllib.loads((files("marsad.ingest") / "columns.toml").read_text(encoding="utf-8"))


def has_columns(names: list[str]) -> bool:
    """Whether a header names a text or a title."""
    known = {*_columns()["text"], *_columns()["title"]}
    return any(name.strip().lower() in known for name in names)
