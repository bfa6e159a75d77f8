"""The event's own place: which of a sentence's places, or none, with the reason.

A linear model (``event_place.json``, trained by ``tools/train_event_place.py``) weighs each place of the
sentence; the best one above the threshold is taken, and then the most specific member of its containment
chain. Where the sentence gives none, nothing is guessed from far away.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from math import exp

from msgspec.structs import replace

from marsad.coding.lexicon import Trigger
from marsad.coding.place_features import features
from marsad.records import Place, PlaceMention, Sentence

_RANK = ("site", "near", "town", "adm2", "adm1", "water", "region", "country", "unknown")


@cache
def _model() -> tuple[float, dict[str, float]]:
    data = json.loads((files("marsad.coding") / "event_place.json").read_text(encoding="utf-8"))
    return data["threshold"], data["weights"]


def place_of(sentence: Sentence, trigger: Trigger, code: str) -> Place | None:
    """Choose the place of an event among the places of its sentence, or none."""
    if not sentence.places:
        return None
    threshold, weights = _model()
    scored = [(_probability(sentence, trigger, p, code, weights), p) for p in sentence.places]
    score, best = max(scored, key=lambda s: s[0])
    if score < threshold:
        return None
    chosen = _most_specific(best, sentence.places)
    why = f"{chosen.place.why}; event place with probability {score:.2f}"
    return replace(chosen.place, why=why)


def _probability(
    sentence: Sentence, trigger: Trigger, mention: PlaceMention, code: str, weights: dict[str, float]
) -> float:
    described = features(sentence, trigger, mention, code)
    total = sum(weights.get(name, 0.0) * value for name, value in described.items())
    return 1 / (1 + exp(-total))


def _most_specific(first: PlaceMention, places: tuple[PlaceMention, ...]) -> PlaceMention:
    """The most specific member of the containment chain (``X, Y``) that ``first`` stands in."""
    chain = [first]
    for p in places:
        near = min(abs(p.first - c.last) if p.first >= c.last else abs(c.first - p.last) for c in chain)
        if p is not first and near <= 2 and p.place.country and p.place.country == first.place.country:
            chain.append(p)
    return min(chain, key=lambda p: _RANK.index(p.place.level))
