"""Statements: who said, warned, demanded, welcomed what.

A word of saying opens a statement where it is the verb of its clause; its content runs to the next
statement of the sentence or its end. Here: Arabic; English and French are in ``statements_latin``.
Method after Alrahabi, Ibrahim and Descles (2010), with speaker resolution of our own.
"""

from __future__ import annotations

from typing import NamedTuple

from marsad.coding.arabic_phrases import is_verb
from marsad.coding.participants import mention_actor, range_evidence
from marsad.coding.speakers_arabic import (
    SPEAKERS,
    content_mark,
    is_complementiser,
    is_plural,
    source,
    subject_after,
    subject_before,
)
from marsad.coding.speech import Speech, speech_at, speech_forms
from marsad.coding.statements_latin import code_latin
from marsad.coding.words import words
from marsad.records import Actor, Document, Sentence, Span, Statement, Token

_OPENERS = frozenset({"كما", "قد", "وقد", "فقد", "لقد", "حين", "فيما", "بينما", "و", "ف", "ثم"})
_SUBJUNCTIVE = frozenset({"ان", "لن", "لم", "لا", "كي", "لكي", "حتي", "الا", "ما", "سوف"})
_NO_CONTENT = frozenset(
    {"accuse", "urge", "appeal", "describe", "condemn", "reject", "criticise", "discuss", "touch-on"}
)


class Saying(NamedTuple):
    """A word of saying in a sentence."""

    at: int
    speech: Speech


Said = dict[int, list[Statement]]
"""Statements by the index of their sentence."""


def code_statements(document: Document) -> Said:
    """Code the statements of a document."""
    if document.language != "ar":
        return code_latin(document)
    out: Said = {}
    last: Actor | None = None
    for sentence in document:
        sayings = _sayings(sentence)
        if not sayings and sentence.kind == "body":
            last = _subject(sentence) or last
        for number, saying in enumerate(sayings):
            end = sayings[number + 1].at if number + 1 < len(sayings) else len(sentence.tokens)
            speaker = _speaker(sentence, saying, end)
            speaker = last = speaker or last
            made = _statement(sentence, saying, end, speaker)
            if made is not None and (speaker is not None or saying.speech.act != "say"):
                out.setdefault(sentence.index, []).append(made)
    return out


def _subject(sentence: Sentence) -> Actor | None:
    """Who a sentence without a statement is about: its verb's subject, to whom the next one may go back."""
    opening = next((i for i, t in enumerate(sentence.tokens[:3]) if is_verb(t)), None)
    if opening is None:
        return None
    return subject_after(sentence, opening, len(sentence.tokens), bare=False)


def _sayings(sentence: Sentence) -> list[Saying]:
    quoted = {i for q in sentence.quotes for i in range(q.first, q.last)}
    out = []
    for i, token in enumerate(sentence.tokens):
        if i in quoted:
            continue
        speech = speech_at(token, "ar")
        if speech is not None and _opens(sentence, i, speech):
            out.append(Saying(i, speech))
    return out


def _opens(sentence: Sentence, i: int, speech: Speech) -> bool:
    """Whether the word at ``i`` is a saying here and not a noun or an adjective."""
    token = sentence.tokens[i]
    if speech.pos == "attitude":
        return any(m.last <= i and m.kind in SPEAKERS for m in sentence.mentions)
    if token.stem.startswith("ال") and token.stem not in speech_forms("ar"):
        return False
    if speech.pos == "participle":
        return True
    if speech.pos == "noun":
        return bool(token.enclitic) and not _named_by_verb(sentence, i)
    if set(token.proclitics) & set("بلك"):
        return False
    return _verb_opens(sentence, i)


def _named_by_verb(sentence: Sentence, i: int) -> bool:
    """Whether a verb of saying already opens the content of a noun (``نقل عن X قوله``)."""
    before = (speech_at(t, "ar") for t in sentence.tokens[max(0, i - 6) : i])
    return any(s is not None and s.act == "cite" for s in before)


def _verb_opens(sentence: Sentence, i: int) -> bool:
    token = sentence.tokens[i]
    marked = content_mark(sentence, i)
    if _impersonal(sentence, i):
        return False
    if _ambiguous(token):
        near = marked is not None and all(t.is_word for t in sentence.tokens[i + 1 : marked])
        known = subject_after(sentence, i, len(sentence.tokens), bare=False)
        governs = i + 1 < len(sentence.tokens) and sentence.tokens[i + 1].norm in {"الي", "عن", "علي"}
        return _clause_initial(sentence, i) and (near or known is not None or governs)
    if _clause_initial(sentence, i):
        return True
    if sentence.tokens[i - 1].norm in _SUBJUNCTIVE:
        return False
    return marked is not None or any(m.last == i and m.kind in SPEAKERS for m in sentence.mentions)


