"""The grammar of expressions of time: rules over rows of item letters.

A rule is a pattern whose upper-case names stand for classes of letters, and a function that
turns a match into a window of days. Rules are tried in the order written; the first that gives a
window wins. The words behind the letters are in ``lang/<code>/dates.csv`` and its neighbours, so
the same rules serve the three languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from marsad.annotate import times_calendar as cal
from marsad.annotate.items import Item
from marsad.annotate.times_calendar import VAGUE, Window

CLASSES = {
    "DOUBLE": r"(?:[Mm]\.?(?:[/,-][Mm]|\([Mm]\))?)",  # a month, or its two names
    "DAY": r"(?:[dowO]Y?)",
    "OF": r"[iqrz]*",
    "NUM": r"(?:[?>_]?[dynwe1])",
    "UNITS": r"[UP!]",
    "TIME": r"(?:[TG678CR,]z?[irz]*)*?",
    "MOD": r"[LFC]",
}  # fmt: skip
EDGES = {"6": "early", "7": "mid", "8": "late"}
STEPS = {"L": -1, "C": 0, "F": 1, "c": 0}


class Context(NamedTuple):
    """What a rule may look at: the items, the day to count from, the tense of the clause."""

    items: list[Item]
    codes: str
    anchor: date | None
    future: bool
    language: str


class Match:
    """A matched rule, with the items of its named groups."""

    def __init__(self, match: re.Match[str], context: Context) -> None:
        self._match = match
        self.context = context
        self.start, self.end = match.span()

    def has(self, name: str) -> bool:
        """Whether the group took part."""
        return bool(self._groups.get(name))

    @property
    def _groups(self) -> dict[str, str | None]:
        return self._match.groupdict()

    def letters(self, name: str) -> str:
        """The letters of a group, empty when it took no part."""
        return self._groups.get(name) or ""

    def item(self, name: str) -> Item:
        """The last item of a group that carries a value (not a mark or a suffix)."""
        start, end = self._match.span(name)
        found = [i for i in self.context.items[start:end] if i.letter not in ",-/.()Yz?>_"]
        return found[-1] if found else self.context.items[start]

    def first(self, name: str) -> Item:
        """The first item of a group."""
        return self.context.items[self._match.start(name)]

    def number(self, name: str) -> float:
        """The value of a numeral, ordinal, year or table word."""
        item = self.item(name)
        return item.number or float(item.value or 0)

    def whole(self, name: str) -> int:
        """The same as an integer."""
        return int(self.number(name))


Handler = Callable[[Match], Window | None]


class Rule(NamedTuple):
    """A pattern over letters and what it means."""

    pattern: re.Pattern[str]
    handle: Handler
    language: str  # empty: every language


RULES: list[Rule] = []
_LIMITS = ("ar:", "en:", "fr:")


def rule(*patterns: str) -> Callable[[Handler], Handler]:
    """Register patterns; the first registered is tried first. ``en:`` before one limits it."""

    def register(handle: Handler) -> Handler:
        RULES.extend(_compiled(pattern, handle) for pattern in patterns)
        return handle

    return register


def _compiled(pattern: str, handle: Handler) -> Rule:
    language, rest = (pattern[:2], pattern[3:]) if pattern[:3] in _LIMITS else ("", pattern)
    for name, letters in CLASSES.items():
        rest = rest.replace(name, letters)
    return Rule(re.compile(rest), handle, language)


# ------------------------------------------------------------------ helpers


def _part(match: Match, name: str = "e") -> str:
    return EDGES.get(match.letters(name)[:1], "")


def _month(match: Match, name: str = "m") -> int:
    return int(match.first(name).value)


def _year_of(match: Match, month: int, day: int) -> int | None:
    """The year written, implied by ``last``/``next``/``of last year``, or guessed."""
    if match.has("y"):
        return _written_year(match)
    anchor = match.context.anchor
    if anchor is None:
        return None
    if match.has("ym"):
        return anchor.year + STEPS[match.letters("ym")[0]]
    if match.has("mod"):
        return _stepped_year(anchor, month, day, match.letters("mod")[0])
    return cal.guess_year(anchor, month, day, future=match.context.future)


def _written_year(match: Match) -> int:
    number = match.whole("y")
    return number if number > 99 else 1900 + number


def _stepped_year(anchor: date, month: int, day: int, letter: str) -> int:
    if letter == "C":
        return anchor.year
    passed = (month, day) < (anchor.month, anchor.day)
    if letter == "L":
        return anchor.year if passed else anchor.year - 1
    return anchor.year + 1 if passed else anchor.year


def _dated(match: Match, month: int, day: int) -> Window | None:
    year = _year_of(match, month, day)
    if year is None:
        return VAGUE if 1 <= day <= 31 else None
    made = cal.make_day(year, month, day)
    return None if made is None else cal.day(made, anchored=not match.has("y"))


def _between(first: date | None, last: date | None, *, anchored: bool) -> Window | None:
    if first is None or last is None or first > last:
        return None
    return Window(first, last, "days", "on", anchored)


# ------------------------------------------------------------------ dates in digits


@rule(r"(?P<a>J)")
def dotted(match: Match) -> Window | None:
    """29.06.2021."""
    day, month, year = (int(p) for p in match.first("a").value.split("."))
    return _numeric(year, month, day)


@rule(r"(?P<y>y)(?P<s>[-/])(?P<a>[dn])(?P=s)(?P<b>[dn])")
def year_first(match: Match) -> Window | None:
    """2021-06-29."""
    return _numeric(match.whole("y"), match.whole("a"), match.whole("b"))


@rule(r"(?P<a>d)(?P<s>[-/])(?P<b>d)(?P=s)(?P<y>y)")
def year_last(match: Match) -> Window | None:
    """29/06/2021; the day comes first wherever that can be."""
    return _numeric(match.whole("y"), match.whole("b"), match.whole("a"))


def _numeric(year: int, month: int, day: int) -> Window | None:
    made = cal.make_day(year, month, day) or cal.make_day(year, day, month)
    return None if made is None else cal.day(made)


# ------------------------------------------------------------------ days and months by name


@rule(r"(?P<d1>DAY)OF(?P<m1>DOUBLE)[-t]OF(?P<d2>DAY)OF(?P<m2>DOUBLE)(?:,?OF(?P<y>y))?")
def days_across_months(match: Match) -> Window | None:
    """28 May to 3 June 2021."""
    months = _month(match, "m1"), _month(match, "m2")
    year = _year_of(match, months[1], match.whole("d2"))
    if year is None:
        return VAGUE
    first = cal.make_day(year - (months[0] > months[1]), months[0], match.whole("d1"))
    last = cal.make_day(year, months[1], match.whole("d2"))
    return _between(first, last, anchored=not match.has("y"))


@rule(
    r"(?P<d1>DAY)[-t]OF(?P<d2>DAY)OF(?P<m>DOUBLE)(?:,?OF(?P<y>y)|(?P<mod>MOD))?",
    r"en:(?P<m>DOUBLE)(?P<d1>DAY)[-t](?P<d2>DAY)(?!(?:DOUBLE|[-t:]))(?:,?(?P<y>y))?",
)
def days_of_month(match: Match) -> Window | None:
    """du 3 au 5 mai, May 3-4, 2010."""
    days, month = (match.whole("d1"), match.whole("d2")), _month(match)
    year = _year_of(match, month, days[1])
    if year is None:
        return VAGUE
    first, last = (cal.make_day(year, month, d) for d in days)
    return _between(first, last, anchored=not match.has("y"))


@rule(r"(?P<wd>[WX])?\.?TIME(?P<d>DAY)[/-]?OF(?:(?P<u>U)OF)?(?P<m>DOUBLE)"
    r"(?:[,/-]?OF(?:U[iqr]?)?(?P<y>y)&?|(?P<mod>MOD)|[iqr]*(?:U(?P<ym>[LFC])|(?P<ym2>[LFC])U))?")
def day_of_month(match: Match) -> Window | None:
    """Tuesday 12 March 2019, 29/يونيو/2021, 1er juillet, 3 May last year."""
    if match.has("u") and match.item("u").value != "month":
        return None
    if match.has("ym2"):
        anchor = match.context.anchor
        made = anchor and cal.make_day(
            anchor.year + STEPS[match.letters("ym2")], _month(match), match.whole("d")
        )
        return cal.day(made, anchored=True) if made else None
    return _dated(match, _month(match), match.whole("d"))


@rule(r"(?P<d>d)[/-]?(?P<m>[Mm])[/-]?(?P<y>n)")
def short_year(match: Match) -> Window | None:
    """3 JAN 90."""
    return _dated(match, _month(match), match.whole("d")) if 32 <= match.whole("y") <= 99 else None


@rule(r"en:(?:[WX]\.?,?)?z?(?P<m>[Mm]\.?)z?(?P<d>dY?|o)(?![-:t]?[kh%$]|[/.]d)(?:,?(?P<y>y))?")
def month_then_day(match: Match) -> Window | None:
    """Dec. 5, 2010."""
    return _dated(match, _month(match), match.whole("d"))


@rule(r"ar:(?P<d>d)(?:,?jd)*j(?=d[iqr]?(?P<m>DOUBLE)(?:OF(?P<y>y)|(?P<mod>MOD))?)")
def day_in_list(match: Match) -> Window | None:
    """The first day of ``10 و11 أبريل``."""
    return _dated(match, _month(match), match.whole("d"))


@rule(r"(?P<m1>DOUBLE)[-t]OF(?P<m2>DOUBLE)OF(?P<y>y)")
def months_of_year(match: Match) -> Window | None:
    """between May and July 2012."""
    first, last = cal.month(match.whole("y"), _month(match, "m1")), cal.month(match.whole("y"), _month(match, "m2"))
    return None if first.start > last.start else Window(first.start, last.end, "month")  # type: ignore[operator]


@rule(
    r"(?:(?P<e>[678])-?OF)?(?:(?P<u>U)OF)?(?P<m>DOUBLE)"
    r"(?:[,/-]?OF(?:U[iqr]?)?(?P<y>y)&?|(?P<mod>MOD)|[iqr]*U(?P<ym>[LFC])|[iqr]*(?P<ym2>[LFC])U)",
    r"(?:(?P<e>[678])OF)?(?P<mod>MOD)(?P<m>DOUBLE)",
)
def month_named(match: Match) -> Window | None:
    """مطلع يونيو 2021, last June, mars dernier, May of last year."""
    if match.has("u") and match.item("u").value != "month":
        return None
    return _named_month(match, "ym2" if match.has("ym2") else "")


@rule(
    r"(?P<e>[678])-?OF(?:U?OF)?(?P<m>DOUBLE)",
    r"U[iqr]?(?P<m>DOUBLE)",
    r"(?<=[iBubptra])(?P<m>DOUBLE)",
    r"(?P<m>M\.?)",
)
def month_alone(match: Match) -> Window | None:
    """A month without a year, in a place where only a month can stand."""
    return _named_month(match, "")


def _named_month(match: Match, year_group: str) -> Window | None:
    month, anchor = _month(match), match.context.anchor
    if year_group and anchor is not None:
        year: int | None = anchor.year + STEPS[match.letters(year_group)[0]]
    elif anchor is not None and not match.has("y") and not match.has("mod") and not match.has("ym"):
        same = month == anchor.month
        year = anchor.year if same else cal.guess_year(anchor, month, 1, future=match.context.future)
    else:
        year = _year_of(match, month, 1)
    if year is None:
        return VAGUE
    return cal.month(year, month, _part(match))._replace(anchored=not match.has("y"))


# ------------------------------------------------------------------ Hijri


@rule(r"(?P<d>[dow])OF(?:(?P<u>U)OF)?(?P<m>[HI])(?:OF(?:UOF)?(?P<y>y)[&^]?)?")
def hijri_day(match: Match) -> Window | None:
    """19 ذي القعدة 1442 هـ."""
    if match.has("y"):
        return cal.hijri(match.whole("y"), _month(match), match.whole("d"))
    anchor = match.context.anchor
    if anchor is None:
        return VAGUE
    found = cal.hijri_before(anchor, _month(match))
    return cal.day(found.start + timedelta(days=match.whole("d") - 1), anchored=True) if found.start else VAGUE


@rule(
    r"(?:U[iqr]?)?(?P<m>[HI])OF(?:UOF)?(?P<y>y)[&^]?",
    r"(?:U[iqr]?)?(?P<m>H)(?P<mod>[LC])?",
    r"U[iqr]?(?P<m>[HI])",
    r"(?P<m>I)(?P<mod>[LC])",
)
def hijri_month(match: Match) -> Window | None:
    """شهر رمضان, محرم 1443."""
    if match.has("y"):
        return cal.hijri(match.whole("y"), _month(match), None)
    anchor = match.context.anchor
    return VAGUE if anchor is None else cal.hijri_before(anchor, _month(match))


@rule(r"(?:U)?(?P<y>y)\^")
def hijri_year(match: Match) -> Window | None:
    """1442 هـ."""
    return cal.hijri_year(match.whole("y"))


# ------------------------------------------------------------------ weekdays and relative days


@rule(r"G[irz]*(?P<a>W)[-tj/]?(?:[irzjt]|G)*(?P<b>W)(?P<mod>MOD)?")
def night_between(match: Match) -> Window | None:
    """ليلة الاثنين - الثلاثاء, dans la nuit de lundi à mardi."""
    second = _weekday(match, "b")
    if second is None or second.start is None:
        return second
    first = second.start - timedelta(days=1)
    if first.weekday() != match.whole("a"):
        return None
    return Window(first, second.start, "days", "on", anchored=True)


@rule(
    r"(?P<r>R)[,(]?[zir]*T?(?P<a>W)\)?",
    r"(?P<a>W)[,(]?[zir]*(?P<r>R)\)?",
)
def relative_weekday(match: Match) -> Window | None:
    """أمس الثلاثاء: the weekday decides, near the relative day."""
    if match.context.anchor is None:
        return VAGUE
    about = match.context.anchor + timedelta(days=match.whole("r"))
    return cal.day(cal.nearest_weekday(about, match.whole("a")), anchored=True)


@rule(r"(?P<a>W)(?:t|-)z?(?P<b>W)(?P<mod>MOD)?")
def weekdays_between(match: Match) -> Window | None:
    """from Monday to Wednesday."""
    joint = match.context.items[match.start + 1]
    last = _weekday(match, "b")
    if joint.value == "and" or last is None or last.start is None:
        return None
    first = cal.weekday_before(last.start, match.whole("a"), strictly=True)
    return Window(first, last.start, "days", "on", anchored=True)


@rule(
    r"(?:[TG678][irz]*)*(?P<mod>MOD)(?P<b>W)(?P<after>[TG])?",
    r"(?:[TG678][irz]*(?:T)?)*(?P<b>W)(?P<after>[TG])?(?P<mod>MOD)?",
)
def weekday(match: Match) -> Window | None:
    """فجر الأحد, last Tuesday, mardi dernier, Tuesday night."""
    return _weekday(match, "b")


def _weekday(match: Match, name: str) -> Window | None:
    anchor, number = match.context.anchor, match.whole(name)
    if anchor is None:
        return VAGUE
    step = match.letters("mod")[:1]
    if step == "L":
        found = cal.weekday_before(anchor, number, strictly=True)
    elif step == "C":
        monday = anchor - timedelta(days=anchor.weekday())
        found = monday + timedelta(days=number)
    elif step == "F" or match.context.future and number != anchor.weekday():
        found = cal.weekday_after(anchor, number)
    else:
        found = cal.weekday_before(anchor, number)
    return cal.day(found, anchored=True)


@rule(r"(?:[TG6][zir]*)?(?P<r>R)(?:[TG])?")
def relative_day(match: Match) -> Window | None:
    """أول من أمس, hier soir, tomorrow."""
    if match.context.anchor is None:
        return VAGUE
    return cal.day(match.context.anchor + timedelta(days=match.whole("r")), anchored=True)


@rule(r"0(?![xW]?[LFC])")
def overnight(match: Match) -> Window | None:
    """overnight: the night before the anchor."""
    anchor = match.context.anchor
    if anchor is None:
        return VAGUE
    return Window(anchor - timedelta(days=1), anchor, "days", "on", anchored=True)


@rule(r"(?P<mod>MOD)?z?5(?P<mod2>MOD)?")
def weekend(match: Match) -> Window | None:
    """last weekend, le week-end dernier."""
    step = (match.letters("mod") or match.letters("mod2"))[:1]
    if match.context.anchor is None:
        return VAGUE
    ahead = step == "F" or step == "C" and match.context.future
    return cal.weekend(match.context.anchor, 1 if ahead else 0)


# ------------------------------------------------------------------ seasons, decades, centuries


@rule(
    r"(?:(?P<e>[678])-?OF)?(?P<s>[Ss])OF(?:U[iqr]?)?(?P<y>y)",
    r"(?P<s>[Ss])(?P<mod>MOD)",
    r"(?P<mod>MOD)(?P<s>[Ss])",
    r"(?P<s>[Ss])OFc?U(?P<ym>[LFC])",
)
def season(match: Match) -> Window | None:
    """خريف 2021, à l'automne 2021, last winter."""
    name, anchor = match.item("s").value, match.context.anchor
    if match.has("y"):
        return cal.season(match.whole("y"), name)
    if anchor is None:
        return VAGUE
    if match.has("ym"):
        return cal.season(anchor.year + STEPS[match.letters("ym")[0]], name)._replace(anchored=True)
    return _stepped_season(anchor, name, match.letters("mod")[0])


