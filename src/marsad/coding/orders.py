"""Words of a report that give orders to a machine that reads it, in place of news."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from marsad.normalise import key
from marsad.records import Document, Sentence
from marsad.tables import read_csv


class _Order(NamedTuple):
    """Phrases of which one of each kind stands in a sentence that gives orders."""

    first: tuple[str, ...]
    second: tuple[str, ...]


def orders(document: Document) -> frozenset[tuple[str, int]]:
    """Paragraphs (field, number) with words that give orders to a reader.

    Such words are text as any other, but nothing in their paragraph is taken from a machine that may have
    obeyed them. They are known by ``orders.csv``, in all languages at once.
    """
    return frozenset((s.field, s.paragraph) for s in document if _ordering(s))


def _ordering(sentence: Sentence) -> bool:
    words = " ".join(t.norm for t in sentence.tokens if t.is_word)
    spaced = f" {words.replace(chr(39), ' ')} "
    return any(_any(o.first, spaced) and (not o.second or _any(o.second, spaced)) for o in _orders())


def _any(phrases: tuple[str, ...], words: str) -> bool:
    return any(f" {phrase} " in words for phrase in phrases)


@cache
def _orders() -> tuple[_Order, ...]:
    rows = read_csv(files("marsad.coding") / "orders.csv")
    return tuple(_Order(_phrases(row["first"]), _phrases(row["second"])) for row in rows)


def _phrases(cell: str) -> tuple[str, ...]:
    return tuple(key(phrase) for phrase in cell.split("|") if phrase.strip())