def _ambiguous(token: Token) -> bool:
    """Whether a form is more often a noun, a preposition or another verb."""
    dual = token.stem.endswith("ا") and not is_plural(token) and len(token.stem) > 3
    return dual or token.stem in words("ar", "saying_or_noun")


def _impersonal(sentence: Sentence, i: int) -> bool:
    """Whether nobody is said to say it: ``يعتقد أن``, ``نقل أن`` at the head of a sentence or relative."""
    token = sentence.tokens[i]
    follows = sentence.tokens[i + 1] if i + 1 < len(sentence.tokens) else None
    relative = i > 0 and sentence.tokens[i - 1].norm in words("ar", "relative") | {"كان"}
    heads = (i == 0 or relative) and not token.proclitics and not token.enclitic and follows is not None
    return heads and follows is not None and is_complementiser(follows) and not token.stem.endswith("ت")


def _clause_initial(sentence: Sentence, i: int) -> bool:
    token = sentence.tokens[i]
    if i == 0 or set(token.proclitics) & set("وف"):
        return True
    before = sentence.tokens[i - 1]
    return not before.is_word or before.norm in _OPENERS or before.stem in {"جانب", "جهت", "دور", "جهه"}


def _speaker(sentence: Sentence, saying: Saying, end: int) -> Actor | None:
    """The speaker that the sentence itself names, if any."""
    at = saying.at
    if saying.speech.pos in {"participle", "noun"}:
        return None
    if saying.speech.pos == "attitude":
        named = next(m for m in sentence.mentions if m.last <= at and m.kind in SPEAKERS)
        return mention_actor(sentence, named)
    if saying.speech.act == "cite":
        return source(sentence, at, len(sentence.tokens))
    limit = _content_start(sentence, at, end)
    if (at and not _clause_initial(sentence, at)) or is_plural(sentence.tokens[at]):
        before = subject_before(sentence, at)
        if before is not None:
            return before
    after = subject_after(sentence, at, limit, bare=_bare_subject(sentence, saying, limit))
    if after is None and at and not sentence.tokens[at - 1].is_word and not sentence.tokens[at].proclitics:
        return subject_before(sentence, at)
    return after


def _bare_subject(sentence: Sentence, saying: Saying, limit: int) -> bool:
    """Whether the noun after a verb is its subject although no actor is known in it: the content follows."""
    if saying.speech.act in _NO_CONTENT:
        return limit < len(sentence.tokens) and sentence.tokens[limit].proclitics.endswith("ب")
    return limit < len(sentence.tokens)


def _content_start(sentence: Sentence, at: int, end: int) -> int:
    """Token at which the content begins: after a complementiser, a preposition or a colon."""
    for i in range(at + 1, end):
        token = sentence.tokens[i]
        if is_complementiser(token) or token.norm in words("ar", "preposition") | {":", "«", '"', "“"}:
            return i
        if token.proclitics.lstrip("وف")[:1] in {"ب", "ل"}:
            return i
    return min(end, len(sentence.tokens))


def _statement(sentence: Sentence, saying: Saying, end: int, speaker: Actor | None) -> Statement | None:
    tokens = sentence.tokens
    token = tokens[saying.at]
    while end > saying.at + 1 and not tokens[end - 1].is_word:
        end -= 1
    if end <= saying.at + 1 and saying.at == 0:
        return None
    start = saying.at if end > saying.at + 1 and saying.speech.pos != "attitude" else 0
    content = range_evidence(sentence, min(start + 1, end - 1), end)
    whole = range_evidence(sentence, start, end)
    about = [m for m in sentence.mentions if m.actor_id and m.first >= saying.at and m.last <= end]
    return Statement(
        speaker=speaker,
        verb=Span(
            start=token.start,
            end=token.end,
            text=sentence.surface(token.start, token.end),
            field=sentence.field,
        ),
        act=saying.speech.act,
        direct=any(q.first >= saying.at and q.last <= end for q in sentence.quotes),
        content=content,
        about=tuple(dict.fromkeys(m.actor_id for m in about if m.actor_id and m.kind != "state")),
        places=tuple(p.place for p in sentence.places if saying.at <= p.first < end),
        evidence=(whole,),
    )
