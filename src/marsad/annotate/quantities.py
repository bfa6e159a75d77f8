"""Quantities of a sentence: numbers with what they count, as low, best and high.

How words become figures (all in ``lang/<code>/numbers.csv``, to be read with these rules):

- A plain number is its own low, best and high.
- *about*, *nearly*: the same, approximate.
- *at least*, *more than*: low = best = high = the number, approximate (no upper bound is made up).
- *up to*, *less than*: low 1, best = high = the number, approximate.
- *between 10 and 15*: low 10, best 12, high 15 (the middle, rounded down), approximate.
- Words without a number are ranges, and best is the low end: several 3-9, a few 3-5, dozens 24-99,
  عشرات and dizaines 20-99, scores 40-99, hundreds 200-999, thousands 2,000-9,999.
- Arabic duals (جنديان) count two. A noun in the singular alone is no quantity.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from marsad.annotate.items import Item, Lexicon, has_digits, letters, lexicon, scan
from marsad.annotate.numbers import DIGITS, NUMERALS, Number, read_number
from marsad.lang.tables import table
from marsad.normalise import key
from marsad.records import Quantity, Sentence, Token

TABLES = ("numbers", "currencies")
RANGE_REACH = 8  # items within which the two ends of a range are sought
NOUN_REACH = 5  # tokens after a number within which the counted noun is sought
_STARTS = NUMERALS | frozenset("Vo?><_r$x")
_START = re.compile(f"[{re.escape(''.join(sorted(_STARTS - {'x'})))}]")
_TRIGGERS = NUMERALS | frozenset("Vo")
_NAMES = frozenset({"name", "short", "list"})
Kind = Literal["count", "money", "percent", "ordinal", "other"]


class Amount(NamedTuple):
    """A number read with its range, over a half-open range of items."""

    low: float
    best: float
    high: float
    first: int
    last: int
    approximate: bool = False
    in_digits: bool = False


class Noun(NamedTuple):
    """What is counted: its lemma and its token range."""

    lemma: str
    first: int
    last: int
    known: bool
    measure: bool = False


class _Words(NamedTuple):
    lexicon: Lexicon
    triggers: frozenset[str]
    nouns: dict[str, tuple[str, str]]  # normal form -> lemma, class
    duals: dict[str, str]  # normal form -> lemma
    stops: frozenset[str]


@cache
def _words(language: str) -> _Words:
    words = lexicon(language, TABLES)
    triggers = {w for w, entries in words.items() if any(e.symbol in _TRIGGERS for e in entries)}
    rows = table(language, "counted")
    nouns = {
        key(form): (key(row["lemma"]), row["class"]) for row in rows for form in _noun_forms(row, language)
    }
    duals = {form: key(row["lemma"]) for row in rows if language == "ar" for form in _dual_forms(row)}
    stops = frozenset(key(w) for row in table(language, "counted_stops") for w in row["words"].split("|"))
    return _Words(words, frozenset(triggers) | frozenset(duals), nouns, duals, stops)


def _noun_forms(row: dict[str, str], language: str) -> list[str]:
    forms = [row["lemma"], *filter(None, row["forms"].split("|"))]
    return [*forms, *("ال" + f for f in forms), *("لل" + f for f in forms)] if language == "ar" else forms


def _dual_forms(row: dict[str, str]) -> list[str]:
    """Dual of an Arabic noun: ان, and ين unless that could be its sound plural."""
    if not row["dual"]:
        return []
    stem = key(row["lemma"])
    stem = stem[:-1] + "ت" if stem.endswith("ه") else stem
    endings = ("ان", "ين") if row["dual"] == "both" else ("ان",)
    return [prefix + stem + ending for ending in endings for prefix in ("", "و", "ب", "ل", "ال", "وال")]


def find_quantities(sentence: Sentence, language: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence, in order, without overlap.

    Numbers inside ``sentence.times`` and inside names of actors are left out, so times must be
    found first. Ordinals, scores, ages, hours, telephone numbers and the numbers of resolutions are
    given with kind ``ordinal`` or ``other``.
    """
    words = _words(language)
    if words.triggers.isdisjoint(sentence.norms) and not has_digits(sentence.text):
        return ()
    reader = _Reader(sentence, language, words)
    return tuple(reader.read())


