"""Names of armed groups that the actor base does not have, for an analyst to look at.

A name is a word for an armed body (brigade, front, كتائب) with the words that stand beside it again and
again: a name is said in the same words each time, a description is not. What the base knows, and general
words after such a word (armed, national), are left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from marsad import lang
from marsad.actors import ActorBase, bare_word, words_of
from marsad.actors.base import Entry
from marsad.lang.ar.rules import word_frequency
from marsad.normalise import key
from marsad.records import Report
from marsad.tables import read_csv

LONGEST = 4  # words of a name, the word for the body among them
EXAMPLES = 3
_COMMON = 0.05  # of the word with the article, as a share of the word without it
_ADJECTIVES = ("ه", "ين", "ي")
_STEADY = 0.6  # share of the shorter name's mentions that a longer one must have to take its place
_ARABIC = "ar"
_PIECES = re.compile(r"[.,;:!?،؛؟«»“”\"()\[\]\n\r…]+|\s-\s")
_WORD = re.compile(r"[^\W\d_](?:['’-]?[^\W\d_\s]|[\u0640\u064b-\u0652\u0670])*")
_INNER = frozenset(["of", "for", "the", "de", "du", "la", "le", "des", "al", "et", "pour"])
_ARTICLES = frozenset(["the", "a", "an", "le", "la", "les", "l", "un", "une"])
_CLITICS = "وفبلك"


class Unknown(NamedTuple):
    """A name with the number of times and of reports, and examples as (report id, words)."""

    name: str
    mentions: int
    reports: int
    examples: tuple[tuple[str, str], ...]


class _Seen(NamedTuple):
    report_id: str
    words: str  # as written
    piece: str


def unknown_armed(reports: Iterable[Report], base: ActorBase, least: int = 2) -> list[Unknown]:
    """Unknown armed actors of reports, those of most reports first.

    Parameters
    ----------
    least
        Least number of mentions.
    """
    seen: dict[tuple[str, ...], list[_Seen]] = defaultdict(list)
    for report in reports:
        for field in filter(None, (report.title, report.text)):
            for piece in _PIECES.split(field):
                for name, words in _names(piece, report.language or ""):
                    seen[name].append(_Seen(report.id, words, piece.strip()))
    kept = {name: found for name, found in seen.items() if len(found) >= least and not _known(name, base)}
    names = [name for name, found in kept.items() if not _swallowed(name, found, kept)]
    out = [_unknown(kept[name]) for name in names if not _cut(name, kept)]
    return sorted(out, key=lambda u: (-u.reports, -u.mentions, u.name))


def _unknown(found: list[_Seen]) -> Unknown:
    usual = Counter(one.words for one in found).most_common(1)[0][0]
    first = {one.report_id: (one.report_id, one.piece) for one in reversed(found)}
    return Unknown(usual, len(found), len(first), tuple(reversed(list(first.values())))[:EXAMPLES])


def _swallowed(name: tuple[str, ...], found: list[_Seen], kept: dict[tuple[str, ...], list[_Seen]]) -> bool:
    """Whether a longer name stands nearly wherever this one does."""
    longer = (len(more) for other, more in kept.items() if len(other) == len(name) + 1 and other[:-1] == name)
    return any(n >= _STEADY * len(found) for n in longer)


def _cut(name: tuple[str, ...], kept: dict[tuple[str, ...], list[_Seen]]) -> bool:
    """Whether a name is a shorter one with words that seldom follow it."""
    shorter = name[:-1]
    return shorter in kept and len(kept[name]) < _STEADY * len(kept[shorter])


def _known(name: tuple[str, ...], base: ActorBase) -> bool:
    """Whether the base has the name, or a group or body that the name begins with."""
    return any(
        _names_it(alias.words, name[i:], base.get(alias.actor_id))
        for i in range(min(2, len(name)))
        for alias in base.starting(name[i])
    )


def _names_it(alias: tuple[str, ...], rest: tuple[str, ...], entry: Entry | None) -> bool:
    """Whether an alias and what is left of a name are the same, or one begins the other."""
    if entry is None:
        return False
    if len(alias) >= len(rest):
        return alias[: len(rest)] == rest
    return entry.kind in {"group", "organisation", "state"} and alias == rest[: len(alias)]


def _names(piece: str, code: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Possible names in a stretch without punctuation: their words in normal form, and as written."""
    if code not in lang.LANGUAGES:
        return
    spans = [(m.start(), m.end()) for m in _WORD.finditer(piece)]
    words = [piece[a:b] for a, b in spans]
    found = _arabic(words) if code == _ARABIC else _latin(words, code)
    for first, last, clitic in found:
        written = piece[spans[first][0] + clitic : spans[last - 1][1]]
        yield words_of(written), written


def _arabic(words: list[str]) -> Iterator[tuple[int, int, int]]:
    """The word for a body and one to three words after it, up to a word that ends a name."""
    heads, general, stops = _lists(_ARABIC)
    norms = [key(word) for word in words]
    for i, norm in enumerate(norms):
        clitic = int(norm not in heads and norm[:1] in _CLITICS and norm[1:] in heads)
        if norm[clitic:] not in heads:
            continue
        for last in range(i + 1, min(len(words), i + LONGEST)):
            word = norms[last]
            if word in stops or _joined(word) or (last == i + 1 and _general(word, general)):
                break
            yield i, last + 1, clitic


def _general(word: str, general: frozenset[str]) -> bool:
    """Whether an Arabic word only describes a body: an adjective takes the article too, a name does not."""
    if word in general or bare_word(word) in general:
        return True
    if word.startswith("ال") or not word.endswith(_ADJECTIVES):
        return False
    return word_frequency(f"ال{word}") > _COMMON * word_frequency(word)


def _joined(word: str) -> bool:
    """Whether an Arabic word begins with و (and), and not as part of it."""
    return word[:1] == "و" and word_frequency(word[1:]) > word_frequency(word)


def _latin(words: list[str], code: str) -> Iterator[tuple[int, int, int]]:
    """Runs of capitalised words that hold the word for a body and something of a name."""
    heads, general, _ = _lists(code)
    i = 0
    while i < len(words):
        last = i
        while last < len(words) and (words[last][:1].isupper() or (last > i and words[last] in _INNER)):
            last += 1
        while i < last and key(words[i]) in _ARTICLES:
            i += 1
        end = last
        while end > i and not words[end - 1][:1].isupper():
            end -= 1
        norms = [key(word) for word in words[i:end]]
        own = [n for n in norms if n not in heads and n not in general and n not in _INNER]
        if 1 < end - i <= LONGEST + 3 and own and any(n in heads for n in norms):
            yield i, end, 0
        i = max(last, i + 1)


@cache
def _lists(code: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words for armed bodies, general words after them, and words that end a name."""
    row = next(r for r in read_csv(files("marsad.resolve") / "armed_words.csv") if r["language"] == code)
    ends = {w for r in lang.load(code).table("words") for w in r["words"].split() if r["kind"] in _ENDS}
    return _keys(row["head"]), _keys(row["general"]), frozenset(map(key, ends))


_ENDS = frozenset(
    [
        "preposition",
        "conjunction",
        "relative",
        "complementiser",
        "negation",
        "pronoun",
        "auxiliary",
        "determiner",
    ]
)


def _keys(cell: str) -> frozenset[str]:
    return frozenset(key(word) for word in cell.split())
