"""Unknown armed groups: names said again and again, not what the base knows or what only describes."""

from __future__ import annotations

import pytest

from marsad.actors import load
from marsad.records import Report
from marsad.resolve.unknown_actors import unknown_armed


def found(language, *texts, least=2):
    reports = [Report(id=f"r{n}", text=text, language=language) for n, text in enumerate(texts)]
    return unknown_armed(reports, load(), least)


def test_an_arabic_name_is_cut_where_it_is_no_longer_the_same():
    [one] = found(
        "ar",
        "أعلنت كتائب فجر سنجار مسؤوليتها عن الهجوم.",
        "هاجم مسلحو كتائب فجر سنجار الحاجز، وقالت كتائب فجر سنجار إنها انسحبت.",
    )
    assert (one.name, one.mentions, one.reports) == ("كتائب فجر سنجار", 3, 2)
    assert one.examples[0] == ("r0", "أعلنت كتائب فجر سنجار مسؤوليتها عن الهجوم")


def test_an_english_name_is_a_run_of_capitals_round_the_word_for_a_body():
    [one] = found(
        "en",
        "The Dawn Brigade of Sanjar attacked a post.",
        "Officials said the Dawn Brigade of Sanjar had fled.",
    )
    assert one.name.endswith("Dawn Brigade of Sanjar")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "هاجمت حركة طالبان القرية، وقالت جماعة بوكو حرام إن حركة طالبان انسحبت."),
        ("ar", "هاجمت جماعة مسلحة القرية ثم فرت جماعة مسلحة أخرى."),
        ("ar", "هاجم تنظيم إرهابي متطرف القرية."),
        ("en", "An armed militia attacked the village. The militia fled."),
        ("en", "Boko Haram attacked the village. The Syrian Army fled."),
        ("fr", "Une brigade mobile a attaqué le village. La brigade a fui."),
        ("de", "Die Brigade Falke griff an. Die Brigade Falke floh."),
    ],
)
def test_known_groups_and_descriptions_are_not_listed(language, text):
    assert found(language, text, text) == []


def test_a_name_said_once_is_left_out_unless_asked_for():
    text = "أعلنت كتائب فجر سنجار مسؤوليتها."
    assert found("ar", text) == []
    assert found("ar", text, least=1)
