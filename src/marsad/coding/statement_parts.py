"""The parts of an Arabic statement: its content, its evidence, what it is about."""

from __future__ import annotations

from msgspec.structs import replace

from marsad.coding.arabic_phrases import is_verb
from marsad.coding.participants import range_evidence
from marsad.coding.sayings_arabic import Saying
from marsad.coding.sayings_latin import OPENING
from marsad.coding.speakers_arabic import content_mark, is_complementiser
from marsad.coding.words import words
from marsad.records import Actor, Sentence, Span, Statement, Token

_PLAIN = frozenset({"say", "add", "declare", "explain", "tell", "affirm", "cite"})
FARTHEST = 50  # tokens between a verb and the preposition that it governs
_LONGEST_ASIDE = 25  # tokens between the commas after a speaker
_PAUSES = frozenset({"،", ","})
LONGEST_BEFORE = 6  # tokens of the noun that a relative clause goes back to


def make(sentence: Sentence, saying: Saying, end: int, speaker: Actor | None) -> Statement | None:
    """The statement of a saying whose content runs to ``end`` at most; None where it has none."""
    tokens = sentence.tokens
    if saying.relative:
        return _relative(sentence, saying, speaker)
    while end > saying.at + 1 and not tokens[end - 1].is_word:
        end -= 1
    if end <= saying.at + 1 and saying.at == 0:
        return None
    start = saying.at if end > saying.at + 1 and saying.speech.pos != "attitude" else 0
    first = first_of_content(sentence, saying, end, speaker) if start == saying.at else start + 1
    if saying.speech.pos != "attitude" and not _says_something(sentence, first, end):
        return None
    return build(sentence, saying, (min(first, end - 1), end), (start, end), speaker)


def _says_something(sentence: Sentence, first: int, end: int) -> bool:
    """Whether a content holds more than marks, adverbs and times."""
    light = words("ar", "filler") | words("ar", "relative")
    return any(
        t.is_word and t.stem not in light and not any(x.first <= i < x.last for x in sentence.times)
        for i, t in enumerate(sentence.tokens[first:end], first)
    )


def build(
    sentence: Sentence,
    saying: Saying,
    content: tuple[int, int],
    whole: tuple[int, int],
    speaker: Actor | None,
) -> Statement:
    """A statement record from token ranges."""
    start, end = whole
    about = [m for m in sentence.mentions if m.actor_id and start <= m.first and m.last <= end]
    return Statement(
        speaker=speaker,
        verb=_span(sentence, saying.at),
        act=saying.speech.act,
        direct=_direct(sentence, content[0], end),
        content=range_evidence(sentence, *content),
        about=tuple(dict.fromkeys(m.actor_id for m in about if m.actor_id and m.kind != "state")),
        places=tuple(p.place for p in sentence.places if start <= p.first < end),
        evidence=(range_evidence(sentence, start, end),),
    )


def _direct(sentence: Sentence, first: int, end: int) -> bool:
    """Whether a content holds a quotation, or begins with one that ends in a later sentence."""
    if first and sentence.tokens[first - 1].norm in OPENING:
        return True
    return any(q.first >= first - 1 and q.last <= end for q in sentence.quotes if _told(q.last - q.first))


def _told(length: int) -> bool:
    """Whether a quotation of so many tokens is speech and not a name."""
    return length > 1


def _span(sentence: Sentence, i: int) -> Span:
    token = sentence.tokens[i]
    words_ = sentence.surface(token.start, token.end)
    return Span(start=token.start, end=token.end, text=words_, field=sentence.field)


