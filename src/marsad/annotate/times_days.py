"""Rules for days, months, Hijri dates, weekdays and relative days."""

from __future__ import annotations

from datetime import timedelta

from marsad.annotate import times_calendar as cal
from marsad.annotate.times_calendar import VAGUE, Window
from marsad.annotate.times_grammar import STEPS, Match, between, dated, month_of, part_of, rule, year_of

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
    months = month_of(match, "m1"), month_of(match, "m2")
    year = year_of(match, months[1], match.whole("d2"))
    if year is None:
        return VAGUE
    first = cal.make_day(year - (months[0] > months[1]), months[0], match.whole("d1"))
    last = cal.make_day(year, months[1], match.whole("d2"))
    return between(first, last, anchored=not match.has("y"))


@rule(
    r"(?P<d1>DAY)[-t]OF(?P<d2>DAY)OF(?P<m>DOUBLE)(?:,?OF(?P<y>y)|(?P<mod>MOD))?",
    r"en:(?P<m>DOUBLE)(?P<d1>DAY)[-t](?P<d2>DAY)(?!(?:DOUBLE|[-t:]))(?:,?(?P<y>y))?",
)
def days_of_month(match: Match) -> Window | None:
    """Du 3 au 5 mai, May 3-4, 2010."""
    days, month = (match.whole("d1"), match.whole("d2")), month_of(match)
    year = year_of(match, month, days[1])
    if year is None:
        return VAGUE
    first, last = (cal.make_day(year, month, d) for d in days)
    return between(first, last, anchored=not match.has("y"))


@rule(r"(?P<d>d)[/-]?(?P<m>[Mm])[/-]?(?P<y>n)")
def short_year(match: Match) -> Window | None:
    """3 JAN 90."""
    return dated(match, month_of(match), match.whole("d")) if 32 <= match.whole("y") <= 99 else None


@rule(
    r"(?P<wd>[WX])?\.?TIME(?P<d>DAY)[/-]?OF(?:(?P<u>U)OF)?(?P<m>DOUBLE)"
    r"(?:[,/-]?OF(?:U[iqr]?)?(?P<y>y)&?|(?P<mod>MOD)|[iqr]*(?:U(?P<ym>[LFC])|(?P<ym2>[LFC])U))?"
)
def day_of_month(match: Match) -> Window | None:
    """Tuesday 12 March 2019, 29/يونيو/2021, 1er juillet, 3 May last year."""
    if match.has("u") and match.item("u").value != "month":
        return None
    if match.has("ym2"):
        anchor = match.context.anchor
        made = anchor and cal.make_day(
            anchor.year + STEPS[match.letters("ym2")], month_of(match), match.whole("d")
        )
        return cal.day(made, anchored=True) if made else None
    return dated(match, month_of(match), match.whole("d"))


@rule(r"en:(?:[WX]\.?,?)?z?(?P<m>[Mm]\.?)z?(?P<d>dY?|o)(?![-:t]?[kh%$]|[/.]d)(?:,?(?P<y>y))?")
def month_then_day(match: Match) -> Window | None:
    """Dec. 5, 2010."""
    return dated(match, month_of(match), match.whole("d"))


@rule(r"ar:(?P<d>d)(?:,?jd)*j(?=d[iqr]?(?P<m>DOUBLE)(?:OF(?P<y>y)|(?P<mod>MOD))?)")
def day_in_list(match: Match) -> Window | None:
    """The first day of ``10 و11 أبريل``."""
    return dated(match, month_of(match), match.whole("d"))


@rule(r"(?P<m1>DOUBLE)[-t]OF(?P<m2>DOUBLE)OF(?P<y>y)")
def months_of_year(match: Match) -> Window | None:
    """Between May and July 2012."""
    first, last = (
        cal.month(match.whole("y"), month_of(match, "m1")),
        cal.month(match.whole("y"), month_of(match, "m2")),
    )
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
    month, anchor = month_of(match), match.context.anchor
    if year_group and anchor is not None:
        year: int | None = anchor.year + STEPS[match.letters(year_group)[0]]
    elif anchor is not None and not match.has("y") and not match.has("mod") and not match.has("ym"):
        same = month == anchor.month
        year = anchor.year if same else cal.guess_year(anchor, month, 1, future=match.context.future)
    else:
        year = year_of(match, month, anchor.day if anchor is not None else 1)
    if year is None:
        return VAGUE
    return cal.month(year, month, part_of(match))._replace(anchored=not match.has("y"))


# ------------------------------------------------------------------ Hijri


@rule(r"(?P<d>[dow])OF(?:(?P<u>U)OF)?(?P<m>[HI])(?:OF(?:UOF)?(?P<y>y)[&^]?)?")
def hijri_day(match: Match) -> Window | None:
    """19 ذي القعدة 1442 هـ."""
    if match.has("y"):
        return cal.hijri(match.whole("y"), month_of(match), match.whole("d"))
    anchor = match.context.anchor
    if anchor is None:
        return VAGUE
    found = cal.hijri_before(anchor, month_of(match))
    return (
        cal.day(found.start + timedelta(days=match.whole("d") - 1), anchored=True) if found.start else VAGUE
    )


@rule(
    r"(?:U[iqr]?)?(?P<m>[HI])OF(?:UOF)?(?P<y>y)[&^]?",
    r"(?:U[iqr]?)?(?P<m>H)(?P<mod>[LC])?",
    r"U[iqr]?(?P<m>[HI])",
    r"(?P<m>I)(?P<mod>[LC])",
)
def hijri_month(match: Match) -> Window | None:
    """شهر رمضان, محرم 1443."""
    if match.has("y"):
        return cal.hijri(match.whole("y"), month_of(match), None)
    anchor = match.context.anchor
    return VAGUE if anchor is None else cal.hijri_before(anchor, month_of(match))


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
    r"(?P<r>[R{])[,(]?[zir]*T?(?P<a>W)\)?",
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
    """From Monday to Wednesday."""
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
    elif step == "F" or (match.context.future and number != anchor.weekday()):
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
    """Last weekend, le week-end dernier."""
    step = (match.letters("mod") or match.letters("mod2"))[:1]
    if match.context.anchor is None:
        return VAGUE
    ahead = step == "F" or (step == "C" and match.context.future)
    return cal.weekend(match.context.anchor, 1 if ahead else 0)
