"""Statements in English and French: speakers and contents of the sayings of a report."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from marsad.coding.participants import actor, mention_actor, phrase_after, phrase_before, range_evidence
from marsad.coding.sayings_latin import OPENING, PAUSES, Cue, find_cues, quoted_tokens
from marsad.coding.words import words
from marsad.records import Actor, Document, Evidence, Mention, Sentence, Span, Statement

Said = dict[int, list[Statement]]
_KINDS = frozenset({"person", "state", "organisation", "group", "people", "unknown"})
_OBJECT_ACTS = frozenset(
    {"call", "condemn", "welcome", "deny", "reject", "accuse", "demand", "threaten", "claim", "urge"}
    | {"propose", "pledge", "criticise", "discuss", "describe", "express", "appeal", "expect", "decide"}
)
_TRANSITIVE = frozenset({"warn", "tell", "ask", "accuse", "affirm", "announce", "reveal", "stress"})
_REACH = 4  # tokens between an inverted verb and its subject
_CLOSE = 3  # words before a saying that are rather an adverbial than its content


class _Known:
    """Who has spoken so far, for pronouns and sayings without a subject."""

    def __init__(self) -> None:
        self.speaker: Actor | None = None
        self.person: Actor | None = None
        self.body: Actor | None = None
        self.fresh = False  # whether the sentence before holds a statement
        self.named: Actor | None = None  # last person mentioned in the sentences before

    def spoke(self, who: Actor) -> None:
        """Note a speaker."""
        self.speaker = who
        if who.kind == "person" or (who.kind in {"people", "unknown"} and not _plural(who)):
            self.person = who
        else:
            self.body = who

    def behind(self, pronoun: str) -> Actor | None:
        """The speaker that a pronoun stands for."""
        if pronoun in {"he", "she", "il", "elle"}:
            return self.person or self.named or self.speaker
        return (self.body or self.speaker) if pronoun == "it" else self.speaker


def _plural(who: Actor) -> bool:
    return who.text.split()[0].endswith(("s", "x")) or who.text.endswith("s")


class _Part(NamedTuple):
    """A saying with its speaker and the token range of its content."""

    cue: Cue
    speaker: Actor | None
    content: tuple[int, int]
    whole: tuple[int, int]


def code_latin(document: Document) -> Said:
    """Code the statements of an English or French document, by sentence."""
    out: Said = {}
    known = _Known()
    opened, paragraph = False, -1
    pending: list[Sentence] = []
    for sentence in document:
        opened = opened and sentence.paragraph == paragraph
        pending = pending if sentence.paragraph == paragraph else []
        quoted, still = quoted_tokens(sentence, opened=opened)
        found = _Reader(sentence, document.language, quoted, known).read()
        if found:
            _carry(out, pending, found[0].speaker)
        elif quoted and len(quoted) >= len(sentence.tokens) - 1:
            alone = not pending and sentence.paragraph <= paragraph + 1 and _alone(out, sentence, known)
            pending = [*pending, sentence] if still and not alone else []
        out.setdefault(sentence.index, []).extend(found)
        pending = [] if found else pending
        opened, paragraph = still, sentence.paragraph
        known.named = _last_person(sentence) or known.named
        known.fresh = bool(out.get(sentence.index))
    return {index: made for index, made in out.items() if made}


def _last_person(sentence: Sentence) -> Actor | None:
    people = [m for m in sentence.mentions if m.kind == "person"]
    return mention_actor(sentence, people[-1]) if people else None


def _carry(out: Said, pending: list[Sentence], speaker: Actor | None) -> None:
    """Sentences of a quotation that the saying after them closes belong to its speaker."""
    for sentence in pending:
        out.setdefault(sentence.index, []).append(_quotation(sentence, speaker))
    pending.clear()


def _alone(out: Said, sentence: Sentence, known: _Known) -> bool:
    """A sentence wholly in quotation marks goes on with the last speaker, where there is one."""
    if known.speaker is None or not known.fresh:
        return False
    out.setdefault(sentence.index, []).append(_quotation(sentence, known.speaker))
    return True


def _quotation(sentence: Sentence, speaker: Actor | None) -> Statement:
    first = 1 if sentence.tokens[0].norm in OPENING and len(sentence.tokens) > 1 else 0
    part = _Part(
        Cue(first, first, first + 1, "say", "verb"),
        speaker,
        (first, len(sentence.tokens)),
        (first, len(sentence.tokens)),
    )
    return replace(_statement(sentence, part, frozenset()), direct=True)


class _Reader:
    """Reads the statements of one sentence."""

    def __init__(self, sentence: Sentence, code: str, quoted: frozenset[int], known: _Known) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.code = code
        self.quoted = quoted
        self.known = known

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
        who = [m for m in self.sentence.mentions if m.last <= colon and m.kind in _KINDS - {"people"}]
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
        return _Part(cue, speaker, (start, cue.first), (start, last)), last

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
            if content and (cue.pronoun > cue.first or not self._goes_on(cue)):
                return self._closed(cue, self._pronoun(cue), content, last)
        if self._pause(cue.first):
            content = self._content_before(start, cue.first)
            speaker, last = self._after(cue.last, inverted=True)
            if content and speaker is not None and self._inverts(cue, content, last):
                return self._closed(cue, speaker, content, last)
        subject = self._subject_after_pause(cue, start)
        if subject is None or self._goes_on(cue):
            return None
        opening = subject[1]
        content = self._content_before(start, opening)
        if not content or (cue.act in _OBJECT_ACTS and opening - 1 not in self.quoted):
            return None
        return self._closed(cue, subject[0], content, cue.last)

    def _inverts(self, cue: Cue, content: tuple[int, int], last: int) -> bool:
        """Whether what follows a verb is its subject and not its object."""
        if self._complement(cue):
            return False
        if content[1] - 1 in self.quoted:
            return True
        if cue.act in _OBJECT_ACTS or (self.code == "en" and cue.act in _TRANSITIVE):
            return False
        after = self.tokens[last] if last < len(self.tokens) else None
        return after is None or not after.is_word or self._adverbial(last) or self.code == "fr"

    def _closed(
        self, cue: Cue, speaker: Actor | None, content: tuple[int, int], last: int
    ) -> tuple[_Part, int]:
        end = max(last, cue.last)
        first = min(content[0], cue.first)
        return _Part(cue, speaker, content, (first, end)), end

    def _pause(self, i: int) -> bool:
        return i > 0 and self.tokens[i - 1].norm in PAUSES

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

    def _adverbial(self, i: int) -> bool:
        timed = any(t.first <= i < t.last for t in self.sentence.times)
        return timed or self.tokens[i].norm in words(self.code, "preposition") - {"for"}

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
        first = at + 1 if at is not None else cue.last
        if self.tokens[first : first + 1] and self.tokens[first].norm in {":", ","}:
            first += 1
        if not any(t.is_word for t in self.tokens[first:end]):
            return None, start
        return _Part(cue, speaker, (first, end), (cue.first, end)), end

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

    def _speaker_before(self, cue: Cue, start: int) -> Actor | None:
        if cue.kind == "participle":
            return self.known.speaker if start or self._pause(cue.first) else None
        if cue.pronoun is not None:
            return self._pronoun(cue)
        if cue.kind == "quoted":
            first = next(i for i in range(cue.at, -1, -1) if self.tokens[i].norm in {"quoted", "cited"})
            cue = cue._replace(first=max(0, first - 1))
        joined = self.tokens[cue.first - 1].norm in {"and", "et", "but", "mais"} if cue.first else False
        if joined and start:
            return self.known.speaker
        return self._before(cue, 0)

    def _pronoun(self, cue: Cue) -> Actor | None:
        if cue.pronoun is None:
            return None
        token = self.tokens[cue.pronoun]
        behind = self.known.behind(token.norm)
        if behind is not None:
            return behind
        text = self.sentence.surface(token.start, token.end)
        return Actor(start=token.start, end=token.end, text=text, field=self.sentence.field, kind="unknown")

    def _before(self, cue: Cue, floor: int) -> Actor | None:
        """The subject: skips what stands between commas, a relative pronoun and obliques."""
        end = cue.first
        if end and self.tokens[end - 1].norm in words(self.code, "relative"):
            end -= 1
        end = self._over_apposition(end, floor)
        near = [m for m in self.sentence.mentions if floor <= m.first and m.last <= end and m.kind in _KINDS]
        bare = [m for m in near if not self._oblique(m)]
        first = self._clause_floor(end, floor)
        own = [m for m in bare if m.first >= first]
        if own:
            return self._widest(own)
        phrase = phrase_before(self.sentence, first, end, self.code)
        if (
            phrase is not None
            and phrase.last == end
            and self._speaks(phrase.last - 1)
            and self._noun(phrase.first)
        ):
            return actor(self.sentence, phrase)
        far = [m for m in bare if end - m.last <= 12]
        return mention_actor(self.sentence, far[-1]) if far else None

    def _speaks(self, i: int) -> bool:
        """Whether an unlisted noun may be that of a speaker: a word, not a number or a thing of time."""
        return self.tokens[i].norm.isalpha() and not any(t.first <= i < t.last for t in self.sentence.times)

    def _noun(self, first: int) -> bool:
        """Whether a noun phrase has a determiner or a number, as an adverb has not."""
        before = self.tokens[first - 1].norm if first else ""
        counted = any(q.first <= first < q.last or q.last == first for q in self.sentence.quantities)
        return counted or before in words(self.code, "determiner")

    def _widest(self, own: list[Mention]) -> Actor:
        """The head of the subject; a name in parentheses or after a comma is an apposition."""
        chosen = own[-1]
        for m in reversed(own[:-1]):
            between = [t.norm for t in self.tokens[m.last : chosen.first]]
            if between in (["("], [","]) and m.kind == chosen.kind:
                chosen = m
        return mention_actor(self.sentence, chosen)

    def _over_apposition(self, end: int, floor: int) -> int:
        """Where a comma or a bracket stands before the verb, the end of what precedes the apposition."""
        if end <= floor or self.tokens[end - 1].norm not in {",", ")"}:
            return end
        opening = "(" if self.tokens[end - 1].norm == ")" else ","
        first = next((i for i in range(end - 2, floor, -1) if self.tokens[i].norm == opening), None)
        if first is None:
            return end
        if opening == "," and self.tokens[first - 1].norm == ")":
            return self._over_apposition(first, floor)
        held = any(m.first < first and m.last > first for m in self.sentence.mentions)
        return end if held else first

    def _clause_floor(self, end: int, floor: int) -> int:
        """First token of the clause that ends at ``end``; mentions may hold commas themselves."""
        for i in range(end - 1, floor - 1, -1):
            norm = self.tokens[i].norm
            if norm in {",", ";", ":"} and not any(m.first < i < m.last for m in self.sentence.mentions):
                return i + 1
            if norm in words(self.code, "complementiser"):
                return i + 1
        return floor

    def _oblique(self, m: Mention) -> bool:
        i = m.first - 1
        while i >= 0 and self.tokens[i].norm in words(self.code, "determiner") - {"du", "des", "de"}:
            i -= 1
        return i >= 0 and self.tokens[i].norm in words(self.code, "preposition")

    def _after(self, start: int, *, inverted: bool = False) -> tuple[Actor | None, int]:
        """The speaker that stands after ``start``, and its end."""
        i = start
        while i < len(self.tokens) and any(t.first <= i < t.last for t in self.sentence.times):
            i += 1
        for m in self.sentence.mentions:
            if i <= m.first <= i + _REACH and m.kind in _KINDS and self._clear(i, m.first):
                return mention_actor(self.sentence, m), m.last
        phrase = phrase_after(self.sentence, i, min(len(self.tokens), i + 6), self.code)
        if phrase is None or (phrase.first > i + 2) or not self._speaks(phrase.first):
            return None, start
        if inverted and self._adverbial(i):
            return None, start
        return actor(self.sentence, phrase), phrase.last

    def _clear(self, start: int, end: int) -> bool:
        return all(t.is_word or t.norm in {"-", "'"} for t in self.tokens[start:end])


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
