"""Statements: who said, warned, demanded, welcomed what.

A word of saying in clause-initial position (Arabic), or with a subject before or after it (English,
French), opens a statement; its content runs to the next statement of the sentence or its end.
Method after Alrahabi, Ibrahim and Descles (2010), with speaker resolution of our own.
"""

from __future__ import annotations

from typing import NamedTuple

from marsad.coding.grammar import is_passive, verb_use
from marsad.coding.participants import mention_actor, range_evidence
from marsad.coding.speech import Speech, speech_at, speech_forms
from marsad.coding.statements_latin import code_latin
from marsad.coding.words import words
from marsad.records import Actor, Document, Mention, Sentence, Span, Statement

SPEAKERS = frozenset({"person", "state", "organisation", "group"})
_OPENERS = frozenset({"كما", "قد", "وقد", "فقد", "لقد", "حين", "فيما", "بينما", "و", "ف", "ثم"})
_AMBIGUOUS = frozenset({"ذكر", "بحث", "لفت", "نقل", "بين", "طلب", "وعد", "كشف", "عبر"})
_OBJECT_SPEECH = frozenset({"accuse", "urge", "appeal", "demand", "call", "describe"})


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
    last: Mention | None = None
    last_sentence: Sentence | None = None
    for sentence in document:
        sayings = _sayings(sentence, document.language)
        for number, saying in enumerate(sayings):
            end = sayings[number + 1].at if number + 1 < len(sayings) else len(sentence.tokens)
            speaker = _speaker(sentence, saying, end, document.language)
            if speaker is None and last is not None and _may_inherit(sentence, saying, document.language):
                speaker = last
                made = _statement(sentence, saying, end, mention_actor(last_sentence or sentence, last))
            else:
                made = _statement(
                    sentence, saying, end, mention_actor(sentence, speaker) if speaker else None
                )
                last_sentence = sentence if speaker else last_sentence
            if speaker is not None:
                last = speaker
            if made is not None and (speaker is not None or saying.speech.act != "say"):
                out.setdefault(sentence.index, []).append(made)
    return out


def _sayings(sentence: Sentence, code: str) -> list[Saying]:
    quoted = {i for q in sentence.quotes for i in range(q.first, q.last)}
    out = []
    for i, token in enumerate(sentence.tokens):
        if i in quoted:
            continue
        speech = speech_at(token, code)
        if speech is not None and _opens(sentence, i, speech, code):
            out.append(Saying(i, speech))
    return out


def _opens(sentence: Sentence, i: int, speech: Speech, code: str) -> bool:
    """Whether the word at ``i`` is a saying here and not a noun or an adjective."""
    token = sentence.tokens[i]
    if code != "ar":
        return verb_use(sentence.tokens, i, code) and not is_passive(sentence.tokens, i, code)
    if speech.pos == "attitude":
        return any(m.last <= i and m.kind in SPEAKERS for m in sentence.mentions)
    if token.stem.startswith("ال") and token.stem not in speech_forms(code):
        return False
    if speech.pos == "participle":
        return True
    if speech.pos == "noun":
        return bool(token.enclitic)
    if set(token.proclitics) & set("بلك"):
        return False
    return _clause_initial(sentence, i) or (_follows_speaker(sentence, i) and token.stem not in _AMBIGUOUS)


def _clause_initial(sentence: Sentence, i: int) -> bool:
    token = sentence.tokens[i]
    if i == 0 or set(token.proclitics) & set("وف"):
        return True
    before = sentence.tokens[i - 1]
    return not before.is_word or before.norm in _OPENERS or before.stem in {"جانب", "جهت", "دور", "جهه"}


def _follows_speaker(sentence: Sentence, i: int) -> bool:
    return any(m.last == i and m.kind in SPEAKERS for m in sentence.mentions)


def _may_inherit(sentence: Sentence, saying: Saying, code: str) -> bool:
    """Whether a saying without a subject of its own goes on with the last speaker."""
    if code == "ar":
        return True
    before = sentence.tokens[max(0, saying.at - 3) : saying.at]
    after = sentence.tokens[saying.at + 1 : saying.at + 3]
    return any(t.norm in words(code, "pronoun") for t in (*before, *after))


def _speaker(sentence: Sentence, saying: Saying, end: int, code: str) -> Mention | None:
    if code == "ar":
        return _arabic_speaker(sentence, saying, end)
    return _latin_speaker(sentence, saying, code)


def _arabic_speaker(sentence: Sentence, saying: Saying, end: int) -> Mention | None:
    """The first speaker-like mention after the verb and before the content, or just before the verb."""
    if saying.speech.pos == "participle":
        return None
    if saying.speech.pos == "attitude":
        return next(m for m in sentence.mentions if m.last <= saying.at and m.kind in SPEAKERS)
    limit = _content_start(sentence, saying, end, "ar")
    for m in sentence.mentions:
        if saying.at < m.first < limit and not (set(sentence.tokens[m.first].proclitics) & set("بلك")):
            between = [
                t for t in sentence.tokens[saying.at + 1 : m.first] if t.norm in words("ar", "preposition")
            ]
            if not between and (m.kind in SPEAKERS or m.kind == "people"):
                return m
    if sentence.tokens[saying.at].enclitic:
        return None
    return next((m for m in reversed(sentence.mentions) if m.last == saying.at and m.kind in SPEAKERS), None)


def _latin_speaker(sentence: Sentence, saying: Saying, code: str) -> Mention | None:
    """The subject: the nearest speaker before the verb in its clause, else just after it."""
    first, _ = sentence.clause_of(saying.at)
    before = [
        m for m in sentence.mentions if m.last <= saying.at and m.kind in {*SPEAKERS, "people", "unknown"}
    ]
    near = [m for m in before if m.first >= first and not _oblique(sentence, m, code)]
    if near:
        return near[-1]
    after = [
        m for m in sentence.mentions if 0 <= m.first - saying.at - 1 <= 2 and m.kind in {*SPEAKERS, "people"}
    ]
    if after and _closes_quote(sentence, saying.at):
        return after[0]
    far = [m for m in before if not _oblique(sentence, m, code)]
    return (
        far[-1]
        if far and saying.at - far[-1].last <= 12 and not _pronoun_before(sentence, saying, code)
        else None
    )


def _pronoun_before(sentence: Sentence, saying: Saying, code: str) -> bool:
    return any(t.norm in words(code, "pronoun") for t in sentence.tokens[max(0, saying.at - 3) : saying.at])


def _closes_quote(sentence: Sentence, at: int) -> bool:
    """Whether the verb follows a quotation or a comma, as in ``, said X``."""
    return at > 0 and any(not t.is_word for t in sentence.tokens[max(0, at - 3) : at])


def _oblique(sentence: Sentence, m: Mention, code: str) -> bool:
    before = sentence.tokens[m.first - 1].norm if m.first else ""
    return before in words(code, "preposition")


def _content_start(sentence: Sentence, saying: Saying, end: int, code: str) -> int:
    """Token at which the content begins: after a complementiser, a preposition or a colon."""
    stops = words(code, "complementiser") | words(code, "preposition")
    for i in range(saying.at + 1, end):
        token = sentence.tokens[i]
        if (
            token.norm in stops
            or token.stem in words(code, "complementiser")
            or token.norm in {":", "«", '"', "“"}
        ):
            return i
        if code == "ar" and token.proclitics.lstrip("وف")[:1] in {"ب", "ل"} and i > saying.at:
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