class _Reader:
    """One pass over the items of a sentence."""

    def __init__(self, sentence: Sentence, language: str, words: _Words) -> None:
        self.sentence, self.language, self.words = sentence, language, words
        self.tokens = sentence.tokens
        self.items = scan(sentence.tokens, words.lexicon)
        self.codes = letters(self.items)
        self.taken = _taken(sentence)

    def read(self) -> list[Quantity]:
        out: list[Quantity] = []
        done = 0
        for i in self._starts():
            made = self._at(i) if i >= done else None
            if made is not None:
                out.append(made[0])
                done = made[1]
        return out

    def _starts(self) -> list[int]:
        """Items with which a quantity may begin; of the words that are no numbers, only duals."""
        duals, items, tokens = self.words.duals, self.items, self.tokens
        starts = [hit.start() for hit in _START.finditer(self.codes)]
        if duals.keys().isdisjoint(self.sentence.norms):
            return starts
        plain = (i for i, item in enumerate(items) if item.letter == "x" and tokens[item.first].norm in duals)
        return sorted((*starts, *plain))

    def _at(self, i: int) -> tuple[Quantity, int] | None:
        item = self.items[i]
        if item.first in self.taken or item.letter not in _STARTS:
            return None
        dual = self.words.duals.get(self.tokens[item.first].norm)
        if dual is not None and item.letter == "x":
            return self._dual(i, dual), i + 1
        if item.letter == "o":
            return self._quantity(_exactly(float(item.value), i, i + 1), "ordinal", None), i + 1
        amount = self._amount(i) if item.letter != "x" else None
        if amount is None or any(
            t in self.taken for t in range(item.first, self.items[amount.last - 1].last)
        ):
            return None
        return self._counted(amount)

    def _dual(self, i: int, lemma: str) -> Quantity:
        noun = Noun(lemma, self.items[i].first, self.items[i].last, known=True)
        return self._quantity(Amount(2.0, 2.0, 2.0, i, i + 1), "count", noun)

    # -------------------------------------------------------------- amounts

    def _amount(self, i: int) -> Amount | None:
        """A number at item ``i`` with the words before and after it that qualify it."""
        items, start = self.items, i
        marks: set[str] = set()
        while i < len(items) and items[i].letter in "?><_" and len(marks) < 3:
            marks.add(items[i].letter)
            i += 1
            if i < len(items) and items[i].letter == "z":
                i += 1
        opened = i < len(items) and items[i].letter == "r"
        i += opened
        if i < len(items) and items[i].letter == "$":
            i += 1
        if i >= len(items):
            return None
        amount = self._vague(i) or self._range(i, opened=opened) or self._plain(i)
        if amount is None:
            return None
        amount = self._after(amount, marks)
        first = start if not opened or amount.low != amount.high or marks else i
        return amount._replace(first=first)

    def _vague(self, i: int) -> Amount | None:
        """``dozens``; a plural scale word (آلاف) alone, or after such a word (عشرات الآلاف)."""
        item, last = self.items[i], i + 1
        if item.letter == "}":
            scale = float(item.value)
            return Amount(2 * scale, 2 * scale, 10 * scale - 1, i, last, approximate=True)
        if item.letter != "V":
            return None
        low, best, high = (float(v) for v in item.value.split(":"))
        scale = self._scale(last)
        if scale > 1:
            return Amount(low * scale, best * scale, (high + 1) * scale - 1, i, last + 1, approximate=True)
        return Amount(low, best, high, i, last, approximate=True)

    def _scale(self, i: int) -> float:
        """The scale word at item ``i`` after a vague number, 1 where there is none."""
        item = self.items[i] if i < len(self.items) else None
        if item is None or item.prefix:
            return 1.0
        if item.letter in "k}":
            return float(item.value)
        low = float(item.value.split(":")[0]) if item.letter == "V" else 0.0
        return low / 2 if low >= 2000 else 1.0

    def _plain(self, i: int) -> Amount | None:
        number = read_number(self.items, i, self.language)
        if number is None:
            return None
        return _exactly(number.value, i, number.last)._replace(
            approximate=number.approximate, in_digits=number.in_digits
        )

    def _range(self, i: int, *, opened: bool) -> Amount | None:
        """``between 10 and 15``, ``10-15``, ``من 10 إلى 15``."""
        low = _lone(self.items, i, self.language)
        if low is None or low.last + 1 >= len(self.items):
            return None
        joint = self.items[low.last]
        at = low.last + 1
        if joint.letter == "j" or joint.value == "and":
            if not opened:
                return None
        elif joint.letter == "-":
            if not (low.in_digits and self.items[at].letter in DIGITS):
                return None
        elif joint.letter != "t":
            at = low.last if opened and joint.prefix == "و" and joint.letter in NUMERALS else -1
        high = read_number(self.items, at, self.language) if at > 0 else None
        return None if high is None else self._between(low, high)

    def _between(self, low: Number, high: Number) -> Amount | None:
        bottom = low.value
        last_item = self.items[high.last - 1]
        if last_item.letter == "k" and high.last - high.first > 1:
            scale = float(last_item.value)
            if bottom < high.value / scale:
                bottom *= scale
        if bottom >= high.value:
            return None
        best = (bottom + high.value) / 2
        best = float(int(best)) if bottom.is_integer() and high.value.is_integer() else best
        return Amount(bottom, best, high.value, low.first, high.last, approximate=True)

    def _after(self, amount: Amount, marks: set[str]) -> Amount:
        """Apply bounds before and after the number."""
        last = amount.last
        if last < len(self.items) and self.items[last].letter in "][=":
            marks = marks | {{"]": ">", "[": "<", "=": "?"}[self.items[last].letter]}
            last += 1
        if marks & {"<", "_"}:
            low = min(1.0, amount.low)
            return amount._replace(low=low, last=last, approximate=True)
        return amount._replace(last=last, approximate=amount.approximate or bool(marks))

    # -------------------------------------------------------------- what is counted

    def _counted(self, amount: Amount) -> tuple[Quantity, int] | None:
        items, last = self.items, amount.last
        following = items[last] if last < len(items) else None
        if following is not None and following.letter == "%":
            return self._quantity(amount._replace(last=last + 1), "percent", None), last + 1
        money = self._money(amount)
        if money is not None:
            return money
        if self._is_other(amount, following):
            return self._quantity(amount, "other", None), last
        noun = self._noun(amount)
        kind: Kind = "other" if noun is not None and noun.measure else "count"
        if noun is None and amount.in_digits and _is_bare(items, amount):
            kind = "other"
        if self._is_article(amount, noun):
            return None
        if noun is not None and self._bounded_after(noun.last):
            amount = amount._replace(approximate=True)
        return self._quantity(amount, kind, noun), last

    def _bounded_after(self, token: int) -> bool:
        """Whether ``at least`` stands behind the noun (40 شخصا على الأقل)."""
        if "]" not in self.codes and "=" not in self.codes:
            return False
        return any(item.first == token and item.letter in "]=" for item in self.items)

    def _is_article(self, amount: Amount, noun: Noun | None) -> bool:
        """A lone French ``un``/``une`` is an article; a lone ``one`` without a noun is a pronoun."""
        if amount.best != 1 or amount.in_digits or amount.last - amount.first > 1:
            return False
        return self.language == "fr" or noun is None or not noun.known

    def _money(self, amount: Amount) -> tuple[Quantity, int] | None:
        items, last = self.items, amount.last
        if last < len(items) and items[last].letter == "$":
            at, end = last, last + 1
        elif last + 1 < len(items) and items[last].letter in "qr" and items[last + 1].letter == "$":
            at, end = last + 1, last + 2
        else:
            ahead = [k for k in range(max(0, amount.first - 1), amount.last) if items[k].letter == "$"]
            if not ahead:
                return None
            at, end = ahead[0], last
        noun = Noun(self.tokens[items[at].first].norm, items[at].first, items[at].last, known=True)
        code = self._currency(items[at].value)
        first = min(amount.first, at) if at < last else amount.first
        return self._quantity(amount._replace(first=first), "money", noun, code), end

    def _currency(self, value: str) -> str | None:
        """ISO 4217. Where countries share a word, those named decide, else the default, if any."""
        if " " not in value and ":" not in value:
            return value
        options = [v.partition(":") for v in value.split()]
        by_country = {country: code for code, _, country in options if country}
        named = [p.place.country for p in self.sentence.places] + [m.country for m in self.sentence.mentions]
        codes = {by_country[c] for c in named if c in by_country}
        default = next((code for code, _, country in options if not country), None)
        return codes.pop() if len(codes) == 1 else default

    def _is_other(self, amount: Amount, following: Item | None) -> bool:
        """Numbers that count nothing: vetoed, in codes, clock times, scores, telephone numbers, ages."""
        items, first = self.items, amount.first
        before = items[first - 1] if first else None
        if before is not None and before.letter in "Q9#":
            return True
        if before is not None and before.letter == "." and first > 1 and items[first - 2].letter == "Q":
            return True
        if following is not None and following.letter in "#Y":
            return True
        if not amount.in_digits:
            return False
        return self._in_code(items[first], items[amount.last - 1]) or _is_clock_or_score(items, amount)

    def _in_code(self, first: Item, last: Item) -> bool:
        """Digits glued to letters or a hyphen: ``AK-47``, ``M23``, ``COVID-19``; or a telephone number."""
        start = first.first
        digits = self.tokens[start].norm
        if digits.isdecimal() and (len(digits) > 8 or (digits[0] == "0" and len(digits) > 1)):
            return True
        if start and self.tokens[start - 1].end == self.tokens[start].start:
            before = self.tokens[start - 1].norm
            if before in {"-", "/", "+", ":"}:
                return True
            return before[-1].isalpha() and self.language != "ar"
        after = last.last
        glued = after + 1 < len(self.tokens) and self.tokens[after].norm == "-"
        return (
            glued and self.tokens[after].start == self.tokens[after - 1].end and _is_age(self.tokens, after)
        )

    def _noun(self, amount: Amount) -> Noun | None:
        """The head noun after a number.

        Arabic and French put it first, English last; failing a known noun it is the first word.
        """
        start = self.items[amount.last - 1].last
        run = self._run(start)
        known = [(k, self._known(k)) for k in run]
        heads = [(k, entry) for k, entry in known if entry is not None]
        if self.language == "en":
            heads = [h for h in heads if h[1][1] != "state"][-1:] or heads
        if heads:
            at, (lemma, kind) = heads[0]
            return Noun(lemma, run[0], at + 1, known=True, measure=kind == "measure")
        if not run:
            return None
        return Noun(self.tokens[run[0]].lemma or self.tokens[run[0]].norm, run[0], run[0] + 1, known=False)

    def _known(self, k: int) -> tuple[str, str] | None:
        token = self.tokens[k]
        return self.words.nouns.get(token.norm) or self.words.nouns.get(token.stem)

    def _run(self, start: int) -> list[int]:
        """Tokens of the noun phrase after a number, up to a function word, number or mark."""
        run: list[int] = []
        for k in range(start, min(start + NOUN_REACH, len(self.tokens))):
            token = self.tokens[k]
            if (not run and token.norm in _LINKS) or (run and token.norm == "-"):
                continue
            if not token.is_word or token.norm[0].isdigit() or token.norm in self.words.stops:
                break
            run.append(k)
        return run

    # -------------------------------------------------------------- record

    def _quantity(
        self, amount: Amount, kind: Kind, noun: Noun | None, currency: str | None = None
    ) -> Quantity:
        first, last = self.items[amount.first].first, self.items[amount.last - 1].last
        return Quantity(
            start=self.tokens[first].start,
            end=self.tokens[last - 1].end,
            first=first,
            last=last,
            low=amount.low,
            best=amount.best,
            high=amount.high,
            approximate=amount.approximate,
            unit=noun.lemma if noun else None,
            unit_first=noun.first if noun else None,
            unit_last=noun.last if noun else None,
            currency=currency,
            kind=kind,
        )


