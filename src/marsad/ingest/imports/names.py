"""Names of actors and countries in other data sets, brought to the actor base."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from marsad.actors import load
from marsad.actors.base import Entry, words_of
from marsad.normalise import key
from marsad.records import Actor, ActorKind
from marsad.tables import read_csv

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_STATE = "country:"


class Prefix(NamedTuple):
    """A beginning of a name that tells what the actor is, such as ``Government of``."""

    words: str
    sector: str
    kind: str  # state: the rest names a country; otherwise the actor has no entry


class ActorNames:
    """Finds the entry of the actor base behind a name.

    Parameters
    ----------
    split
        Whether one name of many branches (UCDP's ``IS``) stands for the branch of the event's country.
    own
        Files of a user's own actors.
    """

    def __init__(self, *, split: bool = True, own: tuple[Path, ...] = ()) -> None:
        self.split = split
        self._base = load(own)
        self._by_ucdp: dict[str, list[Entry]] = {}
        for entry in self._base.entries.values():
            if entry.ucdp_name:
                self._by_ucdp.setdefault(key(entry.ucdp_name), []).append(entry)
        self._known: dict[tuple[str, str | None, str], Actor] = {}

    def actor(self, name: str, country: str | None, on: str) -> Actor:
        """Who a name is.

        Parameters
        ----------
        name
            As the data set writes it.
        country
            ISO 3166 alpha-3 code of the event's country.
        on
            ISO date of the event.
        """
        asked = (name, country, on[:7])
        if asked not in self._known:
            self._known[asked] = self._find(name.strip(), country, on)
        return self._known[asked]

    def _find(self, name: str, country: str | None, on: str) -> Actor:
        if prefix := _prefix(name):
            return self._prefixed(name, prefix)
        entry = self._branch(name, country, on) or self._alias(name, country, on)
        if entry is None:
            return Actor(start=0, end=len(name), text=name, kind="group", country=country)
        return Actor(
            start=0,
            end=len(name),
            text=name,
            kind=entry.kind,
            actor_id=entry.actor_id,
            name=entry.name,
            country=entry.country,
            sector=entry.sector,
        )

    def _prefixed(self, name: str, prefix: Prefix) -> Actor:
        state = country_code(name[len(prefix.words) :]) if prefix.kind == "state" else None
        entry = self._base.get(f"{_STATE}{state}") if state else None
        return Actor(
            start=0,
            end=len(name),
            text=name,
            kind=_kind(prefix.kind),
            actor_id=entry.actor_id if entry else None,
            name=entry.name if entry else None,
            country=state,
            sector=prefix.sector,
        )

    def _branch(self, name: str, country: str | None, on: str) -> Entry | None:
        """The entry with this UCDP name: of several the one at home there by then, else the general one."""
        found = sorted(self._by_ucdp.get(key(name), ()), key=self._depth)
        if not found:
            return None
        general = found[0]
        if not self.split or country is None or country in general.countries or len(found) == 1:
            return general
        alive = [
            e for e in found if (not e.start or e.start <= on) and (not e.end or on[: len(e.end)] <= e.end)
        ]
        home = [e for e in alive if e.country == country] or [e for e in alive if country in e.countries]
        return next(iter(home), general)

    def _depth(self, entry: Entry) -> tuple[int, str]:
        depth, parent = 0, entry.parent
        while parent and depth < 9:
            depth, above = depth + 1, self._base.get(parent)
            parent = above.parent if above else None
        return depth, "" if depth == 0 else entry.start

    def _alias(self, name: str, country: str | None, on: str) -> Entry | None:
        here = frozenset([country]) if country else frozenset[str]()
        for form in _forms(name):
            words = words_of(form)
            if not words:
                continue
            same = [a for a in self._base.starting(words[0]) if a.words == words]
            if chosen := self._base.choose(same, on, here):
                return self._base.get(chosen.actor_id)
        return None


def _forms(name: str) -> list[str]:
    """The name, the name without brackets, what stands in brackets, and its parts around a dash."""
    bare = _BRACKETS.sub("", name).strip()
    inside = re.findall(r"\(([^()]+)\)", name)
    parts = [part.strip() for part in re.split(r"\s+-\s+|:\s+", bare)]
    return list(dict.fromkeys([name, bare, *inside, *parts]))


@cache
def _prefixes() -> tuple[Prefix, ...]:
    rows = read_csv(files("marsad.ingest.imports") / "prefixes.csv", ("words", "sector", "kind"))
    return tuple(Prefix(row["words"], row["sector"], row["kind"]) for row in rows)


def _prefix(name: str) -> Prefix | None:
    return next((p for p in _prefixes() if name.startswith(p.words)), None)


def _kind(name: str) -> ActorKind:
    kinds: dict[str, ActorKind] = {"state": "state", "people": "people"}
    return kinds.get(name, "group")


@cache
def country_code(name: str) -> str | None:
    """ISO 3166 alpha-3 code of a country by one of its names, or by its alpha-3 code itself."""
    base = load()
    if len(name) == 3 and f"{_STATE}{name.upper()}" in base.entries:
        return name.upper()
    for form in (name, *_forms(name), *name.split(",")):
        words = words_of(form)
        for alias in base.starting(words[0]) if words else ():
            if alias.words == words and alias.actor_id.startswith(_STATE):
                return alias.actor_id.removeprefix(_STATE)
    return None


@cache
def fips_codes() -> dict[str, str]:
    """FIPS 10-4 country code, as GDELT writes it, to ISO 3166 alpha-3."""
    rows = read_csv(files("marsad.ingest.imports") / "fips.csv", ("fips", "iso3"))
    return {row["fips"]: row["iso3"] for row in rows}
