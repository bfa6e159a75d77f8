"""Commitments: pledges with amounts, meetings to come, proposals, deployments, repatriations.

``lang/<code>/pledges.csv`` lists the words that may open one, with what each needs beside it: a sum of
money, a future time, troops, nationals, or only an object.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec.structs import replace

from marsad import lang
from marsad.coding.grammar import verb_use
from marsad.coding.lexicon import keys
from marsad.coding.marks import PLEDGE, listed
from marsad.coding.money import on_topic
from marsad.coding.participants import mention_actor, range_evidence, span
from marsad.coding.pledging_arabic import (
    asked_for,
    begun,
    brings_back,
    helped,
    host,
    joined,
    pledges,
    pledges_itself,
    supports,
)
from marsad.coding.speech import speech_at
from marsad.coding.statements import Said
from marsad.coding.words import words
from marsad.lang.ar.rules import has_article
from marsad.normalise import key
from marsad.records import Actor, Commitment, Document, Place, Quantity, Sentence, Time, Token

Row = dict[str, str]
_YEAR = re.compile(r"\d{4}")
_OFFICIAL = frozenset({"GOV", "MIL", "IGO", "UNO", "EUR", "LEG", "NGO", "COP"})
_TELLING = frozenset({"announce", "annoncer"})
_OBJECT = 7  # tokens from a verb of bringing back to the people who are
_CLOSE = 6  # tokens between a word of telling and the sum that is given
REACH = 8  # tokens between the word that opens a commitment and what it needs


def code_commitments(document: Document, statements: Said) -> list[Commitment]:
    """Code the commitments of a document, in text order.

    Statements lend their speaker to a commitment that names no actor of its own.
    """
    out: list[Commitment] = []
    for sentence in document:
        taken = 0
        for i in listed(sentence, PLEDGE, document.language):
            made = _at(document, sentence, i, statements) if i >= taken else None
            made = _within(document, sentence, i, made, statements)
            if made is not None:
                out.append(made[0])
                taken = made[1]
    return _distinct(out)


def _within(
    document: Document, sentence: Sentence, i: int, made: tuple[Commitment, int] | None, said: Said
) -> tuple[Commitment, int] | None:
    """What is promised, where a bare promise is followed by it (``promised to repatriate``)."""
    if made is None or made[0].action != "work-towards":
        return made
    for j in range(i + 1, min(made[1], i + REACH)):
        inner = _at(document, sentence, j, said)
        if inner is not None and inner[0].action != "work-towards":
            actors = made[0].actors or inner[0].actors
            return replace(inner[0], actors=actors, evidence=made[0].evidence), max(inner[1], made[1])
    return made


def _distinct(found: list[Commitment]) -> list[Commitment]:
    """Tell a commitment once, however often the report repeats it; the evidence is kept."""
    out: list[Commitment] = []
    for c in found:
        same = next((n for n, o in enumerate(out) if _same(o, c)), None)
        if same is None:
            out.append(c)
        else:
            out[same] = replace(out[same], evidence=(*out[same].evidence, *c.evidence))
    return out


def _same(a: Commitment, b: Commitment) -> bool:
    if (a.action, a.amount, a.currency) != (b.action, b.amount, b.currency) or a.due or b.due:
        return False
    left, right = (set(key(c.object.text).split()) if c.object else set() for c in (a, b))
    return len(left & right) >= 0.5 * max(1, min(len(left), len(right)))


@cache
def _index(code: str) -> dict[str, list[Row]]:
    language = lang.load(code)
    out: dict[str, list[Row]] = {}
    for row in language.table("pledges"):
        for word in row["words"].split():
            for form in language.inflect(word, row["pos"]):
                out.setdefault(form, []).append(row)
    return out


def _at(document: Document, sentence: Sentence, i: int, said: Said) -> tuple[Commitment, int] | None:
    code = document.language
    index = _index(code)
    rows = next((index[k] for k in keys(sentence.tokens[i], code) if k in index), [])
    told = said.get(sentence.index, ())
    for row in rows:
        if not (_suits(sentence, i, row, code) if code != "ar" else pledges(sentence, i, row, told)):
            continue
        end = _end(sentence, i, code)
        made = _commitment(document, sentence, (i, end), row, said)
        if made is not None:
            return made, end
    return None


def _suits(sentence: Sentence, i: int, row: Row, code: str) -> bool:
    """Whether a word is used as the part of speech of its row; ``meeting`` is a noun in any case."""
    verb = verb_use(sentence.tokens, i, code)
    before = sentence.tokens[i - 1].norm if i else ""
    if code == "en" and sentence.tokens[i].norm.endswith("ed") and _qualifies(before):
        return False
    if row["pos"] == "verb":
        return verb
    return code == "fr" or not verb or sentence.tokens[i].norm.endswith("ing")


def _qualifies(before: str) -> bool:
    """Whether a participle after this word is an adjective (``the proposed changes``)."""
    return before in words("en", "determiner") | words("en", "preposition") | {"'s"}


def _end(sentence: Sentence, i: int, code: str) -> int:
    """End of the commitment: the next word of saying or like opening, or the sentence's end."""
    index = _index(code)
    joints = words(code, "conjunction") | words(code, "joint") | {",", ";"}
    joint = 0
    for j in range(i + 2, len(sentence.tokens)):
        token = sentence.tokens[j]
        if token.norm in joints:
            joint = j
        opens = "و" in token.proclitics or not sentence.tokens[j - 1].is_word
        opens = opens or (bool(joint) and j - joint <= REACH and _newly(sentence, joint, j, code))
        if opens and (speech_at(token, code) or any(k in index for k in keys(token, code))):
            return joint if joint and j - joint <= REACH else j
        if code == "ar" and token.stem == "ان" and "و" in token.proclitics:
            return j  # ``وأن``: the next thing that is said
        if token.stem in {"كذلك", "ايضا"} and j + 2 < len(sentence.tokens):
            return j
    return len(sentence.tokens)


