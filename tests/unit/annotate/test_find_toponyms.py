from __future__ import annotations

import pytest

from marsad import lang
from marsad.annotate.place_words import after_clitic, words_of
from marsad.annotate.sentences import split_report
from marsad.annotate.toponyms import find_toponyms
from marsad.gazetteer import load_gazetteer
from marsad.records import Document, Mention, Report


def names_in(text, language="en", mentions=()):
    report = Report(id="r", text=text, language=language)
    sentences = split_report(report, lang.load(language))
    if mentions:
        from msgspec.structs import replace

        sentences = (replace(sentences[0], mentions=tuple(mentions)), *sentences[1:])
    document = Document(report=report, language=language, anchor=None, sentences=sentences)
    return [m.place.text for places in find_toponyms(document, load_gazetteer()) for m in places]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Paris said nothing.",
        "After the talks, Gen. Lincoln Baker met with the lawyer Charlotte Moore.",
        "The Washington Post reported it.",
        "They March in May.",
        "Jackson said he was sorry.",
    ],
)
def test_persons_papers_and_common_words_are_left_out(text):
    assert names_in(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Police in Reading, Pa., arrested a man.", ["Reading", "Pa"]),
        ("The shop at 12 Memphis Street burned.", ["Memphis Street"]),
        ("A crash on Highway 19 killed two.", ["Highway 19"]),
        ("The fighters fled to the Sambisa Forest.", ["Sambisa Forest"]),
        ("Fighting in eastern Deir ez-Zor went on.", ["Deir ez-Zor"]),
        ("Clashes broke out in Jisr al-Shughur.", ["Jisr al-Shughur"]),
    ],
)
def test_places_are_found_with_their_whole_name(text, names):
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("L'attaque a eu lieu près du lac Tchad.", ["lac Tchad"]),
        ("Dans la zone des trois frontières, au Sahel.", ["zone des trois frontières", "Sahel"]),
        ("Il est arrivé à N'Djamena.", ["N'Djamena"]),
    ],
)
def test_french_names_may_begin_in_lower_case(text, names):
    assert names_in(text, "fr") == names


def test_words_of_a_group_are_not_places():
    text = "Islamic State in Iraq and Syria attacked Mosul."
    group = Mention(start=0, end=31, first=0, last=6, kind="group", actor_id="islamic-state")
    assert names_in(text, mentions=[group]) == ["Mosul"]


def test_adjective_of_an_actor_is_not_a_place():
    text = "دخلت قوات سورية المدينة."
    adjective = Mention(start=10, end=15, first=2, last=3, kind="state", form="adjective")
    assert names_in(text, "ar", mentions=[adjective]) == []


@pytest.mark.parametrize(
    ("surface", "count", "offset"), [("بِالموصل", 1, 2), ("للعراق", 1, 1), ("وبالرقة", 2, 2), ("دمشق", 0, 0)]
)
def test_offset_after_clitics_counts_code_points(surface, count, offset):
    assert after_clitic(surface, count) == offset


def test_words_know_whether_they_may_go_on_with_a_name():
    sentence = split_report(Report(id="r", text="Deir ez-Zor, Syria and St. Louis."), lang.load("en"))[0]
    joins = {w.text: w.joins for w in words_of(sentence, load_gazetteer(), arabic=False)}
    assert joins == {
        "deir": False, "ez": True, "zor": True, "syria": False, "and": True, "st": True, "louis": True
    }  # fmt: skip


@pytest.mark.parametrize(
    ("headline", "names"),
    [
        ("Gunmen Raid Zamfara Village, Kill Seven Farmers", ["Zamfara"]),
        ("Nine Wounded In Communal Clash, Police Say", []),
        ("Car Bomb Kills Four Soldiers", []),
        ("Three Dead as Rival Gangs Fight in Plateau", ["Plateau"]),
        ("Title 6 Killed, Plateau", ["Plateau"]),
        ("Fresh Damboa Suicide Attack Leaves Ten Dead", ["Damboa"]),
        ("Farmers Flee Raids in Bauchi, Says George Okon", ["Bauchi"]),
    ],
)
def test_capitals_say_nothing_in_a_headline(headline, names):
    assert names_in(headline) == names


def test_short_names_of_towns_stay_names():
    assert names_in("Near Hit, one airstrike struck a convoy.") == ["Hit"]
