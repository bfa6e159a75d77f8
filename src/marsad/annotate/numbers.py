"""Number words and digits read as values, in Arabic, English and French.

A numeral is a run of items. Arabic joins every part with و and puts units before tens
(مائة وخمسة وعشرون ألفا); English and French put tens before units (``twenty-three``,
``quatre-vingt-dix-sept``). A scale word (thousand, million) closes the part before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from marsad.annotate.items import CONJUNCTION, Item, letters

DIGITS = frozenset("dyn")
WORDS = frozenset("1234hk}|KNZ~")
NUMERALS = DIGITS | WORDS
_THREE_DECIMALS = re.compile(r"\d{1,3}([.,٫])\d{3}")
_CONNECTORS = frozenset("jt-")


class Number(NamedTuple):
    """A numeral: its value and the half-open range of items it covers."""

    value: float
    first: int
    last: int
    approximate: bool = False
    in_digits: bool = False


class _Sum:
    """A numeral as it is added up: closed parts in ``total``, the open part in ``current``."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.total = 0.0
        self.current: float | None = None
        self.scale = 0.0  # the last scale closed
        self.digits = False  # the open part is in digits
        self.written = ""  # those digits as written
        self.approximate = False

    @property
    def value(self) -> float:
        return self.total + (self.current or 0.0)

    def add(self, item: Item, *, joined: bool) -> bool:
        """Take one more item; False where it does not continue the numeral."""
        letter = item.letter
        value = item.number if letter in DIGITS else item.number or float(item.value or 0)
        if self.language == "ar" and self.scale and self.current is None and not joined:
            return letter in "k}" and self._thousands_of(value)
        if letter in DIGITS:
            return self._add_digits(item, value, joined=joined)
        if letter in "k}":
            return self._close(value, joined=joined)
        if letter in "hZ~":
            return not (self.language == "ar" and joined and self.current is not None) and self._multiply(
                letter, value
            )
        if letter == "|":  # عشرون ألفا is twenty thousand, ألفا شخص two thousand
            bare = self.current is None
            return self._add_whole(2 * value) if bare else self._close(value, joined=joined)
        if letter in "KN":
            return self._add_whole(value)
        return self._add_small(letter, value, joined=joined)

    def _add_digits(self, item: Item, value: float, *, joined: bool) -> bool:
        if self.current is not None or (self.total and not (joined and value < self.scale)):
            return False
        self.current, self.digits, self.written = value, True, item.value
        return True

    def _thousands_of(self, scale: float) -> bool:
        """``ألف مليار``: thousands of a larger scale, which Arabic multiplies."""
        if self.scale != 1e3 or scale < 1e6 or self.total >= 1e6:
            return False
        self.total, self.scale = self.total * scale, scale
        return True

    def _close(self, scale: float, *, joined: bool) -> bool:
        if self.scale and scale >= self.scale:
            return False
        if joined and self.current is not None:
            return False
        if self.current is not None and self.digits and self._decimal(scale):
            self.current /= 1000
        self.total += scale * (1 if self.current is None else self.current)
        self.current, self.scale, self.digits = None, scale, False
        return True

    def _decimal(self, scale: float) -> bool:
        """Whether three digits after a mark are decimals: before a large scale word (``7.125 billion``)."""
        match = _THREE_DECIMALS.fullmatch(self.written)
        if match is None or scale < 1e6:
            return False
        return scale >= 1e9 or match[1] in (",٫" if self.language == "fr" else ".٫")

    def _multiply(self, letter: str, value: float) -> bool:
        if self.current is not None and (self.current > 99 or (letter == "~" and self.current > 19)):
            return False
        self.current = value if self.current is None else self.current * value
        self.approximate = self.approximate or letter == "~"
        return True

    def _add_whole(self, value: float) -> bool:
        if self.current is not None or (self.scale and value >= self.scale):
            return False
        if value >= 1000:
            self.total, self.scale = self.total + value, value
        else:
            self.current = value
        return True

    def _add_small(self, letter: str, value: float, *, joined: bool) -> bool:
        if self.current is None:
            self.current = value
            return True
        if self.digits or not self._fits(letter, int(self.current) % 100, value, joined=joined):
            return False
        self.current += value
        return True

    def _fits(self, letter: str, open_tens: int, value: float, *, joined: bool) -> bool:
        if self.current is None or self.current < 1:
            return False
        if self.language == "ar":
            return joined and letter in "123" and (open_tens == 0 or (letter == "3" and open_tens < 10))
        if value >= 100:
            return False
        if open_tens == 0:
            return True
        if open_tens % 10 or letter not in "12":
            return False
        if letter == "2":
            return self.language == "fr" and open_tens in {60, 80}
        return open_tens >= 20 and (self.language == "fr" or not joined)


def read_number(items: Sequence[Item], first: int, language: str) -> Number | None:
    """The longest numeral that begins at item ``first``."""
    if items[first].letter not in NUMERALS or items[first].letter == "}":
        return None
    total, last, i = _Sum(language), first, first
    in_digits = items[first].letter in DIGITS
    while i < len(items):
        connector = i > first and items[i].letter in _CONNECTORS
        at = i + 1 if connector else i
        if at >= len(items) or not _continues(items, i, at, language):
            break
        if not total.add(items[at], joined=_joined(items, i, at)):
            break
        i = last = at + 1
    if last == first:
        return None
    value, last = _with_fraction(items, last, total)
    return Number(value, first, last, total.approximate, in_digits)


def _continues(items: Sequence[Item], i: int, at: int, language: str) -> bool:
    """Whether item ``at`` may go on with the numeral, given the connector at ``i``, if any."""
    if items[at].letter not in NUMERALS:
        return False
    if at == i:
        return True
    if items[at].letter in DIGITS:
        return language == "ar" and items[i].letter == "j"
    return items[i].letter == "-" or items[i].letter == "j" or items[i].value == "and"


def _joined(items: Sequence[Item], i: int, at: int) -> bool:
    if at > i:
        return items[i].letter != "-"
    return items[at].prefix.startswith(CONJUNCTION)


def _with_fraction(items: Sequence[Item], last: int, total: _Sum) -> tuple[float, int]:
    """Add ``and a half`` (ونصف): half of the last scale word, or of one."""
    if last < len(items) and items[last].letter == "*":
        unit = total.scale if total.current is None and total.scale else 1.0
        return total.value + float(items[last].value) * unit, last + 1
    return total.value, last


def collapse(items: list[Item], language: str) -> list[Item]:
    """Replace every numeral in words by one item with the letter ``w``; digits stay as they are."""
    if WORDS.isdisjoint(letters(items)):
        return items
    out, i = [], 0
    while i < len(items):
        number = read_number(items, i, language)
        if number is None or (number.in_digits and number.last == i + 1):
            out.append(items[i])
            i += 1
            continue
        out.append(Item("w", "", items[i].first, items[number.last - 1].last, items[i].prefix, number.value))
        i = number.last
    return out
