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
_MOST_WORDS = 50_000
LONGEST = 7  # words of a name
_SHORTENED = frozenset({"st", "ste", "ft", "mt", "n", "s", "e", "w"})
ARTICLES = frozenset({"al", "el", "ar", "as", "ad", "ash", "at", "an", "az", "ez"})  # al-Hol
_GLUE = frozenset({"-", "_", "."})


class Word(NamedTuple):
    """A word in match-key form.

    ``joins``: may go on with a name that the word before it began. ``others``: the readings
    without clitics, each with the number of normalised characters that were left off in front.
    """

    text: str
    token: int
    start: int
    end: int
    capital: bool
    joins: bool
    others: tuple[tuple[str, int], ...]
    stem: str


class Match(NamedTuple):
    """A span of words that is in the gazetteer, perhaps; ``first`` and ``last``: half-open word range."""

    first: int
    last: int
    name: str
    clitic: int
    guessed: bool = False  # the clitic was taken off against the segmenter's reading


class _Plain(dict[str, str]):
    """Match keys of words, each made once; empty for marks."""

    def __missing__(self, norm: str) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        made = "" if not norm[0].isalnum() else norm if norm.isalnum() else match_key(norm)
        self[norm] = made
        return made


_PLAIN = _Plain()


def words_of(sentence: Sentence, *, arabic: bool) -> list[Word]:
    """The words of a sentence, without punctuation."""
    out: list[Word] = []
    tokens = sentence.tokens
    base, text = sentence.start, sentence.text
    before = -1
    addresses = [hit.span() for hit in _ADDRESS.finditer(text)] if "/" in text or "@" in text else []
    plain_of = _PLAIN
    new = tuple.__new__  # a third of the time of Word(...), for every word of every report
    for index, (start, end, norm, _, stem, _, _) in enumerate(tokens):
        plain = plain_of[norm]
        if not plain:
            continue
        if addresses and any(low <= start - base < high for low, high in addresses):
            continue
        joins = before >= 0 and (
            index - before == 1 or (index - before == 2 and _glued(tokens, before, index))
        )
        others = _readings(norm, stem) if arabic else ()
        out.append(new(Word, (plain, index, start, end, text[start - base].isupper(), joins, others, stem)))
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


@lru_cache(maxsize=32768)
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
    possible = gazetteer.possible
    for first, word in enumerate(words):
        if not (caseless or word.capital or word.text in starters or _is_article(words, first)):
            continue
        if possible[word.text]:
            yield from _from(words, first, word.text, gazetteer)
        for reading, clitic in word.others:
            if possible[reading]:
                for found in _from(words, first, reading, gazetteer):
                    yield found._replace(clitic=clitic, guessed=reading != word.stem)


def _is_article(words: list[Word], first: int) -> bool:
    return words[first].text in ARTICLES and first + 1 < len(words) and words[first + 1].capital


def _from(words: list[Word], first: int, text: str, gazetteer: Gazetteer) -> Iterator[Match]:
    """The spans from one word on; ``text`` is its reading."""
    possible = gazetteer.possible
    last = first + 1
    while True:
        can = possible[text]
        if can & 1:
            yield Match(first, last, text, 0)
        if not can & 2 or last >= len(words) or last - first >= LONGEST or not words[last].joins:
            return
        text = f"{text} {words[last].text}"
        last += 1
