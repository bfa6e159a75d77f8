"""Crosswalks from PLOVER to ACLED and UCDP, from CAMEO to PLOVER, and the precision tables.

Each is a CSV beside this module. In the rule tables an empty cell matches anything and the
first row that matches wins, so special cases stand above general ones.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from marsad.tables import read_csv

Row = dict[str, str]
Scheme = Literal["acled", "ucdp"]


class PloverCode(NamedTuple):
    """A PLOVER code that an older code stands for."""

    type: str
    mode: str | None
    contexts: tuple[str, ...]


class Facts(NamedTuple):
    """What the rule tables look at: the code, and the sectors on both sides."""

    type: str
    mode: str | None = None
    contexts: Collection[str] = ()
    actor_sectors: Collection[str] = ()
    recipient_sectors: Collection[str] = ()


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of one crosswalk table.

    Raises
    ------
    KnowledgeError
        The file is missing, or a row has the wrong number of cells.
    """
    return tuple(read_csv(files("marsad.codebook") / f"{name}.csv"))


def to_acled(facts: Facts) -> tuple[str, str] | None:
    """ACLED event type and sub-event type, or None for what ACLED does not record."""
    row = _first("plover_to_acled", facts)
    return (row["event_type"], row["sub_event_type"]) if row else None


def to_ucdp(facts: Facts) -> int | None:
    """UCDP type of violence: 1 state-based, 2 non-state, 3 one-sided; None where it has none."""
    row = _first("plover_to_ucdp", facts)
    return int(row["type_of_violence"]) if row else None


def from_cameo(code: str) -> PloverCode | None:
    """The PLOVER code of a CAMEO code; a longer unknown code falls back to its root."""
    table = _cameo()
    return next((table[code[:n]] for n in range(len(code), 1, -1) if code[:n] in table), None)


def place_precision(level: str, scheme: Scheme) -> int | None:
    """The precision number of a place level; None where the scheme has none."""
    return _precision("place_precision", level, scheme)


def time_precision(precision: str, scheme: Scheme) -> int | None:
    """The precision number of a time precision; None where the scheme has none."""
    return _precision("time_precision", precision, scheme)


def place_level(number: int, scheme: Scheme) -> str:
    """The place level of a precision number: the coarsest that it may stand for, water apart."""
    return _coarsest("place_precision", number, scheme) or "unknown"


def time_level(number: int, scheme: Scheme) -> str:
    """The time precision of a precision number: the coarsest that it may stand for."""
    return _coarsest("time_precision", number, scheme) or "vague"


def _coarsest(name: str, number: int, scheme: Scheme) -> str | None:
    found = [next(iter(row.values())) for row in rows(name) if row[scheme] == str(number)]
    return next((level for level in reversed(found) if level != "water" or len(found) == 1), None)


def _first(name: str, facts: Facts) -> Row | None:
    return next((row for row in rows(name) if _matches(row, facts)), None)


def _matches(row: Row, facts: Facts) -> bool:
    return (
        row["type"] == facts.type
        and row["mode"] in {"", facts.mode}
        and (not row["context"] or row["context"] in facts.contexts)
        and (not row["actor"] or row["actor"] in facts.actor_sectors)
        and (not row["recipient"] or row["recipient"] in facts.recipient_sectors)
    )


@cache
def _cameo() -> dict[str, PloverCode]:
    return {
        row["cameo"]: PloverCode(
            row["type"], row["mode"] or None, tuple(filter(None, row["contexts"].split(";")))
        )
        for row in rows("cameo_to_plover")
    }


def _precision(name: str, value: str, scheme: Scheme) -> int | None:
    cell = next((row[scheme] for row in rows(name) if next(iter(row.values())) == value), "")
    return int(cell) if cell else None
