from __future__ import annotations

import pytest

from marsad import lang
from marsad.annotate.sentences import split_report
from marsad.records import Report


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The front     fighters said    left.", ["The front     fighters said    left."]),
        ("SURUC, Turkey      Nine militants died.", ["SURUC, Turkey", "Nine militants died."]),
        ("One died.\nTwo fled.", ["One died.", "Two fled."]),
    ],
)
def test_a_run_of_spaces_parts_sentences_only_before_a_new_beginning(text, sentences):
    report = Report(id="r", text=text, language="en")
    assert [s.text for s in split_report(report, lang.load("en"))] == sentences
