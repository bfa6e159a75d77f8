"""Rules for seasons, decades, centuries, years, and units counted from the anchor."""

from __future__ import annotations

from datetime import date

from marsad.annotate import times_calendar as cal
from marsad.annotate.times_calendar import VAGUE, Window
from marsad.annotate.times_grammar import STEPS, Match, part_of, rule

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
    r"(?:(?P<e>[678])OF)?(?P<u>U)(?P<n>[od3Ow]Y?)(?:j?(?P<tens>[O3w]))?",
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
    r"(?<=[-iBubpt(qr])(?P<y>y)&?(?![kh%$:!UPnd]|[-/][dn])",
)
def year(match: Match) -> Window | None:
    """عام 2003, since 2011, early 2020, (1881)."""
    number = match.whole("y")
    if match.has("u"):
        return cal.year(number, part_of(match)) if match.item("u").value == "year" else None
    before = match.context.codes[max(0, match.start - 6) : match.start]
    if before.endswith("-") and before.rfind("(") <= before.rfind(")"):
        return None
    after = match.context.codes[match.end : match.end + 1]
    sure = match.has("e") or after in {"", ",", ".", ")", "-", "(", ":"} or number % 100 != 0
    return cal.year(number, part_of(match)) if sure and 1700 <= number <= 2100 else None


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
        return cal.unit_window(
            match.context.anchor, "year", -round(number * (10 if unit == "decade" else 100))
        )
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
    if match.item("mod").value == "after" and match.item("mod").first < match.item("n").first:
        return None  # French passé, which follows its noun
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
    r"[UP!](?:[lf][LF]?|LF)(?!rU)",
    r"P[LF]",
    r"C?[lLF]P",
    r"[lfV]C?[P!]|[C][LF][P!]",
    r"[AB][?>]*(?:V|1)?[!P]",
    r"(?:V|1)?[P!]g",
    r"@",
)
def vague(_match: Match) -> Window | None:
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
    return cal.unit_window(anchor, name, STEPS[letter], part_of(match))
