"""Languages: one folder each, with the same files; data in CSV and TOML, code in rules.py."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.resources import files

import msgspec

from marsad.errors import KnowledgeError
from marsad.lang.tables import table

LANGUAGES = ("ar", "en", "fr")

Analyser = Callable[[str, str], tuple[str, str, str, str]]
Inflector = Callable[[str, str], frozenset[str]]


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """A language that can be coded: its settings and its word analyser.

    ``analyse(surface, norm)`` gives proclitics, stem, enclitic and lemma in strong normal form;
    ``inflect(entry, pos)`` the forms of a lexicon word (``verb`` or ``noun``) that a token may have.
    """

    code: str
    name: str
    direction: str
    abbreviations: frozenset[str]
    clause_words: frozenset[str]
    analyse: Analyser
    inflect: Inflector

    def table(self, name: str) -> tuple[dict[str, str], ...]:
        """The rows of one of the language's CSV tables."""
        return table(self.code, name)


@cache
def load(code: str) -> Language:
    """Load a language by its ISO 639-1 code.

    Raises
    ------
    KnowledgeError
        There is no such language, or its files are wrong.
    """
    if code not in LANGUAGES:
        raise KnowledgeError(f"no language {code!r}", f"Languages that are coded: {', '.join(LANGUAGES)}.")
    settings = tomllib.loads((files("marsad.lang") / code / "language.toml").read_text(encoding="utf-8"))
    rules = import_module(f"marsad.lang.{code}.rules")
    return Language(
        code=code,
        name=settings["name"],
        direction=settings["direction"],
        abbreviations=frozenset(settings["abbreviations"]),
        clause_words=frozenset(settings["clause_words"]),
        analyse=rules.analyse,
        inflect=rules.inflect,
    )
