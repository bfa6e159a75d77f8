"""Times of a sentence: dates, relative days, seasons, deadlines, as windows of days.

Relative times count from an anchor (see ``anchors``). Without one they are found and left without
a window. What each expression means is in ``times_grammar``; its words are in the language tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from marsad.annotate import times_days, times_units
from marsad.annotate.items import Item, Lexicon, has_digits, letters, lexicon, scan
from marsad.annotate.numbers import collapse
from marsad.annotate.times_calendar import Window
from marsad.annotate.times_grammar import Context, Match, Rule, rules_of
from marsad.records import Sentence, Time, TimeMention, Token
from marsad.records.parts import TimeRelation

TABLES = ("months", "weekdays", "dates", "numbers")
TRIGGERS = frozenset("MmHIWRSsEUP!D05@^{")  # every rule needs one of these, or a year
_NEEDED = TRIGGERS | frozenset("ynJ")
_RELATIONS: dict[str, TimeRelation] = {"b": "by", "A": "by", "u": "until", "B": "since", "p": "during"}
_FILLERS = frozenset("zirT")
_NO_START = "x,-/.:()zjr"  # nothing that begins with these is a time
_NAMES = frozenset({"name", "short", "list"})


class Found(NamedTuple):
    """A time in a run of tokens (half-open token range)."""

    first: int
    last: int
    window: Window


class _Words(NamedTuple):
    lexicon: Lexicon
    triggers: frozenset[str]  # first words of anything that can be a time


@cache
def _words(language: str) -> _Words:
    words = lexicon(language, TABLES)
    strong = (w for w, entries in words.items() if any(e.symbol in TRIGGERS for e in entries))
    return _Words(words, frozenset(strong))


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    return rules_of(times_days, language) + rules_of(times_units, language)


@cache
def _any_rule(language: str) -> re.Pattern[str]:
    """All rules as one pattern, to jump to the places worth trying."""
    patterns = (r.pattern.pattern.replace("(?P=s)", "[-/]") for r in _rules(language))
    rules = "|".join(re.sub(r"\(\?P<\w+>", "(?:", p) for p in patterns)
    return re.compile(f"(?![{re.escape(_NO_START)}])(?:{rules})")


def find_times(sentence: Sentence, language: str, anchor: date | None) -> tuple[TimeMention, ...]:
    """The times named in a sentence, in order, without overlap.

    Parameters
    ----------
    sentence
        With its tokens; words inside ``mentions`` that are names are never read as dates, and an
        ambiguous month inside ``places`` is left to the place.
    language
        ISO 639-1 code.
    anchor
        Day that relative expressions are counted from, if known.
    """
    if not _may_hold_time(sentence, language):
        return ()
    names, places = _taken(sentence)
    return tuple(
        _mention(sentence, found, anchor)
        for found in read_times(sentence.tokens, language, anchor, upper=_has_capitals(sentence.text))
        if not _vetoed(found, names, places)
    )


def _has_capitals(text: str) -> bool:
    return text != text.lower()


def _may_hold_time(sentence: Sentence, language: str) -> bool:
    if not _words(language).triggers.isdisjoint(sentence.norms):
        return True
    return has_digits(sentence.text) and any(
        n[0] in "12" and len(n) in {4, 9, 10} and n[:4].isdigit() for n in sentence.norms
    )


def _taken(sentence: Sentence) -> tuple[set[int], set[int]]:
    """Token indices inside names of actors, and inside places."""
    names = {i for m in sentence.mentions if m.form in _NAMES for i in range(m.first, m.last)}
    return names, {i for p in sentence.places for i in range(p.first, p.last)}


def _vetoed(found: Found, names: set[int], places: set[int]) -> bool:
    """Whether a name covers the words; a lone word inside a place is the place."""
    span = range(found.first, found.last)
    if any(i in names for i in span):
        return True
    return len(span) == 1 and found.first in places


def _mention(sentence: Sentence, found: Found, anchor: date | None) -> TimeMention:
    start, end = sentence.tokens[found.first].start, sentence.tokens[found.last - 1].end
    window = found.window
    time = Time(
        start=start,
        end=end,
        text=sentence.surface(start, end),
        field=sentence.field,
        start_date=window.start.isoformat() if window.start else None,
        end_date=window.end.isoformat() if window.end else None,
        precision=window.precision,
        relation=window.relation,
        anchor=anchor.isoformat() if anchor and window.anchored else None,
    )
    return TimeMention(start=start, end=end, first=found.first, last=found.last, time=time)


def read_times(
    tokens: tuple[Token, ...], language: str, anchor: date | None, *, upper: bool = True
) -> Iterator[Found]:
    """Expressions of time in a run of tokens.

    ``upper`` says that the text uses capitals, so that an English ``may`` or ``march`` without one
    is no month.
    """
    items = collapse(scan(tokens, _words(language).lexicon), language)
    if _NEEDED.isdisjoint(letters(items)):
        return
    items = _certain(items, tokens, check_case=upper and language == "en")
    codes = letters(items)
    context = Context(items, codes, anchor, future=False, language=language)
    position = _next(codes, 0, language)
    future = _future_places(items, tokens) if position >= 0 else []
    while position >= 0:
        found = _at(context._replace(future=True) if _cued(codes, position, future) else context, position)
        if found is None:
            position = _next(codes, position + 1, language)
            continue
        end, window = found
        last = end
        while codes[last - 1] in ".,jz":
            last -= 1
        yield Found(items[position].first, items[last - 1].last, _related(codes, position, items, window))
        position = _next(codes, end, language)


def _next(codes: str, position: int, language: str) -> int:
    """The next place where a rule can match, -1 where there is none."""
    match = _any_rule(language).search(codes, position)
    return -1 if match is None else match.start()


def _certain(items: list[Item], tokens: tuple[Token, ...], *, check_case: bool) -> list[Item]:
    """The items, without those that cannot be dates."""
    checked = items.copy()
    for hit in _DOUBTFUL.finditer(letters(items)):
        checked[hit.start()] = _checked(items, hit.start(), tokens, check_case=check_case)
    return checked


def _checked(items: list[Item], i: int, tokens: tuple[Token, ...], *, check_case: bool) -> Item:
    """Blank out what cannot be a date: vetoed numbers, and months written like common words."""
    item = items[i]
    if item.letter in "dyn" and i and _is_veto(items, i):
        return item._replace(letter="x")
    if check_case and item.letter in "mX" and _plain_word(tokens[item.first], items, i):
        return item._replace(letter="x")
    return item


def _is_veto(items: list[Item], i: int) -> bool:
    back = items[i - 1]
    if back.letter == "." and i > 1:
        back = items[i - 2]
    return back.letter == "Q"


def _plain_word(token: Token, items: list[Item], i: int) -> bool:
    """An ambiguous month or weekday with no digit beside it; case is judged by the caller's text."""
    after = i + 2 if i + 1 < len(items) and items[i + 1].letter == "." else i + 1
    beside = {items[k].letter for k in (i - 1, after) if 0 <= k < len(items)}
    return beside.isdisjoint("dyo") and token.norm not in {"march", "may"}


