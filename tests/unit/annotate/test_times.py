"""Expressions of time, read in three languages against a fixed day."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from marsad.annotate.sentences import split_report
from marsad.annotate.times import find_times
from marsad.lang import load
from marsad.records import Mention, Report, Sentence

ANCHOR = date(2021, 6, 29)  # a Tuesday


def sentence(language: str, text: str) -> Sentence:
    (only,) = split_report(Report(id="r", text=text), load(language))
    return only


def windows(
    language: str, text: str, anchor: date | None = ANCHOR
) -> list[tuple[str | None, str | None, str]]:
    found = find_times(sentence(language, text), language, anchor)
    return [(m.time.start_date, m.time.end_date, m.time.precision) for m in found]


def day(iso: str) -> list[tuple[str, str, str]]:
    return [(iso, iso, "day")]


@pytest.mark.parametrize(
    ("language", "text", "iso"),
    [
        ("ar", "قال الوزير في 29/يونيو/2021 إن", "2021-06-29"),
        ("ar", "عقد في ٢٩ يونيو ٢٠٢١", "2021-06-29"),
        ("ar", "قتل في 12 كانون الثاني 2020", "2020-01-12"),
        ("ar", "وقع في 3 تشرين الأول/أكتوبر 2014", "2014-10-03"),
        ("ar", "وقع في 5 يوليو (تموز) 2015", "2015-07-05"),
        ("ar", "هجوم 13 جويلية 2013", "2013-07-13"),
        ("ar", "هجوم 7 فيفري 2013", "2013-02-07"),
        ("ar", "هجوم 16 غشت 2013", "2013-08-16"),
        ("ar", "هجوم 3 دجنبر 2013", "2013-12-03"),
        ("ar", "في 19 ذي القعدة 1442 هـ", "2021-06-29"),
        ("ar", "قال أمس إنه", "2021-06-28"),
        ("ar", "قال أول من أمس إنه", "2021-06-27"),
        ("ar", "قال أمس الأول إنه", "2021-06-27"),
        ("ar", "يصل غدا", "2021-06-30"),
        ("ar", "قتل الثلاثاء الماضي", "2021-06-22"),
        ("ar", "يجتمعون الخميس المقبل", "2021-07-01"),
        ("ar", "انفجرت فجر الأحد", "2021-06-27"),
        ("ar", "انفجرت مساء يوم السبت", "2021-06-26"),
        ("ar", "سيعقد الاجتماع الجمعة", "2021-07-02"),
        ("ar", "قال أمس الاثنين", "2021-06-28"),
        ("ar", "قبل ثلاثة أيام", "2021-06-26"),
        ("ar", "قبل يومين", "2021-06-27"),
        ("en", "killed on 12 March", "2021-03-12"),
        ("en", "killed on March 12th, 2019", "2019-03-12"),
        ("en", "killed on Dec. 5, 2010 there", "2010-12-05"),
        ("en", "killed last Tuesday", "2021-06-22"),
        ("en", "killed on Tuesday", "2021-06-29"),
        ("en", "killed on Sunday night", "2021-06-27"),
        ("en", "They will meet on Friday", "2021-07-02"),
        ("en", "killed yesterday", "2021-06-28"),
        ("en", "killed three days ago", "2021-06-26"),
        ("en", "on 2021-06-25 in Mopti", "2021-06-25"),
        ("fr", "tué mardi dernier", "2021-06-22"),
        ("fr", "tué hier soir", "2021-06-28"),
        ("fr", "tué avant-hier", "2021-06-27"),
        ("fr", "le 1er juillet", "2021-07-01"),
        ("fr", "le 3 mars 2021", "2021-03-03"),
        ("fr", "le 29/06/2021 à Gao", "2021-06-29"),
    ],
)
def test_day(language: str, text: str, iso: str) -> None:
    assert windows(language, text) == day(iso)


@pytest.mark.parametrize(
    ("language", "text", "start", "end", "precision"),
    [
        ("ar", "في خريف 2021", "2021-09-01", "2021-11-30", "season"),
        ("ar", "في يونيو 2022", "2022-06-01", "2022-06-30", "month"),
        ("ar", "في حزيران/يونيو الماضي", "2020-06-01", "2020-06-30", "month"),
        ("ar", "الأسبوع المقبل", "2021-07-05", "2021-07-11", "week"),
        ("ar", "العام الماضي", "2020-01-01", "2020-12-31", "year"),
        ("ar", "نهاية الشهر الجاري", "2021-06-21", "2021-06-30", "month"),
        ("ar", "ليلة الاثنين - الثلاثاء", "2021-06-28", "2021-06-29", "days"),
        ("ar", "من 3 إلى 5 مايو", "2021-05-03", "2021-05-05", "days"),
        ("ar", "في ستينيات القرن الماضي", "1960-01-01", "1969-12-31", "vague"),
        ("ar", "القرن التاسع عشر", "1800-01-01", "1899-12-31", "vague"),
        ("ar", "خلال السنوات الثلاث الماضية", "2018-06-29", "2021-06-29", "year"),
        ("ar", "قبل عامين", "2019-01-01", "2019-12-31", "year"),
        ("en", "in early June", "2021-06-01", "2021-06-10", "month"),
        ("en", "two weeks ago", "2021-06-14", "2021-06-20", "week"),
        ("en", "on the night of 3-4 May", "2021-05-03", "2021-05-04", "days"),
        ("en", "between 3 and 5 May 2012", "2012-05-03", "2012-05-05", "days"),
        ("en", "in the fall of 2014", "2014-09-01", "2014-11-30", "season"),
        ("en", "in the 1990s", "1990-01-01", "1999-12-31", "vague"),
        ("en", "seized overnight", "2021-06-28", "2021-06-29", "days"),
        ("fr", "à l'automne 2021", "2021-09-01", "2021-11-30", "season"),
        ("fr", "il y a deux ans", "2019-01-01", "2019-12-31", "year"),
        ("fr", "du 3 au 5 mai", "2021-05-03", "2021-05-05", "days"),
        ("fr", "dans la nuit de lundi à mardi", "2021-06-28", "2021-06-29", "days"),
        ("fr", "la semaine dernière", "2021-06-21", "2021-06-27", "week"),
        ("fr", "mi-mars 2020", "2020-03-11", "2020-03-20", "month"),
    ],
)
def test_window(language: str, text: str, start: str, end: str, precision: str) -> None:
    assert windows(language, text) == [(start, end, precision)]


@pytest.mark.parametrize(
    ("language", "text", "relation", "end"),
    [
        ("ar", "تنسحب بحلول يونيو 2022", "by", "2022-06-30"),
        ("ar", "يستمر حتى 5 مايو 2022", "until", "2022-05-05"),
        ("ar", "ينشط منذ عامين", "since", "2021-06-29"),
        ("en", "to leave by June 2022", "by", "2022-06-30"),
        ("en", "active since 2011", "since", "2011-12-31"),
        ("fr", "d'ici juin 2022", "by", "2022-06-30"),
        ("fr", "d'ici la fin de l'année", "by", "2021-12-31"),
        ("fr", "depuis une décennie", "since", "2021-06-29"),
    ],
)
def test_relation(language: str, text: str, relation: str, end: str) -> None:
    (found,) = find_times(sentence(language, text), language, ANCHOR)
    assert (found.time.relation, found.time.end_date) == (relation, end)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "تنفيذ القرار 2254"),
        ("ar", "أجرى اتصالا بالوزير دي مايو"),
        ("ar", "مارس ضغوطا على الحكومة"),
        ("ar", "وقتل أب وطفله"),
        ("ar", "دخل اليوم العالمي للعمال"),
        ("en", "Resolution 2254 calls for peace"),
        ("en", "He may go home"),
        ("en", "They march on the capital"),
        ("en", "killed 2000 people"),
        ("fr", "la résolution 2254"),
    ],
)
def test_no_time(language: str, text: str) -> None:
    assert windows(language, text) == []


@pytest.mark.parametrize("text", ["خلال السنوات الأخيرة", "قبل أيام", "منذ سنوات"])
def test_vague_has_no_window(text: str) -> None:
    assert windows("ar", text) == [(None, None, "vague")]


@pytest.mark.parametrize(
    ("language", "text"), [("ar", "قال أمس"), ("en", "killed on Tuesday"), ("fr", "en mars dernier")]
)
def test_relative_time_without_anchor_has_no_window(language: str, text: str) -> None:
    assert windows(language, text, None) == [(None, None, "vague")]


def test_offsets_give_back_the_words() -> None:
    text = "قُتل أمسِ في ٢٩ يونيو ٢٠٢١"
    for mention in find_times(sentence("ar", text), "ar", ANCHOR):
        assert text[mention.start : mention.end] == mention.time.text


def test_name_keeps_its_month() -> None:
    plain = sentence("ar", "قالت حركة 23 مارس إنها")
    name = Mention(start=6, end=18, first=1, last=4, kind="group", name="M23")
    assert find_times(plain, "ar", ANCHOR)
    assert find_times(replace(plain, mentions=(name,)), "ar", ANCHOR) == ()


@pytest.mark.parametrize(
    ("anchor", "text", "iso"),
    [
        (date(2021, 1, 5), "killed on 20 December", "2020-12-20"),
        (date(2021, 12, 20), "due on 5 January", "2022-01-05"),
        (date(2021, 6, 29), "killed on 12 November", "2020-11-12"),
        (date(2021, 6, 29), "They will vote on 24 December", "2021-12-24"),
    ],
)
def test_year_left_out(anchor: date, text: str, iso: str) -> None:
    assert windows("en", text, anchor) == day(iso)
