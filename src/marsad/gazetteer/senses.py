"""Words around and beside place names: cues, titles, and names that mean something else as well."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from marsad.gazetteer.names import match_key
from marsad.tables import read_csv

Words = frozenset[str]


class Senses(NamedTuple):
    """Word lists in match-key form."""

    cues: dict[tuple[str, str], Words]  # (kind, language) -> words
    common: dict[str, Words]  # language -> words of the language that are also place names
    frequent: Words  # Arabic words that are a place only where something says so
    given: Words  # given names
    surnames: Words  # surnames that are also place names
    needs: dict[str, str]  # name -> "type", "place", "cue" or "none": what must stand by it
    marks: dict[str, tuple[tuple[str, str], ...]]  # name -> (vowel mark, country that it tells)

    def marked(self, name: str, written: str) -> str | None:
        """The country that a vowel mark tells of a name whose letters alone mean two places."""
        return next((country for mark, country in self.marks.get(name, ()) if mark in written), None)

    def cue(self, kind: str, language: str) -> Words:
        """The words of one kind in one language."""
        return self.cues.get((kind, language), frozenset())


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the gazetteer.

    Raises
    ------
    KnowledgeError
        The file is missing.
    """
    return read_csv(files("marsad.gazetteer") / "data" / name)


@cache
def senses() -> Senses:
    """Read the lists, once."""
    cues: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows_of("cues.csv"):
        cues[row["kind"], row["language"]].update(match_key(word) for word in row["words"].split())
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows_of("other_senses.csv"):
        groups[row["sense"], row["language"]].add(row["word"])
    marks: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows_of("marks.csv"):
        marks[match_key(row["name"])].append((row["mark"], row["country"]))
    return Senses(
        cues={kind: frozenset(words) for kind, words in cues.items()},
        common={code: frozenset(groups["common", code]) for code in ("ar", "en", "fr")},
        frequent=frozenset(groups["frequent", "ar"]),
        given=frozenset(groups["given", ""]),
        surnames=frozenset(groups["surname", ""]),
        needs={match_key(row["word"]): row["needs"] for row in rows_of("ambiguous.csv")},
        marks={name: tuple(told) for name, told in marks.items()},
    )