def _newly(sentence: Sentence, joint: int, j: int, code: str) -> bool:
    """Whether a clause with a subject and a verb of its own begins after a conjunction."""
    if code == "ar":
        return j == joint + 1
    own = any(joint < m.first and m.last <= j for m in sentence.mentions)
    return own and verb_use(sentence.tokens, j, code)


def _commitment(
    document: Document, sentence: Sentence, window: tuple[int, int], row: Row, said: Said
) -> Commitment | None:
    i, end = window
    code = document.language
    money = _money(sentence, i, end)
    due = _due(document, sentence, i, end)
    if code == "ar" and row["action"] == "meet" and due is not None:
        due = due if asked_for(sentence, i, due) or not begun(due, document.anchor) else None
    if not _has_needed(sentence, window, row, money, due, code=code):
        return None
    first = _start(sentence, i)
    speaker = _speaker(sentence, i, said)
    own = _pledged_by(sentence, i, said)
    if code == "ar" and row["action"] == "meet":
        own = own or host(sentence, i)
    if code == "ar" and own is None and pledges_itself(sentence, i):
        own = speaker
    actors = (own,) if own is not None else _actors(document, sentence, i, speaker)
    if not _by_whom(sentence, row, actors, speaker, code=code):
        return None
    return Commitment(
        action=row["action"],
        actors=actors,
        beneficiaries=_supplied(sentence, i, money, code) or _beneficiaries(sentence, money, end, code)
        if money
        else (),
        object=span(sentence, i + 1, end) if end > i + 1 else None,
        amount=money.best if money else None,
        currency=money.currency if money else None,
        additional=True if money and _additional(sentence, money) else None,
        place=_place(sentence, i, end),
        due=due,
        instrument=_instrument(sentence, i, end),
        status=row["status"],  # type: ignore[arg-type]
        speaker=speaker,
        evidence=(range_evidence(sentence, first, end),),
    )


