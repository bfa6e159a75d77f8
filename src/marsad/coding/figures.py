"""Figures: quantities about the situation (detainees, troops, money), not about one event."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from marsad import lang
from marsad.coding.casualties import kinds
from marsad.coding.money import is_followed, money_for, on_topic
from marsad.coding.participants import mention_actor, range_evidence, span
from marsad.coding.shares_arabic import may_be_counted, of_an_act, other_unit, share, toll_goes_on
from marsad.coding.statements import Said
from marsad.coding.words import words
from marsad.normalise import key
from marsad.records import Actor, Commitment, Document, Event, Figure, Place, Quantity, Sentence, Span

_STOCK = {"troops", "arrested", "displaced", "captured", "abducted"}
_TOLL = frozenset({"killed", "injured", "missing", "released", "strikes"})
_NEAR = 3  # tokens between a number and a word of a toll that claims it
_AFTER = 5  # tokens after what is counted in which a word of a toll claims it
_ACTORS = 4
_FEW = 10  # people under this are those of an event or an anecdote
_SUM = 10_000  # money under this is a price or a wage


def code_figures(
    document: Document,
    statements: Said,
    events: Sequence[Event],
    commitments: Sequence[Commitment],
) -> list[Figure]:
    """Code quantities that tell of the situation: what no event and no commitment has claimed.

    People are counted where a word of holding, hosting, fleeing or being stationed stands in the
    sentence; detainees, refugees and sums of money always.
    """
    claimed = {(f.field, f.start): f.kind for e in events for f in e.figures}
    pledged = [c.evidence[0] for c in commitments if c.amount is not None]
    out: list[Figure] = []
    for sentence in document:
        before = 0
        for q in sentence.quantities:
            kind = claimed.get((sentence.field, q.start))
            if q.kind == "money" and any(
                e.field == sentence.field and e.start <= q.start < e.end for e in pledged
            ):
                continue
            whole = share(sentence, q) if document.language == "ar" else None
            unit = _unit(sentence, q, document.language, kind, among=before)
            unit = "percent" if whole is not None else unit
            if unit is not None:
                before = q.last
                out.append(_figure(sentence, q, unit, statements, document.language, whole=whole))
    return out


def _unit(sentence: Sentence, q: Quantity, code: str, claimed: str | None, *, among: int) -> str | None:
    """What is counted, where it is something that a monitor follows.

    ``among`` is where the last figure of the sentence ends: ``including 20,000 children`` is one more.
    """
    if q.kind == "money":
        return q.currency if claimed is None and q.best >= _SUM and is_followed(sentence, q, code) else None
    if (
        q.kind != "count"
        or q.best < _FEW
        or _many(q)
        or _inhabits(sentence, q, code)
        or (claimed is not None and claimed not in _STOCK)
    ):
        return None
    stands = _stands(sentence, code)
    if _toll_near(sentence, q, code) or (claimed is not None and not stands):
        return None
    if code == "ar" and (toll_goes_on(sentence, q) or of_an_act(sentence, q)):
        return None
    own = _stock_unit(sentence, q, code) or (other_unit(sentence, q) if code == "ar" and stands else None)
    if own is not None and (stands or own in {"arrested", "displaced"}):
        return own
    followed = bool(among) and q.first - among <= _ACTORS
    person = _person(sentence, q, code) or (q.unit_first is None and followed)
    person = person and (followed or (stands and not _bystander(sentence, q, code)))
    return q.unit or own or "people" if person else own


def _bystander(sentence: Sentence, q: Quantity, code: str) -> bool:
    """Whether those counted are of general news (students, passengers), and nothing monitored is told."""
    if q.unit_first is None or on_topic(sentence, code):
        return False
    cues = words(code, "bystander")
    counted = sentence.tokens[q.unit_first : q.unit_last or q.unit_first + 1]
    return any(t.lemma in cues or t.norm in cues or t.stem in cues for t in counted)


def _many(q: Quantity) -> bool:
    """Whether the number is only "many": a range from a handful to a hundred."""
    return q.best < 2 * _FEW and q.high >= 9 * _FEW


def _inhabits(sentence: Sentence, q: Quantity, code: str) -> bool:
    """Whether the number is the population of a place."""
    last = (q.unit_last or q.last) + 1
    cues = words(code, "population")
    near = sentence.tokens[max(0, q.first - _ACTORS) : last]
    return any(t.lemma in cues or t.norm in cues or t.stem in cues for t in near)


def _stock_unit(sentence: Sentence, q: Quantity, code: str) -> str | None:
    table = kinds(code)
    for token in sentence.tokens[q.last : q.last + 4]:
        if code == "ar" and not may_be_counted(token):
            break
        if table.get(token.lemma) == "troops" or table.get(token.stem) == "troops":
            return "fighters" if _detained(sentence, code) else "soldiers"
    if q.unit_first is None:
        return None
    forms = (sentence.tokens[q.unit_first].lemma, sentence.tokens[q.unit_first].stem)
    return next((table[f] for f in forms if table.get(f) in _STOCK), None)


def _person(sentence: Sentence, q: Quantity, code: str) -> bool:
    """Whether the counted noun, or the word after an adjective, is a person or a household."""
    if q.unit_first is None:
        return False
    last = q.unit_last or q.unit_first + 1
    return any(
        form in _people(code)
        for t in sentence.tokens[q.unit_first : last]
        for form in (t.norm, t.stem, t.lemma)
    )


@cache
def _people(code: str) -> frozenset[str]:
    """Forms of the nouns that count people."""
    rows = [row for row in lang.load(code).table("counted") if row["class"] == "person"]
    return frozenset(key(f) for row in rows for f in (row["lemma"], *row["forms"].split("|")) if f)


def _stands(sentence: Sentence, code: str) -> bool:
    """Whether a word of holding, hosting, fleeing or being stationed stands in the sentence."""
    cues = words(code, "stock")
    owned = any(_owns(sentence, q) for q in sentence.quantities) if code == "en" else False
    return owned or any(t.lemma in cues or t.norm in cues or t.stem in cues for t in sentence.tokens)


def _owns(sentence: Sentence, q: Quantity) -> bool:
    """Whether a number is the object of "has" (``has 1,000 troops``), which else is an auxiliary."""
    before = sentence.tokens[max(0, q.first - 2) : q.first]
    return any(t.norm in {"has", "have", "had"} for t in before)


def _toll_near(sentence: Sentence, q: Quantity, code: str) -> bool:
    table = kinds(code)
    last = q.unit_last or q.last
    near = (*sentence.tokens[max(0, q.first - _NEAR) : q.first], *sentence.tokens[last : last + _AFTER])
    return any(table.get(form) in _TOLL for t in near for form in (t.lemma, t.stem))


def _detained(sentence: Sentence, code: str) -> bool:
    return any(
        t.lemma in words(code, "detention") or t.stem in words(code, "detention") for t in sentence.tokens
    )


def _figure(
    sentence: Sentence, q: Quantity, unit: str, statements: Said, code: str, *, whole: Span | None = None
) -> Figure:
    first, last = sentence.clause_of(q.first)
    last = max(last, q.unit_last or q.last)
    speaker = _speaker(sentence, q, statements)
    return Figure(
        value=q.best,
        low=q.low,
        high=q.high,
        approximate=q.approximate,
        unit=unit,
        of=whole or _of(sentence, q, code),
        currency=q.currency,
        place=_place(sentence, q, code),
        actors=_actors(sentence, q, speaker),
        speaker=speaker,
        evidence=(range_evidence(sentence, first, last),),
    )


def _place(sentence: Sentence, q: Quantity, code: str) -> Place | None:
    """The place after the number and before the next one, else the nearest before it.

    Where people came from is not where they are.
    """
    following = min((o.first for o in sentence.quantities if o.first > q.first), default=len(sentence.tokens))
    peoples = {m.first for m in sentence.mentions if m.form in {"adjective", "common"}}
    kept = [
        p for p in sentence.places if (p.cue or "") not in words(code, "origin") and p.first not in peoples
    ]
    after = [p for p in kept if (q.unit_last or q.last) <= p.first < following]
    before = [p for p in kept if p.last <= q.first]
    chosen = after[:1] or before[-1:] or [p for p in kept if p.first >= following][:1]
    return chosen[0].place if chosen else None


def _actors(sentence: Sentence, q: Quantity, speaker: Actor | None) -> tuple[Actor, ...]:
    """States, groups and organisations of the sentence but its speaker, the nearest first."""
    unit = range(q.first, (q.unit_last or q.last))
    found = [
        m
        for m in sentence.mentions
        if m.kind in {"state", "group", "organisation"}
        and m.first not in unit
        and (speaker is None or m.start != speaker.start or speaker.field != sentence.field)
    ]
    found.sort(key=lambda m: abs(m.first - q.first))
    return tuple(mention_actor(sentence, m) for m in found[:_ACTORS])


def _of(sentence: Sentence, q: Quantity, code: str) -> Span:
    if q.kind == "money":
        return span(sentence, *money_for(sentence, q, code))
    if q.unit_first is not None and q.unit_last is not None:
        return span(sentence, q.unit_first, q.unit_last)
    return span(sentence, q.first, q.last)


def _speaker(sentence: Sentence, q: Quantity, statements: Said) -> Actor | None:
    inside = [
        s for s in statements.get(sentence.index, ()) if s.evidence[0].start <= q.start < s.evidence[0].end
    ]
    return inside[-1].speaker if inside else None
