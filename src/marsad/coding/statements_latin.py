"""Statements in English and French: speakers and contents of the sayings of a report."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from marsad.coding.grammar import verb_use
from marsad.coding.participants import mention_actor, range_evidence
from marsad.coding.sayings_latin import OPENING, PAUSES, Cue, find_cues, quoted_tokens
from marsad.coding.speakers_latin import KINDS, Known, Subjects
from marsad.coding.words import words
from marsad.records import Actor, Document, Evidence, Sentence, Span, Statement, Token

Said = dict[int, list[Statement]]
_OBJECT_ACTS = frozenset(
    {"call", "condemn", "welcome", "deny", "reject", "accuse", "demand", "threaten", "claim", "urge"}
    | {"propose", "pledge", "criticise", "discuss", "describe", "express", "appeal", "expect", "decide"}
)
_TRANSITIVE = frozenset({"warn", "tell", "ask", "accuse", "affirm", "announce", "reveal", "stress"})
_SHORT = 7  # tokens of an adverbial that opens a sentence
_TOLD = frozenset({"told", "tells"})  # whose object is the hearer
_CLOSE = 3  # words before a saying that are rather an adverbial than its content


class _Part(NamedTuple):
    """A saying with its speaker and the token range of its content."""

    cue: Cue
    speaker: Actor | None
    content: tuple[int, int]
    whole: tuple[int, int]


def code_latin(document: Document) -> Said:
    """Code the statements of an English or French document, by sentence."""
    out: Said = {}
    known = Known(document.language)
    opened, paragraph = False, -1
    pending: list[Sentence] = []
    for sentence in document:
        opened = opened and sentence.paragraph == paragraph
        pending = pending if sentence.paragraph == paragraph else []
        quoted, still = quoted_tokens(sentence, opened=opened)
        found = _Reader(sentence, document.language, quoted, known).read()
        if found:
            known.statement = found[-1]
            _carry(out, pending, found[0])
        elif quoted and len(quoted) >= len(sentence.tokens) - 1:
            alone = not pending and sentence.paragraph <= paragraph + 1 and _alone(out, sentence, known)
            pending = [*pending, sentence] if still and not alone else []
        out.setdefault(sentence.index, []).extend(found)
        pending = [] if found else pending
        opened, paragraph = still, sentence.paragraph
        known.named = _last_person(sentence) or known.named
        known.earlier.append(sentence)
        known.fresh = bool(out.get(sentence.index))
    return {index: made for index, made in out.items() if made}


def _last_person(sentence: Sentence) -> Actor | None:
    people = [m for m in sentence.mentions if m.kind == "person"]
    return mention_actor(sentence, people[-1]) if people else None


def _carry(out: Said, pending: list[Sentence], closing: Statement) -> None:
    """Sentences of a quotation that the saying after them closes belong to its speaker."""
    for sentence in pending:
        out.setdefault(sentence.index, []).append(_quotation(sentence, closing.speaker, closing))
    pending.clear()


def _alone(out: Said, sentence: Sentence, known: Known) -> bool:
    """A sentence wholly in quotation marks goes on with the last speaker, where there is one."""
    if known.speaker is None or not known.fresh:
        return False
    out.setdefault(sentence.index, []).append(_quotation(sentence, known.speaker, known.statement))
    return True


def _quotation(sentence: Sentence, speaker: Actor | None, said: Statement | None) -> Statement:
    """A sentence of a quotation, under the word of saying of ``said``, which opens or closes it."""
    first = 1 if sentence.tokens[0].norm in OPENING and len(sentence.tokens) > 1 else 0
    part = _Part(
        Cue(first, first, first + 1, "say", "verb"),
        speaker,
        (first, len(sentence.tokens)),
        (first, len(sentence.tokens)),
    )
    made = replace(_statement(sentence, part, frozenset()), direct=True)
    return replace(made, verb=said.verb) if said is not None else made


class _Reader(Subjects):
    """Reads the statements of one sentence."""

    def read(self) -> list[Statement]:
        """Statements in order."""
        if not self.tokens:
            return []
        cues = find_cues(self.sentence, self.code, self.quoted)
        out: list[Statement] = []
        start = self._after_dateline()
        for number, cue in enumerate(cues):
            following = cues[number + 1] if number + 1 < len(cues) else None
            part, start = self._part(cue, start, following)
            if part is None or part.content[0] >= min(part.content[1], len(self.tokens)):
                continue
            if part.speaker is not None:
                self.known.spoke(part.speaker)
            out.append(_statement(self.sentence, part, self.quoted))
        return out or self._headline()

    def _headline(self) -> list[Statement]:
        """``X : words`` and ``X: words`` at the head of a report."""
        tokens = self.tokens
        colon = next((i for i, t in enumerate(tokens[:10]) if t.norm == ":"), 0)
        who = [m for m in self.sentence.mentions if m.last <= colon and m.kind in KINDS - {"people"}]
        if not colon or not who or who[-1].last != colon or colon + 2 >= len(tokens):
            return []
        told = colon + 1 in self.quoted
        if not told and (self.sentence.kind != "headline" or who[-1].kind == "state" or who[-1].first > 1):
            return []
        speaker = mention_actor(self.sentence, who[-1])
        self.known.spoke(speaker)
        cue = Cue(colon, who[-1].first, colon, "say", "verb")
        ends = (colon + 1, len(tokens))
        part = _Part(cue, speaker, ends, (who[-1].first, len(tokens)))
        return [_statement(self.sentence, part, self.quoted)]

    def _after_dateline(self) -> int:
        """First token after ``BAMAKO, Feb 13 (Agency) -``."""
        tokens = self.tokens
        if self.sentence.index > 1:
            return 0
        for i in range(1, min(16, len(tokens) - 1)):
            apart = tokens[i].start > tokens[i - 1].end and tokens[i].end < tokens[i + 1].start
            if tokens[i].norm in {"-", "–", "—"} and apart:
                return i + 1
        return 0

    def _part(self, cue: Cue, start: int, following: Cue | None) -> tuple[_Part | None, int]:
        """The statement of a cue, and where the content of the next may begin."""
        if cue.kind == "source":
            return self._source(cue, start)
        if cue.kind == "passive":
            return self._passive(cue, start)
        if cue.kind == "verb":
            made = self._trailing(cue, start)
            if made is not None:
                return made
        return self._leading(cue, start, following)

    def _source(self, cue: Cue, start: int) -> tuple[_Part | None, int]:
        speaker, last = self._after(cue.last)
        if speaker is None:
            return None, start
        if cue.first - start <= 1:
            first = next((i for i in range(last, len(self.tokens)) if self.tokens[i].norm == ","), -1) + 1
            if not first or first >= len(self.tokens):
                return None, start
            end = len(self.tokens)
            return _Part(cue, speaker, (first, end), (cue.first, end)), end
        if self._opened_by_adverbial(start, cue.first, last):
            end = len(self.tokens)
            return _Part(cue, speaker, (last + 1, end), (start, end)), end
        return _Part(cue, speaker, (start, cue.first), (start, last)), last

    def _opened_by_adverbial(self, start: int, first: int, last: int) -> bool:
        """Whether only an adverbial stands before a source in commas: ``À ce jour, selon l'OMS, ...``."""
        tokens = self.tokens
        if last + _CLOSE >= len(tokens) or tokens[last].norm != "," or tokens[first - 1].norm != ",":
            return False
        short = first - start <= _SHORT
        return short and not any(
            t.norm in words(self.code, "auxiliary") for t in tokens[start + 1 : first - 1]
        )

    def _passive(self, cue: Cue, start: int) -> tuple[_Part | None, int]:
        speaker, last = self._after(cue.last + 1)
        if speaker is None:
            return None, start
        first = max(start, self._sentence_part(cue.first))
        return _Part(cue, speaker, (first, last), (first, last)), last

    def _sentence_part(self, at: int) -> int:
        """Start of the clause that ends at ``at``: after the last pause before it."""
        return next((i + 1 for i in range(at - 1, -1, -1) if self.tokens[i].norm in {",", ";"}), 0)

    def _trailing(self, cue: Cue, start: int) -> tuple[_Part, int] | None:
        """A saying that follows its content, after a pause."""
        if cue.pronoun is not None and (self._pause(cue.first) or cue.pronoun > cue.at):
            # ", a-t-il dit", ", he said": the group holds the pronoun
            last = max(cue.last, cue.pronoun + 1)
            content = self._content_before(start, cue.first)
            told = cue.act == "say" and self.tokens[cue.at].norm in _TOLD and content is not None
            told = told and content is not None and content[1] - 1 in self.quoted
            if content and (cue.pronoun > cue.first or told or not self._goes_on(cue)):
                return self._closed(cue, self._pronoun(cue), content, last)
        if self._pause(cue.first) and self.tokens[cue.at].norm not in _TOLD:
            content = self._content_before(start, cue.first)
            speaker, last = self._after(cue.last, inverted=True)
            if content and speaker is not None and self._inverts(cue, content, last):
                return self._closed(cue, speaker, content, last)
        subject = self._subject_after_pause(cue, start)
        if subject is None:
            return None
        opening = subject[1]
        content = self._content_before(start, opening)
        told = self.tokens[cue.at].norm in _TOLD and content is not None and content[1] - 1 in self.quoted
        if not told and self._goes_on(cue):
            return None
        if not content or (cue.act in _OBJECT_ACTS and opening - 1 not in self.quoted):
            return None
        return self._closed(cue, subject[0], content, cue.last)

    def _inverts(self, cue: Cue, content: tuple[int, int], last: int) -> bool:
        """Whether what follows a verb is its subject and not its object."""
        if self._complement(cue):
            return False
        if content[1] - 1 in self.quoted:
            return True
        if cue.act in _OBJECT_ACTS or not self._clausal(*content):
            return False
        if self.code == "en" and cue.act in _TRANSITIVE:
            return False
        if self.code == "fr" and self._indefinite(cue.last, last):
            return False
        after = self.tokens[last] if last < len(self.tokens) else None
        return after is None or not after.is_word or self._adverbial(last) or self.code == "fr"

    def _clausal(self, start: int, end: int) -> bool:
        """Whether words hold a verb: a subject with its appositions does not."""
        named = {i for m in self.sentence.mentions for i in range(m.first, m.last)}
        free = (i for i in range(start, end) if i not in named and self.tokens[i].is_word)
        auxiliary = words(self.code, "auxiliary")
        return self.code == "fr" or any(
            self.tokens[i].norm in auxiliary or (verb_use(self.tokens, i, "en") and _finite(self.tokens[i]))
            for i in free
        )

    def _indefinite(self, start: int, last: int) -> bool:
        """Whether an unknown noun with an indefinite article follows: rather an object than a speaker."""
        opening = self.tokens[start].norm if start < len(self.tokens) else ""
        known = any(start <= m.first < last for m in self.sentence.mentions)
        return opening in {"un", "une", "des"} and not known

    def _closed(
        self, cue: Cue, speaker: Actor | None, content: tuple[int, int], last: int
    ) -> tuple[_Part, int]:
        end = max(last, cue.last)
        first = min(content[0], cue.first)
        return _Part(cue, speaker, content, (first, end)), end

    def _content_before(self, start: int, end: int) -> tuple[int, int] | None:
        """The quotation or the words between the last statement and the saying."""
        while end > start and self.tokens[end - 1].norm in {",", "-", "–", "—"}:
            end -= 1
        while start < end and not self.tokens[start].is_word and self.tokens[start].norm not in OPENING:
            start += 1
        if end <= start:
            return None
        if end - 1 in self.quoted:
            first = end - 1
            while first - 1 >= start and first - 1 in self.quoted:
                first -= 1
            return (first, end) if end - first > 1 else None
        return (start, end) if end - start > _CLOSE and self._has_verb(start, end) else None

    def _has_verb(self, start: int, end: int) -> bool:
        """Whether the words hold more than an adverbial: they do not open with a preposition."""
        opening = self.tokens[start].norm
        pauses = sum(self.tokens[i].norm == "," for i in range(start, end))
        return opening not in words(self.code, "preposition") or end - start > 8 or pauses > 0

    def _subject_after_pause(self, cue: Cue, start: int) -> tuple[Actor, int] | None:
        """``..., X said``: the subject that stands between a pause and the verb, and where it begins."""
        first = cue.first
        while first > start and self.tokens[first - 1].norm not in PAUSES and cue.first - first < 12:
            first -= 1
        if first == cue.first or first == start or not self._pause(first):
            return None
        if self.tokens[first].norm in words(self.code, "conjunction") | words(self.code, "relative"):
            return None
        speaker = self._before(cue, first)
        return (speaker, first) if speaker is not None else None

    def _goes_on(self, cue: Cue) -> bool:
        """Whether content follows the verb, and not only when, where or to whom it was said."""
        tokens = self.tokens
        end = next(
            (i for i in range(cue.last, len(tokens)) if tokens[i].norm in {",", ";", "."}), len(tokens)
        )
        if end <= cue.last:
            return False
        if self._complement(cue) or any(i in self.quoted for i in range(cue.last, end)):
            return True
        return not (
            self._adverbial(cue.last) or (tokens[cue.at].norm in {"told", "tells"} and end - cue.last <= 5)
        )

    def _complement(self, cue: Cue) -> bool:
        return self._complementiser(cue.last, len(self.tokens)) is not None

    def _complementiser(self, start: int, end: int) -> int | None:
        """A complementiser in the verb's own clause."""
        for i in range(start, min(end, start + 12)):
            if self.tokens[i].norm in words(self.code, "complementiser"):
                return i
            if self.tokens[i].norm in {",", ":", ";"} and i > start + 1:
                return None
        return None

    def _leading(self, cue: Cue, start: int, following: Cue | None) -> tuple[_Part | None, int]:
        """A saying that stands before its content."""
        speaker = self._speaker_before(cue, start)
        if speaker is None:
            return None, start
        end = self._end(cue, following)
        at = self._complementiser(cue.last, end)
        first = at + 1 if at is not None else self._past_hearer(cue)
        if self.tokens[first : first + 1] and self.tokens[first].norm in {":", ","}:
            first += 1
        if not any(t.is_word for t in self.tokens[first:end]):
            return None, start
        return _Part(cue, speaker, (first, end), (cue.first, end)), end

    def _past_hearer(self, cue: Cue) -> int:
        """Where the content begins after ``told``: behind the hearer (``told the BBC the road ...``)."""
        first = cue.last
        if self.tokens[cue.at].norm not in _TOLD:
            return first
        start = first + (self.tokens[first].norm in words(self.code, "determiner"))
        held = next((m.last for m in self.sentence.mentions if m.first in {first, start}), start)
        while held < len(self.tokens) and (self._capital(held) or self.tokens[held].norm.isupper()):
            held += 1
        plain = held == start and self.tokens[start].norm in words(self.code, "hearer")
        return min(held + plain, len(self.tokens) - 1) if held > start or plain else first

    def _end(self, cue: Cue, following: Cue | None) -> int:
        """End of the content: where the next saying's clause begins, unless it stands inside."""
        if following is None:
            return len(self.tokens)
        if following.kind in {"source"}:
            return following.first
        for i in range(following.first, cue.last, -1):
            word = self.tokens[i - 1].norm
            if word in {",", ";", "and", "et", "but", "mais", "while"}:
                return i - 1 if i - 1 > cue.last else following.first
            if word in words(self.code, "complementiser"):
                break
        return len(self.tokens)


def _finite(token: Token) -> bool:
    """Whether an English form may be the verb of a clause."""
    return token.norm.endswith("ed") or token.norm != token.lemma


def _statement(sentence: Sentence, part: _Part, quoted: frozenset[int]) -> Statement:
    token = sentence.tokens[part.cue.at]
    first, last = part.whole
    about = [m for m in sentence.mentions if m.actor_id and part.content[0] <= m.first < part.content[1]]
    return Statement(
        speaker=part.speaker,
        verb=Span(
            start=token.start,
            end=token.end,
            text=sentence.surface(token.start, token.end),
            field=sentence.field,
        ),
        act=part.cue.act,
        direct=any(i in quoted for i in range(*part.content)),
        content=_trimmed(sentence, *part.content),
        about=tuple(dict.fromkeys(m.actor_id for m in about if m.actor_id and m.kind != "state")),
        places=tuple(p.place for p in sentence.places if first <= p.first < last),
        evidence=(range_evidence(sentence, first, last),),
    )


def _trimmed(sentence: Sentence, first: int, last: int) -> Evidence:
    """The words of a content without the marks round it."""
    while first < last - 1 and not sentence.tokens[first].is_word:
        first += 1
    return range_evidence(sentence, first, last)
