"""Totals: figures that add up many acts, over a year or a whole war, and count no single one.

"The insurgency has killed 15,000 people since 2009" tells of no attack. Such figures stay with their event,
marked, so that whoever adds up or maps acts can leave them out. Cues, in the clause of the figure: *since*
with a time long past or a beginning ("since the start of"), unless something is the worst since; a span of
weeks and more ("in ten months", "during July"); the war itself as what killed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from marsad.coding.lexicon import Coded
from marsad.coding.words import union, words
from marsad.records import Event, EventFigure, Sentence

LEAST = 20  # below it a count is hardly a total, and a span may be that of one siege or one search
MANY = 500  # what one act hardly reaches: a war or a month does
RECENT = 14  # days: since then is still the act at hand
_COARSE = frozenset({"month", "season", "year"})
_REACH = 4  # tokens from a word of a span to what it spans
_RISE = 12  # tokens between a verb of rising, the word of a toll and the number it rises to
_BEFORE = 8  # tokens before *since* in which something is the worst


def mark_totals(sentence: Sentence, coded: Sequence[Coded], code: str, anchor: str | None) -> list[Coded]:
    """Mark the figures of a sentence's events that are totals."""
    coded = _beside_own(sentence, coded, code)
    if not _cued(sentence, code):
        return list(coded)
    return [(t, _marked(sentence, e, code, anchor) if e.figures else e) for t, e in coded]


def _beside_own(sentence: Sentence, coded: Sequence[Coded], code: str) -> Sequence[Coded]:
    """Mark what a toll rises to where the sentence also tells the number of the act itself.

    "Strikes kill 5 and raise the death toll to 330": the 330 are not of this act. A toll that rises with no
    other number beside it stays the act's ("death toll of the blast rises to 18").
    """
    rising = words(code, "rising")
    if not rising or not sentence.has_any(rising):
        return coded
    told = {(f.kind, f.start) for _, e in coded for f in e.figures}
    running = {(f.kind, f.start) for _, e in coded for f in e.figures if _rises_to(sentence, f, code)}
    own = {kind for kind, _ in told - running}
    beside = {(kind, start) for kind, start in running if kind in own}
    if not beside:
        return coded
    return [
        (t, replace(e, figures=tuple(_if_in(f, beside) for f in e.figures)) if e.figures else e)
        for t, e in coded
    ]


def _if_in(figure: EventFigure, beside: set[tuple[str, int]]) -> EventFigure:
    return replace(figure, total=True) if (figure.kind, figure.start) in beside else figure


def _rises_to(sentence: Sentence, figure: EventFigure, code: str) -> bool:
    """Whether a number is what a toll rises to ("raises the death toll to 330")."""
    at = max(0, bisect_right([t.start for t in sentence.tokens], figure.start) - 1)
    before = max(0, at - _RISE)
    risen = _at(sentence, "rising", code, before, at)
    joined = "to" in sentence.norms[risen[-1] + 1 : at + 1] if risen else False
    return joined and bool(_at(sentence, "toll", code, max(0, risen[0] - _REACH), at + _RISE))


def _cued(sentence: Sentence, code: str) -> bool:
    long_times = any(t.time.precision in _COARSE for t in sentence.times)
    return long_times or sentence.has_any(union(code, "since", "long", "war", "share"))


def _marked(sentence: Sentence, event: Event, code: str, anchor: str | None) -> Event:
    told = tuple(_total(sentence, f, code, anchor) for f in event.figures)
    return event if told == event.figures else replace(event, figures=told)


def _total(sentence: Sentence, figure: EventFigure, code: str, anchor: str | None) -> EventFigure:
    if figure.best < LEAST:
        return figure
    at = max(0, bisect_right([t.start for t in sentence.tokens], figure.start) - 1)
    if at > 1 and sentence.norms[at - 1] == "of" and sentence.norms[at - 2] in words(code, "share"):
        return replace(figure, total=True)  # six out of 430 killed
    first, last = sentence.clause_of(at)
    # some words of "since" begin a clause of their own
    opened = _at(sentence, "since", code, first, min(last + 1, len(sentence.tokens)))
    since = any(_since(sentence, i, code, anchor) for i in opened)
    many = figure.best >= MANY
    total = (
        since
        or _in_span(sentence, first, last, code, many=many)
        or (many and sentence.has_any(words(code, "war")))
    )
    return replace(figure, total=True) if total else figure


def _at(sentence: Sentence, kind: str, code: str, first: int, last: int) -> list[int]:
    found = words(code, kind)
    last = min(last, len(sentence.tokens))
    return [i for i in range(first, last) if sentence.norms[i] in found or sentence.lemmas[i] in found]


def _since(sentence: Sentence, i: int, code: str, anchor: str | None) -> bool:
    """Whether *since* opens a long time: not since this morning, and nothing is the worst since."""
    if _at(sentence, "superlative", code, max(0, i - _BEFORE), i):
        return False
    time = next((t.time for t in sentence.times if i <= t.first <= i + _REACH or t.first <= i < t.last), None)
    if time is None or time.start_date is None or anchor is None:
        return True
    return (date.fromisoformat(anchor[:10]) - date.fromisoformat(time.start_date)).days > RECENT


def _in_span(sentence: Sentence, first: int, last: int, code: str, *, many: bool) -> bool:
    """Whether the clause names a span of weeks and more, and no day.

    "In April" dates one attack or adds up a month's: only numbers that one act hardly reaches add up.
    """
    times = [t.time for t in sentence.times if first <= t.first < last]
    if any(t.precision not in _COARSE for t in times):
        return False
    if any(t.relation == "during" or (many and t.relation == "on") for t in times):
        return True
    opening = words(code, "span")
    for i in _at(sentence, "long", code, first, last):
        if any(sentence.norms[j] in opening for j in range(max(first, i - _REACH), i)):
            return True
    return False
