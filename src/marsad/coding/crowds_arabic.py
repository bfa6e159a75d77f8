"""Acts of Arabic demonstrators: a verb they are the subject of (``سد المتظاهرون``) tells of a protest."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from marsad import lang
from marsad.coding.arabic_phrases import is_verb
from marsad.coding.arabic_subjects import plural
from marsad.coding.lexicon import Entry, Trigger
from marsad.coding.words import union, words
from marsad.records import Sentence, Token

_STOPS = ("complementiser", "conjunction", "preposition", "relative", "negation", "auxiliary", "subordinator")
_REACH = 6  # tokens between demonstrators and their verb


def resolve(sentence: Sentence, triggers: list[Trigger]) -> list[Trigger]:
    """Replace triggers that are a word for demonstrators by the verb these are the subject of."""
    if all(t.entry.frame != "crowd" for t in triggers):
        return triggers
    taken = {i for t in triggers if t.entry.frame != "crowd" for i in range(t.first, max(t.last, t.reach))}
    out = []
    for trigger in triggers:
        if trigger.entry.frame != "crowd":
            out.append(trigger)
            continue
        at = _main(sentence, _verb(sentence, trigger))
        if at is not None and at not in taken:
            taken.add(at)
            out.append(trigger._replace(first=at, last=at + 1, entry=_act(trigger)))
    return sorted(out, key=lambda t: t.first)


def _act(trigger: Trigger) -> Entry:
    return replace(trigger.entry, pos="verb", frame="act")


def _verb(sentence: Sentence, trigger: Trigger) -> int | None:
    """The verb before nominative demonstrators, else the plural verb after them."""
    tokens, i = sentence.tokens, trigger.first
    nominative = tokens[i].stem.endswith("ون")
    if i and nominative and _may_be_verb(tokens[i - 1]):
        return i - 1
    reach = _REACH if nominative else 1
    for j in range(trigger.last, min(len(tokens), trigger.last + reach)):
        if not tokens[j].is_word or tokens[j].norm in words("ar", "relative"):
            return None
        if is_verb(tokens[j]) and plural(tokens[j]):
            return j if _acts(tokens[j]) else None
    return None


def _main(sentence: Sentence, at: int | None) -> int | None:
    """The act itself where a verb only tells that it began: ``راح المتظاهرون يرددون``."""
    tokens = sentence.tokens
    if at is None or tokens[at].stem not in words("ar", "beginning"):
        return at
    for j in range(at + 1, min(len(tokens), at + _REACH)):
        if not tokens[j].is_word:
            break
        if is_verb(tokens[j]) and plural(tokens[j]) and tokens[j].stem.startswith("ي"):
            return j
    return at


def _may_be_verb(token: Token) -> bool:
    """Whether the word before nominative demonstrators is a verb: nothing else may stand there bare."""
    if not token.is_word or token.stem.startswith("ال") or set(token.proclitics) & set("بلك"):
        return False
    return token.stem not in union("ar", *_STOPS) and token.norm not in union("ar", *_STOPS) and _acts(token)


def _acts(token: Token) -> bool:
    """Whether a verb is no verb of saying, demands apart."""
    return token.stem in words("ar", "demand") or token.stem not in _sayings()


@cache
def _sayings() -> frozenset[str]:
    language = lang.load("ar")
    rows = (row for row in language.table("speech") if row["pos"] == "verb")
    return frozenset(form for row in rows for form in language.inflect(row["word"], "verb"))
