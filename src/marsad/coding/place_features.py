"""What a place mention's position says about being the place of an event.

Features are the same for all languages: order, distance and clauses between trigger and place, the
preposition before it, whether it names an actor, and how precise it is. The model that weighs them is
linear; its weights are trained by ``tools/train_event_place.py``.
"""

from __future__ import annotations

from functools import cache
from math import log2

from marsad.coding.lexicon import Trigger
from marsad.coding.words import words
from marsad.records import PlaceMention, Sentence

_KINDS = ("in", "near", "to", "from")


def features(sentence: Sentence, trigger: Trigger, mention: PlaceMention, code: str) -> dict[str, float]:
    """Features of one place mention for one trigger."""
    out: dict[str, float] = {"bias": 1.0}
    after = mention.first >= trigger.last
    side = "after" if after else "before"
    start, end = (trigger.last, mention.first) if after else (mention.last, trigger.first)
    cue = cue_kind(sentence, mention, code)
    clauses = _clauses_between(sentence, trigger.first, mention.first)
    out[side] = 1.0
    out[f"{side}:{cue}"] = 1.0
    out[f"{side}:distance"] = log2(1 + max(0, end - start))
    out[f"{side}:clauses"] = float(min(clauses, 4))
    out[f"{side}:same"] = float(clauses == 0)
    out[f"{side}:same:{cue}"] = float(clauses == 0)
    out[f"{side}:verbs"] = float(min(3, _verbs(sentence, start, end, code)))
    out[f"{side}:rank"] = float(min(4, _rank(sentence, trigger, mention)))
    out[f"level:{mention.place.level}"] = 1.0
    out[f"state:{mention.state}"] = 1.0
    out[f"pos:{trigger.entry.pos}:{cue}"] = 1.0
    out[f"type:{trigger.entry.type}"] = 1.0
    out |= _surroundings(sentence, mention, code)
    return out


def cue_kind(sentence: Sentence, mention: PlaceMention, code: str) -> str:
    """Kind of the preposition before a place: in, near, to, from, other or none."""
    tokens = sentence.tokens
    clitic = tokens[mention.first].proclitics.lstrip("وف")
    i = mention.first - 1
    while i >= 0 and i >= mention.first - 4 and _passable(sentence, i, code):
        i -= 1
    for word in (clitic, tokens[i].norm if i >= 0 else "", tokens[i].stem if i >= 0 else ""):
        for kind in _KINDS:
            if word in words(code, f"place_{kind}"):
                return kind
    if i >= 0 and tokens[i].norm in words(code, "preposition"):
        return "other"
    if i >= 0 and tokens[i].norm == "," and _place_ends_at(sentence, i):
        return "chain"
    return "none"


def _passable(sentence: Sentence, i: int, code: str) -> bool:
    """Words between a preposition and a name that do not cut them apart: articles, type words, adjectives."""
    token = sentence.tokens[i]
    if token.norm in words(code, "determiner"):
        return True
    surface = sentence.surface(token.start, token.end)
    if code == "ar":
        return token.stem in words(code, "place_type")
    return token.norm in words(code, "place_type") or (
        surface[:1].islower() and token.norm.endswith(("ern", "al"))
    )


def _place_ends_at(sentence: Sentence, i: int) -> bool:
    return any(p.last == i for p in sentence.places)


def _clauses_between(sentence: Sentence, a: int, b: int) -> int:
    low, high = min(a, b), max(a, b)
    return sum(low < start <= high for start, _ in sentence.clauses)


@cache
def _verb_forms(code: str) -> frozenset[str]:
    from marsad.coding.speech import speech_forms

    return speech_forms(code) | words(code, "auxiliary")


def _verbs(sentence: Sentence, start: int, end: int, code: str) -> int:
    forms = _verb_forms(code)
    return sum(
        t.norm in forms or t.lemma in forms or (code == "en" and t.norm.endswith("ed"))
        for t in sentence.tokens[start:end]
    )


def _rank(sentence: Sentence, trigger: Trigger, mention: PlaceMention) -> int:
    if mention.first >= trigger.last:
        return sum(trigger.last <= p.first < mention.first for p in sentence.places)
    return sum(mention.last <= p.first < trigger.first for p in sentence.places)


def _surroundings(sentence: Sentence, mention: PlaceMention, code: str) -> dict[str, float]:
    tokens = sentence.tokens
    following = tokens[mention.last].norm if mention.last < len(tokens) else ""
    width = mention.last - mention.first
    inside = any(m.first <= mention.first < m.last and m.last - m.first > width for m in sentence.mentions)
    out = {
        "in-actor": float(inside),
        "possessive": float(following in {"'s", "'"}),
        "followed-by-word": float(following[:1].isalpha() and following not in words(code, "preposition")),
        "dateline": float(mention.first <= 1 and following in {"(", "-", ",", ":"}),
        "sole": float(len(sentence.places) == 1),
        "chain-head": float(_chain_head(sentence, mention)),
        "chain-tail": float(_chain_tail(sentence, mention)),
    }
    return {name: value for name, value in out.items() if value}


def _chain_head(sentence: Sentence, mention: PlaceMention) -> bool:
    """Whether another place of the same country follows at once (``X, Y``)."""
    country = mention.place.country
    return any(0 < p.first - mention.last <= 2 and p.place.country == country for p in sentence.places)


def _chain_tail(sentence: Sentence, mention: PlaceMention) -> bool:
    country = mention.place.country
    return any(0 < mention.first - p.last <= 2 and p.place.country == country for p in sentence.places)