def _stepped_season(anchor: date, name: str, letter: str) -> Window | None:
    windows = [cal.season(anchor.year + n, name)._replace(anchored=True) for n in (-2, -1, 0, 1)]
    if letter == "L":
        return next((w for w in reversed(windows) if w.end is not None and w.end < anchor), None)
    if letter == "F":
        return next((w for w in windows if w.start is not None and w.start > anchor), None)
    return cal.season(anchor.year, name)._replace(anchored=True)


@rule(r"(?:(?P<e>[678])OF)?(?P<k>E)(?:OFU(?P<mod>[LC])?(?:[o3O]j?[O3o]?)?)?")
def decade_word(match: Match) -> Window | None:
    """ستينيات القرن الماضي."""
    tens, anchor = match.whole("k"), match.context.anchor
    current = anchor is not None and tens < 30 and match.letters("mod") != "L"
    first = (2000 if current else 1900) + tens
    return cal.years(first, first + 9)


@rule(
    r"(?P<y>y)Y(?<!x)",
    r"fr:P(?P<y>[yn])",
)
def decade_digits(match: Match) -> Window | None:
    """The 1960s, les années 60."""
    first = match.whole("y")
    first = first if first > 99 else 1900 + first
    return cal.years(first, first + 9) if first % 10 == 0 else None


