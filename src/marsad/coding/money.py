"""Sums of money: what they are for, and whether a monitor follows them.

Prices, turnovers and budgets of firms are general news. A sum is followed where its sentence tells of aid,
arms, armed groups, damage or sanctions; the words are in ``lang/<code>/words.csv`` (``money_topic``).
"""

from __future__ import annotations

from marsad.coding.arabic_phrases import phrase_end
from marsad.coding.participants import phrase_after, phrase_before
from marsad.coding.words import union, words
from marsad.records import Quantity, Sentence

_NEAR = 3  # tokens between two sums of which the second converts the first
_BEFORE = 10  # tokens before a sum in which its noun is sought


def is_followed(sentence: Sentence, q: Quantity, code: str) -> bool:
    """Whether a sum belongs to what is monitored; one in brackets after another sum only converts it."""
    return not _converts(sentence, q) and on_topic(sentence, code)


def on_topic(sentence: Sentence, code: str) -> bool:
    """Whether a sentence tells of aid, arms, armed groups, damage or sanctions."""
    topics = words(code, "money_topic")
    if any(m.kind == "group" or (m.sector or "")[:3] in {"MIL", "REB", "REF"} for m in sentence.mentions):
        return True
    return any(t.lemma in topics or t.norm in topics or t.stem in topics for t in sentence.tokens)


def _converts(sentence: Sentence, q: Quantity) -> bool:
    """``115 million euros ($130m)``: the same sum in another currency."""
    first = min(q.first, q.unit_first if q.unit_first is not None else q.first)
    bracket = any(t.norm == "(" for t in sentence.tokens[max(0, first - _NEAR) : first])
    others = (o for o in sentence.quantities if o.kind == "money" and o.currency != q.currency)
    return bracket and any(0 <= first - max(o.last, o.unit_last or 0) <= _NEAR for o in others)


def money_for(sentence: Sentence, q: Quantity, code: str) -> tuple[int, int]:
    """Token range of what a sum is for; of the sum itself where that is not said."""
    last = max(q.last, q.unit_last or 0)
    return (
        _after(sentence, last, code)
        or _before(sentence, min(q.first, q.unit_first or q.first), code)
        or (min(q.first, q.unit_first if q.unit_first is not None else q.first), last)
    )


def _after(sentence: Sentence, last: int, code: str) -> tuple[int, int] | None:
    """``$5m of military aid``, ``10 ملايين دولار من المساعدات``."""
    tokens, start = sentence.tokens, last
    if start < len(tokens) and tokens[start].norm == "(":
        start = next((i + 1 for i in range(start, len(tokens)) if tokens[i].norm == ")"), start)
    if start + 1 >= len(tokens):
        return None
    opening = tokens[start]
    if code == "ar":
        if opening.stem not in words(code, "money_of"):
            return ("ك" in opening.proclitics and (start, phrase_end(sentence, start, len(tokens)))) or None
        return start + 1, phrase_end(sentence, start + 1, len(tokens))
    if opening.norm == "worth":
        start += 1
    if tokens[start].norm not in words(code, "money_of"):
        return None
    found = phrase_after(sentence, start + 1, len(tokens), code)
    timed = found and any(t.first <= found.first < t.last for t in sentence.times)
    return (found.first, found.last) if found and not timed else None


def _before(sentence: Sentence, first: int, code: str) -> tuple[int, int] | None:
    """``an appeal for $5m``, ``une aide de 5 millions``, ``إجمالي المساعدات ... بلغ 5 ملايين``."""
    tokens = sentence.tokens
    stops = union(code, "money_verb", "money_joint")
    i = next((j for j in range(first - 1, max(0, first - 4), -1) if _key(sentence, j, code) & stops), None)
    if i is None:
        return None
    end = i
    while end > 0 and _key(sentence, end - 1, code) & stops:
        end -= 1
    if code == "ar":
        return _topic_noun(sentence, end, code)
    found = phrase_before(sentence, max(0, end - _BEFORE), end, code)
    nouns = words(code, "money_noun")
    if found is None or found.last != end or not any(t.norm in nouns for t in tokens[found.first : end]):
        return _topic_noun(sentence, end, code)
    return found.first, found.last


def _key(sentence: Sentence, i: int, code: str) -> frozenset[str]:
    token = sentence.tokens[i]
    forms = {token.norm, token.stem, token.lemma}
    return frozenset(forms | set(token.proclitics)) if code == "ar" else frozenset(forms)


def _topic_noun(sentence: Sentence, end: int, code: str) -> tuple[int, int] | None:
    """The nearest noun before ``end`` that tells what money is spoken of."""
    topics = words(code, "money_noun")
    for i in range(end - 1, max(-1, end - 1 - _BEFORE), -1):
        token = sentence.tokens[i]
        if token.lemma in topics or token.norm in topics or token.stem in topics:
            return (i, phrase_end(sentence, i, end)) if code == "ar" else (i, i + 1)
    return None