def first_of_content(sentence: Sentence, saying: Saying, end: int, speaker: Actor | None) -> int:
    """First token of what is said: after the word that opens it, else after the speaker."""
    at = saying.at if saying.by is None else saying.by
    mark = content_mark(sentence, at)
    if mark is not None and mark < end and _opened_by(sentence, mark, saying):
        bare = is_complementiser(sentence.tokens[mark]) and not sentence.tokens[mark].enclitic
        first = mark + 1 if bare and mark + 1 < end else mark
    else:
        first = _past_aside(sentence, _after_speaker(sentence, at, end, speaker), end)
        first = _governed(sentence, first, end, saying.speech.governs)
    while first < end - 1 and not sentence.tokens[first].is_word:
        first += 1
    return first


def _opened_by(sentence: Sentence, mark: int, saying: Saying) -> bool:
    """Whether the content begins at a mark: a quotation inside what is demanded does not open it."""
    clause = is_complementiser(sentence.tokens[mark]) or sentence.tokens[mark].norm == ":"
    return clause or saying.by is not None or saying.speech.act in _PLAIN


def _after_speaker(sentence: Sentence, at: int, end: int, speaker: Actor | None) -> int:
    if speaker is None or speaker.field != sentence.field:
        return at + 1
    tokens = sentence.tokens
    inside = [i for i in range(at + 1, end) if speaker.start <= tokens[i].start < speaker.end]
    return inside[-1] + 1 if inside else at + 1


def _past_aside(sentence: Sentence, first: int, end: int) -> int:
    """Past what stands between commas after a speaker: ``أكد الوزير، خلال لقائه نظيره، دعم بلاده``."""
    tokens = sentence.tokens
    if first + 1 >= end or tokens[first].norm not in _PAUSES or not _adverbial(tokens[first + 1]):
        return first
    ahead = range(first + 2, min(end - 1, first + _LONGEST_ASIDE))
    closed = next((j for j in ahead if tokens[j].norm in _PAUSES), None)
    return first if closed is None or _adverbial(tokens[closed + 1]) else closed + 1


def _adverbial(token: Token) -> bool:
    joined = token.proclitics.lstrip("وف")[:1] == "ب"
    return joined or token.stem in words("ar", "preposition")


def _governed(sentence: Sentence, first: int, end: int, preposition: str) -> int:
    """The preposition that the verb governs, past a long list of speakers; ``first`` where there is none."""
    if not preposition:
        return first
    for i in range(first, min(end, first + FARTHEST)):
        token = sentence.tokens[i]
        if token.stem == preposition or token.proclitics.lstrip("وف") == preposition:
            return i
    return first


def _relative(sentence: Sentence, saying: Saying, speaker: Actor | None) -> Statement | None:
    """A statement whose content is the noun before it."""
    tokens = sentence.tokens
    first = saying.at - 1
    while first > max(0, saying.at - LONGEST_BEFORE) and _same_phrase(sentence, first):
        first -= 1
    if not _says_something(sentence, first, saying.at):
        return None
    last = saying.at + 1
    if speaker is not None and speaker.field == sentence.field:
        last = max([i + 1 for i, t in enumerate(tokens) if saying.at < i and t.start < speaker.end] or [last])
    return build(sentence, saying, (first, saying.at), (first, last), speaker)


def _same_phrase(sentence: Sentence, i: int) -> bool:
    """Whether the token before ``i`` belongs to the same noun phrase."""
    before, token = sentence.tokens[i - 1], sentence.tokens[i]
    stops = ("conjunction", "auxiliary", "complementiser", "subordinator", "negation")
    if not before.is_word or token.proclitics or is_verb(before):
        return False
    return not any(before.norm in words("ar", kind) for kind in (*stops, "preposition"))


def whole_quotation(sentence: Sentence, before: Statement) -> Statement:
    """A sentence of a quotation that goes on: by the same speaker, with the same word of saying."""
    end = len(sentence.tokens)
    whole = range_evidence(sentence, 0, end)
    return replace(
        before,
        direct=True,
        content=whole,
        evidence=(whole,),
        about=tuple(dict.fromkeys(m.actor_id for m in sentence.mentions if m.actor_id and m.kind != "state")),
        places=tuple(p.place for p in sentence.places),
    )
