from __future__ import annotations

import pytest

from marsad.ingest import describe
from marsad.ingest.byline import find_date, iso
from marsad.ingest.check import check_layout
from marsad.ingest.language import code, detect
from marsad.records import Report

TEXT = """مقتل سبعة في هجوم قرب سراقب

الأربعاء 17/مارس/2021 - 09:45 م
طباعة  مقتل سبعة في هجوم  ريم السالم

قُتل سبعة مدنيين في هجوم شنه مسلحون، الثلاثاء، على بلدة سراقب.
شارك وزير الداخلية في الاجتماع الذي عقد بعد الهجوم.
شارك
اقرأ أيضا: قتلى في حلب
"""


def described(text, **more):
    return describe(Report(id="x", text=text, **more))


def skipped(text):
    return [text[a:b] for a, b in described(text).skip]


def test_layout_lines_are_told_and_prose_is_left():
    assert skipped(TEXT) == [
        "الأربعاء 17/مارس/2021 - 09:45 م",
        "طباعة  مقتل سبعة في هجوم  ريم السالم",
        "شارك",
        "اقرأ أيضا: قتلى في حلب",
    ]


def test_the_byline_gives_date_and_time_and_the_text_stays():
    report = described(TEXT)
    assert report.published == "2021-03-17T21:45"
    assert report.language == "ar"
    assert report.text == TEXT


def test_what_is_given_is_not_changed():
    report = described(TEXT, published="2020-01-01", language="ar-EG", skip=((0, 3),))
    assert (report.published, report.language, report.skip) == ("2020-01-01", "ar", ((0, 3),))


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("الثلاثاء، 21 يوليو 2015 02:51 م", "2015-07-21T14:51"),
        ("٢١ تموز ٢٠١٥", "2015-07-21"),
        ("نشر في: 29 حزيران/يونيو 2021 الساعة 15:20 بتوقيت غرينتش", "2021-06-29T15:20"),
        ("Published: 29 June 2021 12:11 AM", "2021-06-29T00:11"),
        ("Tuesday, June 29, 2021 3:11 pm", "2021-06-29T15:11"),
        ("Publié le 1er juillet 2021 à 14h30", "2021-07-01T14:30"),
        ("le 29/06/2021 à 14:30", "2021-06-29T14:30"),
        ("06/29/2021", "2021-06-29"),
        ("2021-06-29 03:11", "2021-06-29T03:11"),
    ],
)
def test_dates_of_bylines(line, published):
    found = find_date(line)
    assert (found.published, found.alone, found.updated) == (published, True, False)


@pytest.mark.parametrize("line", ["31/02/2021", "June 2021", "12345/67/2021", "قتل 21 شخصا في يوليو", ""])
def test_what_is_no_date(line):
    assert find_date(line) is None


def test_a_date_of_change_does_not_win_over_publication():
    text = (
        "Title of the report\nUpdated 3 July 2021\nPublished 29 June 2021\nSeven people died in an attack.\n"
    )
    assert described(text).published == "2021-06-29"
    assert described(text.replace("Published 29 June 2021\n", "")).published == "2021-07-03"


def test_a_date_in_prose_is_not_the_publication_date():
    text = "Troops attacked the town of Rann on 29 June 2021, killing seven people.\nThey left at noon.\n"
    assert described(text).published is None
    assert described(text).skip == ()


def test_the_dateline_of_an_agency_gives_the_date_but_is_kept():
    text = "بيروت 26 شوال 1436 هـ الموافق 11 أغسطس 2015 م واس\nقتل ثلاثة في هجوم.\n// انتهى //\n10:00 ت م\n"
    assert described(text).published == "2015-08-11"
    assert skipped(text) == ["// انتهى //", "10:00 ت م"]


def test_sentences_that_begin_like_a_byline_are_prose():
    text = (
        "Clashes near Rann\nBy Friday, troops had taken the town.\nPar la suite, les soldats sont partis.\n"
    )
    assert skipped(text) == []
    assert skipped("Clashes near Rann\nBy Mary Smith\nTroops took the town.\n") == ["By Mary Smith"]


def test_a_single_line_is_never_layout():
    assert skipped("Share") == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-06-29T10:00:00Z", "2021-06-29T10:00:00Z"),
        ("Tue, 29 Jun 2021 10:00:00 GMT", "2021-06-29T10:00:00+00:00"),
        ("29/06/2021", "2021-06-29"),
        ("29 juin 2021", "2021-06-29"),
        ("06/06/2021", "2021-06-06"),
        ("05/06/2021", None),
        ("soon", None),
    ],
)
def test_given_dates_are_read_without_guessing(value, expected):
    assert iso(value) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("داعش", "ar"),
        ("قُتل سبعة مدنيين", "ar"),
        ("نیروهای امنیتی در کابل از کشته شدن سه تن خبر دادند و گفتند که این حمله رخ داد", "fa"),
        ("کراچی میں دھماکے سے پانچ افراد ہلاک ہوگئے جبکہ دس زخمی ہیں", "ur"),
        ("At least seven people were killed in an attack on the village of Rann, officials said.", "en"),
        ("Au moins sept personnes ont été tuées dans une attaque contre le village de Rann.", "fr"),
        ("Mindestens sieben Menschen wurden bei einem Angriff auf das Dorf getötet.", "de"),
        ("12 / 13 --", None),
        ("Gunmen Kill 3, Kogi", "en"),
        ("Boko Haram Kills 14 Farmers, Damboa", "en"),
        ("Boko Haram sun kashe mutane 22 a Adamawa", "ha"),
        ("Attack i Stockholm", "sv"),
        ("Soldaten starten Offensive", "de"),
        ("Rebeldes matan a 4 policias en Cauca", "gl"),
    ],
)
def test_languages(text, language):
    assert detect(None, text) == language


@pytest.mark.parametrize(
    ("value", "expected"), [("ar-EG", "ar"), ("FRA", "fr"), ("English", "en"), ("", None), (None, None)]
)
def test_names_of_languages(value, expected):
    assert code(value) == expected


def test_the_tables_hold_together():
    assert check_layout() == []