@rule(
    r"(?:(?P<e>[678])OF)?(?P<u>U)(?P<n>[od3O]Y?)(?:j?(?P<tens>[O3]))?",
    r"(?:(?P<e>[678])OF)?(?P<n>[odw]Y?)(?P<u>U)",
)
def century(match: Match) -> Window | None:
    """القرن التاسع عشر, the 19th century, XIXe siècle."""
    number = match.whole("n") + (match.whole("tens") if match.has("tens") else 0)
    if match.item("u").value != "century" or not 0 < number < 30:
        return None
    return cal.years(number * 100 - 100 or 1, number * 100 - 1)


# ------------------------------------------------------------------ years


@rule(r"(?P<a>y)[-t/](?P<b>y)")
def years_between(match: Match) -> Window | None:
    """2011-2014."""
    first, last = match.whole("a"), match.whole("b")
    return Window(date(first, 1, 1), date(last, 12, 31), "year") if first < last < 2101 else None


@rule(
    r"(?:(?P<e>[678])-?OF)?(?P<u>U)(?P<y>y)&?",
    r"(?P<e>[678])-?OF(?P<y>y)",
    r"(?<=[iBubpt(qr])(?P<y>y)&?(?![kh%$:!UPnd]|[-/][dn])",
)
def year(match: Match) -> Window | None:
    """عام 2003, since 2011, early 2020, (1881)."""
    number = match.whole("y")
    if match.has("u"):
        return cal.year(number, _part(match)) if match.item("u").value == "year" else None
    after = match.context.codes[match.end : match.end + 1]
    sure = match.has("e") or after in {"", ",", ".", ")", "-", "(", ":"} or number % 100 != 0
    return cal.year(number, _part(match)) if sure and 1700 <= number <= 2100 else None