def _has_needed(
    sentence: Sentence,
    window: tuple[int, int],
    row: Row,
    money: Quantity | None,
    due: Time | None,
    *,
    code: str,
) -> bool:
    """Whether what the row needs stands beside the word that opens the commitment."""
    i, end = window
    needs = row["needs"].split()
    if "money" in needs:
        return money is not None and _gives(sentence, i, money, code)
    if "support" in needs:
        return money is None and supports(sentence, i) and _ahead(sentence, i, row, due, code)
    if "object" in needs:
        return money is None and _has_object(sentence, i, end, code)
    if "nationals" in needs:
        return _nationals(sentence, i, end, code)
    if "troops" in needs and not _troops(sentence, i, end, code):
        return False
    return "future" not in needs or (
        _meets(sentence, i, end, row, code) and _ahead(sentence, i, row, due, code)
    )


def _by_whom(
    sentence: Sentence, row: Row, actors: tuple[Actor, ...], speaker: Actor | None, *, code: str
) -> bool:
    """Whether somebody is committed whose commitments are followed."""
    if not actors and speaker is None:
        return row["action"] == "meet"
    if row["needs"] == "object" and code != "ar":
        return any(_public(a) for a in actors) or on_topic(sentence, code)
    if row["action"] == "aid":
        return on_topic(sentence, code) or any(_official(a) for a in actors)
    return True


def _public(actor: Actor) -> bool:
    """Whether an actor is one whose word a monitor keeps: no unnamed private person."""
    return actor.kind not in {"unknown", "people"} or bool(actor.sector)


def _official(actor: Actor) -> bool:
    """Whether an actor is a state, an authority or an international organisation."""
    return actor.kind == "state" or (actor.sector or "")[:3] in _OFFICIAL


def _gives(sentence: Sentence, i: int, money: Quantity, code: str) -> bool:
    """Whether the sum is what is given: no other act stands between (``announced plans to save $5m``)."""
    if code == "ar":
        return True
    between = [t.norm for t in sentence.tokens[i + 1 : money.first]]
    if between[:1] == ["to"] and sentence.tokens[i].lemma == "contribute":
        return False
    if len(between) > _CLOSE and sentence.tokens[i].lemma in _TELLING:
        return False
    acts = {between[j + 1] for j in range(len(between) - 1) if between[j] == "to"}
    return code != "en" or not acts or bool(acts & words("en", "giving_verb"))


def _start(sentence: Sentence, i: int) -> int:
    """First token of the evidence: the clause's subject, where it stands just before."""
    first = sentence.clause_of(i)[0]
    return first if i - first <= 6 else i


def _money(sentence: Sentence, i: int, end: int) -> Quantity | None:
    return next(
        (q for q in sentence.quantities if q.kind == "money" and i < q.first < min(end, i + 2 * REACH)), None
    )


def _additional(sentence: Sentence, money: Quantity) -> bool:
    last = max(money.unit_last or 0, money.last)
    near = sentence.tokens[max(0, money.first - 2) : last + 3]
    return any(t.stem in words_additional() for t in near)


@cache
def words_additional() -> frozenset[str]:
    """Words in all languages that mark a sum as new money."""
    return frozenset().union(*(words(code, "additional") for code in lang.LANGUAGES))


def _due(document: Document, sentence: Sentence, i: int, end: int) -> Time | None:
    """A time after the anchor; a deadline without a year is the next of its name."""
    for t in sentence.times:
        if i < t.first < end and t.time.relation in {"on", "by", "during", "until"}:
            time = _next(t.time, document.anchor) if t.time.relation == "by" else t.time
            if document.anchor and time.end_date and time.end_date > document.anchor:
                return time
    return None


