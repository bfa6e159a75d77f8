"""English figures by structure: what was killed, wounded, captured, and by how many strikes.

A number belongs to the verb whose object it is (``killed five``), whose passive subject it is (``five were
killed``), to the noun that governs it with "of" (``the death of five``), or to its own noun (``five
strikes``). "A soldier" and a named person count as one; a bare plural (``militants``) as three, approximately
and at least two, as ACLED reads an unknown small number.
"""

from __future__ import annotations

from typing import NamedTuple

from marsad.coding.english_chunks import Chunk, Parse
from marsad.coding.english_tags import things
from marsad.coding.words import words
from marsad.records import EventFigure, Mention, Quantity

SOME = (2.0, 3.0, 9.0)  # low, best and high of a bare plural
_ALONE = (1.0, 1.0, 1.0)
_OF_PEOPLE = frozenset(
    {"killed", "injured", "abducted", "captured", "arrested", "displaced", "released", "surrendered"}
)
_TOLL = frozenset({"killed", "injured", "captured", "arrested", "abducted"})
_STOOD = frozenset({"dead", "wounded", "injured", "killed", "missing", "hurt"})
_ONE = frozenset({"him", "her", "he", "she", "one"})
_MANY = frozenset(
    {"population", "crowd", "family", "staff", "crew", "gang", "group", "militia", "opposition"}
)
_TAKEN = {"custody": "arrested", "prisoner": "captured", "captive": "captured", "hostage": "abducted"}
_BLANK = frozenset({"die", "perish", "flee", "drown", "surrender"})


class Told(NamedTuple):
    """A kind of figure and the token that told it."""

    kind: str
    at: int


