"""Whether a sentence really reports an act as done, rather than naming, recalling or weighing it.

Most Arabic sentences with a word of violence or protest report no such act: they comment on one, name it in
passing, or use the word in another sense. A linear model (``arabic_presence.json``, trained by
``tools/train_presence.py``) weighs the words of the sentence, the words round its triggers and what the rules
found (entry, status, participants, figures, time, place). Its probability is the confidence of the events of
that type in the sentence; below the threshold an event that the rules took as done becomes ``possible``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from math import exp, fsum, log, sqrt

from msgspec.structs import replace

from marsad.coding.lexicon import Coded, Trigger
from marsad.records import Event, Sentence

KINDS = ("ASSAULT", "PROTEST")
HAPPENED = frozenset({"occurred", "ongoing", "historical"})
_ROUND = 2  # words on each side of a trigger whose position is told
_USUAL = 100  # features of a sentence of usual length
_OPENING = 4  # words at the head of a sentence that tell what it is about to do


def weigh(sentence: Sentence, coded: Sequence[Coded]) -> list[Coded]:
    """Give each assault and protest of an Arabic sentence the probability that it is reported as done.

    Parameters
    ----------
    sentence
        The sentence that the events were coded from.
    coded
        Events with their triggers, in text order.

    Returns
    -------
    list
        The same events; ``confidence`` is the probability, ``status`` is ``possible`` for those below the
        threshold of their type that the rules took as done.
    """
    chance = {
        kind: probability(described(sentence, [c for c in coded if c[1].type == kind], coded), kind)
        for kind in KINDS
        if any(event.type == kind for _, event in coded)
    }
    return [(t, _weighed(e, chance[e.type]) if e.type in chance else e) for t, e in coded]


def _weighed(event: Event, chance: float) -> Event:
    least = _model()[0][event.type]
    if chance >= least or event.status not in HAPPENED:
        return replace(event, confidence=round(chance, 2))
    why = f"{event.why}; told as done with probability {chance:.2f}, below {least}"
    return replace(event, confidence=round(chance, 2), status="possible", why=why)


@cache
def _model() -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Thresholds by type, and by type the weight of each feature: for all types and for this one."""
    data = json.loads((files("marsad.coding") / "arabic_presence.json").read_text(encoding="utf-8"))
    weights: dict[str, float] = data["weights"]
    names = {name.removeprefix(f"{kind[0]} ") for kind in KINDS for name in weights}
    each = {
        kind: {n: weights.get(n, 0.0) + weights.get(f"{kind[0]} {n}", 0.0) for n in names} for kind in KINDS
    }
    return data["thresholds"], {kind: {n: w for n, w in found.items() if w} for kind, found in each.items()}


def probability(found: dict[str, float], kind: str) -> float:
    """Probability that a sentence with these features reports an act of a kind as done."""
    get = _model()[1][kind].get
    return 1 / (1 + exp(-fsum([w * value for name, value in found.items() if (w := get(name))])))


def threshold(kind: str) -> float:
    """Least probability of an event of a type that is taken as done."""
    return _model()[0][kind]


def weights(kind: str) -> dict[str, float]:
    """The weights of the model for one type."""
    return _model()[1][kind]


def features(sentence: Sentence, mine: Sequence[Coded], coded: Sequence[Coded]) -> dict[str, float]:
    """Features of a sentence for one type of event, as weights are trained: for all types and for its own.

    Parameters
    ----------
    mine
        The events of that type, at least one.
    coded
        All events of the sentence.
    """
    shared = described(sentence, mine, coded)
    letter = mine[0][1].type[0]
    # protests are too few to learn words of their own
    own = shared if letter == "A" else {n: v for n, v in shared.items() if not n.startswith("word:")}
    return shared | {f"{letter} {name}": value for name, value in own.items()}


def described(sentence: Sentence, mine: Sequence[Coded], coded: Sequence[Coded]) -> dict[str, float]:
    """What is seen of a sentence and its events of one type; see :func:`features`.

    Values are the smaller the more there is to see, so that long sentences are not told by their length.
    """
    plain = _words(sentence)
    names = {f"word:{word}" for word in plain if word}
    for trigger, event in mine:
        names.update(_around(sentence, trigger, plain), _told(trigger, event))
    names.update(f"opening{min(i, 2)}:{norm}" for i, norm in enumerate(sentence.norms[:_OPENING]))
    names.update(f"beside:{e.type}" for _, e in coded if e.type != mine[0][1].type)
    share = sqrt(_USUAL / len(names))
    out = dict.fromkeys(names, share)
    out |= {name: value * share for name, value in _counts(sentence, mine).items()}
    out["bias"] = 1.0
    return out


