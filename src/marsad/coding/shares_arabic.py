"""Arabic figures that need more than the noun counted: shares, others, tolls that go on in a list.

A share is a figure where it is of land, people or forces and the sentence tells who holds, flees, needs or
fights (``30 في المئة من ريف كذا``), or where attacks rise or fall by it. Shares of votes, prices and works
are general news.
"""

from __future__ import annotations

from marsad.coding.arabic_phrases import is_verb, phrase_end
from marsad.coding.casualties import kinds
from marsad.coding.money import on_topic
from marsad.coding.participants import span
from marsad.coding.words import union, words
from marsad.records import Quantity, Sentence, Span, Token

_BEFORE = 7  # tokens from what rises or falls to its share
_ACT = 8  # tokens between a verb and those whom its act befell
_LIST = 22  # tokens from a word of a toll to the later members of its list
_TOLL = frozenset({"killed", "injured", "missing", "released", "strikes"})


def share(sentence: Sentence, q: Quantity) -> Span | None:
    """What a percentage is of, where a monitor follows it."""
    if q.kind != "percent" or q.best > 100:
        return None
    return _share_of(sentence, q) or _change_of(sentence, q)


def _share_of(sentence: Sentence, q: Quantity) -> Span | None:
    tokens = sentence.tokens
    if q.last + 1 >= len(tokens) or tokens[q.last].norm != "من":
        return None
    whole = tokens[q.last + 1]
    told = _any(sentence.tokens, "share_need")
    followed = _any((whole,), "share_of") and (told or on_topic(sentence, "ar"))
    if not followed and not (told and _any((whole,), "share_of_people")):
        return None
    return span(sentence, q.last + 1, phrase_end(sentence, q.last + 1, len(tokens)))


def _change_of(sentence: Sentence, q: Quantity) -> Span | None:
    """``انخفضت هجمات التنظيم بنسبة 45 في المئة``."""
    tokens = sentence.tokens
    if not q.first or tokens[q.first - 1].norm not in {"بنسبه", "نسبه", "بمعدل"}:
        return None
    near = range(q.first - 2, max(-1, q.first - 2 - _BEFORE), -1)
    at = next((j for j in near if _any((tokens[j],), "change_of")), None)
    return None if at is None else span(sentence, at, phrase_end(sentence, at, q.first - 1))


def _any(tokens: tuple[Token, ...], kind: str) -> bool:
    listed = words("ar", kind)
    return any(t.lemma in listed or t.stem in listed for t in tokens)


def other_unit(sentence: Sentence, q: Quantity) -> str | None:
    """What others are counted: those of the figure before (``1400 أسير ... و600 آخرين``)."""
    following = sentence.tokens[q.last] if q.last < len(sentence.tokens) else None
    if following is None or following.stem not in {"اخرين", "اخرون", "اخر"}:
        return None
    before = [o for o in sentence.quantities if o.last <= q.first and o.kind == "count" and o.unit]
    return before[-1].unit if before else None


def may_be_counted(token: Token) -> bool:
    """Whether a token may belong to what is counted: no adjunct, no adjective of things (``آلية عسكرية``)."""
    joined = set(token.proclitics) & set("وفبلك")
    return token.norm != "عسكريه" and (not joined or token.norm == "وعسكري")  # ``ألف أمني وعسكري``


def toll_goes_on(sentence: Sentence, q: Quantity) -> bool:
    """Whether a number is a later member of a toll: joined to what was killed (``قتل قائد و12 جنديا``).

    A number that a toll number is divided into is one too (``مقتل 80، هم 50 طفلا و30 امرأة``).
    """
    tokens = sentence.tokens
    opening = q.first - (q.first > 0 and not tokens[q.first].proclitics)
    listed = tokens[opening].norm in {"و", "،", ",", "هم", "منهم", "بينهم", "مع"}
    if not listed and "و" not in tokens[q.first].proclitics:
        return False
    table = kinds("ar")
    for token in reversed(tokens[max(0, opening - _LIST) : opening]):
        forms = (token.lemma, token.stem)
        if any(table.get(form) in _TOLL for form in forms) or token.stem in words("ar", "slain"):
            return True
        if token.stem in words("ar", "dividing"):
            continue
        if is_verb(token) or any(form in union("ar", "stock", "detention") for form in forms):
            return False
    return False


def of_an_act(sentence: Sentence, q: Quantity) -> bool:
    """Whether those counted are whom an act befell: the verb before takes them, or the one after tells it.

    ``اعتقل التنظيم أمس 80 مواطنا``, ``أن 13 رجلا بينهم شيخ خطفوا``; not ``تحتجز 1400 أسير``, which goes on.
    """
    last = q.unit_last or q.last
    before = reversed(sentence.tokens[max(0, q.first - _ACT) : q.first])
    verb = next((t for t in before if is_verb(t)), None)
    if verb is not None and _befalls(verb):
        return True
    after = sentence.tokens[last : last + 2 * _ACT]
    told = next((i for i, t in enumerate(after) if is_verb(t)), None)
    relative = told is not None and any(t.stem in words("ar", "relative") for t in after[:told])
    return told is not None and not relative and _befalls(after[told])


def _befalls(token: Token) -> bool:
    listed = words("ar", "act_on_people")
    return token.lemma in listed or token.stem in listed
