"""Arabic sources without a verb of their own: ``بحسب X``, ``وفقا ل X``, ``كما ذكر X``, ``حسبما نقل X``."""

from __future__ import annotations

from marsad.coding.marks import SAYING, listed
from marsad.coding.sayings_arabic import Saying
from marsad.coding.speakers_arabic import (
    SPEAKERS,
    content_mark,
    is_complementiser,
    phrase_actor,
    subject_after,
)
from marsad.coding.speech import Speech, speech_at
from marsad.coding.statement_parts import build
from marsad.coding.words import words
from marsad.lang.ar.rules import word_frequency
from marsad.records import Actor, Sentence, Statement

_SAY = Speech("source", "say")
_LEAST = 4  # tokens of a content
_RARE = 3e-6  # word frequency under which a definite word is rather a name
_REACH = 12  # tokens of a source


def source_statement(sentence: Sentence) -> Statement | None:
    """The statement of a sentence that has no verb of saying but names who it is from."""
    for i in listed(sentence, SAYING, "ar"):
        token = sentence.tokens[i]
        if token.stem not in words("ar", "source") or token.enclitic:
            continue
        at, first = _verb_after(sentence, i)
        if at == i and token.stem == "كما":
            continue  # ``كما س``: like, without a verb
        speaker = _named(sentence, at, first)
        if speaker is not None:
            return _statement(sentence, i, at, speaker)
    return None


def _verb_after(sentence: Sentence, i: int) -> tuple[int, int]:
    """The word that tells of the saying, and where its speaker begins."""
    tokens = sentence.tokens
    following = i + 1 + (i + 1 < len(tokens) and tokens[i + 1].stem == "ما")
    speech = speech_at(tokens[following], "ar") if following < len(tokens) else None
    return (following, following + 1) if speech is not None and speech.pos == "verb" else (i, i + 1)


def _named(sentence: Sentence, at: int, first: int) -> Actor | None:
    end = min(len(sentence.tokens), first + _REACH)
    if first >= end:
        return None
    if first > at and speech_at(sentence.tokens[at], "ar"):
        mark = content_mark(sentence, at)
        clause = mark is not None and is_complementiser(sentence.tokens[mark])
        return None if clause else subject_after(sentence, at, end, bare=True)
    if any(m.first == first and m.kind in SPEAKERS | {"people"} for m in sentence.mentions):
        return phrase_actor(sentence, first, end)
    head = sentence.tokens[first]
    if _lone_name(sentence, first):
        return phrase_actor(sentence, first, end)
    return phrase_actor(sentence, first, end) if head.lemma in words("ar", "source_noun") else None


def _statement(sentence: Sentence, i: int, at: int, speaker: Actor) -> Statement | None:
    """The content is what stands before the source, or after it where it opens the sentence."""
    tokens = sentence.tokens
    after = next((j for j, t in enumerate(tokens) if t.start >= speaker.end), len(tokens))
    end = len(tokens)
    saying = Saying(at, _SAY)
    if i >= _LEAST:
        return build(sentence, saying, (0, i), (0, after), speaker)
    comma = next((j for j in range(after, end) if not tokens[j].is_word), after - 1) + 1
    if end - comma < _LEAST:
        return None
    return build(sentence, saying, (comma, end), (i, end), speaker)


def _lone_name(sentence: Sentence, i: int) -> bool:
    """Whether a rare word ends the sentence, as the name of a source does (``..., وفق الدويري``)."""
    token = sentence.tokens[i]
    last = all(not t.is_word for t in sentence.tokens[i + 1 :])
    plain = token.is_word and not token.enclitic and not token.proclitics
    return last and plain and word_frequency(token.norm) < _RARE
