"""Words of saying, by language, ready for look-up."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from marsad import lang
from marsad.coding.lexicon import keys
from marsad.normalise import key
from marsad.records import Token


class Speech(NamedTuple):
    """A word of saying: its part of speech and the act it performs."""

    pos: str
    act: str


@cache
def speech(code: str) -> dict[str, Speech]:
    """Form of a word of saying to what it is."""
    language = lang.load(code)
    out: dict[str, Speech] = {}
    for row in language.table("speech"):
        pos = row["pos"]
        forms = language.inflect(row["word"], "verb" if pos == "verb" else "noun")
        for form in forms if pos != "participle" else {next(iter(_plain(row["word"])))}:
            out.setdefault(form, Speech(pos, row["act"]))
    return out


@cache
def speech_forms(code: str) -> frozenset[str]:
    """All forms of the words of saying."""
    return frozenset(speech(code))


def _plain(word: str) -> frozenset[str]:
    return frozenset({key(word)})


def speech_at(token: Token, code: str) -> Speech | None:
    """The word of saying that a token is, if it is one."""
    table = speech(code)
    return next((table[k] for k in keys(token, code) if k in table), None)


@cache
def forms(code: str, name: str, column: str) -> dict[str, str]:
    """Form of each word of a lexicon table to the value of a column of its row."""
    language = lang.load(code)
    out: dict[str, str] = {}
    for row in language.table(name):
        for word in row["words"].split():
            for form in language.inflect(word, row["pos"]):
                out.setdefault(form, row[column])
    return out


def found(token: Token, code: str, name: str, column: str) -> str | None:
    """Value of ``column`` for the row of table ``name`` that lists the token."""
    table = forms(code, name, column)
    return next((table[k] for k in keys(token, code) if k in table), None)
