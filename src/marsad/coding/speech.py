"""Words of saying, by language, ready for look-up."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from marsad import lang
from marsad.coding.lexicon import keys
from marsad.coding.words import words
from marsad.normalise import key
from marsad.records import Token

_DESCRIBING = frozenset({"describe", "consider"})


class Speech(NamedTuple):
    """A word of saying: its part of speech, the act it performs, and the preposition before its content."""

    pos: str
    act: str
    governs: str = ""


@cache
def speech(code: str) -> dict[str, Speech]:
    """Form of a word of saying to what it is."""
    language = lang.load(code)
    out: dict[str, Speech] = {}
    for row in language.table("speech"):
        pos = row["pos"]
        forms = language.inflect(row["word"], "verb" if pos == "verb" else "noun")
        if pos == "participle":
            forms = _plain(row["word"])
        elif pos == "verb" and code == "ar":
            forms = _others(forms, row["word"], row["act"])
        for form in forms:
            out.setdefault(
                form, Speech(pos, row["act"], key(row["note"]) if code == "ar" and pos == "verb" else "")
            )
    return out


def _others(forms: frozenset[str], entry: str, act: str) -> frozenset[str]:
    """Arabic forms without the first person, in which nobody is reported to speak.

    Verbs of describing with their object are often too frequent to be segmented (``وصفها``).
    """
    kept = forms if key(entry).startswith("ن") else frozenset(f for f in forms if not f.startswith("ن"))
    if act in _DESCRIBING:
        kept |= {f + end for f in kept for end in ("ه", "ها")}
    return (kept | _joined(entry)) - words("ar", "not_saying")


def _joined(entry: str) -> frozenset[str]:
    """The form that a verb with a weak last letter takes before an object pronoun (``أبدا`` + ``ه``)."""
    perfect = key(entry.split("/")[0])
    return frozenset({perfect[:-1] + "ا"}) if perfect.endswith("ي") else frozenset()


@cache
def joined_forms(code: str) -> frozenset[str]:
    """Forms that are verbs of saying only with an object pronoun."""
    rows = (row["word"] for row in lang.load(code).table("speech") if row["pos"] == "verb")
    return frozenset().union(*(_joined(word) for word in rows)) - base_forms(code)


@cache
def speech_forms(code: str) -> frozenset[str]:
    """All forms of the words of saying."""
    return frozenset(speech(code))


@cache
def base_forms(code: str) -> frozenset[str]:
    """The verbs of saying as the lexicon writes them: third person singular."""
    rows = (row["word"] for row in lang.load(code).table("speech") if row["pos"] == "verb")
    return frozenset(key(form) for word in rows for form in word.split("/"))


@cache
def heads(code: str) -> frozenset[str]:
    """Forms of the first words of all that may open a statement, ``according to`` included."""
    language = lang.load(code)
    rows = language.table("speech")
    first = (form for row in rows for form in language.inflect(row["word"].split()[0], row["pos"]))
    sources = (group.split("_")[0] for group in words(code, "source"))
    return frozenset((*speech(code), *first, *sources))


@cache
def bare_forms(code: str) -> frozenset[str]:
    """Those that begin with a bare alif, as the first person of the imperfect does not."""
    rows = (row["word"].split("/")[0] for row in lang.load(code).table("speech") if row["pos"] == "verb")
    return frozenset(key(word) for word in rows if word.startswith("ا"))


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
