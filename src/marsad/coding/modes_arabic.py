"""Modes that the words round an Arabic trigger tell: what is asked for, how a meeting is held."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from marsad import lang
from marsad.coding.lexicon import Trigger
from marsad.normalise import key
from marsad.records import Sentence

_REACH = 7  # tokens after a trigger that tell what is asked for or refused
_SIDES = frozenset({"CONSULT"})  # types whose mode may stand anywhere in the sentence


def told(sentence: Sentence, triggers: list[Trigger]) -> list[Trigger]:
    """The triggers, with the mode that their neighbours tell where the lexicon gives none."""
    table = _modes()
    return [_with_mode(sentence, t) if t.entry.type in table and _open(t) else t for t in triggers]


def _open(trigger: Trigger) -> bool:
    return trigger.entry.mode is None or trigger.entry.mode == "multilateral"


def _with_mode(sentence: Sentence, trigger: Trigger) -> Trigger:
    modes = _modes()[trigger.entry.type]
    whole = trigger.entry.type in _SIDES
    near = sentence.tokens if whole else sentence.tokens[trigger.last : trigger.last + _REACH]
    for token in near:
        mode = modes.get(token.lemma) or modes.get(token.stem.removeprefix("ال")) or modes.get(token.norm)
        if mode:
            return trigger._replace(entry=replace(trigger.entry, mode=mode))
    return trigger


@cache
def _modes() -> dict[str, dict[str, str]]:
    """Type of event to word to mode."""
    out: dict[str, dict[str, str]] = {}
    for row in lang.load("ar").table("modes"):
        out.setdefault(row["type"], {}).update({key(word): row["mode"] for word in row["words"].split()})
    return out