# ------------------------------------------------------------------ units counted from the anchor


@rule(
    r"A(?P<n>NUM)z?(?P<u>[UPT!])",
    r"A[?>]?(?P<dual>D)",
    r"A(?P<u>U)(?![LFC0-9a-zA-Z^]*y)",
    r"(?P<n>NUM)(?P<u>[UP])g",
)
def ago(match: Match) -> Window | None:
    """قبل عامين, il y a deux ans, three days ago."""
    unit, number = _amount(match)
    if unit is None or match.context.anchor is None:
        return VAGUE
    if unit in {"hour", "minute", "day"}:
        return cal.day(cal.shift(match.context.anchor, unit, -number), anchored=True)
    if unit in {"decade", "century"}:
        return cal.unit_window(match.context.anchor, "year", -round(number * (10 if unit == "decade" else 100)))
    return cal.unit_window(match.context.anchor, unit, -round(number))


@rule(
    r"B(?P<n>NUM)z?(?P<u>[UPT!])",
    r"B[?>]?(?P<dual>D)",
    r"B(?P<u>U)(?![LFCyod])",
)
def since(match: Match) -> Window | None:
    """منذ عامين, depuis une décennie: from then up to the anchor."""
    unit, number = _amount(match)
    if unit is None or match.context.anchor is None:
        return VAGUE._replace(relation="since")
    return cal.span_to_anchor(match.context.anchor, unit, number, "since")


