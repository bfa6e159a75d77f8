"""Every sentence in every language, with the same gaps; numbers, plurals and names."""

import re
from importlib.resources import files

import pytest

from marsad.errors import ConfigError
from marsad.phrases import LANGUAGES, phrases
from marsad.tables import read_csv

TABLES = files("marsad.phrases")
GAPS = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("name", ["sentences.csv", "page.csv", "terms.csv"])
def test_every_language_has_every_sentence_with_the_same_gaps(name):
    for row in read_csv(TABLES / name, LANGUAGES):
        for language in LANGUAGES:
            assert row[language], row
            assert set(GAPS.findall(row[language])) == set(GAPS.findall(row["en"])), row


def test_keys_are_there_once():
    for name in ("sentences.csv", "page.csv", "nouns.csv"):
        keys = [row["key"] for row in read_csv(TABLES / name)]
        assert len(keys) == len(set(keys)), name


def test_words_used_by_page_and_script_exist():
    publish = files("marsad.publish")
    template = publish.joinpath("templates", "spread.html.j2").read_text(encoding="utf-8")
    script = publish.joinpath("web", "spread.js").read_text(encoding="utf-8")
    used = set(re.findall(r'\bt\("([a-z_0-9]+)"', template)) | set(re.findall(r'say\("([a-z_]+)"\)', script))
    used |= {
        name.lstrip("#")
        for names in re.findall(r"head\(\[(.*?)\]\)", template)
        for name in re.findall(r'"(.*?)"', names)
    }
    assert len(used) > 60
    assert used - {""} <= set(phrases("en").page_words)


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 حدث"), (1, "حدث واحد"), (2, "حدثان"), (5, "5 أحداث"), (14, "14 حدثا"), (100, "100 حدث")],
)
def test_arabic_counts_in_six_forms(number, said):
    assert phrases("ar").count("event", number) == said


def test_counts_in_english_and_french():
    assert [phrases("en").count("day", n) for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert [phrases("fr").count("day", n) for n in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]


def test_numbers_have_the_habit_of_the_language_and_latin_digits():
    assert phrases("fr").n(1234.56, 1) == "1\u202f234,6"
    assert phrases("ar").n(1234.56, 1) == "1,234.6"
    assert (phrases("en").n(None), phrases("en").share(0.9)) == ("–", "90%")
    assert [phrases("en").p(value) for value in (None, 0.04, 2e-6, 1e-18)] == [
        "unknown",
        "0.040",
        "2.0e-06",
        "below 1e-17",
    ]


def test_dates_and_foreign_names_keep_their_order_in_arabic():
    said = phrases("ar")("known_on", day="2014-08-31")
    assert "\u20662014-08-31\u2069" in said
    assert "\u2066" not in phrases("en")("known_on", day="2014-08-31")


def test_terms_with_gaps_are_found_and_unknown_ones_stay():
    french = phrases("fr")
    assert french.term("one period has 3 events, 20 are needed") == (
        "une des périodes compte 3 événements, il en faut 20"
    )
    assert (
        french.terms("farther places were not reached later; the robust slope may be zero").count(" ; ") == 1
    )
    assert french.term("something new") == "something new"


def test_names_of_groups_and_countries():
    assert phrases("ar").actor("boko-haram", "Boko Haram") == "بوكو حرام"
    assert phrases("ar").country("MLI") == "مالي"
    with pytest.raises(ConfigError, match="translation"):
        phrases("xx")


def test_all_terms_that_the_statistics_write_are_known():
    """Methods, hypotheses and notes stand as literals in the code: each is in the table."""
    analyse = files("marsad.analyse")
    arabic = phrases("ar")
    wordings = set()
    for name in ("hawkes", "etas", "front", "near_repeat", "diffusion", "clusters", "hot_spots"):
        code = analyse.joinpath(f"{name}.py").read_text(encoding="utf-8")
        wordings |= set(re.findall(r'\b(?:method|null|alternative)(?:=|": )"([^"{]+)"', code))
    assert len(wordings) > 10
    assert {text for text in wordings if arabic.term(text) == text} == {"L-BFGS-B"}  # of an optimiser
