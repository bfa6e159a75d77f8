"""Which lexicons list a word: one look-up of its forms for all of them, once a sentence.

Most words of a report are listed nowhere. Each lexicon has a bit; a table maps every form that any of them
lists to its bits, so that each coder goes straight to the words that may concern it. A mark says that a
lexicon *may* list the word: whether its form and use fit is for the coder to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, reduce
from itertools import repeat
from operator import or_

from marsad.coding.kept import kept
from marsad.coding.lexicon import entries
from marsad.coding.speech import forms, heads, speech
from marsad.coding.weapons import weapons
from marsad.coding.words import words
from marsad.records import Sentence

TRIGGER, SAYING, PLEDGE, MEMBERSHIP, TREND, WEAPON, ACT, SPORT = (1 << n for n in range(8))

Marks = tuple[tuple[int, int], ...]
"""Token index and bits of the words that any lexicon lists, in order."""


def listed(sentence: Sentence, lexicon: int, code: str) -> list[int]:
    """Indices of the tokens that a lexicon may list, in order."""
    every, marks = _marks(sentence, code)
    return [i for i, bits in marks if bits & lexicon] if every & lexicon else []


@kept
def _marks(sentence: Sentence, code: str) -> tuple[int, Marks]:
    """Bits of all lexicons that list a word of the sentence, and which words they are."""
    get, none = _table(code).get, repeat(0)
    bits: Iterable[int] = map(or_, map(get, sentence.norms, none), map(get, sentence.lemmas, none))
    if code == "ar":
        bits = map(or_, bits, map(get, sentence.stems, none))
    marks = tuple([(i, one) for i, one in enumerate(bits) if one])
    return reduce(or_, [one for _, one in marks], 0), marks


@cache
def _table(code: str) -> dict[str, int]:
    """Bits of every form that a lexicon lists; Arabic forms with their article too."""
    out: dict[str, int] = {}
    for lexicon, found in _lexicons(code):
        for form in found:
            out[form] = out.get(form, 0) | lexicon
    if code == "ar":
        for form, bits in tuple(out.items()):
            out[f"ال{form}"] = out.get(f"ال{form}", 0) | bits
    return out


def _lexicons(code: str) -> Iterator[tuple[int, Iterable[str]]]:
    yield TRIGGER, entries(code)
    yield SAYING, heads(code)
    yield PLEDGE, forms(code, "pledges", "action")
    yield MEMBERSHIP, forms(code, "memberships", "action")
    yield TREND, forms(code, "threats", "trend")
    yield WEAPON, weapons(code)
    yield ACT, verb_forms(code)
    yield SPORT, words(code, "sport")


@cache
def verb_forms(code: str) -> frozenset[str]:
    """Forms of the verbs of events and of saying, and of auxiliaries."""
    told = {form for form, found in entries(code).items() if any(e.pos == "verb" for e in found)}
    said = {form for form, word in speech(code).items() if word.pos == "verb"}
    return frozenset(told | said | words(code, "auxiliary") | words(code, "be") | words(code, "have"))
