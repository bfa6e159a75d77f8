"""A user's own actors: one CSV file, a row for each name of an actor, read after the shipped base.

An ``actor_id`` of the shipped base gets a further name; any other is a new actor, described by its first row.
``countries``, ``start`` and ``end`` are the actor's; ``only_in`` binds a name to reports that name a country.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from marsad.actors.check import ACTOR_COLUMNS, ALIAS_COLUMNS, check_rows
from marsad.errors import KnowledgeError
from marsad.tables import read_csv

COLUMNS = tuple(dict.fromkeys((*ACTOR_COLUMNS, *ALIAS_COLUMNS, "only_in")))
_UNSAFE = re.compile(r"[^a-z0-9]+")

Row = dict[str, str]


def read_own(path: Path, known: Iterable[str]) -> tuple[list[Row], list[Row]]:
    """Rows of new actors and of names in a file; ``known`` are the ids of the shipped base.

    Raises
    ------
    KnowledgeError
        The file cannot be read, lacks a column, or a row is wrong; file, line and nearest value are named.
    """
    rows = read_csv(path, COLUMNS)
    new = list({row["actor_id"]: row for row in reversed(rows)}.values())
    shipped = set(known)
    actors = [row for row in reversed(new) if row["actor_id"] not in shipped]
    wrong = check_rows(actors, rows, known=shipped, name=str(path))
    if wrong:
        raise KnowledgeError(wrong[0], f"{len(wrong)} entries of {path} are wrong.")
    return actors, [row | {"countries": row["only_in"], "start": "", "end": ""} for row in rows]


def add_own(path: Path, row: Row, aliases: Sequence[tuple[str, str]], known: Iterable[str]) -> list[Row]:
    """Append an actor with its names to a file, which is made where it does not exist.

    Parameters
    ----------
    path
        File of own actors.
    row
        Columns of the actor; ``actor_id`` and ``name`` at least.
    aliases
        Names and their languages (``ar``, ``en``, ``fr``, ``*``).
    known
        Ids of the shipped base.

    Returns
    -------
    list
        The rows that were added; names that the file has already are left out.

    Raises
    ------
    KnowledgeError
        A value is wrong; the file is left as it was.
    """
    before = read_own(path, known)[1] if path.exists() else []
    have = {(r["actor_id"], r["alias"], r["language"]) for r in before}
    base = dict.fromkeys(COLUMNS, "") | row
    rows = [base | {"alias": a, "language": lang, "form": _form(a)} for a, lang in aliases]
    fresh = [r for r in rows if (r["actor_id"], r["alias"], r["language"]) not in have]
    shipped = set(known)
    told = {r["actor_id"] for r in before} | shipped
    new = [] if base["actor_id"] in told else [base]
    numbered = [r | {"__line__": str(len(before) + n)} for n, r in enumerate(fresh, 2)]
    actors = [r | {"__line__": str(len(before) + 2)} for r in new]
    wrong = check_rows(actors, numbered, known=told, name=str(path))
    if wrong:
        raise KnowledgeError(wrong[0], "Nothing was added.")
    _append(path, fresh)
    return fresh


def _append(path: Path, rows: Iterable[Row]) -> None:
    started = path.exists() and path.stat().st_size > 0
    try:
        with path.open("a", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
            if not started:
                writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise KnowledgeError(f"{path}: {error.strerror}", "Choose another file with --file.") from error


def _form(alias: str) -> str:
    letters = [c for c in alias if c.isalpha()]
    return "abbreviation" if 1 < len(letters) <= 6 and all(c.isupper() for c in letters) else "name"


def id_of(name: str) -> str:
    """The id for a Latin-script name: lower case, words joined by hyphens; empty for other scripts."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return _UNSAFE.sub("-", plain.replace("'", "")).strip("-")
