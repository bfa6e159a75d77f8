"""The gate that the records of every coder pass: nothing is kept that the report does not say.

A quotation must be the report's own words, and a clause or more of them; what an event says of actors, place,
time and numbers must stand inside its quotations, and numbers must be those that the words tell; codes must
be in the codebook. What a language model found must not rest on words that give orders to their reader.
What is turned away becomes an issue with a code and the words of the record: nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

import msgspec
from msgspec.structs import replace

from marsad import codebook
from marsad.coding.orders import orders
from marsad.coding.quoting import inside, parts
from marsad.records import Coded, Document, Event, EventFigure, Evidence, Issue, Sentence

LEAST_WORDS = 4  # of a quotation that is not a whole clause
MOST_LETTERS = 600  # of the quotation of an event that a model found
_TOLD = 1000  # letters of a rejected record in its issue
_HINT = "Nothing needs to be done: it is not in the record. If it should be, read the report and add it."

PARTS = ("actors", "recipients", "instruments", "targets", "figures")
_QUOTED = ("statements", "commitments", "memberships", "figures", "threats")


class Quoting(Protocol):
    """A record that rests on quotations."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The quotations."""


R = TypeVar("R", bound=Quoting)


def admit(document: Document, coded: Coded) -> Coded:
    """Keep what passes the gate, and tell of the rest by issues."""
    gate = _Gate(document)
    events = tuple([passed for e in coded.events if (passed := gate.event(e)) is not None])
    others = {name: gate.quoting(getattr(coded, name)) for name in _QUOTED}
    if not gate.issues:
        return coded
    kept = {e.event_id for e in events}
    events = tuple(replace(e, part_of=None) if e.part_of and e.part_of not in kept else e for e in events)
    return replace(coded, events=events, **others, issues=(*coded.issues, *gate.issues))


def turned_away(code: str, why: str, item: object) -> Issue:
    """The issue that stands for something a coder said and the gate did not let through."""
    quoted = item.evidence[0].quote if isinstance(item, Event) and item.evidence else None
    told = msgspec.json.encode(item if quoted is None else [quoted, item]).decode("utf-8")
    return Issue(code=code, message=f"{why}: {told[:_TOLD]}", hint=_HINT)