def _next(time: Time, anchor: str | None) -> Time:
    """A deadline that was read as past, a year on where it names none (``by July``)."""
    past = anchor and time.start_date and time.end_date and time.end_date < anchor
    if not past or _YEAR.search(time.text):
        return time
    return replace(time, start_date=_year_on(time.start_date), end_date=_year_on(time.end_date))


def _year_on(day: str | None) -> str | None:
    if day is None:
        return None
    later = f"{int(day[:4]) + 1}{day[4:]}"
    return later.replace("-02-29", "-02-28")


def _meets(sentence: Sentence, i: int, end: int, row: Row, code: str) -> bool:
    """For a meeting: the word that opens it is a meeting, or one follows within reach."""
    if row["action"] != "meet" or code != "ar" or sentence.tokens[i].stem != "عقد":
        return True
    meetings = {key(w) for w in ("اجتماع", "قمة", "مؤتمر", "لقاء", "جلسة", "محادثات", "مباحثات")}
    return any(t.lemma in meetings for t in sentence.tokens[i + 1 : min(end, i + 4)])


def _ahead(sentence: Sentence, i: int, row: Row, due: Time | None, code: str) -> bool:
    """Whether the act lies ahead: it has a date to come, or is planned, promised or in the future."""
    if due is not None:
        return True
    if row["action"] == "meet":
        return False
    before = sentence.tokens[max(0, i - REACH) : i]
    if any(t.norm in words(code, "future") or t.stem in words(code, "future") for t in before):
        return True
    token = sentence.tokens[i]
    if code == "ar":
        return "س" in token.proclitics
    return code == "fr" and token.norm.endswith(("era", "eront", "erait", "eraient", "ira", "iront"))


def _troops(sentence: Sentence, i: int, end: int, code: str) -> bool:
    """Whether soldiers or forces are moved: before the verb or after it."""
    first = min(sentence.clause_of(i)[0], max(0, i - REACH))
    if any(first <= m.first < end and (m.sector or "")[:3] == "MIL" for m in sentence.mentions):
        return True
    cues = words(code, "troops")
    return any(f in cues for t in sentence.tokens[first:end] for f in (t.lemma, t.stem, t.norm))


def _beneficiaries(sentence: Sentence, money: Quantity, end: int, code: str) -> tuple[Actor, ...]:
    """Whom a sum is for: the first actor or people after it that a preposition of giving governs."""
    for m in sentence.mentions:
        if not money.last <= m.first < end or m.form == "adjective":
            continue
        if code == "en" and "according" in {t.norm for t in sentence.tokens[m.first - 3 : m.first]}:
            continue
        i = m.first - 1
        while i > money.last and sentence.tokens[i].norm in words(code, "determiner") - {"au", "aux"}:
            i -= 1
        given = sentence.tokens[i].norm in words(code, "giving")
        if given or (code == "ar" and helped(sentence, m.first)):
            return (mention_actor(sentence, m),)
    return ()


def _supplied(sentence: Sentence, i: int, money: Quantity, code: str) -> tuple[Actor, ...]:
    """``supply X with $5m``, ``give X $5m``: who stands between verb and sum."""
    if code != "en":
        return ()
    between = [m for m in sentence.mentions if i < m.first <= i + 2 and m.last <= money.first]
    whole = [m for m in between if m.kind in {"state", "organisation", "group", "people"}]
    return (mention_actor(sentence, whole[0]),) if whole and whole[0].form != "adjective" else ()


def _has_object(sentence: Sentence, i: int, end: int, code: str) -> bool:
    if end - i < 4:
        return False
    if code == "fr":
        return not _french_other(sentence, i)
    return code != "ar" or _arabic_object(sentence, i, end)


def _arabic_object(sentence: Sentence, i: int, end: int) -> bool:
    """Whether a pledge has what is pledged: the noun its owner or ``ب``, the verb ``ب`` or a clause."""
    token = sentence.tokens[i]
    if has_article(token.stem) and not token.enclitic:
        return False
    noun = token.stem.startswith("التزام") and not token.stem.startswith("التزامه")
    owned = any(m.first == i + 1 and m.kind != "unknown" for m in sentence.mentions)
    ahead = sentence.tokens[i + 1 : min(end, i + 3 if noun else i + 2 * REACH)]
    governed = any("ب" in t.proclitics or t.stem in {"بان", "ان"} for t in ahead)
    return bool(token.enclitic) or governed or (noun and owned) or not _pledges(token)


