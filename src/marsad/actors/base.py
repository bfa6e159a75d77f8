"""The actor base: entries, aliases, and their look-up by words.

An alias is kept as a tuple of words in normal form: hyphens are spaces, and the Arabic article is taken
off, so that one alias stands for the forms with and without it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, cast

import msgspec

from marsad.actors.own import read_own
from marsad.normalise import key
from marsad.records.parts import ActorKind
from marsad.tables import read_csv

_WORD = re.compile(r"(?:[a-z]\.){2,}|[cdjlmnst]'|qu'|\d+|[^\W\d_]+(?:'[^\W\d_]+)*")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One actor. ``start`` and ``end`` are ISO dates or years, empty where open."""

    actor_id: str
    name: str
    kind: ActorKind
    country: str | None
    countries: frozenset[str]
    sector: str | None
    start: str
    end: str
    parent: str | None
    ucdp_name: str | None


class Alias(NamedTuple):
    """One name of an actor."""

    words: tuple[str, ...]
    actor_id: str
    form: str
    language: str
    article: bool  # written with the Arabic article
    upper: bool  # an abbreviation, to be matched in capitals
    countries: frozenset[str]
    start: str
    end: str


class ActorBase:
    """Actors by id and by words.

    Parameters
    ----------
    entries, aliases
        Rows of ``actors.csv`` and ``aliases.csv``, already validated.
    """

    def __init__(self, entries: Iterable[Entry], aliases: Iterable[Alias]) -> None:
        self.entries = {e.actor_id: e for e in entries}
        self._index: dict[str, list[Alias]] = {}
        for alias in aliases:
            if alias.words:
                self._index.setdefault(alias.words[0], []).append(alias)
        for found in self._index.values():
            found.sort(key=lambda a: -len(a.words))

    def get(self, actor_id: str) -> Entry | None:
        """The entry of an id."""
        return self.entries.get(actor_id)

    @property
    def first_words(self) -> Container[str]:
        """Words with which an alias begins."""
        return self._index

    def starting(self, word: str) -> Sequence[Alias]:
        """Aliases that begin with a word, the longest first."""
        return self._index.get(word, ())

    def choose(self, aliases: Sequence[Alias], on: str | None, countries: frozenset[str]) -> Alias | None:
        """The alias that fits a date (ISO) and the countries a report names.

        An alias bound to countries is taken only where one of them is named, and then before others.
        """
        fitting = [a for a in aliases if _in_time(a, self.entries[a.actor_id], on)]
        bound = [a for a in fitting if a.countries & countries]
        free = [a for a in fitting if not a.countries]
        return next(iter(bound or free), None)

    def __len__(self) -> int:
        return len(self.entries)


def _in_time(alias: Alias, entry: Entry, on: str | None) -> bool:
    """Whether a date lies in the alias's and the actor's life; names of dead groups live on for history."""
    if on is None:
        return True
    start = alias.start or entry.start
    return (not start or on >= start) and (not alias.end or on <= alias.end)


@lru_cache(maxsize=16384)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in normal form, without the Arabic article.

    Words that begin with a hamza on the alif (``ألمانيا``) have no article to take off.
    """
    out: list[str] = []
    for piece in name.split():
        if piece.isascii() and piece.isalpha():
            out.append(piece.lower())
            continue
        found = _WORD.findall(key(piece))
        out += [bare_word(w) for w in found] if piece.startswith("ال") else found
    return tuple(out)


def bare_word(word: str) -> str:
    """A word without the Arabic article."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@cache
def load(own: tuple[Path, ...] = ()) -> ActorBase:
    """Read the actor base that is shipped with the package, and files of a user's own actors.

    Raises
    ------
    KnowledgeError
        A file is missing or a row is wrong.
    """
    actors, names = _rows(own)
    known = {row["actor_id"] for row in actors}
    return ActorBase(map(_entry, actors), [_alias(row) for row in names if row["actor_id"] in known])


def alias_rows(own: tuple[Path, ...] = ()) -> list[dict[str, str]]:
    """The names of actors as they are written (columns of ``aliases.csv``), a user's own last.

    Raises
    ------
    KnowledgeError
        A file is missing or a row is wrong.
    """
    return _rows(own)[1]


def _rows(own: tuple[Path, ...]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows of actors and of their names."""
    folder = files("marsad.actors")
    actors, names = read_csv(folder / "actors.csv"), read_csv(folder / "aliases.csv")
    for path in own:
        more_actors, more_names = read_own(path, {row["actor_id"] for row in actors})
        actors, names = actors + more_actors, names + more_names
    return actors, names


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        actor_id=row["actor_id"],
        name=row["name"],
        kind=cast(ActorKind, row["kind"]),
        country=row["country"] or None,
        countries=frozenset(row["countries"].split()),
        sector=row["sector"] or None,
        start=row["start"],
        end=row["end"],
        parent=row["parent"] or None,
        ucdp_name=row["ucdp_name"] or None,
    )


def _is_abbreviation(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return all(c.isupper() for c in letters) and len(letters) <= 6


def _alias(row: dict[str, str]) -> Alias:
    name = row["alias"]
    return Alias(
        words=words_of(name),
        actor_id=row["actor_id"],
        form=row["form"],
        language=row["language"],
        article=not name[:1].isascii() and key(name).startswith("ال"),
        upper=name.isupper() and _is_abbreviation(name),
        countries=frozenset(row["countries"].split()),
        start=row["start"],
        end=row["end"],
    )


@cache
def names_in(language: str) -> dict[str, str]:
    """The first full name of every actor in a language, as the actor base writes it."""
    names: dict[str, str] = {}
    for row in read_csv(files("marsad.actors") / "aliases.csv"):
        if row["language"] == language and row["form"] == "name":
            names.setdefault(row["actor_id"], row["alias"])
    return names
