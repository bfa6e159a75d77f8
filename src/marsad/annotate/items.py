"""Tokens as grammar items: what each word can mean for a date or a number.

A sentence becomes a row of items, one letter each, so that a date grammar is a regular
expression over letters. The words come from the CSV tables of the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from marsad.annotate.sentences import TOKEN
from marsad.lang.tables import table
from marsad.normalise import key
from marsad.records import Token

# The letter that stands for each symbol of the tables; a punctuation mark stands for itself.
LETTERS = {
    # digits, by what they can be
    "day_number": "d", "year_number": "y", "digits": "n",
    # number words
    "unit": "1", "teen": "2", "ten": "3", "hundred": "h", "hundreds": "4", "scale": "k", "double": "K",
    "number": "N", "dozen": "Z", "score": "Z", "approximate": "~", "vague": "V",
    "scaleplural": "}", "scaleordual": "|", "fraction": "*",
    "ordinal": "o", "tensordinal": "O", "one": "e", "word_number": "w",
    # around numbers
    "about": "?", "least": ">", "most": "<", "below": "_", "afterleast": "]", "aftermost": "[",
    "afterabout": "=", "and": "j", "percent": "%", "currency": "$", "veto": "Q", "age": "9",
    # calendar
    "month": "M", "month?": "m", "hijri": "H", "hijri?": "I", "weekday": "W", "weekday?": "X",
    "unit_time": "U", "plural": "P", "indefinite": "!", "dual": "D",
    "season": "S", "season?": "s", "decade": "E",
    "part": "T", "night": "G", "overnight": "0", "weekend": "5", "relative": "R",
    # around dates
    "last": "L", "recent": "l", "next": "F", "coming": "f", "this": "C", "here": "c",
    "since": "B", "before": "A", "after": "a", "ago": "g", "by": "b", "until": "u", "from": "r",
    "to": "t", "in": "i", "during": "p", "of": "q", "early": "6", "mid": "7", "late": "8",
    "filler": "z", "suffix": "Y", "era": "&", "hijra": "^", "clock": "#", "future": "+",
    "anaphor": "@", "tomorrow": "{", "ignore": "x",
}  # fmt: skip
OTHER = "x"
DOTTED = "J"  # a date in digits with full stops, 29.06.2021
MARKS = {mark: mark for mark in ",-/.:()"} | {"،": ","}
PREFIXES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
CONJUNCTION = "و"
_TEN = frozenset("0123456789")  # normal forms have no other digits


class Entry(NamedTuple):
    """A meaning of a word: the words that must follow, its symbol and value, its clitics."""

    rest: tuple[str, ...]
    symbol: str
    value: str
    prefix: str = ""


class Item(NamedTuple):
    """A word, number or mark of a sentence; ``first``/``last`` are a half-open token range."""

    letter: str
    value: str
    first: int
    last: int
    prefix: str = ""
    number: float = 0.0


Lexicon = dict[str, tuple[Entry, ...]]


@cache
def lexicon(language: str, names: tuple[str, ...]) -> Lexicon:
    """The words of some tables of a language, by their first word; longest phrase first."""
    rows = [row for name in names for row in table(language, name)]
    found: dict[str, list[Entry]] = {}
    for row in rows:
        for phrase in row["words"].split("|"):
            words = _split(phrase)
            rest, letter, value = tuple(words[1:]), LETTERS[row["symbol"]], row["value"]
            for form, prefix in _forms(words[0], language):
                found.setdefault(form, []).append(Entry(rest, letter, value, prefix))
    for mark, letter in MARKS.items():
        found.setdefault(mark, []).append(Entry((), letter, mark))
    return {word: tuple(_ordered(entries)) for word, entries in found.items()}


def _split(phrase: str) -> list[str]:
    """The tokens of a phrase of a table; a last ``d'`` is one token, as before a word."""
    if phrase.endswith("'"):
        return TOKEN.findall(key(phrase) + "a")[:-1]
    return TOKEN.findall(key(phrase))


def _ordered(entries: Iterable[Entry]) -> list[Entry]:
    """Longest phrase first; a word as written goes before the same letters with a clitic."""
    return sorted(entries, key=lambda e: (-len(e.rest), len(e.prefix)))


