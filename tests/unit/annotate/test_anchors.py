"""The day that a report speaks from."""

from __future__ import annotations

from datetime import date

import pytest

from marsad.annotate.anchors import find_anchor, find_date
from marsad.records import Report


@pytest.mark.parametrize(
    ("language", "text", "published", "day", "source"),
    [
        ("ar", "الثلاثاء 29/يونيو/2021 - 03:11 ص\nنص الخبر", None, "2021-06-29", "byline"),
        ("ar", "القاهرة - 12 يونيو: قال مسؤول", "2021-06-13", "2021-06-12", "dateline"),
        ("en", "KABUL, Afghanistan (Dec. 5, 2010) – A force", None, "2010-12-05", "dateline"),
        (
            "en",
            "Release 2010-09-CA-005\u2028KABUL, Afghanistan (Sept. 1) - A force",
            None,
            "2010-09-01",
            "dateline",
        ),
        (
            "en",
            "Release 2011-01-S-100\n\nKABUL, Afghanistan (Jan. 9) - A force",
            None,
            "2011-01-09",
            "dateline",
        ),
        ("en", "SAN SALVADOR, 3 JAN 90 -- [TEXT] The", None, "1990-01-03", "dateline"),
        ("fr", "(AFP) Niamey, le 3 mars 2021 - Des hommes", None, "2021-03-03", "dateline"),
        (
            "en",
            "Gunmen killed five on March 3, 2021 in Borno.",
            "2021-03-05T08:00",
            "2021-03-05",
            "published",
        ),
        ("en", "LONDON (March 3, 2001) - An archive story", "2021-03-05", "2021-03-05", "published"),
    ],
)
def test_anchor(language: str, text: str, published: str | None, day: str, source: str) -> None:
    anchor = find_anchor(Report(id="r", text=text, published=published), language)
    assert (anchor.date, anchor.source) == (date.fromisoformat(day), source)


def test_anchor_span_and_stamps_give_back_the_words() -> None:
    text = "Update May 31, 2011\n\nKABUL, Afghanistan (May 31, 2011) - Troops found a cache yesterday."
    anchor = find_anchor(Report(id="r", text=text), "en")
    assert anchor.span is not None
    assert [s.text for s in anchor.stamps] == ["May 31, 2011", "May 31, 2011"]
    assert all(text[s.start : s.end] == s.text for s in (*anchor.stamps, anchor.span))


def test_no_date_at_all() -> None:
    anchor = find_anchor(Report(id="r", text="Gunmen killed five yesterday."), "en")
    assert (anchor.date, anchor.source, anchor.span) == (None, "none", None)


def test_bad_publication_date_is_no_date() -> None:
    assert find_anchor(Report(id="r", text="A", published="soon"), "en").date is None


def test_find_date() -> None:
    assert find_date("نشر في 12 آذار 2020", "ar") == date(2020, 3, 12)
    assert find_date("last Tuesday", "en") is None
