"""Noun phrases of Arabic, cut by morphology: definiteness, case endings, numbers, names.

There is no parser to lean on. A phrase ends where the next word cannot belong to it: a verb, a
preposition, an indefinite noun after a definite one, a number, an accusative after a nominative plural.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from marsad import lang
from marsad.coding.kept import kept
from marsad.coding.lexicon import entries
from marsad.coding.participants import Party
from marsad.coding.words import union, words
from marsad.records import Mention, PlaceMention, Quantity, Sentence, TimeMention, Token

LONGEST = 9  # tokens of a phrase
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_STOPS = ("relative", "complementiser", "among", "conjunction", "auxiliary", "negation", "subordinator")
_MARKS = frozenset('«»"“”')


_Found = Mention | PlaceMention | Quantity | TimeMention


class Phrase(NamedTuple):
    """A noun phrase: half-open token range, what governs it, and whether it is joined to the one before."""

    first: int
    last: int
    cue: str  # preposition or proclitic before it, empty for a bare phrase
    joined: bool
    mention: Mention | None
    by_hand: bool = False  # ``على يد X``: names who did it

    @property
    def party(self) -> Party:
        """The phrase as a participant."""
        return Party(self.first, self.last, self.mention)


def phrases(sentence: Sentence, start: int, end: int) -> list[Phrase]:
    """Noun phrases of a token range up to a relative clause or the next verb."""
    out: list[Phrase] = []
    within = _within(sentence)
    i, cue = start, ""
    while i < end:
        token = sentence.tokens[i]
        if token.norm in _OPEN:
            i = _closing(sentence, i, end)
        elif not token.is_word:
            if token.norm not in _MARKS and out:
                break
            i += 1
        elif i in within.skipped or token.stem in union("ar", "filler", "purpose"):
            i, cue = i + 1, ""
        elif token.norm in words("ar", "among"):
            break
        elif token.stem in words("ar", "preposition") and i not in within.counted:
            cue, i = ("" if token.enclitic else token.stem), i + 1
        elif not cue and token.stem in words("ar", "direction") and not token.proclitics:
            cue, i = token.stem, i + 1
        elif _ends_scope(token):
            break
        else:
            last = phrase_end(sentence, i, end)
            own = token.proclitics.lstrip("وف")
            joined = token.proclitics.startswith("و") and bool(out) and not own
            cue = own or (out[-1].cue if joined else cue)
            by_hand = token.stem in words("ar", "agent")
            out.append(Phrase(i, last, cue, joined, head_mention(sentence, i, last), by_hand))
            i, cue = last, ""
    return out


class _Within(NamedTuple):
    """Tokens of a sentence that lie in something that was found there."""

    counted: frozenset[int]  # in a quantity (the ``من`` of ``أكثر من 30``)
    timed: frozenset[int]  # in a time that is no part of a group's or an organisation's name
    skipped: frozenset[int]  # in a time or behind the first word of a place
    running: frozenset[int]  # behind the first word of a mention
    named: frozenset[int]  # behind the first word of a mention, or in that of a person
    after_names: frozenset[int]  # just behind the proper name of an actor
    names: frozenset[int]  # the first word of the name of a group or body


@kept
def _within(sentence: Sentence) -> _Within:
    counts = [q for q in sentence.quantities if q.kind == "count"]
    bodies = [m for m in sentence.mentions if m.kind in {"group", "organisation"}]
    timed = _tokens(sentence.times) - _tokens(bodies)
    running = _tokens(sentence.mentions, skip=1)
    people = [m for m in sentence.mentions if m.kind == "person"]
    return _Within(
        counted=_tokens(counts),
        timed=timed,
        skipped=timed | _tokens(sentence.places, skip=1),
        running=running,
        named=running | _tokens(people),
        after_names=frozenset([m.last for m in sentence.mentions if m.actor_id and m.form == "name"]),
        names=frozenset([m.first for m in bodies if m.actor_id and m.form == "name"]),
    )


def _tokens(found: Iterable[_Found], *, skip: int = 0) -> frozenset[int]:
    """The tokens that what was found covers, but for some at the head of each."""
    return frozenset([i for one in found for i in range(one.first + skip, one.last)])


def _ends_scope(token: Token) -> bool:
    return _is_stop(token.norm, token.stem, token.proclitics)


@lru_cache(maxsize=65536)
def _is_stop(norm: str, stem: str, proclitics: str) -> bool:
    stops = union("ar", *_STOPS)
    return norm in stops or stem in stops or _verb_form(stem, proclitics)


def _closing(sentence: Sentence, i: int, end: int) -> int:
    return next((j + 1 for j in range(i, end) if sentence.tokens[j].norm in _CLOSE), i + 1)


def phrase_end(sentence: Sentence, start: int, limit: int) -> int:
    """End (exclusive) of the noun phrase that begins at ``start``."""
    tokens, within = sentence.tokens, _within(sentence)
    i = start + 1
    while i < min(limit, start + LONGEST):
        token = tokens[i]
        inside = i in within.running or (i in within.counted and i - 1 in within.counted)
        if not inside and not _goes_on(sentence, start, i, limit):
            break
        i += 2 if token.stem == "من" and not inside else 1
    while i > start + 1 and not tokens[i - 1].is_word:
        i -= 1
    return min(i, limit)


def _goes_on(sentence: Sentence, start: int, i: int, limit: int) -> bool:
    """Whether token ``i`` continues the phrase that began at ``start``."""
    before, token = sentence.tokens[i - 1], sentence.tokens[i]
    if token.norm in _MARKS:
        return i + 1 < limit and _goes_on(sentence, start, i + 1, limit)
    if not token.is_word or token.proclitics or i in _within(sentence).timed:
        return False
    if token.stem == "من":
        return i + 1 < limit and (_partitive(sentence, start, i) and not is_verb(sentence.tokens[i + 1]))
    if token.stem in union("ar", "preposition", "filler", "purpose"):
        return False
    if _ends_scope(token) and not (is_verb(token) and i - 1 in _within(sentence).counted):
        return False
    return _agrees(sentence, before, token, i)


def _partitive(sentence: Sentence, start: int, i: int) -> bool:
    heads = words("ar", "partitive")
    return sentence.tokens[i - 1].stem in heads or (
        i - start == 1 and (start in _within(sentence).counted or sentence.tokens[start].norm[:1].isdigit())
    )


def _agrees(sentence: Sentence, before: Token, token: Token, i: int) -> bool:
    """Whether two neighbouring words may stand in one phrase, by definiteness, case and number."""
    within = _within(sentence)
    if i in within.counted or token.norm[:1].isdigit():
        return i - 1 in within.counted and i in within.counted
    if i - 1 in within.counted or before.norm[:1].isdigit():
        return True
    definite, was = token.stem.startswith("ال"), before.stem.startswith("ال") or bool(before.enclitic)
    if was and before.stem[2:] in words("ar", "protester"):
        return definite and token.stem.endswith(before.stem[-2:])
    if before.stem.endswith(("ون", "ين")) and not was:
        return not definite and token.stem.endswith(before.stem[-2:])
    if _opens_object(sentence, before, token, i):
        return False
    if was:
        return definite or i in within.named
    if token.stem.endswith("ا") and len(token.stem) > 3 and not before.stem.endswith("ا"):
        return False  # an indefinite accusative opens the object
    return not (before.stem.endswith("ا") and len(before.stem) > 4 and definite)


def _opens_object(sentence: Sentence, before: Token, token: Token, i: int) -> bool:
    """A noun or an act after the name of an actor, a name or a definite plural after a definite noun."""
    if other_name(sentence, i):
        return True
    if not token.stem.startswith("ال"):
        return _name_ends(sentence, i)
    if _name_ends(sentence, i) and token.stem[2:] in _act_nouns():
        return True  # ``أدان الاتحاد الأفريقي الهجوم``
    return _definite(before) and token.stem.endswith("ات") and not before.stem.endswith("ات")


def other_name(sentence: Sentence, i: int) -> bool:
    """Whether a group's or body's name begins after a definite noun or a name, and so is another party."""
    within = _within(sentence)
    return i in within.names and (_definite(sentence.tokens[i - 1]) or i in within.after_names)


@cache
def _act_nouns() -> frozenset[str]:
    """Forms of the nouns that alone tell of an act."""
    alone = ((form, e) for form, found in entries("ar").items() for e in found if not e.rest)
    return frozenset(form for form, e in alone if e.pos == "noun")


def _name_ends(sentence: Sentence, i: int) -> bool:
    """Whether the proper name of an actor ends before a token that is no part of it."""
    within = _within(sentence)
    return i in within.after_names and i not in within.running


def _definite(token: Token) -> bool:
    """Whether a word bears the article; the ``ال`` of ``إلغاء`` is its own."""
    return token.stem.startswith("ال") and not token.lemma.startswith("ال")


def head_mention(sentence: Sentence, first: int, last: int) -> Mention | None:
    """The mention that names the head of a phrase: the first in it that is not a mere adjective."""
    inside = [m for m in sentence.mentions if first <= m.first < last]
    return next((m for m in inside if m.form != "adjective"), inside[0] if inside else None)


@cache
def _verb_forms() -> frozenset[str]:
    language = lang.load("ar")
    out: set[str] = set(words("ar", "casualty_cause")) | set(words("ar", "auxiliary"))
    out |= {row["form"] for row in language.table("verbs")}
    for row in language.table("events"):
        if row["pos"] == "verb":
            out |= language.inflect(row["trigger"].split()[0], "verb")
    for row in language.table("speech"):
        if row["pos"] == "verb":
            out |= language.inflect(row["word"], "verb")
    return frozenset(out)


def is_verb(token: Token) -> bool:
    """Whether a word is a verb as far as its form tells."""
    return _verb_form(token.stem, token.proclitics)


@lru_cache(maxsize=65536)
def _verb_form(stem: str, proclitics: str) -> bool:
    if stem.startswith("ال") or set(proclitics) & set("بلك"):
        return False
    if stem in _verb_forms():
        return stem not in words("ar", "noun_not_verb")
    if stem.startswith("ي"):
        return len(stem) >= 4 and stem not in words("ar", "noun_not_verb")
    return len(stem) >= 4 and (stem.endswith("وا") or (stem.startswith("ت") and stem.endswith("ون")))