def _forms(word: str, language: str) -> list[tuple[str, str]]:
    """The word with the clitics that may be written on it (Arabic only)."""
    if language != "ar" or not word[:1].isalpha():
        return [(word, "")]
    if len(word) <= 2:
        return [(word, ""), ("و" + word, "و")] if len(word) == 2 else [(word, "")]
    forms = []
    for prefix in PREFIXES:
        lam = prefix.endswith("ل") and word.startswith("ال")
        forms.append((prefix + (word[1:] if lam else word), prefix))
    return forms


def scan(tokens: Sequence[Token], words: Lexicon) -> list[Item]:
    """Cut tokens into items."""
    items: list[Item] = []
    plain = _plain(len(tokens) // 64)
    norms = [token[2] for token in tokens]
    done = 0  # most words mean nothing here: the others are picked out, and the gaps filled
    for i in [i for i, n in enumerate(norms) if n in words or n[0] in _TEN]:
        if i < done:
            continue
        if i > done:
            items += plain[done:i]
        item = _item(tokens, norms, i, words) or plain[i]
        items.append(item)
        done = item[3]
    items += plain[done : len(norms)]
    return items


def _item(tokens: Sequence[Token], norms: list[str], i: int, words: Lexicon) -> Item | None:
    """The item that begins at a token, if it means anything."""
    norm = norms[i]
    if norm in words and (item := _phrase(norms, i, words[norm])) is not None:
        return item
    return digits(tokens, i) if norm[0] in _TEN else None


@cache
def _plain(blocks: int) -> tuple[Item, ...]:
    """Ready-made items of words that mean nothing here, for sentences of up to 64 * (n + 1) tokens."""
    return tuple(Item(OTHER, "", i, i + 1) for i in range(64 * (blocks + 1)))


def _phrase(norms: list[str], i: int, entries: tuple[Entry, ...]) -> Item | None:
    new = tuple.__new__  # a third of the time of Item(...)
    for rest, letter, value, prefix in entries:
        if not rest:
            return new(Item, (letter, value, i, i + 1, prefix, 0.0))
        last = i + 1 + len(rest)
        if last <= len(norms) and rest[0] == norms[i + 1] and tuple(norms[i + 1 : last]) == rest:
            return new(Item, (letter, value, i, last, prefix, 0.0))
    return None


_DIGIT = re.compile(r"\d")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,٬])\d{3})(?:\1\d{3})*(?:[.,٫]\d+)?")


def digits(tokens: Sequence[Token], i: int) -> Item:
    """A number in digits, with the groups of three that a space cuts off (``2 000``)."""
    norm, last = tokens[i].norm, i + 1
    if len(norm) <= 3 and norm.isdecimal() and norm[0] != "0":
        while last < len(tokens) and _is_group(tokens, last):
            norm += tokens[last].norm
            last += 1
    if _DOTTED.fullmatch(norm):
        return Item(DOTTED, norm, i, last)
    value = parse_digits(norm)
    return Item(_digit_letter(norm, value), norm, i, last, "", value)


def _is_group(tokens: Sequence[Token], i: int) -> bool:
    norm = tokens[i].norm
    return len(norm) == 3 and norm.isdecimal() and tokens[i].start == tokens[i - 1].end + 1


def _digit_letter(norm: str, value: float) -> str:
    if not norm.isdecimal():
        return "n"
    if len(norm) <= 2 and 1 <= value <= 31:
        return "d"
    return "y" if len(norm) == 4 and 1200 <= value <= 2200 else "n"


def parse_digits(norm: str) -> float:
    """The value of digits with separators: ``13.5``, ``13,5``, ``1,200``, ``1.200.000``.

    One group of exactly three digits after a separator is read as thousands, as agencies in all
    three languages write it.
    """
    plain = norm.replace("٬", ",").replace("٫", ".")
    if plain.isdecimal():
        return float(plain)
    if match := _GROUPED.fullmatch(plain):
        mark = match[1]
        return float(plain.replace(mark, "").replace(",", "."))
    head, _, tail = plain.replace(",", ".").rpartition(".")
    return float(head.replace(".", "") + "." + tail)


def has_digits(text: str) -> bool:
    """Whether a text holds a digit of any script."""
    return _DIGIT.search(text) is not None


def letters(items: Iterable[Item]) -> str:
    """The row of letters that a grammar reads."""
    return "".join([item[0] for item in items])
