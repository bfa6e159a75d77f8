"""Quantities: value, range, what is counted, and what is no count."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from marsad.annotate.quantities import find_quantities
from marsad.annotate.sentences import split_report
from marsad.annotate.times import find_times
from marsad.lang import load
from marsad.records import Quantity, Report


def quantities(language: str, text: str) -> tuple[Quantity, ...]:
    (only,) = split_report(Report(id="r", text=text), load(language))
    return find_quantities(replace(only, times=find_times(only, language, date(2021, 6, 29))), language)


@pytest.mark.parametrize(
    ("language", "text", "best", "unit"),
    [
        ("ar", "قتل خمسة وعشرون جنديا", 25, "جندي"),
        ("ar", "مائة وخمسون ألف نازح", 150_000, "نازح"),
        ("ar", "ثلاثة آلاف ومئتان وخمسة عشر شخصا", 3215, "شخص"),
        ("ar", "10 آلاف مقاتل أجنبي", 10_000, "مقاتل"),
        ("ar", "نشر ألفي مقاتل", 2000, "مقاتل"),
        ("ar", "ألفا مقاتل", 2000, "مقاتل"),
        ("ar", "عشرون ألفا من النازحين", 20_000, "نازح"),
        ("ar", "مئتي جندي", 200, "جندي"),
        ("ar", "إحدى عشرة امرأة", 11, "امراه"),
        ("ar", "١٢٠٠ لاجئ", 1200, "لاجي"),
        ("ar", "مليون ونصف مليون نازح", 1_500_000, "نازح"),
        ("ar", "مقتل جنديين في كمين", 2, "جندي"),
        ("ar", "قتيلان في هجوم", 2, "قتيل"),
        ("en", "twenty-three people", 23, "person"),
        ("en", "one hundred and twenty thousand refugees", 120_000, "refugee"),
        ("en", "three suspected Taliban insurgents", 3, "insurgent"),
        ("en", "one Afghan soldier", 1, "soldier"),
        ("en", "two dozen soldiers", 24, "soldier"),
        ("en", "1,200 displaced families", 1200, "family"),
        ("fr", "quatre-vingt-dix-sept soldats", 97, "soldat"),
        ("fr", "soixante et onze mille huit cents habitants", 71_800, "habitant"),
        ("fr", "vingt et un morts", 21, "mort"),
    ],
)
def test_count(language: str, text: str, best: float, unit: str) -> None:
    (found,) = quantities(language, text)
    assert (found.kind, found.low, found.best, found.high, found.unit) == ("count", best, best, best, unit)
    assert not found.approximate


@pytest.mark.parametrize(
    ("language", "text", "low", "best", "high"),
    [
        ("ar", "عشرات المدنيين", 20, 20, 99),
        ("ar", "مئات الجرحى", 200, 200, 999),
        ("ar", "عشرات الآلاف من النازحين", 20_000, 20_000, 99_999),
        ("ar", "آلاف الجنود", 2000, 2000, 9999),
        ("ar", "بضعة مقاتلين", 3, 3, 9),
        ("ar", "نحو 40 شخصا", 40, 40, 40),
        ("ar", "أكثر من 30 مسلحا", 30, 30, 30),
        ("ar", "40 شخصا على الأقل", 40, 40, 40),
        ("ar", "ما بين 10 و15 قتيلا", 10, 12, 15),
        ("ar", "من 10 إلى 15 ألف مقاتل", 10_000, 12_500, 15_000),
        ("en", "several insurgents", 3, 3, 9),
        ("en", "dozens of civilians", 24, 24, 99),
        ("en", "tens of thousands of people", 20_000, 20_000, 99_999),
        ("en", "up to 50 fighters", 1, 50, 50),
        ("en", "at least ten people", 10, 10, 10),
        ("en", "between 10 and 15 insurgents", 10, 12, 15),
        ("en", "10-15 militants", 10, 12, 15),
        ("fr", "une dizaine de morts", 10, 10, 10),
        ("fr", "des centaines de civils", 200, 200, 999),
        ("fr", "plus de 3.000 déplacés", 3000, 3000, 3000),
        ("fr", "entre 10 et 15 jihadistes", 10, 12, 15),
    ],
)
def test_approximate(language: str, text: str, low: float, best: float, high: float) -> None:
    found = quantities(language, text)[0]
    assert found.approximate
    assert (found.low, found.best, found.high) == (low, best, high)


@pytest.mark.parametrize(
    ("language", "text", "best", "currency"),
    [
        ("ar", "13.5مليار دولار", 13.5e9, "USD"),
        ("ar", "300 ألف ريال سعودي", 300_000, "SAR"),
        ("ar", "20 جنيها", 20, None),
        ("en", "$13.5 billion", 13.5e9, "USD"),
        ("en", "2,000 euros", 2000, "EUR"),
        ("fr", "3 millions d'euros", 3e6, "EUR"),
        ("fr", "2 000 francs CFA", 2000, "XOF"),
    ],
)
def test_money(language: str, text: str, best: float, currency: str | None) -> None:
    (found,) = quantities(language, text)
    assert (found.kind, found.best, found.currency) == ("money", best, currency)


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("ar", "القرار 2254", "other"),
        ("ar", "يبلغ من العمر 23 عاما", "other"),
        ("ar", "٣٥ في المئة", "percent"),
        ("ar", "الهجوم الثالث", "ordinal"),
        ("en", "AK-47 rifles", "other"),
        ("en", "a 23-year-old man", "other"),
        ("en", "call 0123456789 now", "other"),
        ("en", "the third attack", "ordinal"),
        ("en", "25 percent", "percent"),
        ("en", "5 km away", "other"),
    ],
)
def test_other_kinds(language: str, text: str, kind: str) -> None:
    assert [q.kind for q in quantities(language, text)] == [kind]


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "un soldat tué"), ("ar", "مقتل جندي"), ("ar", "في 12 مارس 2020"), ("en", "in 2014")],
)
def test_no_quantity(language: str, text: str) -> None:
    assert quantities(language, text) == ()


def test_score_is_no_count() -> None:
    assert {q.kind for q in quantities("en", "a 3-1 win")} == {"other"}


def test_age_between_commas_is_no_count() -> None:
    assert [q.kind for q in quantities("en", "Musa, 56, said so")] == ["other"]
