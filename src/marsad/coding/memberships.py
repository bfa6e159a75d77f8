"""Memberships: who joined, left or was suspended from which body."""

from __future__ import annotations

from marsad.coding.arabic_phrases import is_verb
from marsad.coding.marks import MEMBERSHIP, listed
from marsad.coding.participants import ARMED, mention_actor, range_evidence
from marsad.coding.speech import found
from marsad.coding.words import words
from marsad.records import Document, Membership, Mention, Sentence

_STATES = frozenset({"name", "capital", "list", "short"})  # not its forces and authorities
REACH = 25  # tokens from the word of joining to the body; Arabic lists of members are long
_SUBJECT = 3  # tokens between an Arabic subject and its verb
NEAR = 12  # the same in English and French


_DATELINE = 6  # tokens after a capital in which the dash of a dateline stands


def code_memberships(document: Document) -> list[Membership]:
    """Code the memberships of a document, in text order. What is only wished for is none."""
    out: list[Membership] = []
    for sentence in document:
        bodies = [m for m in sentence.mentions if _is_body(m)]
        if not bodies:
            continue
        for i in listed(sentence, MEMBERSHIP, document.language):
            action = found(sentence.tokens[i], document.language, "memberships", "action")
            if not action or _wished(sentence, i, document.language):
                continue
            made = _suspended(sentence, i, bodies, document.language) if action == "suspend" else None
            made = made or _membership(document, sentence, i, action, bodies)
            if made is None and document.language == "ar" and action != "suspend":
                made = _joined_to_it(sentence, i, action, bodies)
            if made is not None:
                out.append(made)
                break
    return out


def _is_body(m: Mention) -> bool:
    """Whether states may be members of it: no armed group, which people join (``سافر إلى س للانضمام``)."""
    return m.kind == "organisation" or (m.kind == "group" and (m.sector or "")[:3] not in ARMED)


def _wished(sentence: Sentence, i: int, code: str) -> bool:
    cues = words(code, "future") | words(code, "aspiration") | words(code, "negation")
    first = sentence.clause_of(i)[0]
    before = sentence.tokens[max(first, i - 4) : i]
    return any(t.norm in cues or t.stem in cues or t.lemma in words(code, "aspiration") for t in before)


def _joined_to_it(sentence: Sentence, i: int, action: str, bodies: list[Mention]) -> Membership | None:
    """``رحب التحالف بانضمام كينيا إليه``: the body is named before, a pronoun stands for it."""
    members = _list_after(sentence, i + 1)
    own = [b for b in bodies if b.last <= i]
    if not members or not own:
        return None
    last = members[-1].last
    after = sentence.tokens[last] if last < len(sentence.tokens) else None
    wanted = "من" if action == "leave" else "الي"
    if after is None or after.stem != wanted or not after.enclitic:
        return None
    return _made(sentence, i, action, own[-1], members)


def _list_after(sentence: Sentence, first: int) -> list[Mention]:
    """The states that are listed from a token on."""
    out: list[Mention] = []
    for m in sentence.mentions:
        if m.kind == "state" and m.form in _STATES and m.first == (out[-1].last if out else first):
            out.append(m)
    return out


def _membership_of(sentence: Sentence, i: int, bodies: list[Mention]) -> Membership | None:
    """``تعليق عضوية الغابون في الاتحاد الأفريقي``: member and body follow."""
    if i + 1 >= len(sentence.tokens) or sentence.tokens[i + 1].stem != "عضويه":
        return None
    members = _list_after(sentence, i + 2)
    last = members[-1].last if members else len(sentence.tokens)
    near = [b for b in bodies if b.first == last + 1]
    linked = bool(near) and sentence.tokens[last].stem in {"في", "ب"}
    return _made(sentence, i, "suspend", near[0], members) if linked else None


def _suspended(sentence: Sentence, i: int, bodies: list[Mention], code: str) -> Membership | None:
    """``ECOWAS suspended Niger``: the body is the subject, the member the object or its owner."""
    own = [b for b in bodies if (b.first == i + 1 if code == "ar" else b.last <= i and i - b.last <= 4)]
    states = [m for m in sentence.mentions if m.kind == "state" and m.form != "adjective"]
    start = own[-1].last if own and code == "ar" else i + 1
    member = next((m for m in states if 0 <= m.first - start <= 3), None)
    if not own or member is None:
        return _membership_of(sentence, i, bodies) if code == "ar" else None
    between = {t.stem for t in sentence.tokens[start : member.first]}
    if code == "ar" and "عضويه" not in between:
        return None
    if code != "ar" and between - words(code, "determiner") - words(code, "membership"):
        return None
    return _made(sentence, i, "suspend", own[-1], [member])


def _membership(
    document: Document, sentence: Sentence, i: int, action: str, bodies: list[Mention]
) -> Membership | None:
    after = [b for b in bodies if i < b.first <= i + (REACH if document.language == "ar" else NEAR)]
    if not after or not _linked(sentence, i, after[0], action, document.language):
        return None
    body = after[0]
    states = [m for m in sentence.mentions if m.kind == "state" and m.form in _STATES and m != body]
    states = [m for m in states if not _in_dateline(sentence, m)]
    members = [m for m in states if i < m.first < body.first]
    before = [m for m in states if m.last <= i][-12:]
    if document.language == "ar":
        before = before if _joins(sentence, i, before) else []
    members = members or before
    return _made(sentence, i, action, body, members) if members else None


def _in_dateline(sentence: Sentence, m: Mention) -> bool:
    """Whether a capital only says where the report was written ("NOUAKCHOTT - Mauritania ...")."""
    opened = sentence.norms[m.last : m.last + _DATELINE]
    return m.form == "capital" and m.first == 0 and any(mark in opened for mark in ("-", "–", "—"))


def _joins(sentence: Sentence, i: int, before: list[Mention]) -> bool:
    """Whether Arabic states before a word of joining are who joins: just before a verb, or owning a noun.

    A noun without an owner names a purpose or a wish (``قررت س الانضمام``).
    """
    token = sentence.tokens[i]
    if not before:
        return False
    if token.enclitic:
        return i - before[-1].last <= NEAR
    return is_verb(token) and i - before[-1].last <= _SUBJECT


def _made(sentence: Sentence, i: int, action: str, body: Mention, members: list[Mention]) -> Membership:
    first = min(sentence.clause_of(i)[0], members[0].first, body.first)
    return Membership(
        body=mention_actor(sentence, body),
        action=action,  # type: ignore[arg-type]
        members=tuple(mention_actor(sentence, m) for m in members),
        time=sentence.times[0].time if sentence.times else None,
        evidence=(range_evidence(sentence, first, max(body.last, members[-1].last)),),
    )


def _linked(sentence: Sentence, i: int, body: Mention, action: str, code: str) -> bool:
    """Whether the body is joined to the word by the preposition that membership takes."""
    token = sentence.tokens[body.first]
    before = sentence.tokens[body.first - 1].norm if body.first else ""
    if code == "ar":
        wanted = {"من"} if action == "leave" else {"الي", "عضويه"}
        to = action != "leave" and "ل" in token.proclitics
        return to or before in wanted or body.first == i + 1
    near = {t.norm for t in sentence.tokens[max(i + 1, body.first - 3) : body.first]}
    return body.first - i <= 3 or bool(near & {"to", "from", "of", "a", "au", "de", "du"})