class _Gate:
    """One report, and what was turned away of its records."""

    def __init__(self, document: Document) -> None:
        self.document = document
        report = document.report
        self.fields = {"text": report.text, "title": report.title or ""}
        self.issues: list[Issue] = []
        self._amounts: dict[tuple[str, int, int], tuple[float, float, float]] | None = None

    # -- what is quoted -------------------------------------------------------------------------

    def quoting(self, records: Sequence[R]) -> tuple[R, ...]:
        """Records of other kinds than events: their quotations must be the report's words."""
        return tuple([r for r in records if self._quotes(r.evidence) or self._refuse(r)])

    def _quotes(self, evidence: Sequence[Evidence]) -> bool:
        fields = self.fields
        return bool(evidence) and all(fields[e.field][e.start : e.end] == e.quote for e in evidence)

    def _refuse(self, record: object) -> bool:
        self.issues.append(turned_away("rejected-quote", "not the words of the report", record))
        return False

    # -- events ---------------------------------------------------------------------------------

    def event(self, event: Event) -> Event | None:
        """The event as far as it is grounded, or None."""
        if not self._sound(event):
            refused = self._refused(event)
            if refused is not None:
                self.issues.append(turned_away(refused[0], refused[1], event))
                return None
            event = self._grounded(event)
            if _empty(event):
                self.issues.append(turned_away("rejected-empty", "nothing of it is left", event))
                return None
        return event

    def _sound(self, event: Event) -> bool:
        """Whether nothing at all is wrong: true of nearly every event, and so found out quickly."""
        evidence = event.evidence
        if (
            event.coder is not None
            or not self._quotes(evidence)
            or evidence[0].quote.count(" ") < LEAST_WORDS
        ):
            return False
        first, fields = evidence[0], self.fields
        name, start, end, text = first.field, first.start, first.end, fields[first.field]
        for part in parts(event):
            if part.field != name or part.start < start or part.end > end:
                if not inside(part, evidence):
                    return False
            elif text[part.start : part.end] != part.text:
                return False
        if not codebook.load().knows(event.type, event.mode, event.contexts):
            return False
        return all(self._counted(event, f) for f in event.figures)

    def _refused(self, event: Event) -> tuple[str, str] | None:
        """Code and reason where an event cannot stay."""
        if not self._quotes(event.evidence):
            return "rejected-quote", "not the words of the report"
        if not any(self._is_clause(e) for e in event.evidence):
            return "rejected-short-quote", "less than a clause"
        if problems := codebook.load().problems(event.type):
            return "rejected-code", problems[0]
        if not inside(event.trigger, event.evidence) or not self._says(event.trigger):
            return "rejected-trigger", "what happened is not in the quotation"
        if event.coder is not None:
            return self._misled(event)
        return None

    def _is_clause(self, quoted: Evidence) -> bool:
        """Whether a quotation is long enough, or all there is to quote."""
        if quoted.quote.count(" ") >= LEAST_WORDS - 1:
            return True
        inside = [s for s in self.document if s.field == quoted.field and s.start <= quoted.start < s.end]
        return any(
            quoted.start <= s.tokens[a].start + 2 and s.tokens[b - 1].end <= quoted.end + 2
            for s in inside
            for a, b in (*s.clauses, (0, len(s.tokens)))
            if s.tokens[a].end > quoted.start
        )

    def _misled(self, event: Event) -> tuple[str, str] | None:
        """Whether a model quotes too much to mean anything, or words that order their reader about."""
        first = event.evidence[0]
        if len(first.quote) > MOST_LETTERS:
            return "rejected-long-quote", f"more than {MOST_LETTERS} letters"
        if not 0 <= event.confidence <= 1:
            return "rejected-confidence", "no probability"
        ordered = orders(self.document)
        near = {(s.field, s.paragraph) for s in self.document if _overlaps(s, first)}
        if near & ordered:
            return "rejected-instruction", "it rests on words that give orders to their reader"
        return None

    def _says(self, part: Any) -> bool:  # noqa: ANN401 - any span of a record
        return self.fields[part.field][part.start : part.end] == str(part.text)

    def _grounded(self, event: Event) -> Event:
        """The event without what its quotations do not say."""
        changed: dict[str, Any] = {}
        for name in PARTS:
            given = getattr(event, name)
            kept = tuple(p for p in given if self._stands(event, name, p))
            if len(kept) < len(given):
                changed[name] = kept
        for name in ("place", "time"):
            part = getattr(event, name)
            if part is not None and not self._stands(event, name, part):
                changed[name] = None
        changed |= self._coded(event)
        return replace(event, **changed) if changed else event

    def _stands(self, event: Event, name: str, part: Any) -> bool:  # noqa: ANN401
        """Whether a part is inside the quotations, and a number the one that its words tell."""
        if not inside(part, event.evidence) or not self._says(part):
            self.issues.append(turned_away("dropped-part", f"{name}: not in the quotation", part))
            return False
        if isinstance(part, EventFigure) and not self._counted(event, part):
            self.issues.append(turned_away("dropped-number", "not the number that the words tell", part))
            return False
        return True

    def _coded(self, event: Event) -> dict[str, Any]:
        """Mode and contexts, where the codebook does not have them."""
        book = codebook.load()
        changed: dict[str, Any] = {}
        if event.mode and event.mode not in book.modes(event.type):
            changed["mode"] = None
        known = tuple(c for c in event.contexts if c in book.contexts)
        if known != event.contexts:
            changed["contexts"] = known
        if changed:
            problems = book.problems(event.type, event.mode, event.contexts)
            self.issues.append(turned_away("dropped-code", "; ".join(problems), event.trigger))
        return changed

    def _counted(self, event: Event, figure: EventFigure) -> bool:
        """Whether a figure is the number that was read at its place.

        Without a numeral a model may count one; the rules also know what a plural stands for.
        """
        if self._amounts is None:
            self._amounts = {
                (s.field, q.start, q.end): (q.low, q.best, q.high)
                for s in self.document
                for q in s.quantities
            }
        told = self._amounts.get((figure.field, figure.start, figure.end))
        amount = (figure.low, figure.best, figure.high)
        if told is not None:
            return told == amount
        bare = not any(c.isdigit() for c in figure.text)
        return bare and (event.coder is None or amount == (1, 1, 1))


def _overlaps(sentence: Sentence, quoted: Evidence) -> bool:
    return sentence.field == quoted.field and sentence.start < quoted.end and quoted.start < sentence.end


def _empty(event: Event) -> bool:
    """Whether nobody, nothing, no place and no number is left of what a model said."""
    if event.coder is None:
        return False
    return not (event.actors or event.recipients or event.targets or event.figures or event.place)
