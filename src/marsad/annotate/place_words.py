"""The words of a sentence as place names are matched against them, and the spans that may be names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from marsad.gazetteer import Gazetteer
from marsad.gazetteer.names import match_key
from marsad.normalise import key
from marsad.records import Sentence, Token

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|@\w+")
_MOST_WORDS = 130_000
LONGEST = 7  # words of a name
_SHORTENED = frozenset({"st", "ste", "ft", "mt", "n", "s", "e", "w"})
ARTICLES = frozenset({"al", "el", "ar", "as", "ad", "ash", "at", "an", "az", "ez"})  # al-Hol
_GLUE = frozenset({"-", "_", "."})


class Word(NamedTuple):
    """A word in match-key form.

    ``joins``: may go on with a name that the word before it began. ``others``: the readings
    without clitics, each with the number of normalised characters that were left off in front.
    ``openers``: the readings, the word as it stands first, with which a name of the gazetteer may begin.
    """

    text: str
    token: int
    start: int
    end: int
    capital: bool
    joins: bool
    others: tuple[tuple[str, int], ...]
    stem: str
    openers: tuple[tuple[str, int], ...]


class Match(NamedTuple):
    """A span of words that is in the gazetteer, perhaps; ``first`` and ``last``: half-open word range."""

    first: int
    last: int
    name: str
    clitic: int
    guessed: bool = False  # the clitic was taken off against the segmenter's reading


class _Forms(dict[tuple[str, str], tuple[str, tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]]):
    """Text, other readings and openers of words by normal form and stem, each made once."""

    def __init__(self, gazetteer: Gazetteer, *, arabic: bool) -> None:
        super().__init__()
        self._possible = gazetteer.possible
        self._arabic = arabic

    def __missing__(
        self, word: tuple[str, str]
    ) -> tuple[str, tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        norm, stem = word
        plain = "" if not norm[0].isalnum() else norm if norm.isalnum() else match_key(norm)
        others = _readings(norm, stem) if plain and self._arabic else ()
        openers = tuple(r for r in ((plain, 0), *others) if plain and self._possible[r[0]])
        made = self[word] = (plain, others, openers)
        return made


@lru_cache(maxsize=8)
def _forms(gazetteer: Gazetteer, *, arabic: bool) -> _Forms:
    return _Forms(gazetteer, arabic=arabic)


def words_of(sentence: Sentence, gazetteer: Gazetteer, *, arabic: bool) -> list[Word]:
    """The words of a sentence, without punctuation."""
    out: list[Word] = []
    tokens = sentence.tokens
    base, text = sentence.start, sentence.text
    addresses = [hit.span() for hit in _ADDRESS.finditer(text)] if "/" in text or "@" in text else []
    cased = text != text.lower()
    forms = _forms(gazetteer, arabic=arabic)
    new = tuple.__new__  # a third of the time of Word(...), for every word of every report
    before = -9
    for index, (start, end, norm, _, stem, _, _) in enumerate(tokens):
        plain, others, openers = forms[norm, stem]
        if not plain:
            continue
        if addresses and any(low <= start - base < high for low, high in addresses):
            continue
        joins = index - before == 1 or (index - before == 2 and _glued(tokens, before, index))
        capital = cased and text[start - base].isupper()
        out.append(new(Word, (plain, index, start, end, capital, joins, others, stem, openers)))
        before = index
    return out


def _glued(tokens: tuple[Token, ...], left: int, right: int) -> bool:
    """Whether the mark between two words does not part a name."""
    mark = tokens[left + 1]
    if mark.norm not in _GLUE:
        return False
    if mark.norm == "." and tokens[left].norm in _SHORTENED:
        return True
    return tokens[left].end == mark.start and mark.end == tokens[right].start


def _readings(norm: str, stem: str) -> tuple[tuple[str, int], ...]:
    """Readings of an Arabic word without conjunction and preposition."""
    found: dict[str, int] = {}
    at = norm.find(stem)
    if stem != norm and at > 0:
        found[stem] = at
    elif stem != norm and stem.startswith("ال") and norm.find("ل" + stem[2:]) >= 0:
        found[stem] = norm.find("ل" + stem[2:])
    for left in _strips(norm):
        found.setdefault(*left)
    return tuple(found.items())


def _strips(norm: str) -> Iterator[tuple[str, int]]:
    rest, gone = norm, 0
    for clitics in ("وف", "بل"):
        if rest[:1] in clitics and len(rest) > 3:
            if clitics == "بل" and rest.startswith("لل"):
                yield "ال" + rest[2:], gone + 1
            rest, gone = rest[1:], gone + 1
            yield rest, gone


def after_clitic(surface: str, count: int) -> int:
    """Code points of a surface that make up its first ``count`` normalised characters."""
    seen = 0
    for position, character in enumerate(surface):
        if seen >= count and key(character):
            return position
        seen += len(key(character))
    return 0


def matches(
    words: list[Word], gazetteer: Gazetteer, *, caseless: bool, starters: frozenset[str]
) -> Iterator[Match]:
    """Every span of words that passes the name filter.

    Where capitals count, a name begins with one or with a word of ``starters`` (``lac Tchad``).
    """
    for first, word in enumerate(words):
        if not word.openers:
            continue
        if caseless or word.capital or word.text in starters or _is_article(words, first):
            for reading, clitic in word.openers:
                yield from _from(words, first, reading, clitic, gazetteer)


def _is_article(words: list[Word], first: int) -> bool:
    return words[first].text in ARTICLES and first + 1 < len(words) and words[first + 1].capital


def _from(words: list[Word], first: int, text: str, clitic: int, gazetteer: Gazetteer) -> Iterator[Match]:
    """The spans from one word on; ``text`` is its reading, ``clitic`` what that leaves off."""
    possible = gazetteer.possible
    guessed = clitic > 0 and text != words[first].stem
    last = first + 1
    while True:
        can = possible[text]
        if can & 1:
            yield Match(first, last, text, clitic, guessed)
        if not can & 2 or last >= len(words) or last - first >= LONGEST or not words[last].joins:
            return
        text = f"{text} {words[last].text}"
        last += 1
