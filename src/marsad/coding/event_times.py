"""The time of an event: which of the times that its sentence names is its own.

A time beside a verb of saying tells when it was said ("confirmed today the arrest ... on Sunday"), one
inside a noun phrase dates that noun alone ("the man behind the July 2 attack").
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from msgspec.structs import replace

from marsad import lang
from marsad.coding.lexicon import Trigger
from marsad.coding.words import words
from marsad.records import Sentence, Time, TimeMention

_NOT_ON = frozenset({"since", "until"})


def time_of(sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger], code: str) -> Time | None:
    """The time nearest to the trigger among those that may be its own, those of its clause first."""
    dated = [t for t in sentence.times if t.time.relation not in _NOT_ON]
    if code != "ar" and dated:
        dated = [t for t in dated if not _of_noun(sentence, t, trigger, triggers, code)]
    said = [t for t in dated if _of_saying(sentence, t, trigger, code)]
    if said and len(said) == len(dated):
        return _before(said[0].time)
    dated = [t for t in dated if t not in said]
    first, last = sentence.clause_of(trigger.first)
    pool = [t for t in dated if first <= t.first < last] or dated
    best = min(pool, key=lambda t: abs(t.first - trigger.first), default=None)
    return best.time if best is not None else None


def _before(said: Time) -> Time:
    """When something happened of which only the day is known on which it was told: then or the day before."""
    if said.start_date is None or said.precision not in {"day", "days"}:
        return said
    eve = date.fromisoformat(said.start_date) - timedelta(days=1)
    return replace(said, start_date=eve.isoformat(), precision="days")


def _of_noun(
    sentence: Sentence, time: TimeMention, trigger: Trigger, triggers: Sequence[Trigger], code: str
) -> bool:
    """Whether a time dates a noun other than the trigger."""
    tokens = sentence.tokens
    if time.last < len(tokens) and tokens[time.last].norm == "'s":
        return not _near(trigger, time.last + 1)
    enclosed = time.first and tokens[time.first - 1].norm in words(code, "definite")
    if code == "en" and enclosed and time.last < len(tokens) and tokens[time.last].is_word:
        return not _near(trigger, time.last)
    before = time.first - 1
    if before >= 0 and tokens[before].norm in words(code, "preposition"):
        before -= 1
    holder = next((t for t in triggers if t.first <= before < t.last), None)
    return holder is not None and holder.entry.pos == "noun" and holder is not trigger


def _near(trigger: Trigger, i: int) -> bool:
    return i <= trigger.first <= i + 2


def _of_saying(sentence: Sentence, time: TimeMention, trigger: Trigger, code: str) -> bool:
    """Whether a time stands beside a verb of saying that is not the trigger."""
    tokens = sentence.tokens
    beside = [i for i in (time.first - 1, time.last) if 0 <= i < len(tokens)]
    beside = [i for i in beside if not trigger.first <= i < trigger.last]
    return any({tokens[i].norm, tokens[i].lemma} & _sayings(code) for i in beside)


@cache
def _sayings(code: str) -> frozenset[str]:
    """Forms of the verbs of saying."""
    language = lang.load(code)
    verbs = (row["word"] for row in language.table("speech") if row["pos"] == "verb")
    return frozenset(form for verb in verbs for form in language.inflect(verb, "verb"))
