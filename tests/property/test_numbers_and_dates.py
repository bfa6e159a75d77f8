"""Numbers written out by num2words and dates in every month come back as they were."""

from __future__ import annotations

from datetime import date

import pytest
from hijridate import Gregorian
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from num2words import num2words

from marsad.annotate.quantities import find_quantities
from marsad.annotate.sentences import split_report
from marsad.annotate.times import find_times
from marsad.annotate.times_calendar import guess_year, nearest_weekday, weekday_after, weekday_before
from marsad.lang import load
from marsad.lang.tables import table
from marsad.records import Report

NOUNS = {"ar": "شخصا", "en": "people", "fr": "personnes"}
days = st.dates(date(1950, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
@settings(max_examples=150, deadline=None)
@given(number=st.one_of(st.integers(3, 999), st.integers(1000, 999_999), st.integers(1_000_000, 99_000_000)))
def test_words_of_a_number(language: str, number: int) -> None:
    # num2words writes 101,000 as "مائة وألف ألف", which is no Arabic
    assume(language != "ar" or number // 1000 % 1000 <= 100 or number // 1000 % 100 != 1)
    text = f"{num2words(number, lang=language)} {NOUNS[language]}".replace(",", "")
    (sentence,) = split_report(Report(id="r", text=text), load(language))
    found = find_quantities(sentence, language)
    assert [q.best for q in found] == [number], text


MONTHS = [
    (code, int(row["value"]), words)
    for code in ("ar", "en", "fr")
    for row in table(code, "months")
    if row["symbol"].startswith("month")
    for words in row["words"].split("|")
]


@settings(max_examples=200, deadline=None)
@given(when=days, month=st.sampled_from(MONTHS))
def test_day_month_year(when: date, month: tuple[str, int, str]) -> None:
    code, number, words = month
    when = when.replace(month=number, day=min(when.day, 28))
    text = f"{when.day} {words.capitalize()} {when.year}"
    (sentence,) = split_report(Report(id="r", text=text), load(code))
    (found,) = find_times(sentence, code, None)
    assert found.time.start_date == found.time.end_date == when.isoformat()
    assert (found.start, found.end) == (0, len(text))


HIJRI = {
    int(r["value"]): r["words"].split("|")[-1]
    for r in table("ar", "months")
    if r["symbol"].startswith("hijri")
}


@settings(max_examples=60, deadline=None)
@given(when=days)
def test_hijri_day(when: date) -> None:
    hijri = Gregorian(when.year, when.month, when.day).to_hijri()
    text = f"{hijri.day} {HIJRI[hijri.month].removeprefix('شهر ')} {hijri.year} هـ"
    (sentence,) = split_report(Report(id="r", text=text), load("ar"))
    (found,) = find_times(sentence, "ar", None)
    assert found.time.start_date == when.isoformat()


@given(anchor=days, number=st.integers(0, 6))
def test_weekdays(anchor: date, number: int) -> None:
    before, after = weekday_before(anchor, number), weekday_after(anchor, number)
    assert before.weekday() == after.weekday() == nearest_weekday(anchor, number).weekday() == number
    assert before <= anchor < after
    assert (after - before).days == 7
    assert abs((nearest_weekday(anchor, number) - anchor).days) <= 3


@given(anchor=days, when=days, future=st.booleans())
def test_guessed_year_is_near(anchor: date, when: date, future: bool) -> None:
    year = guess_year(anchor, when.month, min(when.day, 28), future=future)
    assert -366 <= (date(year, when.month, min(when.day, 28)) - anchor).days <= 366
