"""Families of actors: what grew out of a group, and from when to when each member belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from marsad.actors.base import Entry, load
from marsad.tables import read_csv


class Link(NamedTuple):
    """A member and the days (ISO date, month or year; empty where open) of its belonging."""

    member: str
    since: str = ""
    until: str = ""


@cache
def family(actor_id: str) -> tuple[str, ...]:
    """An actor with all that grew out of it, the actor first; see :func:`lives`."""
    return tuple(lives(actor_id))


def lives(actor_id: str) -> dict[str, tuple[str, str]]:
    """The members of a family, and the first and last day (ISO, empty where open) on which each counts.

    Members are the entries whose ``parent`` leads to the actor, and the successors and splinters that
    ``families.csv`` lists with their source, each with what grew out of them in turn. A member counts
    from the day on which it and everything between it and the actor existed, up to its own end. So a
    group that joined later does not bring its earlier history along. ``since`` and ``until`` in
    ``families.csv`` take the place of these days. The actor itself always counts.
    """
    entries = load().entries
    found = {actor_id: ("", "")}
    waiting = [(actor_id, entries[actor_id].start if actor_id in entries else "")]
    while waiting:
        above, since = waiting.pop(0)
        for link in _below(above, entries):
            if link.member not in found:
                entry = entries[link.member]
                begins = link.since or max(since, entry.start, key=first_day)
                found[link.member] = first_day(begins), last_day(link.until or entry.end)
                waiting.append((link.member, begins))
    return found


def _below(actor_id: str, entries: dict[str, Entry]) -> Iterator[Link]:
    listed = _listed().get(actor_id, ())
    named = {link.member for link in listed}
    for entry in entries.values():
        if entry.parent == actor_id and entry.kind == "group" and entry.actor_id not in named:
            yield Link(entry.actor_id)
    yield from listed


@cache
def _listed() -> dict[str, tuple[Link, ...]]:
    rows = read_csv(files("marsad.actors") / "families.csv", ("family", "member", "since", "until", "source"))
    table: dict[str, tuple[Link, ...]] = {}
    for row in rows:
        link = Link(row["member"], row["since"], row["until"])
        table[row["family"]] = (*table.get(row["family"], ()), link)
    return table


def first_day(date: str) -> str:
    """The first day of an ISO date, month or year; empty stays empty."""
    return date + "-01-01"[len(date) - 4 :] if date else ""


def last_day(date: str) -> str:
    """The last day of an ISO date, month or year; empty stays empty. A month ends with its 31st."""
    return date + "-12-31"[len(date) - 4 :] if date else ""
