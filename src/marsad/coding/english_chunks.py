"""Noun phrases of an English sentence and how they hang on its verbs."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from marsad.coding.english_tags import tag
from marsad.coding.words import words
from marsad.records import Sentence, Token

_QUOTES = "\"“”‘’'"
_CLOSING = "”"  # of a name: "the “National Army” attacked"
_VERBAL = "VEF"
_ASPECT = frozenset({"begin", "start", "continue", "stop", "cease", "keep", "resume", "finish"})
_PARTICLES = frozenset({"up", "down", "off", "out", "over", "back", "away", "forward"})
_CONTRASTS = frozenset({"while", "whereas", "but", "though", "although", "because", "if", "when", "unless"})
_CLAUSAL = frozenset({"after", "before", "since", "until", "as", "than", "like"})
_DEEPEST = 6  # steps from a verb to the verb whose subject it shares


class Chunk(NamedTuple):
    """A noun phrase without its prepositional phrases: a half-open token range."""

    first: int
    last: int
    prep: int  # index of the preposition that governs it, -1 for none


class Parse:
    """Tags and noun phrases of a sentence, with the questions that role rules ask."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.tags = tag(sentence)

    @cached_property
    def chunks(self) -> list[Chunk]:
        """The noun phrases, in order."""
        return _chunks(self.tokens, self.tags)

    @cached_property
    def _by_first(self) -> dict[int, Chunk]:
        return {c.first: c for c in self.chunks}

    @cached_property
    def _by_last(self) -> dict[int, Chunk]:
        return {c.last: c for c in self.chunks}

    def norm(self, i: int) -> str:
        """The token's form, empty outside the sentence."""
        return self.tokens[i].norm if 0 <= i < len(self.tokens) else ""

    def letter(self, i: int) -> str:
        """The token's tag, punctuation outside the sentence."""
        return self.tags[i] if 0 <= i < len(self.tags) else "."

    def chunk_at(self, i: int) -> Chunk | None:
        """The noun phrase that covers a token."""
        return next((c for c in self.chunks if c.first <= i < c.last), None)

    def starting(self, i: int) -> Chunk | None:
        """The noun phrase that begins at a token."""
        return self._by_first.get(i)

    def ending(self, i: int) -> Chunk | None:
        """The noun phrase that ends before a token, times, parentheses and a closing quote passed over."""
        while i > 0 and (self.tags[i - 1] in "TB" or self.tokens[i - 1].norm == _CLOSING):
            i -= 1
        return self._by_last.get(i)

    def group_start(self, i: int) -> int:
        """First token of the verb group of the verb at ``i`` ("has agreed to withdraw")."""
        control = words("en", "subject_control")
        j = i
        while j > 0:
            before = self.tags[j - 1]
            governs = self.tags[j] == "L" and self.tokens[j - 1].lemma in control and before in "VEFN"
            aspect = self.tags[j] == "F" and self.tokens[j - 1].lemma in _ASPECT and before in "VE"
            if before in "ALBT" or governs or aspect:
                j -= 1
            else:
                break
        return j

    def passive(self, i: int) -> bool:
        """Whether the verb at ``i`` is in the passive, its auxiliary written out."""
        if self.tags[i] != "E":
            return False
        group = range(self.group_start(i), i)
        j = max((k for k in group if self.tags[k] == "A"), default=-1)
        if j >= 0 and not any(self.tags[k] in "VEF" for k in range(j, i)):
            return self.norm(j) in words("en", "be_all")
        if j >= 0 or self.letter(group.start - 1) != "C" or self.objects(i + 1):
            return False
        before = self.verb_before(group.start)
        return before is not None and self.tags[before] == "E" and self.passive(before)

    def subject(self, i: int, depth: int = 0) -> list[Chunk]:
        """Noun phrases that are the subject of the verb at ``i``."""
        j = self.group_start(i)
        before = self.letter(j - 1)
        if before == "R":
            return self._antecedent(j - 1)
        if before == "C" or (before == "." and self.norm(j - 1) == ","):
            return self._over_comma(i, j, depth)
        if before == "P" or (before in _VERBAL and self.tags[i] == "F"):
            shared = self.verb_before(j)
            if shared is None or depth >= _DEEPEST or self._of_another(shared, j - 1):
                return []
            return self.subject(shared, depth + 1)
        chunk = self.ending(j)
        purpose = self._purpose(j, chunk) if chunk is not None and depth < _DEEPEST else None
        if purpose is not None:
            return self.subject(purpose, depth + 1)
        return self._subject_phrase(i, chunk) if chunk is not None else []

    def _subject_phrase(self, i: int, chunk: Chunk) -> list[Chunk]:
        """The phrase before a verb as its subject, with what it hangs on and what is joined to it."""
        if chunk.prep >= 0 and self.norm(chunk.prep) in _CLAUSAL:
            return [chunk]
        outer = self.outermost(chunk)
        if outer != chunk and self._spoken_for(outer, i):
            return [chunk]
        return self._coordinated(outer)

    def _purpose(self, j: int, chunk: Chunk) -> int | None:
        """The verb whose object stands before an infinitive of purpose ("fired tear gas *to disperse*")."""
        k = chunk.first - 1
        if self.norm(j) != "to" or chunk.prep >= 0 or self.letter(k) not in "VE" or self.passive(k):
            return None
        if "S" in self.tags[chunk.first : chunk.last]:
            return None  # praised his decision to withdraw
        return None if self.tokens[k].lemma in words("en", "object_control") else k

    def _spoken_for(self, outer: Chunk, i: int) -> bool:
        """Whether a phrase before a bare past is another verb's object ("kill ten in raids *targeted* X")."""
        governed = self.letter(outer.first - 1) in _VERBAL
        return governed and self.tags[i] == "E" and self.group_start(i) == i and bool(self.objects(i + 1))

    def _of_another(self, verb: int, before: int) -> bool:
        """Whether a gerund after a verb is another's act: "confirms killing", "were hit in targeting"."""
        if self.tags[before] == "P":
            return self.norm(before) == "in" and self.passive(verb)
        return verb == before and self.tokens[verb].lemma in words("en", "telling")

    def _antecedent(self, relative: int) -> list[Chunk]:
        i = relative
        while i > 0 and (self.norm(i - 1) == "," or self.tags[i - 1] in "PT"):
            i -= 1
        chunk = self.ending(i)
        return (
            [self.outermost(chunk)]
            if chunk is not None and not self._is_thing_of(chunk)
            else ([chunk] if chunk is not None else [])
        )

    def _is_thing_of(self, chunk: Chunk) -> bool:
        """Whether a relative clause rather belongs to the phrase itself than to what it hangs on."""
        return chunk.prep >= 0 and self.norm(chunk.prep) != "of"

    def _over_comma(self, i: int, j: int, depth: int) -> list[Chunk]:
        """The subject across a comma or a conjunction: an apposition, a relative clause, a shared one."""
        if self.norm(j - 1) == ",":
            opened = self._opening(j - 1)
            if opened is not None and self.tags[i] != "F":
                return self._coordinated(self.outermost(opened))
        shared = self._shared(i)
        return self.subject(shared, depth + 1) if shared is not None and depth < _DEEPEST else []

    def _opening(self, comma: int) -> Chunk | None:
        """The phrase before the comma that pairs with this one ("X, who fled, said")."""
        for k in range(comma - 1, max(-1, comma - 30), -1):
            if self.norm(k) == ",":
                inner = self.letter(k + 1)
                chunk = self.ending(k)
                if chunk is not None and (inner in "RDNPEFT#"):
                    return chunk
                return None
        return None

    def _shared(self, i: int) -> int | None:
        """The verb before a conjunction or comma, whose subject the verb at ``i`` shares."""
        j = self.group_start(i)
        if self.letter(j - 1) != "C" and self.norm(j - 1) != ",":
            return None
        return self.verb_before(j)

    def verb_before(self, j: int) -> int | None:
        """The nearest verb before a token."""
        for k in range(j - 1, -1, -1):
            if self.tags[k] in _VERBAL:
                return k
        return None

    def outermost(self, chunk: Chunk) -> Chunk:
        """The phrase that a prepositional phrase belongs to, step by step."""
        while True:
            outer = self.ending(chunk.prep) if chunk.prep >= 0 else None
            if outer is None:
                outer = self._reduced(chunk)
            if outer is None:
                return chunk
            chunk = outer

    def _reduced(self, chunk: Chunk) -> Chunk | None:
        """The phrase that a participle qualifies ("rockets fired by Hamas", "troops fighting rebels")."""
        k = (chunk.prep if chunk.prep >= 0 else chunk.first) - 1
        wanted = "EF" if chunk.prep >= 0 else "F"
        if self.letter(k) not in wanted or self.letter(k - 1) in "ALC.":
            return None
        return self.ending(k)

    def _coordinated(self, chunk: Chunk) -> list[Chunk]:
        """The phrase with those joined to it before ("A, B and C attacked")."""
        out = [chunk]
        while out[0].first > 0 and (
            self.letter(out[0].first - 1) == "C" or self.norm(out[0].first - 1) == ","
        ):
            i = out[0].first - 1
            while i > 0 and (self.tags[i - 1] == "C" or self.norm(i - 1) == ","):
                i -= 1
            before = self.ending(i)
            if self.norm(i) in _CONTRASTS or self.norm(out[0].first - 1) in _CONTRASTS:
                break
            if before is None or self._governs(self.outermost(before).first - 1):
                break
            if self.norm(out[0].first - 1) == "," and len(out) == 1 and not self.listed(before, chunk):
                break
            out.insert(0, self.outermost(before))
        return out

    def listed(self, before: Chunk, chunk: Chunk) -> bool:
        """Whether a headline's comma joins people counted together ("45 soldiers, policemen killed")."""
        if before.last + 1 != chunk.first or self.norm(before.last) != "," or before.prep >= 0:
            return False
        heads = {m.last for m in self.sentence.mentions if m.form == "common"}
        counted = self.letter(before.first) == "#" and self.letter(chunk.first) == "N"
        return counted and {before.last, chunk.last} <= heads and chunk.last - chunk.first == 1

    def _governs(self, i: int) -> bool:
        """Whether a word takes the phrase after it as its own: a verb, unless it is one of telling."""
        if self.letter(i) in "VE" and self.tokens[i].lemma in words("en", "telling"):
            return False
        return self.letter(i) in "VEFMAP"

    def objects(self, last: int) -> list[Chunk]:
        """Direct objects of the verb group that ends before token ``last``."""
        i = self.skip(last)
        chunk = self.starting(i)
        if chunk is None:
            return []
        out = [chunk]
        follower = self.starting(chunk.last)
        if follower is not None:
            out.append(follower)  # gave Rome a deadline
        return [*out, *self.joined(out[-1])]

    def joined(self, chunk: Chunk) -> list[Chunk]:
        """Phrases joined to one by commas and conjunctions after it."""
        out: list[Chunk] = []
        i = self._after_phrase(chunk.last)
        while i < len(self.tokens) and (self.tags[i] == "C" or self.norm(i) == ","):
            j = i
            while j < len(self.tokens) and (self.tags[j] == "C" or self.norm(j) == ","):
                j += 1
            following = self.starting(j)
            if following is None or self.finite_after(following.last):
                break
            out.append(following)
            i = self._after_phrase(following.last)
        return out

    def _after_phrase(self, i: int) -> int:
        """Past an "of" phrase and a parenthesis."""
        while i < len(self.tokens) and self.tags[i] == "T" and self.norm(i) in "()":
            i += 1
        if self.norm(i) == "of" and (inner := self.starting(i + 1)) is not None:
            return inner.last
        return i

    def finite_after(self, i: int) -> bool:
        """Whether a verb follows that makes the phrase before it a subject."""
        while self.letter(i) in "BT":
            i += 1
        return self.letter(i) in "VEAL"

    def skip(self, i: int) -> int:
        """Past adverbs, times and particles after a verb."""
        while i < len(self.tokens) and (
            self.tags[i] in "BT" or (self.norm(i) in _PARTICLES and self.letter(i + 1) in "DN#O")
        ):
            i += 1
        return i

    def phrases(self, i: int) -> list[tuple[str, Chunk]]:
        """Prepositional phrases from token ``i`` on, each with its preposition, to the clause's end."""
        out: list[tuple[str, Chunk]] = []
        while i < len(self.tokens):
            letter = self.tags[i]
            if letter == "P" and (chunk := self._governed(i)) is not None:
                group = [chunk, *self.joined(chunk)]
                out += [(self.norm(i), c) for c in group]
                i = group[-1].last
            elif letter in "VEMRAL" or (letter == "." and self.norm(i) in ".;:!?"):
                break
            else:
                chunk = self.starting(i)
                i = chunk.last if chunk is not None else i + 1
        return out

    def _governed(self, i: int) -> Chunk | None:
        """The phrase that a preposition governs, adverbs between passed over."""
        i += 1
        while self.letter(i) == "B":
            i += 1
        return self.starting(i)

    def complement(self, i: int) -> int | None:
        """The verb of the infinitive that follows a verb group ("agreed to *withdraw*")."""
        i = self.skip(i)
        if self.letter(i) != "L":
            return None
        return next((k for k in range(i, min(i + 5, len(self.tags))) if self.tags[k] in _VERBAL), None)


