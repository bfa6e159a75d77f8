"""Validation of the lexicons against the codebook, with file, line and nearest valid value."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import get_args

from marsad import codebook, lang
from marsad.codebook import nearest
from marsad.records import ActorKind

_POS = ("verb", "noun")
_SPEECH = ("verb", "noun", "participle", "attitude", "phrase")
_FRAMES = ("ap", "pa", "act", "act-s", "rec", "evt", "n-by", "n-on", "n-of", "crowd")
_WEIGHTS = ("strong", "weak", "loose", "death", "never")
_NUMBERS = ("sg", "pl", "")
_STATUSES = ("announced", "proposed", "agreed", "paid", "done", "cancelled")
_ACTIONS = ("join", "leave", "suspend")
_TRENDS = ("growing", "stable", "shrinking", "unstated")


def check_lexicons() -> list[str]:
    """Problems of the tables of every language, one line each."""
    return [line for code in lang.LANGUAGES for line in _language(code)]


def _language(code: str) -> Iterator[str]:
    language = lang.load(code)
    book = codebook.load()
    kinds = get_args(ActorKind)
    for row in language.table("events"):
        at = _at(code, "events", row)
        if not row["trigger"].strip():
            yield f"{at}: the trigger is empty"
        yield from (f"{at}: {p}" for p in book.problems(row["type"], row["mode"], row["context"].split()))
        yield from _one_of(at, row, "pos", _POS)
        yield from _one_of(at, row, "frame", _FRAMES)
        yield from _one_of(at, row, "weight", _WEIGHTS)
    for row in language.table("roles"):
        at = _at(code, "roles", row)
        yield from _one_of(at, row, "kind", kinds)
        yield from _one_of(at, row, "number", _NUMBERS)
        if row["sector"]:
            yield from _one_of(at, row, "sector", book.sectors)
    for table, column, valid in _CODED:
        for row in language.table(table):
            yield from _one_of(_at(code, table, row), row, column, valid)
    for table in _LISTS:
        yield from (
            f"{_at(code, table, row)}: no words" for row in language.table(table) if not row["words"].strip()
        )


_CODED = (
    ("speech", "pos", _SPEECH),
    ("memberships", "action", _ACTIONS),
    ("pledges", "status", _STATUSES),
    ("threats", "trend", (*_TRENDS, "")),
    ("short", "kind", get_args(ActorKind)),
)
_LISTS = ("figures", "memberships", "pledges", "threats", "words", "currencies", "numbers", "dates", "months")


def _at(code: str, table: str, row: dict[str, str]) -> str:
    return f"lang/{code}/{table}.csv:{row['__line__']}"


def _one_of(at: str, row: dict[str, str], column: str, valid: Collection[str]) -> Iterator[str]:
    value = row[column]
    if value not in valid:
        near = nearest(value, valid)
        yield f"{at}: {column} {value!r} is not known" + (f"; nearest: {near}" if near else "")
