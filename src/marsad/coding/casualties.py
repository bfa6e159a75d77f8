"""Numbers that belong to an event: killed, injured, abducted, arrested, displaced, strikes, troops.

``lang/<code>/figures.csv`` lists the words that tell what a number counts. A number belongs to the
kind whose word governs it in its clause (before it, or after its noun).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from marsad import lang
from marsad.coding.casualties_english import Counter
from marsad.coding.english_chunks import Parse
from marsad.coding.words import words
from marsad.records import EventFigure, Quantity, Sentence

_RISE = 12  # tokens before a number in which a toll rises to it
_BEFELL = frozenset({"killed", "injured", "abducted", "captured", "arrested"})
REACH = 5  # tokens between a number and the word that tells its kind


@cache
def kinds(code: str) -> dict[str, str]:
    """Word form to figure kind."""
    language = lang.load(code)
    out: dict[str, str] = {}
    for row in language.table("figures"):
        for word in row["words"].split():
            for form in language.inflect(word, row["pos"]):
                out.setdefault(form, row["kind"])
    return out


def figures(sentence: Sentence, code: str, parse: Parse | None = None) -> list[tuple[EventFigure, int]]:
    """All event figures of a sentence, each with the token index of the word that told its kind."""
    counter = Counter(parse, kinds(code)) if parse is not None else None
    out = counter.bare() if counter is not None else []
    for q in sentence.quantities:
        if parse is not None and parse.letter(q.first) == ".":
            continue  # the number of a label: "UPDATE 2-"
        told = _told(sentence, q, counter, code) or _risen(sentence, q, code) or _sent(sentence, q, code)
        if told is not None:
            kind, at = told
            if counter is not None and kind == "strikes" and at != q.unit_first:
                continue  # "three strikes destroyed five vehicles"
            end = sentence.tokens[q.unit_last - 1].end if q.unit_last else q.end
            out.append((_figure(sentence, q, kind, end), at))
    return out


def _risen(sentence: Sentence, q: Quantity, code: str) -> tuple[str, int] | None:
    """Whether a number is what a toll rises to ("casualties of the bombings rise to 23")."""
    rising = words(code, "rising")
    if not rising or q.kind != "count" or "to" not in sentence.norms[max(0, q.first - 2) : q.first + 1]:
        return None
    near = range(max(0, q.first - _RISE), q.first)
    if not any(sentence.lemmas[i] in rising for i in near):
        return None
    listed = words(code, "deaths")
    at = next((i for i in range(q.first) if sentence.norms[i] in listed), None)
    return None if at is None else ("killed", at)


def _sent(sentence: Sentence, q: Quantity, code: str) -> tuple[str, int] | None:
    """Whether a number counts troops of whom nothing else is told, in English and French."""
    if code == "ar" or q.kind != "count" or q.unit_first is None:
        return None
    token = sentence.tokens[q.unit_first]
    listed = words(code, "troops")
    return ("troops", q.unit_first) if token.lemma in listed or token.norm in listed else None


def _told(sentence: Sentence, q: Quantity, counter: Counter | None, code: str) -> tuple[str, int] | None:
    """Kind of a number and the token that tells it."""
    if counter is not None and (q.kind == "count" or (q.kind == "other" and not _glued(sentence, q))):
        told = counter.kind(q)
        if told is not None or not counter.counts_people(q):
            return told
    return _kind(sentence, q, code) if q.kind == "count" else None


def _glued(sentence: Sentence, q: Quantity) -> bool:
    """Whether a number is part of a word, a place in a row or a type of weapon ("their 60th", "AK-47s")."""
    tokens = sentence.tokens
    behind = (
        q.last < len(tokens) and tokens[q.last].is_word and tokens[q.last].start == tokens[q.last - 1].end
    )
    return behind or (q.first > 0 and tokens[q.first - 1].end == q.start)


def _figure(sentence: Sentence, q: Quantity, kind: str, end: int) -> EventFigure:
    unit = sentence.surface(sentence.tokens[q.unit_first].start, end) if q.unit_first is not None else None
    return EventFigure(
        start=q.start,
        end=q.end,
        text=sentence.surface(q.start, q.end),
        field=sentence.field,
        kind=kind,
        low=q.low,
        best=q.best,
        high=q.high,
        approximate=q.approximate,
        of=unit,
    )


def _befell(sentence: Sentence, q: Quantity, table: dict[str, str]) -> tuple[str, int] | None:
    """What befell displaced people of whom more is told: ``خطف 60 نازحة``, "60 déplacés enlevés"."""
    first, last = sentence.clause_of(q.first)
    unit = q.unit_last or q.last
    after = range(unit, min(last, unit + REACH))
    for i in (*_joined_before(sentence, q, first), *after):
        token = sentence.tokens[i]
        kind = next((table[f] for f in (token.stem, token.norm, token.lemma) if f in table), None)
        if kind in _BEFELL:
            return kind, i
    return None


def _joined_before(sentence: Sentence, q: Quantity, first: int) -> Iterator[int]:
    """The tokens before a number up to a conjunction, nearest first."""
    joining = words("fr", "conjunction")
    for i in range(q.first - 1, max(first, q.first - REACH) - 1, -1):
        if sentence.norms[i] in joining or "و" in sentence.tokens[q.first].proclitics:
            return
        yield i
        if "و" in sentence.tokens[i].proclitics:
            return


def _kind(sentence: Sentence, q: Quantity, code: str) -> tuple[str, int] | None:
    table = kinds(code)
    tokens = sentence.tokens
    if q.unit_first is not None:
        for form in (tokens[q.unit_first].lemma, tokens[q.unit_first].norm, tokens[q.unit_first].stem):
            if form in table and not (code == "ar" and table[form] == "troops"):
                befell = _befell(sentence, q, table) if table[form] == "displaced" else None
                return befell or (table[form], q.unit_first)
    first, last = sentence.clause_of(q.first)
    after = range(q.last, min(last, q.last + REACH + 2))
    before = range(q.first - 1, max(first, q.first - REACH) - 1, -1)
    order = (*before, *after) if code == "ar" else (*after, *before)
    for i in order:
        for form in (tokens[i].stem, tokens[i].norm, tokens[i].lemma):
            if form in table:
                befell = _befell(sentence, q, table) if table[form] == "displaced" else None
                return befell or (table[form], i)
    # ten soldiers are troops only where no word tells what befell them
    forms = [tokens[q.unit_first].lemma, tokens[q.unit_first].stem] if q.unit_first is not None else []
    told = next((table[f] for f in forms if f in table), None)
    return (told, q.unit_first) if told and q.unit_first is not None else None
