"""The event's own place: which of a sentence's places, or none, with the reason.

Boosted trees (``event_place.json``, trained by ``tools/train_event_place.py``) weigh each candidate of the
sentence; the best one above the threshold is taken. Where its sentence gives no place, an event of the
headline or the lead takes that of its like there, less precisely; otherwise it has none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

from msgspec.structs import replace

from marsad.coding.lexicon import Trigger
from marsad.coding.place_candidates import Candidate
from marsad.coding.place_features import Scene, features
from marsad.coding.place_precision import described
from marsad.records import Document, Event, FieldName, Place

_LEAD = 3  # sentences of the body that tell of the main event
_COARSE_KM = 25.0
_SHARED = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID"})

Node = tuple[int, float, "Node | float", "Node | float"]


class Model(NamedTuple):
    """Boosted trees: ``(feature, bound, at most, above)`` to leaves in log odds."""

    threshold: float
    base: float
    columns: dict[str, int]
    trees: tuple[Node | float, ...]


class Choice(NamedTuple):
    """The place of an event, or why it has none."""

    place: Place | None
    reason: str


@cache
def _model() -> Model:
    data = json.loads((files("marsad.coding") / "event_place.json").read_text(encoding="utf-8"))
    columns = {name: i for i, name in enumerate(data["features"])}
    return Model(data["threshold"], data["base"], columns, tuple(_tree(t) for t in data["trees"]))


def _tree(node: list | float) -> Node | float:  # type: ignore[type-arg]
    if not isinstance(node, list):
        return node
    return node[0], node[1], _tree(node[2]), _tree(node[3])


def place_of(scene: Scene, trigger: Trigger) -> Choice:
    """Choose the place of an event among the candidates of its sentence, or none."""
    if not scene.candidates:
        return Choice(None, "no place: the sentence names none")
    model = _model()
    scored = [(probability(model, features(scene, trigger, i)), i) for i in range(len(scene.candidates))]
    score, best = max(scored, key=lambda s: (s[0], -s[1]))
    if score < model.threshold:
        return Choice(None, f"no place: {_words(scene, best)!r} is another's ({score:.2f})")
    chosen = scene.candidates[best]
    place = described(scene, best)
    why = f"{place.why}; {_position(chosen, trigger)}, event place with probability {score:.2f}"
    return Choice(replace(place, why=why), "")


def probability(model: Model, found: dict[str, float]) -> float:
    """Probability that the candidate with these features is the event's place."""
    x = [0.0] * len(model.columns)
    for name, value in found.items():
        at = model.columns.get(name)
        if at is not None:
            x[at] = value
    total = model.base
    for node in model.trees:
        while node.__class__ is tuple:
            node = node[2] if x[node[0]] <= node[1] else node[3]  # type: ignore[index]
        total += node  # type: ignore[operator]
    return 1 / (1 + exp(-total))


def _words(scene: Scene, index: int) -> str:
    candidate, sentence = scene.candidates[index], scene.sentence
    return sentence.surface(sentence.tokens[candidate.first].start, sentence.tokens[candidate.last - 1].end)


def _position(candidate: Candidate, trigger: Trigger) -> str:
    return "after the verb" if candidate.first >= trigger.last else "before the verb"


def share_lead(document: Document, events: Sequence[Event]) -> list[Event]:
    """Give events of the headline and the lead that have no place that of the same kind of event there.

    Only where headline and lead agree on one place; the level is that of a place near it.
    """
    where = {(s.field, s.start, s.end): s.index for s in document}
    opening = _opening(document)
    index = [_sentence(e, where) for e in events]
    told: dict[str, list[Place]] = {}
    for event, at in zip(events, index, strict=True):
        if at in opening and event.place is not None and event.type in _SHARED:
            told.setdefault(event.type, []).append(event.place)
    out = []
    for event, at in zip(events, index, strict=True):
        known = told.get(event.type, [])
        fits = event.place is None and at in opening and len({p.place_id or p.text for p in known}) == 1
        out.append(replace(event, place=_coarser(known[0])) if fits else event)
    return out


def _opening(document: Document) -> set[int]:
    """Indices of the headline and of the first sentences of the body."""
    body = [s.index for s in document if s.kind == "body"][:_LEAD]
    return {s.index for s in document if s.kind == "headline"} | set(body)


def _sentence(event: Event, where: dict[tuple[FieldName, int, int], int]) -> int:
    trigger = event.trigger
    return next((i for (f, a, b), i in where.items() if f == trigger.field and a <= trigger.start < b), -1)


def _coarser(place: Place) -> Place:
    level = "near" if place.level in {"site", "town"} else place.level
    radius = max(place.radius_km or 0.0, _COARSE_KM)
    score = round(place.score / 2, 3) if place.score is not None else None
    why = f"{place.why}; place of the report's opening, the event's sentence names none"
    return replace(place, level=level, radius_km=radius, score=score, why=why)
