"""Weapons of an event: with what an attack was done.

``lang/<code>/weapons.csv`` lists them. A weapon belongs to the attack or threat nearest to it in its
sentence; one that is only found, seized or handed over belongs to none.
"""

from __future__ import annotations

from marsad.coding.lexicon import Trigger, keys
from marsad.coding.marks import WEAPON, listed
from marsad.coding.weapons import Weapon, weapons
from marsad.coding.words import words
from marsad.records import Sentence, Span, Token

TYPES = frozenset({"ASSAULT", "THREATEN"})
_VAGUE = "general"  # kind of words that are a weapon only beside an attack


def instruments(sentence: Sentence, triggers: list[Trigger], code: str) -> dict[int, tuple[Span, ...]]:
    """Weapons of a sentence by the first token of the trigger that they belong to."""
    attacks = [t for t in triggers if t.entry.type in TYPES]
    if not attacks:
        return {}
    out: dict[int, list[Span]] = {}
    for first, last, kind in _found(sentence, code):
        if kind == _VAGUE and sentence.tokens[max(0, first - 1)].norm not in words(code, "with"):
            continue
        trigger = _nearest(first, last, triggers)
        if trigger.entry.type not in TYPES:
            continue
        start, end = sentence.stem_span(sentence.tokens[first])[0], sentence.tokens[last - 1].end
        span = Span(start=start, end=end, text=sentence.surface(start, end), field=sentence.field)
        out.setdefault(trigger.first, []).append(span)
    return {i: tuple(spans) for i, spans in out.items()}


def _nearest(first: int, last: int, triggers: list[Trigger]) -> Trigger:
    """The trigger nearest to a weapon; one that holds it comes first."""
    return min(triggers, key=lambda t: (max(t.first - last, first - t.last, -1), t.entry.type not in TYPES))


def _found(sentence: Sentence, code: str) -> list[tuple[int, int, str]]:
    index = weapons(code)
    out: list[tuple[int, int, str]] = []
    taken = 0
    for i in listed(sentence, WEAPON, code):
        if i < taken or not sentence.tokens[i].is_word:
            continue
        last, kind = _longest(sentence.tokens, i, index, code)
        if last:
            out.append((i, last, kind))
            taken = last
    return out


def _longest(
    tokens: tuple[Token, ...], i: int, index: dict[str, tuple[Weapon, ...]], code: str
) -> tuple[int, str]:
    """End and kind of the longest weapon that begins at a token, 0 for none."""
    for form in _options(tokens[i], code):
        for weapon in index.get(form, ()):
            end = i + len(weapon.words)
            rest = zip(tokens[i + 1 : end], weapon.words[1:], strict=False)
            if end <= len(tokens) and all(not forms.isdisjoint(_options(t, code)) for t, forms in rest):
                return end, weapon.kind
    return 0, ""


def _options(token: Token, code: str) -> tuple[str, ...]:
    return keys(token, code) if code == "ar" else (token.norm,)
