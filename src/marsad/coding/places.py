"""The event's own place: which of a sentence's places, or none, with the reason.

Boosted trees (``event_place.json``, trained by ``tools/train_event_place.py``) weigh each candidate of the
sentence; the best one above the threshold is taken. Where its sentence gives no place, an event of the
headline or the lead takes that of its like there, less precisely; otherwise it has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from msgspec.structs import replace

from marsad.coding.lexicon import Trigger
from marsad.coding.place_candidates import Candidate
from marsad.coding.place_features import Scene, moving, of_trigger, still
from marsad.coding.place_precision import described, linked
from marsad.coding.place_trees import Model, chance, left, model_of
from marsad.coding.words import words
from marsad.records import Document, Event, FieldName, Place

_LEAD = 3  # sentences of the body that tell of the main event
_COARSE_KM = 25.0
_SPECIFIC = 0.2  # least probability of a member of the chain
_CHAIN = 5  # tokens between two members of a chain
_RANK = ("site", "near", "unknown", "town", "adm2", "adm1", "water", "region", "country")
_WITHIN = frozenset({"in", "near"})
_CLOSED = ("preposition", "conjunction", "relative", "auxiliary", "complementiser", "determiner", "personal")
_SHARED = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID"})


class Choice(NamedTuple):
    """The place of an event, or why it has none."""

    place: Place | None
    reason: str


@cache
def model() -> Model:
    """The boosted trees that weigh the candidates."""
    data = json.loads((files("marsad.coding") / "event_place.json").read_text(encoding="utf-8"))
    return model_of(data["threshold"], data["base"], data["features"], data["trees"])


def place_of(
    scene: Scene,
    trigger: Trigger,
    *,
    doers: Iterable[tuple[int, int]] = (),
    verbal: bool = False,
) -> Choice:
    """Choose the place of an event among the candidates of its sentence, or none.

    ``doers`` are the token ranges of those who do it: a country among them is not where it happens. No more
    is any country where the event is ``verbal``, unless a preposition of place stands before it.
    """
    if not scene.candidates:
        return Choice(None, "no place: the sentence names none")
    trees = model()
    alive = left(trees, of_trigger(scene, trigger), trees.every)
    chances = [_chance(trees, scene, trigger, i, alive) for i in range(len(scene.candidates))]
    for i, candidate in enumerate(scene.candidates):
        cue = scene.cues[i][0]
        acts = cue in {"none", "chain"} and _is_one_of(candidate, doers)
        acts = acts or _ahead(scene, trigger, i) or _qualifying(scene, candidate, cue)
        if acts or (verbal and cue not in _WITHIN and _state(candidate)):
            chances[i] = 0.0
    best = max(range(len(chances)), key=lambda i: (chances[i], -i))
    if chances[best] < trees.threshold:
        return Choice(None, f"no place: {_words(scene, best)!r} is another's ({chances[best]:.2f})")
    best, score = narrowed(scene, chances, best), chances[best]
    chosen = scene.candidates[best]
    place = described(scene, best)
    why = f"{place.why}; {_position(chosen, trigger)}, event place with probability {score:.2f}"
    return Choice(replace(place, why=why), "")


def _chance(model: Model, scene: Scene, trigger: Trigger, index: int, alive: int) -> float:
    """Probability that a candidate is the event's place; a capital that stands for its government is none.

    ``alive`` are the leaves that the trigger by itself leaves.
    """
    candidate = scene.candidates[index]
    struck = trigger.entry.type == "ASSAULT" and candidate.first == trigger.last  # "attacked Tripoli"
    if not struck and scene.cues[index][0] in {"none", "chain"} and _governs(scene, candidate):
        return 0.0
    leaves = scene.leaves.get(index)
    if leaves is None:
        leaves = scene.leaves[index] = left(model, still(scene, index), model.every)
    return chance(model, left(model, moving(scene, trigger, index), leaves & alive))


def _state(candidate: Candidate) -> bool:
    return candidate.mention is not None and candidate.mention.place.level == "country"


def _qualifying(scene: Scene, candidate: Candidate, cue: str) -> bool:
    """Whether a country's abbreviation stands before a noun of its own: ``US teams``."""
    tokens, last = scene.sentence.tokens, candidate.last
    if cue in _WITHIN or not _state(candidate) or last >= len(tokens) or last in scene.verbs:
        return False
    short = scene.sentence.surface(tokens[candidate.first].start, tokens[last - 1].end).isupper()
    plain = scene.sentence.surface(tokens[last].start, tokens[last].end).islower()
    return short and plain and tokens[last].norm.isalpha() and not _closed(tokens[last].norm, scene.code)


def _closed(norm: str, code: str) -> bool:
    return any(norm in words(code, kind) for kind in _CLOSED)


def _ahead(scene: Scene, trigger: Trigger, index: int) -> bool:
    """Whether a place is only where a road leads, or where others than the trigger's act head for.

    "Blocked the road to Djibo"; "overran the camp before withdrawing *towards* the forest".
    """
    norms, first = scene.sentence.norms, scene.candidates[index].first
    cue = scene.cues[index][1]
    if not 0 < cue < first:
        return False
    if norms[cue] in words(scene.code, "heading"):
        return any(trigger.last <= v < cue for v in scene.verbs)
    leading = norms[cue] in words(scene.code, "leading")
    return leading and norms[cue - 1] in words(scene.code, "road")


def _is_one_of(candidate: Candidate, parties: Iterable[tuple[int, int]]) -> bool:
    return any(a <= candidate.first and candidate.last <= b for a, b in parties)


def _governs(scene: Scene, candidate: Candidate) -> bool:
    """Whether a capital's name stands for its government; not where it is said to be a capital or a city."""
    tokens, types = scene.sentence.tokens, words(scene.code, "place_type")
    before = tokens[max(0, candidate.first - 2) : candidate.first]
    if any(t.norm in types or t.stem in types for t in before):
        return False
    return any(
        m.form == "capital" and m.first <= candidate.first and candidate.last <= m.last
        for m in scene.sentence.mentions
    )


def narrowed(scene: Scene, chances: Sequence[float], index: int) -> int:
    """The most specific member of the chain that a candidate ends: ``X village in Y, Z``."""
    while index + 1 < len(scene.candidates) and _owns(scene, index):
        index += 1
    while index > 0:
        one, other = scene.candidates[index - 1], scene.candidates[index]
        finer = _finer(one, other) and chances[index - 1] >= _SPECIFIC
        if not finer or not 0 < other.first - one.last <= _CHAIN or not linked(scene, one.last, other.first):
            break
        index -= 1
    return index


def _owns(scene: Scene, index: int) -> bool:
    """Whether a candidate only says where the next one is: "the central Mali *town of* Dioura"."""
    between = scene.sentence.norms[scene.candidates[index].last : scene.candidates[index + 1].first]
    if scene.code != "en" or not 2 <= len(between) <= _CHAIN or between[-1] != "of":
        return False
    return between[-2] in words("en", "settlement") and set(between[:-2]) <= words("en", "place_type") | {
        "'s"
    }


def _finer(one: Candidate, other: Candidate) -> bool:
    ranks = _rank(one), _rank(other)
    return ranks[0] < ranks[1] or (ranks[0] == ranks[1] and one.mention is None and other.mention is not None)


def _rank(candidate: Candidate) -> int:
    """How broad a candidate is."""
    if candidate.mention is not None and candidate.mention.place.why.startswith("not in the gazetteer"):
        return _RANK.index("unknown")  # the level is that of what holds it
    level = candidate.kind or (candidate.mention.place.level if candidate.mention else "unknown")
    return _RANK.index(level)


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
