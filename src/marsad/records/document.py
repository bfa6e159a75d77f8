"""A report after annotation: what the coders read. Never written out.

Everything is by sentence, because who, what and where of a record must come from the same
sentence or clause. Offsets (``start``, ``end``) count code points of the field as given;
``first``/``last`` are half-open ranges of token indices in the sentence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import Any, Literal, NamedTuple

import msgspec

from marsad.records.coded import Issue
from marsad.records.parts import ActorKind, FieldName, Place, Span, Time
from marsad.records.report import Report

SentenceKind = Literal["headline", "dateline", "body"]


class Token(NamedTuple):
    """One word or punctuation mark.

    ``norm`` is the strong normal form (match key). For Arabic ``proclitics`` + ``stem`` +
    ``enclitic`` is ``norm`` after clitic segmentation (``stem`` keeps the article; the alif lost in
    ``لل`` is restored), and ``lemma`` is the lemma of the stem without the article. For Latin
    scripts stem == norm.
    """

    start: int
    end: int
    norm: str
    proclitics: str
    stem: str
    enclitic: str
    lemma: str

    @property
    def is_word(self) -> bool:
        """Whether the token is a word or a number, not punctuation."""
        return self.norm[:1].isalnum()


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """Words that name an actor (an entry of the actor base, or an unknown one by pattern)."""

    start: int
    end: int
    first: int
    last: int
    kind: ActorKind
    actor_id: str | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    # "name", "adjective" (Syrian), "capital" (Washington said), "role" (the foreign minister),
    # "short" (later short form), "pronoun", "list" (coordinated), "common" (gunmen, civilians)
    form: str = "name"


class PlaceMention(msgspec.Struct, frozen=True, kw_only=True):
    """Words that name a place, with the place they were resolved to."""

    start: int
    end: int
    first: int
    last: int
    place: Place
    # "resolved", "ambiguous", "unknown"; until places are resolved also "doubtful"
    state: str = "resolved"
    cue: str | None = None  # locative preposition or type word before it, normalised


class TimeMention(msgspec.Struct, frozen=True, kw_only=True):
    """Words that name a time."""

    start: int
    end: int
    first: int
    last: int
    time: Time


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A number with what it counts. ``start:end`` covers number and approximator, not the noun."""

    start: int
    end: int
    first: int
    last: int
    low: float
    best: float
    high: float
    approximate: bool = False
    # normalised counted noun that follows (or the currency), with its token range
    unit: str | None = None
    unit_first: int | None = None
    unit_last: int | None = None
    currency: str | None = None  # ISO 4217
    kind: Literal["count", "money", "percent", "ordinal", "other"] = "count"


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """Words between quotation marks (marks not included)."""

    start: int
    end: int
    first: int
    last: int


class Sentence(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A sentence with everything found in it."""

    field: FieldName
    index: int  # in the document
    start: int
    end: int
    kind: SentenceKind
    paragraph: int
    text: str  # the field's words from start to end
    tokens: tuple[Token, ...]
    # one value of each token, to be looked through at once
    norms: tuple[str, ...]
    stems: tuple[str, ...]
    lemmas: tuple[str, ...]
    clauses: tuple[tuple[int, int], ...]  # half-open token ranges, in order, covering the tokens
    mentions: tuple[Mention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @cached_property
    def memo(self) -> dict[Hashable, Any]:
        """What has been derived from the sentence; no part of the record, and not kept by copies."""
        return {}

    def surface(self, start: int, end: int) -> str:
        """The words between two offsets of the field."""
        return self.text[start - self.start : end - self.start]

    def stem_span(self, token: Token) -> tuple[int, int]:
        """Offsets of a token without its proclitics and enclitic."""
        if not (token.proclitics or token.enclitic):
            return token.start, token.end
        words = self.surface(token.start, token.end)
        letters = [i for i, c in enumerate(words) if unicodedata.category(c)[0] == "L" and c != "ـ"]
        head, tail = len(token.proclitics), len(token.enclitic)
        if head + tail >= len(letters):
            return token.start, token.end
        end = token.start + letters[len(letters) - tail] if tail else token.end
        return token.start + letters[head], end

    def has_any(self, forms: frozenset[str]) -> bool:
        """Whether the normal form or the lemma of any token is one of ``forms``."""
        return not (forms.isdisjoint(self.norms) and forms.isdisjoint(self.lemmas))

    def clause_of(self, token: int) -> tuple[int, int]:
        """The clause (half-open token range) that holds a token."""
        for clause in self.clauses:
            if clause[0] <= token < clause[1]:
                return clause
        return 0, len(self.tokens)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """An annotated report."""

    report: Report
    language: str
    anchor: str | None  # ISO date that relative times are counted from
    sentences: tuple[Sentence, ...]
    dateline: Span | None = None  # the words of the text that date it, where it has any
    issues: tuple[Issue, ...] = ()

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self.sentences)

    def forget(self) -> None:
        """Drop what was derived from the sentences; what points back at them would wait for a collection."""
        for sentence in self.sentences:
            sentence.memo.clear()