_DOUBTFUL = re.compile("[dynmX]")
_FUTURE_PREFIX = "س"


def _future_places(items: list[Item], tokens: tuple[Token, ...]) -> list[int]:
    """Items that set a clause in the future: will, المقرر, and Arabic verbs with س."""
    return [
        i for i, item in enumerate(items) if item[0] == "+" or tokens[item[2]][3].endswith(_FUTURE_PREFIX)
    ]


def _cued(codes: str, position: int, future: list[int]) -> bool:
    """Whether a future cue stands in the same clause, as commas and brackets cut it."""
    if not future:
        return False
    start = max(codes.rfind(mark, 0, position) for mark in ",()")
    ends = [e for e in (codes.find(mark, position) for mark in ",()") if e >= 0]
    return any(start < place < min(ends, default=len(codes)) for place in future)


def _at(context: Context, position: int) -> tuple[int, Window] | None:
    if context.codes[position] in _NO_START:
        return None
    for rule in _rules(context.language):
        match = rule.pattern.match(context.codes, position)
        if match is None or match.end() == position:
            continue
        window = rule.handle(Match(match, context))
        if window is not None:
            return match.end(), window
    return None


def _related(codes: str, position: int, items: list[Item], window: Window) -> Window:
    """Add the relation that the words before an expression give it: by, until, since, during."""
    i = position - 1
    while i >= 0 and codes[i] in _FILLERS and items[i].value != "since":
        i -= 1
    if i < 0 or window.relation != "on":
        return window
    if items[i].value == "since":
        return window._replace(relation="since")
    return window._replace(relation=_RELATIONS.get(codes[i], "on"))