_LINKS = frozenset({"من", "of", "de", "d'", "des"})


def _exactly(value: float, first: int, last: int) -> Amount:
    return Amount(value, value, value, first, last)


def _taken(sentence: Sentence) -> set[int]:
    """Token indices inside times and inside names."""
    taken = {i for t in sentence.times for i in range(t.first, t.last)}
    taken.update(i for m in sentence.mentions if m.form in _NAMES for i in range(m.first, m.last))
    return taken


def _lone(items: Sequence[Item], i: int, language: str) -> Number | None:
    """The numeral at ``i``, cut before a conjunction, as the lower end of a range."""
    if items[i].letter not in NUMERALS:
        return None
    for k in range(i + 1, min(i + RANGE_REACH, len(items))):
        item = items[k]
        if item.letter == "j" or item.value == "and" or item.prefix == "و":
            return read_number(items[:k], i, language)
    return read_number(items, i, language)


def _is_bare(items: Sequence[Item], amount: Amount) -> bool:
    """Digits in brackets or between commas, or alone at the start: a reference or an age, no count."""
    before = items[amount.first - 1].letter if amount.first else "("
    after = items[amount.last].letter if amount.last < len(items) else ""
    return before == "(" or (before == "," and after == ",")


def _is_clock_or_score(items: Sequence[Item], amount: Amount) -> bool:
    """``12:30``, ``3-1``: digits on the other side of a mark, where it was not read as a range."""
    pairs = ((amount.first - 1, amount.first - 2), (amount.last, amount.last + 1))
    inside = range(len(items))
    return any(
        mark in inside and other in inside and items[mark].letter in ":/-" and items[other].letter in DIGITS
        for mark, other in pairs
    )


def _is_age(tokens: Sequence[Token], hyphen: int) -> bool:
    return tokens[hyphen + 1].norm in {"year", "month", "day"}