class Counter:
    """Figures of one sentence."""

    def __init__(self, parse: Parse, table: dict[str, str]) -> None:
        self.sentence = parse.sentence
        self.parse = parse
        self.table = table
        self.verbs = [
            (i, kind)
            for i, token in enumerate(parse.tokens)
            if parse.letter(i) in "VEF" and (kind := self._look(i) or self._taken(i))
        ]

    def _taken(self, i: int) -> str:
        """The kind of "take" with what somebody is taken into or taken as."""
        if self.parse.tokens[i].lemma != "take":
            return ""
        after = [t.norm for t in self.parse.tokens[i + 1 : i + 6]]
        return next((kind for word, kind in _TAKEN.items() if word in after), "")

    def counts_things(self, q: Quantity) -> bool:
        """Whether a number counts buildings, vehicles or the like, which are no casualties."""
        chunk = self.parse.chunk_at(q.first)
        return chunk is not None and self.sentence.tokens[chunk.last - 1].lemma in things()

    def counts_people(self, q: Quantity) -> bool:
        """Whether a number may count people: nothing is named that it counts, or people are."""
        if self.counts_things(q):
            return False
        unit = q.unit_first
        return unit is None or any(m.first <= unit < m.last for m in self.sentence.mentions)

    def kind(self, q: Quantity) -> Told | None:
        """What a number counts, None where nothing tells."""
        chunk = self.parse.chunk_at(q.first)
        if chunk is not None and things().get(self.parse.tokens[chunk.last - 1].lemma) == "animal":
            return None
        own = self._own(q, chunk)
        befell = self._governed(chunk) if chunk is not None and own and own.kind == "displaced" else None
        if own is not None or chunk is None:
            return befell or own  # abducted 60 displaced women
        if self.counts_things(q) and not self._claimed(chunk.last - 1):
            return None
        return self._governed(chunk) or self._of(chunk)

    def _own(self, q: Quantity, chunk: Chunk | None) -> Told | None:
        """The number's own noun ("five strikes"), or the word that closes its phrase ("two men dead")."""
        if q.kind == "count" and q.unit_first is not None:
            kind = self._look(q.unit_first)
            if kind:
                return Told(kind, q.unit_first)
        end = chunk.last if chunk is not None else q.last
        if q.kind == "count" and (kind := self._look(end - 1)) in {"killed", "injured"}:
            return Told(kind, end - 1)  # ten insurgent deaths
        for i in (end - 1, end):
            if self.parse.norm(i) in _STOOD and not (self.parse.letter(i) == "E" and self._object(end)):
                kind = self._look(i)
                return Told(kind, i) if kind else None
        return None

    def _object(self, i: int) -> bool:
        return bool(self.parse.objects(i + 1))

    def _look(self, i: int) -> str:
        token = self.sentence.tokens[i]
        return self.table.get(token.lemma, "") or self.table.get(token.norm, "")

    def _governed(self, chunk: Chunk) -> Told | None:
        """The verb whose object or passive subject a phrase is."""
        parse = self.parse
        for i, kind in self.verbs:
            if kind not in _OF_PEOPLE:
                continue
            passive = parse.passive(i)
            objects = [] if passive else parse.objects(i + 1)
            if chunk in objects:
                return Told(kind, i)
            blank = parse.tokens[i].lemma in _BLANK
            if (passive or blank or not objects) and chunk in parse.subject(i):
                return Told(kind, i) if passive or blank or self._patient(i) else None
        return None

    def _patient(self, i: int) -> bool:
        """Whether a participle without auxiliary has its patient before it ("five killed in a blast")."""
        start = self.parse.group_start(i)
        return self.parse.letter(i) == "E" and not any(self.parse.letter(k) == "A" for k in range(start, i))

    def _of(self, chunk: Chunk) -> Told | None:
        """The noun that governs a phrase with "of", or the lives that were claimed."""
        if self.parse.norm(chunk.prep) == "of" and chunk.prep > 0:
            if self._claimed(chunk.prep - 1):
                return Told("killed", chunk.prep - 1)
            kind = self._look(chunk.prep - 1)
            if kind in _OF_PEOPLE:
                return Told(kind, chunk.prep - 1)
        if self._claimed(chunk.last - 1):
            return Told("killed", chunk.last - 1)
        verb = chunk.first - 1
        if self.parse.letter(verb) in "VE" and self.parse.tokens[verb].lemma == "claim":
            return Told("killed", verb)  # clash claims 4
        return None

    def _claimed(self, i: int) -> bool:
        """Whether a token is "lives" as the object of "claim", "take" or "cost"."""
        chunk = self.parse.chunk_at(i)
        if self.parse.norm(i) not in {"lives", "life"} or chunk is None or not chunk.first:
            return False
        return self.parse.tokens[chunk.first - 1].lemma in {"claim", "take", "cost"}

    def bare(self) -> list[tuple[EventFigure, int]]:
        """Figures without a number: one person, or several."""
        out = []
        counted = {i for q in self.sentence.quantities for i in range(q.first, q.last)}
        for chunk in self.parse.chunks:
            if counted.intersection(range(chunk.first, chunk.last)) or self._listed(chunk):
                continue
            told = self._strike(chunk) or self._governed(chunk) or self._of(chunk)
            size = self._size(chunk, told) if told is not None and told.kind in _TOLL | {"strikes"} else None
            if told is not None and size is not None:
                out.append((self._figure(chunk, told.kind, size), told.at))
        return out

    def _listed(self, chunk: Chunk) -> bool:
        """Whether the number before a comma counts a phrase too."""
        before = self.parse.ending(chunk.first - 1)
        return before is not None and self.parse.listed(before, chunk)

    def _strike(self, chunk: Chunk) -> Told | None:
        head = chunk.last - 1
        return Told("strikes", head) if self._look(head) == "strikes" else None

    def _size(self, chunk: Chunk, told: Told) -> tuple[float, float, float] | None:
        """Low, best and high of a phrase without a number, None for what does not count."""
        head = self.sentence.tokens[chunk.last - 1]
        inflected = head.norm != head.lemma and head.norm.endswith("s")
        plural = inflected or head.norm in words("en", "irregular_plural")
        single = not plural and self.parse.norm(chunk.first) in {"a", "an", "another"}
        if told.kind == "strikes":
            return _ALONE if single else None
        if head.norm in _ONE:
            return _ALONE
        mention = self._mention(chunk)
        if mention is None and self._named(chunk):
            return _ALONE
        if mention is None:
            anybody = single and told.kind != "captured" and head.lemma not in things()
            return _ALONE if anybody else None
        definite = self.parse.letter(chunk.first) == "D" and not single
        if plural:
            return None if definite else SOME
        again = definite and told.kind == "killed" and mention.kind in {"people", "unknown"}
        alone = single or again or (mention.kind == "person" and not definite)
        return _ALONE if alone and head.norm not in _MANY else None

    def _named(self, chunk: Chunk) -> bool:
        """Whether a phrase is somebody's name: all of it capitalised, no place, not at the start."""
        if not chunk.first or any(
            p.first < chunk.last and p.last > chunk.first for p in self.sentence.places
        ):
            return False
        tokens = self.sentence.tokens[chunk.first : chunk.last]
        names = [self.sentence.surface(t.start, t.end) for t in tokens]
        known = any(m.first < chunk.last and m.last > chunk.first for m in self.sentence.mentions)
        plain = self.sentence.text != self.sentence.text.title() and self.sentence.kind == "body"
        return plain and not known and all(w.istitle() and len(w) > 2 for w in names)

    def _mention(self, chunk: Chunk) -> Mention | None:
        """The mention of people that a phrase is."""
        last = chunk.last
        return next(
            (
                m
                for m in self.sentence.mentions
                if m.first < last <= max(m.last, last if m.kind == "person" else 0)
                and m.last > chunk.first
                and m.form not in {"adjective", "name"}
            ),
            None,
        )

    def _figure(self, chunk: Chunk, kind: str, size: tuple[float, float, float]) -> EventFigure:
        tokens = self.sentence.tokens
        start, end = tokens[chunk.first].start, tokens[chunk.last - 1].end
        text = self.sentence.surface(start, end)
        low, best, high = size
        return EventFigure(
            start=start,
            end=end,
            text=text,
            field=self.sentence.field,
            kind=kind,
            low=low,
            best=best,
            high=high,
            approximate=low != high,
            of=text,
        )
