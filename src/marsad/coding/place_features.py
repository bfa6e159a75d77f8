"""What a place's position says about being the place of an event.

Features are the same for all languages: order, distance, verbs and clauses between trigger and place,
the preposition before it and the word that the preposition hangs on, whether the words name an actor,
and how precise they are. The weights are trained by ``tools/train_event_place.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, reduce
from itertools import accumulate
from math import log2
from operator import or_
from typing import NamedTuple

from marsad.coding.kept import kept
from marsad.coding.lexicon import Trigger, entries, keys
from marsad.coding.place_candidates import Candidate, find_candidates, kinds, site_words, verbs
from marsad.coding.words import words
from marsad.records import Sentence

_KINDS = ("in", "near", "to", "from")
_FAR = 9
_BRIEF = frozenset(["in", "at", "on", "of", "to", "from", "near", "into", "for", "by", "with", "against"])


Found = dict[str, float]
_FLAGS = ("comma", "and", "relative", "that", "subordinate", "quote", "being", "number")
_COMMAS = frozenset([",", "،", ";"])
_QUOTES = frozenset(['"', "“", "”", "«", "»", "''", "``"])
_LISTS = (
    (2, "conjunction"), (4, "relative"), (8, "complementiser"), (64, "be"),
)  # fmt: skip


class Scene(NamedTuple):
    """A sentence with what every trigger in it looks at."""

    sentence: Sentence
    code: str
    candidates: tuple[Candidate, ...]
    cues: tuple[tuple[str, int], ...]  # kind of the preposition before each candidate, and its token
    verbs: frozenset[int]
    breaks: tuple[int, ...]  # number of clause starts up to each token
    acts: tuple[int, ...]  # number of verbs before each token
    commas: tuple[int, ...]  # of commas
    actors: tuple[int, ...]  # of mentions of actors that begin before it
    flags: tuple[int, ...]  # what each token is, one bit each (``_FLAGS``)
    leaves: dict[int, int]  # tree leaves that ``still`` leaves to a candidate, filled as they are asked for


@kept
def scene_of(sentence: Sentence, code: str) -> Scene:
    """Find the candidates of a sentence and what stands around them."""
    acts = verbs(sentence, code)
    candidates = find_candidates(sentence, code, acts)
    if not candidates:
        return Scene(sentence, code, (), (), acts, (), (), (), (), (), {})
    size = len(sentence.tokens)
    breaks = tuple(accumulate(_counts([start for start, _ in sentence.clauses], size)))
    cues = tuple([_cue(sentence, c.first, code, candidates) for c in candidates])
    known = _flags(code)
    flags = tuple([known.get(n) or (128 if n[:1].isdigit() else 0) for n in sentence.norms])
    commas = tuple(accumulate([flag & 1 for flag in flags], initial=0))
    actors = _before([m.first for m in sentence.mentions], size)
    return Scene(
        sentence, code, candidates, cues, acts, breaks, _before(acts, size), commas, actors, flags, {}
    )


def _counts(at: Iterable[int], size: int) -> list[int]:
    """How many of ``at`` each token is."""
    out = [0] * size
    for i in at:
        out[i] += 1
    return out


def _before(at: Iterable[int], size: int) -> tuple[int, ...]:
    """How many of ``at`` stand before each token."""
    return tuple(accumulate(_counts(at, size), initial=0))


@cache
def _flags(code: str) -> dict[str, int]:
    """What listed words and marks are, as bits in the order of ``_FLAGS``."""
    lists = [(bit, words(code, kind)) for bit, kind in _LISTS]
    lists += [(1, _COMMAS), (16, site_words(code, "subordinator")), (32, _QUOTES)]
    out: dict[str, int] = {}
    for bit, listed in lists:
        for word in listed:
            out[word] = out.get(word, 0) | bit
    return out


def features(scene: Scene, trigger: Trigger, index: int) -> Found:
    """Features of the candidate at ``index`` for one trigger; those that are not named are 0."""
    return still(scene, index) | of_trigger(scene, trigger) | moving(scene, trigger, index)


def still(scene: Scene, index: int) -> Found:
    """Features of the candidate at ``index`` that are the same for every trigger."""
    candidate = scene.candidates[index]
    cue, at = scene.cues[index]
    out = {"bias": 1.0} | _itself(scene, candidate, cue) | _neighbours(scene, candidate)
    return out | _hanging(scene, at, cue) | {"verbs": float(min(6, len(scene.verbs)))}


def moving(scene: Scene, trigger: Trigger, index: int) -> Found:
    """Features of the candidate at ``index`` and one trigger together."""
    candidate = scene.candidates[index]
    side = "after" if candidate.first >= trigger.last else "before"
    cue, at = scene.cues[index]
    out = {side: 1.0, f"{side}:{cue}": 1.0}
    out |= _between(scene, trigger, candidate, side)
    out |= _rivals(scene, trigger, index, side)
    out[f"pos:{trigger.entry.pos}:{cue}"] = out[f"type:{trigger.entry.type}:{cue}"] = 1.0
    out |= _on_trigger(scene, trigger, at, cue)
    if out[f"{side}:verbs"] == 0:
        out[f"{side}:free:{cue}"] = 1.0
    return out


def _between(scene: Scene, trigger: Trigger, candidate: Candidate, side: str) -> Found:
    """What stands between trigger and candidate."""
    start, end = (trigger.last, candidate.first) if side == "after" else (candidate.last, trigger.first)
    end = max(start, end)
    seen = reduce(or_, scene.flags[start:end], 0)
    gone = scene.acts[end] - scene.acts[start]
    commas = scene.commas[end] - scene.commas[start]
    actors = scene.actors[end] - scene.actors[start]
    out = {
        f"{side}:distance": log2(1 + end - start),
        f"{side}:adjoining": float(end - start <= 2),
        f"{side}:verbs": float(min(3, gone)),
        f"{side}:clauses": float(min(4, abs(scene.breaks[candidate.first] - scene.breaks[trigger.first]))),
        f"{side}:commas": float(min(3, commas)),
        f"{side}:actors": float(min(3, actors)),
    }
    if seen > 1:
        out |= {f"{side}:{name}": 1.0 for n, name in enumerate(_FLAGS) if n and seen >> n & 1}
    return out


def _rivals(scene: Scene, trigger: Trigger, index: int, side: str) -> Found:
    """The other candidates: how many stand nearer, and how well they are placed."""
    all_ = scene.candidates
    out = {"first": float(index == 0), "last": float(index == len(all_) - 1)}
    if len(all_) == 1:
        return out | {"sole": 1.0}
    gap, own = _gap(trigger, all_[index]), scene.breaks[trigger.first]
    nearer = placed = 0
    for i, other in enumerate(all_):
        if i == index:
            continue
        near = _gap(trigger, other) < gap
        nearer += near
        if scene.cues[i][0] in {"in", "near"}:
            placed += near
            out["rival-in-after"] = max(out.get("rival-in-after", 0.0), float(other.first >= trigger.last))
            if scene.breaks[other.first] == own:
                out["rival-in-clause"] = 1.0
    return out | {
        f"{side}:nearer": float(min(4, nearer)),
        f"{side}:nearer-in": float(min(2, placed)),
        "rivals": float(min(4, len(all_) - 1)),
    }


def _gap(trigger: Trigger, candidate: Candidate) -> int:
    if candidate.first >= trigger.last:
        return candidate.first - trigger.last
    return trigger.first - candidate.last


def _itself(scene: Scene, candidate: Candidate, cue: str) -> Found:
    """What the candidate is."""
    mention = candidate.mention
    level = mention.place.level if mention else "none"
    size = candidate.last - candidate.first
    out = {
        f"level:{level}": 1.0,
        f"kind:{candidate.kind or 'none'}": 1.0,
        f"own:{cue}": float(candidate.own),
        "unlisted": float(mention is None),
        f"state:{mention.state if mention else 'none'}": 1.0,
        "part": float(mention is not None and mention.last - mention.first < size),
        "institution": float(mention is not None and "part of a name" in mention.place.why),
        "long": float(size > 3),
    }
    for m in scene.sentence.mentions:
        if m.first < candidate.last and candidate.first < m.last:
            wider = "wider" if m.last - m.first > size else "same"
            out[f"actor:{wider}:{m.kind}"] = 1.0
            out[f"form:{wider}:{m.form}"] = 1.0
    return out


def _hanging(scene: Scene, at: int, cue: str) -> Found:
    """The preposition itself and the word before it, which it may hang on."""
    tokens, code = scene.sentence.tokens, scene.code
    if at < 0:
        return {"opening": 1.0}
    out = {"fronted": float(at <= 1 and cue in {"in", "near"})}
    if code == "en" and tokens[at].norm in _BRIEF:
        out[f"word:{tokens[at].norm}"] = 1.0
    if at == 0 or cue in {"none", "chain"}:
        return out
    before = at - 1
    out["on-number"] = float(tokens[before].norm[:1].isdigit())
    out["on-mark"] = float(not tokens[before].is_word)
    out["on-time"] = float(any(t.first <= before < t.last for t in scene.sentence.times))
    out["on-act"] = float(_names_act(scene, before))
    for m in scene.sentence.mentions:
        if m.first <= before < m.last:
            out[f"on-actor:{m.kind}"] = 1.0
            out[f"on-form:{m.form}"] = 1.0
    return out


def _on_trigger(scene: Scene, trigger: Trigger, at: int, cue: str) -> Found:
    """Whether the preposition, or the name itself, hangs on the trigger or on another verb."""
    names = ("object", "object-of-verb") if cue == "none" else ("on-trigger", "on-verb")
    before = at if cue == "none" else at - 1
    if before < 0 or cue == "chain":
        return {}
    own = trigger.first <= before < trigger.last
    return {names[0]: 1.0} if own else {names[1]: 1.0} if before in scene.verbs else {}


def _names_act(scene: Scene, i: int) -> bool:
    """Whether a token is a noun that tells of an event ("the attack in X")."""
    index = entries(scene.code)
    found = (e for k in keys(scene.sentence.tokens[i], scene.code) for e in index.get(k, ()))
    return i not in scene.verbs and any(e.pos == "noun" for e in found)


def _neighbours(scene: Scene, candidate: Candidate) -> Found:
    """The words right after the candidate, and what surrounds it."""
    tokens, code = scene.sentence.tokens, scene.code
    last = candidate.last
    following = tokens[last].norm if last < len(tokens) else "."
    return {
        "possessive": float(following in {"'s", "'"}),
        "followed:word": float(following[:1].isalpha() and following not in words(code, "preposition")),
        "followed:kind": float(following in kinds(code).after),
        "followed:verb": float(last in scene.verbs),
        "followed:comma": float(following in {",", "،"}),
        "followed:hyphen": float(following == "-" and tokens[last].start == tokens[last - 1].end),
        "followed:and": float(following in words(code, "conjunction")),
        "followed:end": float(following in {".", "!", "?"}),
        "dateline": float(candidate.first <= 1 and following in {"(", "-", ",", ":"}),
        "chain-head": float(_follows(scene, candidate, last)),
        "chain-tail": float(any(_follows(scene, c, c.last, candidate) for c in scene.candidates)),
        "start": float(candidate.first == 0),
        "quoted": float(any(q.first <= candidate.first < q.last for q in scene.sentence.quotes)),
    }


def _follows(scene: Scene, one: Candidate, last: int, other: Candidate | None = None) -> bool:
    """Whether another place of the same country comes right after (``X, Y``)."""
    country = one.mention.place.country if one.mention else None
    pool = (other,) if other is not None else scene.candidates
    return any(
        0 <= c.first - last <= 2 and c is not one and c.mention is not None
        and (country is None or c.mention.place.country == country)
        for c in pool
    )  # fmt: skip


def of_trigger(scene: Scene, trigger: Trigger) -> Found:
    """Features of a trigger that are the same for every candidate."""
    verb = trigger.first in scene.verbs
    before = trigger.first - 1
    return {
        f"type:{trigger.entry.type}": 1.0,
        f"verb:{scene.sentence.tokens[trigger.first].lemma}": 1.0,
        "trigger:first": float(not any(i < trigger.first for i in scene.verbs)),
        "trigger:verb": float(verb),
        "trigger:ing": float(scene.sentence.tokens[trigger.first].norm.endswith("ing")),
        "trigger:after-verb": float(before in scene.verbs),
        "trigger:relative": float(
            before >= 0 and scene.sentence.tokens[before].norm in words(scene.code, "relative")
        ),
        "trigger:quoted": float(any(q.first <= trigger.first < q.last for q in scene.sentence.quotes)),
    }


def _cue(sentence: Sentence, first: int, code: str, candidates: tuple[Candidate, ...]) -> tuple[str, int]:
    """Kind of the preposition before a span (in, near, to, from, other, chain or none), and its token."""
    tokens = sentence.tokens
    clitic = tokens[first].proclitics.lstrip("وف")
    i = first - 1
    while i >= 0 and i >= first - 5 and _passable(sentence, i, code):
        i -= 1
    for word in (clitic, tokens[i].norm if i >= 0 else "", tokens[i].stem if i >= 0 else ""):
        for kind in _KINDS:
            if word and word in words(code, f"place_{kind}"):
                return kind, first if word == clitic else i
    if i >= 0 and tokens[i].norm in words(code, "preposition"):
        return "other", i
    joined = next((n for n, c in enumerate(candidates) if 0 < first - c.last <= 2 and c.last <= first), None)
    if i >= 0 and joined is not None and candidates[joined].first < first and tokens[first - 1].norm != ".":
        kind, at = _cue(sentence, candidates[joined].first, code, ())
        return (f"joined-{kind}" if kind in {"in", "near", "to", "from"} else "chain"), at
    return "none", i


def _passable(sentence: Sentence, i: int, code: str) -> bool:
    """Words between a preposition and a name that do not cut them apart: articles, type words, adjectives."""
    token = sentence.tokens[i]
    if token.norm in words(code, "determiner") or token.stem in site_words(code, "direction"):
        return True
    if any(m.form == "adjective" and m.first <= i < m.last for m in sentence.mentions):
        return True
    if code == "ar":
        return token.stem in words(code, "place_type") or token.stem in kinds(code).before
    if token.norm in words(code, "place_type") or token.norm in kinds(code).before:
        return True
    lower = sentence.surface(token.start, token.end)[:1].islower()
    return lower and token.norm.endswith(("ern", "al", "ian"))