def _amount(match: Match) -> tuple[str | None, float]:
    if match.has("dual"):
        unit, _, number = match.item("dual").value.partition(":")
        return unit, float(number)
    return match.item("u").value or None, match.number("n") if match.has("n") else 1.0


@rule(r"fr:a(?P<n>NUM)(?P<u>[UP])")
def ahead(match: Match) -> Window | None:
    """Dans trois jours."""
    unit, number = _amount(match)
    if unit is None or match.context.anchor is None:
        return VAGUE
    return cal.day(cal.shift(match.context.anchor, unit, number), anchored=True)


@rule(
    r"(?P<mod>[LF])(?P<n>NUM)(?P<u>[UP!])",
    r"(?P<n>NUM)(?P<mod>[LF])(?P<u>[UP!])",
    r"(?P<u>P)(?P<n>NUM|o)(?P<mod>[LFl])",
    r"(?P<n>NUM)(?P<u>[!P])(?P<mod>[LF])",
)
def run_of_units(match: Match) -> Window | None:
    """السنوات الثلاث الماضية, the last three years, les dix prochains jours."""
    if match.context.anchor is None:
        return VAGUE
    sign = -1 if match.letters("mod") == "F" else 1
    return cal.span_to_anchor(match.context.anchor, match.item("u").value, sign * match.number("n"), "during")