def _pledges(token: Token) -> bool:
    """Whether an Arabic word is one of pledging, which governs ``ب``; proposing takes an object."""
    return token.stem.endswith("ا") or any(word in token.stem for word in ("التزم", "التزام", "تعهد"))


def _french_other(sentence: Sentence, i: int) -> bool:
    """``engager`` that is not ``s'engager à``, and what is proposed by somebody."""
    tokens = sentence.tokens
    after = tokens[i + 1].norm if i + 1 < len(tokens) else ""
    if tokens[i].norm.startswith("engage") and not tokens[i].norm.startswith("engagement"):
        reflexive = any(t.norm in {"s'", "se", "m'", "nous"} for t in tokens[max(0, i - 4) : i])
        return not reflexive or not {t.norm for t in tokens[i + 1 : i + 4]} & {"a", "en"}
    return after == "par"


def _nationals(sentence: Sentence, i: int, end: int, code: str) -> bool:
    """Whether people of one's own are brought back: they are the object itself, not just in the sentence."""
    if code == "ar":
        return brings_back(sentence, i, end)
    end = min(end, i + _OBJECT)
    return any(
        t.lemma in words(code, "national") or t.stem in words(code, "national")
        for t in sentence.tokens[i:end]
    ) or any(i < m.first < end and m.form == "adjective" and m.kind == "people" for m in sentence.mentions)


def _pledged_by(sentence: Sentence, i: int, said: Said) -> Actor | None:
    """The speaker of the statement whose word of saying is the pledge itself."""
    start = sentence.tokens[i].start
    mine = (
        s for s in said.get(sentence.index, ()) if s.verb.start == start and s.verb.field == sentence.field
    )
    return next((s.speaker for s in mine), None)


def _actors(document: Document, sentence: Sentence, i: int, speaker: Actor | None) -> tuple[Actor, ...]:
    before = [m for m in sentence.mentions if m.last <= i and i - m.last <= REACH]
    after = [m for m in sentence.mentions if i < m.first <= i + 1] if document.language == "ar" else []
    after = [m for m in after if not sentence.tokens[m.last - 1].enclitic]  # "their forces" is the object
    chosen = after[:1] or before[-1:]
    if document.language == "ar" and not after:
        chosen = joined(sentence, before)
    chosen = [m for m in chosen if m.kind in {"state", "organisation", "group", "person", "people"}]
    if chosen:
        return tuple(mention_actor(sentence, m) for m in chosen)
    return (speaker,) if speaker is not None else ()


def _speaker(sentence: Sentence, i: int, said: Said) -> Actor | None:
    """Speaker of the statement that the commitment stands in."""
    at = sentence.tokens[i].start
    inside = [s for s in said.get(sentence.index, ()) if s.evidence[0].start <= at < s.evidence[0].end]
    return inside[-1].speaker if inside else None


def _place(sentence: Sentence, i: int, end: int) -> Place | None:
    return next((p.place for p in sentence.places if i < p.first < end), None)


def _instrument(sentence: Sentence, i: int, end: int) -> str | None:
    """A resolution named by number, as ``UNSCR 2254``."""
    cues = frozenset().union(*(words(code, "resolution") for code in lang.LANGUAGES))
    tokens = sentence.tokens
    for j in range(i, end):
        if tokens[j].lemma in cues or tokens[j].stem in cues:
            number = next(
                (t.norm for t in tokens[j + 1 : j + 7] if t.norm.isdecimal() and len(t.norm) <= 4), None
            )
            if number:
                return f"UNSCR {number}"
    return None