def _counts(sentence: Sentence, mine: Sequence[Coded]) -> dict[str, float]:
    first = min(t.first for t, _ in mine)
    return {
        "length": log(1 + len(sentence.tokens)) / 4,
        "triggers": float(min(3, len(mine))),
        "times": float(min(3, len(sentence.times))),
        "places": float(min(3, len(sentence.places))),
        "numbers": float(min(3, len(sentence.quantities))),
        "quotes": float(bool(sentence.quotes)),
        "position": min(1.0, first / 50),
    }


def _words(sentence: Sentence) -> list[str]:
    """The lemma of each word, 0 for numbers, empty for punctuation."""
    pairs = zip(sentence.norms, sentence.lemmas, strict=True)
    return [("0" if norm[0].isdigit() else lemma) if norm[:1].isalnum() else "" for norm, lemma in pairs]


def _around(sentence: Sentence, trigger: Trigger, plain: Sequence[str]) -> Iterator[str]:
    """Names of what stands round a trigger: neighbours, clause, its own form."""
    tokens = sentence.tokens
    for step in range(1, _ROUND + 1):
        for side, i in (("before", trigger.first - step), ("after", trigger.last + step - 1)):
            if 0 <= i < len(tokens):
                yield f"{side}{step}:{plain[i] or tokens[i].norm}"
    token = tokens[trigger.first]
    yield f"form:{token.norm}"
    yield f"clitics:{token.proclitics}-{token.enclitic}"
    yield f"pos:{trigger.entry.pos}{':definite' if token.stem.startswith('ال') else ''}"
    start, end = sentence.clause_of(trigger.first)
    yield from [f"clause:{word}" for word in plain[start:end] if word]
    yield from _where(sentence, trigger, start, end)


def _where(sentence: Sentence, trigger: Trigger, start: int, end: int) -> Iterator[str]:
    if trigger.first == start:
        yield "opens clause"
    if trigger.first <= 2:
        yield "opens sentence"
    if any(q.first <= trigger.first < q.last for q in sentence.quotes):
        yield "quoted"
    found = {"number": sentence.quantities, "place": sentence.places, "time": sentence.times}
    yield from (f"clause has {name}" for name, hits in found.items() if _within(hits, start, end))


def _within(hits: Sequence[object], start: int, end: int) -> bool:
    return any(start <= hit.first < end for hit in hits)  # type: ignore[attr-defined]


def _told(trigger: Trigger, event: Event) -> Iterator[str]:
    """Names of what the rules found for one event."""
    yield f"entry:{trigger.entry.trigger}"
    yield from _crossed(trigger, event)
    yield f"status:{event.status}"
    yield f"mode:{event.mode}"
    if event.status in HAPPENED:
        yield "done"
    if event.place:
        yield "placed"
    if event.time:
        yield f"time:{event.time.precision if event.time.start_date else 'undated'}"
    yield from (f"figure:{f.kind}" for f in event.figures)
    for role, people in (("actor", event.actors), ("recipient", event.recipients)):
        if people:
            yield role
        yield from (f"{role}:{p.kind}" for p in people)
        yield from (f"{role}:{(p.sector or '')[:3]}" for p in people)


def _crossed(trigger: Trigger, event: Event) -> Iterator[str]:
    """Pairs of what the rules found: who acts on whom, with what status and which figures."""
    actor = f"{event.actors[0].kind}:{(event.actors[0].sector or '')[:3]}" if event.actors else "nobody"
    people = event.recipients[0].kind if event.recipients else ("thing" if event.targets else "nobody")
    figures = "+".join(sorted({f.kind for f in event.figures})) or "none"
    entry, placed, dated = (
        trigger.entry.trigger,
        bool(event.place),
        bool(event.time and event.time.start_date),
    )
    yield f"both:{entry}|{event.status}"
    yield f"both:{entry}|{people}"
    yield f"both:{actor}|{people}"
    yield f"both:{people}|{figures}"
    yield f"both:{event.mode}|{people}"
    yield f"both:{event.status}|{placed}|{dated}"
    yield f"both:{figures}|{placed}|{dated}"