def _chunks(tokens: tuple[Token, ...], tags: str) -> list[Chunk]:
    out: list[Chunk] = []
    i = 0
    while i < len(tokens):
        if tags[i] == "O":
            out.append(Chunk(i, i + 1, _preposition(tags, i)))
            i += 1
        elif tags[i] in "DN#":
            last = _chunk_end(tokens, tags, i)
            out.append(Chunk(i, last, _preposition(tags, i)))
            i = last
        else:
            i += 1
    return out


def _preposition(tags: str, i: int) -> int:
    j = i - 1
    while j >= 0 and tags[j] in "B":
        j -= 1
    return j if j >= 0 and tags[j] == "P" else -1


def _chunk_end(tokens: tuple[Token, ...], tags: str, first: int) -> int:
    j = first
    full = False
    while j < len(tokens) and _goes_on(tokens, tags, j, full=full):
        full = tags[j] in "N#" or (full and tags[j] != "S")
        j += 1
    return max(j, first + 1)


def _goes_on(tokens: tuple[Token, ...], tags: str, j: int, *, full: bool) -> bool:
    """Whether a noun phrase goes on over a token; ``full`` once it has a noun."""
    letter, norm = tags[j], tokens[j].norm
    if letter in "N#S":
        return True
    if letter == "D":
        return not full
    if j + 1 >= len(tokens) or tags[j + 1] not in "N#":
        return False
    if letter in "HB":
        return full == (letter == "H")
    titled = norm == "." and tokens[j - 1].norm in words("en", "title")
    return letter == "." and (titled or (norm in _QUOTES and tags[j - 1] in "DN#"))
