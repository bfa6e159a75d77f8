"""From what a model said to records: its words are looked up in the report, never taken for themselves.

A model gives words; positions, actors, places, times and numbers are those that marsad itself read there.
Whether they may stay is for the gate to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from marsad.coding.gate import turned_away
from marsad.coding.llm.answers import SaidEvent, SaidFigure
from marsad.coding.participants import mention_actor
from marsad.normalise import Shadow, shadow
from marsad.records import (
    Actor,
    Document,
    Event,
    EventFigure,
    Evidence,
    FieldName,
    Issue,
    Place,
    Sentence,
    Span,
    Time,
    content_id,
)

CONFIDENCE = 0.5  # nothing is known of how often a model is right
_SPACES = re.compile(r"\s+")
_FIELDS: tuple[FieldName, ...] = ("text", "title")


class Found(NamedTuple):
    """Words of a field."""

    field: FieldName
    start: int
    end: int


class Grounder:
    """Finds the words of a model in one report.

    Attributes
    ----------
    issues
        What was not found.
    """

    def __init__(self, document: Document, coder: str) -> None:
        self.document, self.coder = document, coder
        self.issues: list[Issue] = []
        self._shadows = {name: _Flat(document.report.field(name)) for name in _FIELDS}

    def event(self, said: SaidEvent) -> Event | None:
        """An event with the report's words in the place of the model's, or None where it quotes no words."""
        quoted = self._quote(said)
        if quoted is None:
            self.issues.append(turned_away("rejected-quote", "not the words of the report", said))
            return None
        trigger = self._within(quoted, said.trigger)
        if trigger is None:
            self.issues.append(turned_away("rejected-trigger", "what happened is not in the quotation", said))
            return None
        told = self._span(trigger)
        parts = (told.field, str(told.start), str(told.end))
        return Event(
            event_id=content_id(self.document.report.id, said.type, *parts),
            type=said.type,
            mode=said.mode,
            contexts=tuple(dict.fromkeys(said.contexts)),
            status=said.status,
            trigger=told,
            actors=self._actors(quoted, said.actors),
            recipients=self._actors(quoted, said.recipients),
            place=self._place(quoted, said.place),
            time=self._time(quoted, said.time),
            figures=tuple(f for one in said.figures if (f := self._figure(quoted, one)) is not None),
            confidence=CONFIDENCE,
            evidence=(self._evidence(quoted),),
            why=f"found by {self.coder}",
            coder=self.coder,
            review="suggested",
        )

    def _quote(self, said: SaidEvent) -> Found | None:
        """Where the quotation stands; of several places the first that has the trigger."""
        places = [f for name in _FIELDS for f in self._shadows[name].all(said.quote, name)]
        return next((p for p in places if self._within(p, said.trigger)), next(iter(places), None))

    def _within(self, quoted: Found, words: str) -> Found | None:
        return self._shadows[quoted.field].within(quoted, words)

    def _located(self, quoted: Found, what: str, words: str) -> Found | None:
        """Where words stand in the quotation, else anywhere in its field; an issue where they do not."""
        everywhere = Found(quoted.field, 0, len(self.document.report.field(quoted.field)))
        found = self._within(quoted, words) or self._within(everywhere, words)
        if found is None:
            self.issues.append(turned_away("dropped-part", f"{what}: not the words of the report", words))
        return found

    def _span(self, at: Found) -> Span:
        return Span(start=at.start, end=at.end, text=self._text(at), field=at.field)

    def _text(self, at: Found) -> str:
        return self.document.report.field(at.field)[at.start : at.end]

    def _evidence(self, at: Found) -> Evidence:
        return Evidence(start=at.start, end=at.end, quote=self._text(at), field=at.field)

    def _sentence(self, at: Found) -> Sentence | None:
        fitting = (s for s in self.document if s.field == at.field and s.start <= at.start < s.end)
        return next(fitting, None)

    def _annotated(self, at: Found, name: str) -> Any | None:  # noqa: ANN401 - a mention of any kind
        """What was read at these words, if anything: the mention that covers most of them."""
        sentence = self._sentence(at)
        found: Sequence[Any] = getattr(sentence, name) if sentence is not None else ()
        shared = [(min(m.end, at.end) - max(m.start, at.start), m) for m in found]
        best = max(shared, key=lambda one: one[0], default=None)
        return best[1] if best is not None and best[0] > 0 else None

    def _actors(self, quoted: Found, given: Sequence[str]) -> tuple[Actor, ...]:
        found = (self._located(quoted, "actor", words) for words in dict.fromkeys(given))
        return tuple(self._actor(at) for at in found if at is not None)

    def _actor(self, at: Found) -> Actor:
        mention, sentence = self._annotated(at, "mentions"), self._sentence(at)
        if mention is None or sentence is None:
            return Actor(start=at.start, end=at.end, text=self._text(at), field=at.field, kind="unknown")
        known = mention_actor(sentence, mention)
        return replace(known, start=at.start, end=at.end, text=self._text(at))

    def _place(self, quoted: Found, words: str | None) -> Place | None:
        at = self._located(quoted, "place", words) if words else None
        if at is None:
            return None
        mention = self._annotated(at, "places")
        if mention is None:
            why = "not in the gazetteer"
            return Place(
                start=at.start, end=at.end, text=self._text(at), field=at.field, level="unknown", why=why
            )
        place: Place = mention.place
        return place

    def _time(self, quoted: Found, words: str | None) -> Time | None:
        at = self._located(quoted, "time", words) if words else None
        if at is None:
            return None
        mention = self._annotated(at, "times")
        if mention is None:
            return Time(start=at.start, end=at.end, text=self._text(at), field=at.field, precision="vague")
        time: Time = mention.time
        return time

    def _figure(self, quoted: Found, said: SaidFigure) -> EventFigure | None:
        """The number that was read at the words, if it is the one that the model gave."""
        at = self._located(quoted, "figure", said.words)
        if at is None:
            return None
        read = self._annotated(at, "quantities")
        if read is None:
            n = said.number
            return EventFigure(
                kind=said.kind, low=n, best=n, high=n,
                start=at.start, end=at.end, text=self._text(at), field=at.field,
            )  # fmt: skip
        if said.number not in {read.low, read.best, read.high}:
            self.issues.append(turned_away("dropped-number", f"the words tell {read.best:g}", said))
            return None
        where = Found(at.field, read.start, read.end)
        return EventFigure(
            kind=said.kind, low=read.low, best=read.best, high=read.high, approximate=read.approximate,
            of=read.unit, start=where.start, end=where.end, text=self._text(where), field=where.field,
        )  # fmt: skip


class _Flat:
    """A field in normal form with single spaces, and the way back to it."""

    def __init__(self, text: str) -> None:
        self.original = text
        norm: Shadow = shadow(text)
        pieces, offsets, space = [], [], False
        for character, at in zip(norm.text, norm.offsets, strict=False):
            white = character.isspace()
            if not (white and space):
                pieces.append(" " if white else character)
                offsets.append(at)
            space = white
        self.text, self.offsets = "".join(pieces), [*offsets, len(text)]

    def all(self, words: str, field: FieldName) -> list[Found]:
        """Every place where words stand."""
        out: list[Found] = []
        begin = 0
        while (found := self._find(words, field, begin, len(self.original))) is not None and len(out) < 50:
            out.append(found)
            begin = found.start + 1
        return out

    def within(self, range_: Found, words: str) -> Found | None:
        """The first place where words stand in a range."""
        return self._find(words, range_.field, range_.start, range_.end)

    def _find(self, words: str, field: FieldName, begin: int, end: int) -> Found | None:
        """Exact words first, then their normal form; whole words before parts of one."""
        if not words.strip():
            return None
        exact = _whole(self.original, words, begin, end)
        if exact is not None:
            return Found(field, exact, exact + len(words))
        wanted = _SPACES.sub(" ", shadow(words).text).strip()
        low, high = self._position(begin), self._position(end)
        at = _whole(self.text, wanted, low, high) if wanted else None
        if at is None:
            return None
        last = self.offsets[at + len(wanted) - 1] + 1
        return Found(field, self.offsets[at], last)

    def _position(self, offset: int) -> int:
        """The first normal letter that stands at an offset of the original or after it."""
        return bisect_left(self.offsets, offset)


def _whole(text: str, words: str, begin: int, end: int) -> int | None:
    """Where words begin in a part of a text: as whole words, or in Arabic after clitics."""
    found = None
    arabic = "\u0621" <= words[:1] <= "\u06ff" and not words[:1].isdigit()
    at = text.find(words, begin, end)
    while at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + len(words) : at + len(words) + 1]
        if not before.isalnum() and not after.isalnum():
            return at
        if found is None and arabic:
            found = at
        at = text.find(words, at + 1, end)
    return found
