"""Validation of the actor base, with file, line and the nearest valid value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from importlib.resources import files

from marsad.tables import read_csv

KINDS = ("state", "group", "organisation", "person", "people")
FORMS = ("name", "adjective", "capital", "government", "abbreviation", "short")
LANGUAGES = ("ar", "en", "fr", "*")
ACTOR_COLUMNS = (
    "actor_id",
    "name",
    "kind",
    "country",
    "countries",
    "sector",
    "start",
    "end",
    "parent",
    "ucdp_name",
    "source",
    "note",
)
ALIAS_COLUMNS = ("actor_id", "alias", "language", "form", "start", "end", "countries", "note")
_ACTORS, _ALIASES = "actors/actors.csv", "actors/aliases.csv"
_DATE = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")
_ID = re.compile(r"country:[A-Z]{3}|[a-z0-9]+(-[a-z0-9]+)*")


def check_actors() -> list[str]:
    """Problems of ``actors.csv`` and ``aliases.csv``, one line each: ``file:line: what, nearest``."""
    folder = files("marsad.actors")
    actors = read_csv(folder / "actors.csv")
    ids = [row["actor_id"] for row in actors]
    return [*_actors(actors, ids), *_aliases(read_csv(folder / "aliases.csv"), set(ids))]


def check_rows(
    actors: list[dict[str, str]], aliases: list[dict[str, str]], *, known: set[str], name: str
) -> list[str]:
    """Problems of further actors and names, one line each; ``known`` are the ids of the base they extend."""
    ids = [row["actor_id"] for row in actors]
    unnamed = [
        f"{name}:{row['__line__']}: actor {row['actor_id']} has no name" for row in actors if not row["name"]
    ]
    all_ids = known | set(ids)
    return [*unnamed, *_actors(actors, sorted(all_ids), name), *_aliases(aliases, all_ids, name)]


def _actors(rows: list[dict[str, str]], ids: list[str], name: str = _ACTORS) -> Iterator[str]:
    seen: set[str] = set()
    known = set(ids)
    for row in rows:
        where = f"{name}:{row['__line__']}"
        if row["actor_id"] in seen:
            yield f"{where}: actor_id {row['actor_id']} stands twice"
        seen.add(row["actor_id"])
        if not _ID.fullmatch(row["actor_id"]):
            yield f"{where}: actor_id {row['actor_id']!r} is not kebab-case or country:ISO3"
        yield from _one_of(where, "kind", row["kind"], KINDS)
        if row["parent"]:
            yield from _one_of(where, "parent", row["parent"], known)
        for column in ("start", "end"):
            if not _DATE.fullmatch(row[column]):
                yield f"{where}: {column} {row[column]!r} is not a date (YYYY, YYYY-MM or YYYY-MM-DD)"


def _aliases(rows: list[dict[str, str]], ids: set[str], name: str = _ALIASES) -> Iterator[str]:
    for row in rows:
        where = f"{name}:{row['__line__']}"
        yield from _one_of(where, "actor_id", row["actor_id"], ids)
        yield from _one_of(where, "form", row["form"], FORMS)
        yield from _one_of(where, "language", row["language"], LANGUAGES)
        if not row["alias"].strip():
            yield f"{where}: the alias is empty"


def _one_of(where: str, column: str, value: str, valid: Iterable[str]) -> Iterator[str]:
    options = list(valid)
    if value not in options:
        near = get_close_matches(value, options, n=1)
        yield f"{where}: {column} {value!r} is not known" + (f"; nearest: {near[0]}" if near else "")