@rule(r"(?P<u>D)(?P<mod>[LF])")
def dual_run(match: Match) -> Window | None:
    """اليومين الماضيين."""
    anchor, (unit, _, number) = match.context.anchor, match.item("u").value.partition(":")
    sign = -1 if match.letters("mod") == "F" else 1
    return VAGUE if anchor is None else cal.span_to_anchor(anchor, unit, sign * float(number), "during")


@rule(
    r"[UP!](?:[lf][LF]?|LF)",
    r"P[LF]",
    r"C?[lLF]P",
    r"[lfV]C?[P!]|[C][LF][P!]",
    r"[AB][?>]*(?:V|1)?[!P]",
    r"(?:V|1)?[P!]g",
    r"@",
)
def vague(match: Match) -> Window | None:
    """خلال السنوات الأخيرة, in recent weeks, years ago, now."""
    return VAGUE


@rule(
    r"(?:(?P<e>[678])-?OF)?(?P<mod>MOD)(?P<u>U)",
    r"(?:(?P<e>[678])-?OF)?(?P<mod>c)?(?P<u>U)(?P<mod2>MOD)",
    r"(?P<e>[678])-?OF(?P<mod>[cC])?(?P<u>U)",
    r"ar:(?P<mod>c)(?P<u>U)",
)
def unit(match: Match) -> Window | None:
    """العام الماضي, last week, نهاية الشهر الجاري, la semaine prochaine, end of the year."""
    anchor, name = match.context.anchor, match.item("u").value
    if name in {"hour", "minute"}:
        return VAGUE
    if anchor is None:
        return VAGUE
    group = "mod2" if match.has("mod2") else "mod"
    letter = match.letters(group)[:1] or "C"
    if letter == "L" and (match.item(group).value == "rolling" or name == "decade"):
        return cal.span_to_anchor(anchor, name, 1, "during")
    return cal.unit_window(anchor, name, STEPS[letter], _part(match))
