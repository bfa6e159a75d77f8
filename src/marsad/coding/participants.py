"""Who takes part: mentions of a sentence, and noun phrases where no mention is known."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from marsad.coding.marks import verb_forms
from marsad.coding.words import union, words
from marsad.records import Actor, Evidence, Mention, Place, Sentence, Span

ARMED = frozenset({"MIL", "COP", "REB", "UAF", "PRM", "SPY", "IMG"})
LONGEST_PHRASE = 6  # tokens of a noun phrase without a known mention


class Party(NamedTuple):
    """A possible participant: a half-open token range, and its mention where it has one."""

    first: int
    last: int
    mention: Mention | None

    @property
    def armed(self) -> bool:
        """Whether the party bears arms as far as is known."""
        m = self.mention
        return m is not None and (m.kind == "group" or (m.sector or "")[:3] in ARMED)


def parties(sentence: Sentence) -> list[Party]:
    """Participants in order: mentions, widened by the number before them."""
    counted = {q.last: q.first for q in sentence.quantities if q.kind == "count"}
    out = [
        Party(counted.get(m.first, m.first), m.last, m)
        for m in sentence.mentions
        if m.form != "name" or not within_place(sentence, m)
    ]
    known = {i for p in out for i in range(p.first, p.last)}
    out += [
        Party(q.first, q.last, None)
        for q in sentence.quantities
        if q.kind == "count" and q.first not in known and _counts_people(sentence, q.last)
    ]
    return sorted(out)


def within_place(sentence: Sentence, m: Mention) -> bool:
    """Whether a name is only part of a place's ("Lake *Chad*", "northern *Mali*", "golfe de *Guinée*")."""
    if m.kind != "state":
        return False
    return any(
        p.first <= m.first and m.last <= p.last and p.last - p.first > m.last - m.first
        for p in sentence.places
    )


def _counts_people(sentence: Sentence, last: int) -> bool:
    """Whether a bare number stands for people ("13 others", "five were killed")."""
    after = sentence.tokens[last].norm if last < len(sentence.tokens) else ""
    return after in {"others", "other", "people", "were", "autres", "اخرين", "اخرون", "اخرى"}


def phrase_after(sentence: Sentence, start: int, end: int, code: str) -> Party | None:
    """The noun phrase that begins at or just after ``start``, within ``end``."""
    tokens = sentence.tokens
    skip = words(code, "determiner")
    first = start
    while first < end and tokens[first].norm in skip:
        first += 1
    last = first
    while (
        last < end and last - first < LONGEST_PHRASE and _inside(sentence, last, code, opening=last == first)
    ):
        last += 1
    return Party(first, last, None) if last > first else None


def phrase_before(sentence: Sentence, start: int, end: int, code: str) -> Party | None:
    """The noun phrase that ends at ``end`` (exclusive), not before ``start``."""
    tokens = sentence.tokens
    last = end
    while last > start and (
        tokens[last - 1].norm in words(code, "auxiliary") or tokens[last - 1].norm.endswith("ly")
    ):
        last -= 1
    first = last
    while (
        first > start and last - first < LONGEST_PHRASE and _inside(sentence, first - 1, code, opening=False)
    ):
        first -= 1
    if code == "fr" and first < last and sentence.norms[last - 1] in verb_forms(code):
        return None  # affirmé avoir capturé
    while first < last and tokens[first].norm in words(code, "determiner"):
        first += 1
    return Party(first, last, None) if last > first else None


def _inside(sentence: Sentence, i: int, code: str, *, opening: bool) -> bool:
    token = sentence.tokens[i]
    if not token.is_word:
        return token.norm in {"-", "'"} and not opening
    stops = ("preposition", "conjunction", "auxiliary", "relative", "complementiser", "negation", "pronoun")
    if code == "ar":
        joined = bool(token.proclitics) and not opening
        return not joined and token.norm not in union(code, *stops)
    return token.norm not in union(code, *stops) and not token.norm.endswith("ly")


def actor(sentence: Sentence, party: Party) -> Actor:
    """The party as an actor of a record."""
    start, end = span_of(sentence, party.first, party.last)
    m = party.mention
    if m is not None:
        start, end = min(start, m.start), max(m.end, end if party.last > m.last else m.end)
        if party.first == m.first:
            start = _whole_article(sentence, m.first, m.start)
    text = sentence.surface(start, end)
    if m is None:
        return Actor(start=start, end=end, text=text, field=sentence.field, kind="unknown")
    return replace(mention_actor(sentence, m), start=start, end=end, text=text)


def mention_actor(sentence: Sentence, m: Mention) -> Actor:
    """A mention as an actor of a record."""
    return Actor(
        start=m.start,
        end=m.end,
        text=sentence.surface(m.start, m.end),
        field=sentence.field,
        kind=m.kind,
        actor_id=m.actor_id,
        name=m.name,
        country=m.country,
        sector=m.sector,
        role=m.role,
    )


def at_home(found: Actor, country: str | None) -> Actor:
    """A force or authority of no stated country, as that of the country where the event was."""
    unplaced = found.kind == "state" and found.country is None and found.actor_id is None
    return replace(found, country=country) if unplaced and country else found


def home(sentence: Sentence, place: Place | None) -> str | None:
    """The country where an event was: its place's, else the one in which all places of the sentence lie."""
    if place is not None and place.country:
        return place.country
    countries = {p.place.country for p in sentence.places}
    return countries.pop() if len(countries) == 1 else None


def range_evidence(sentence: Sentence, first: int, last: int) -> Evidence:
    """The words of a half-open token range as evidence, punctuation at its end left out."""
    while last > first + 1 and not sentence.tokens[last - 1].is_word:
        last -= 1
    start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
    return Evidence(start=start, end=end, quote=sentence.surface(start, end), field=sentence.field)


def span_of(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """Offsets of a token range, without the proclitics of its first word."""
    start = _whole_article(sentence, first, sentence.stem_span(sentence.tokens[first])[0])
    return start, sentence.tokens[last - 1].end


def _whole_article(sentence: Sentence, first: int, start: int) -> int:
    """Where a word begins whose article lost its alif to a preposition: ``للحكومة``, no ``لحكومة``."""
    token = sentence.tokens[first]
    merged = token.proclitics.endswith("ل") and token.stem.startswith("ال")
    if not merged or start <= token.start or sentence.surface(start, start + 1) != "ل":
        return start
    before = sentence.surface(token.start, start)
    return token.start + before.rindex("ل") if "ل" in before else start


def span(sentence: Sentence, first: int, last: int) -> Span:
    """The words of a token range as a span of the report."""
    start, end = span_of(sentence, first, last)
    return Span(start=start, end=end, text=sentence.surface(start, end), field=sentence.field)
