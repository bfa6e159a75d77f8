"""Figures: quantities about the situation (detainees, troops, money), not about one event."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.coding.casualties import kinds
from marsad.coding.participants import mention_actor, range_evidence, span
from marsad.coding.statements import Said
from marsad.coding.words import words
from marsad.records import Actor, Commitment, Document, Event, Figure, Quantity, Sentence, Span

_STOCK = {"troops", "arrested", "displaced", "captured", "abducted"}


def code_figures(
    document: Document,
    statements: Said,
    events: Sequence[Event],
    commitments: Sequence[Commitment],
) -> list[Figure]:
    """Code quantities that no event and no commitment has claimed."""
    claimed = {(f.field, f.start) for e in events for f in e.figures}
    pledged = [c.evidence[0] for c in commitments if c.amount is not None]
    out: list[Figure] = []
    for sentence in document:
        for q in sentence.quantities:
            if (sentence.field, q.start) in claimed:
                continue
            if q.kind == "money" and any(
                e.field == sentence.field and e.start <= q.start < e.end for e in pledged
            ):
                continue
            unit = _unit(sentence, q, document.language)
            if unit is not None:
                out.append(_figure(sentence, q, unit, statements))
    return out


def _unit(sentence: Sentence, q: Quantity, code: str) -> str | None:
    """What is counted, where it is something that a monitor follows."""
    if q.kind == "money":
        return q.currency
    if q.kind != "count" or q.best < 2:
        return None
    table = kinds(code)
    window = sentence.tokens[q.last : q.last + 4]
    for token in window:
        if table.get(token.lemma) == "troops" or table.get(token.stem) == "troops":
            return "fighters" if _detained(sentence, code) else "soldiers"
    if q.unit_first is None:
        return None
    for form in (sentence.tokens[q.unit_first].lemma, sentence.tokens[q.unit_first].stem):
        if table.get(form) in _STOCK:
            return table[form]
    return None


def _detained(sentence: Sentence, code: str) -> bool:
    return any(
        t.lemma in words(code, "detention") or t.stem in words(code, "detention") for t in sentence.tokens
    )


def _figure(sentence: Sentence, q: Quantity, unit: str, statements: Said) -> Figure:
    first, last = sentence.clause_of(q.first)
    last = max(last, q.unit_last or q.last)
    speaker = _speaker(sentence, q, statements)
    near = [m for m in sentence.mentions if first <= m.first < last or m.last <= first][:4]
    place = next((p.place for p in sentence.places if p.first >= first), None)
    return Figure(
        value=q.best,
        low=q.low,
        high=q.high,
        approximate=q.approximate,
        unit=unit,
        of=_of(sentence, q),
        currency=q.currency,
        place=place,
        actors=tuple(
            mention_actor(sentence, m) for m in near if m.kind in {"state", "group", "organisation"}
        ),
        speaker=speaker,
        evidence=(range_evidence(sentence, first, last),),
    )


def _of(sentence: Sentence, q: Quantity) -> Span:
    if q.unit_first is not None and q.unit_last is not None:
        return span(sentence, q.unit_first, q.unit_last)
    return span(sentence, q.first, q.last)


def _speaker(sentence: Sentence, q: Quantity, statements: Said) -> Actor | None:
    inside = [
        s for s in statements.get(sentence.index, ()) if s.evidence[0].start <= q.start < s.evidence[0].end
    ]
    return inside[-1].speaker if inside else None
