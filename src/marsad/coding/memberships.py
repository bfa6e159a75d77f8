"""Memberships: who joined, left or was suspended from which body."""

from __future__ import annotations

from marsad.coding.participants import mention_actor, range_evidence
from marsad.coding.speech import found
from marsad.records import Document, Membership, Mention, Sentence

REACH = 25  # tokens from the word of joining to the body


def code_memberships(document: Document) -> list[Membership]:
    """Code the memberships of a document, in text order."""
    out: list[Membership] = []
    for sentence in document:
        bodies = [m for m in sentence.mentions if m.kind in {"organisation", "group"}]
        if not bodies:
            continue
        for i, token in enumerate(sentence.tokens):
            action = found(token, document.language, "memberships", "action")
            made = _membership(document, sentence, i, action, bodies) if action else None
            if made is not None:
                out.append(made)
                break
    return out


def _membership(
    document: Document, sentence: Sentence, i: int, action: str, bodies: list[Mention]
) -> Membership | None:
    after = [b for b in bodies if i < b.first <= i + REACH]
    if not after or not _linked(sentence, i, after[0], document.language):
        return None
    body = after[0]
    states = [m for m in sentence.mentions if m.kind == "state" and m.form != "adjective" and m != body]
    members = [m for m in states if i < m.first < body.first] or [m for m in states if m.last <= i][-12:]
    if not members:
        return None
    end = max(body.last, members[-1].last)
    return Membership(
        body=mention_actor(sentence, body),
        action=action,  # type: ignore[arg-type]
        members=tuple(mention_actor(sentence, m) for m in members),
        time=sentence.times[0].time if sentence.times else None,
        evidence=(range_evidence(sentence, min(sentence.clause_of(i)[0], members[0].first), end),),
    )


def _linked(sentence: Sentence, i: int, body: Mention, code: str) -> bool:
    """Whether the body is joined to the word by the preposition that membership takes."""
    token = sentence.tokens[body.first]
    before = sentence.tokens[body.first - 1].norm if body.first else ""
    if code == "ar":
        return "ل" in token.proclitics or before in {"الي", "من", "عضويه"} or body.first == i + 1
    near = {t.norm for t in sentence.tokens[max(i + 1, body.first - 3) : body.first]}
    return body.first - i <= 3 or bool(near & {"to", "from", "of", "the", "a", "au", "de", "l'", "la"})
