"""What a drill or a scenario tells did not happen, however far it stands from the word."""

import pytest

from marsad import flow
from marsad.records import Report


def statuses(loaded, language, text):
    record = flow.code_report(Report(id="t", text=text, language=language, published="2024-03-05"), loaded)
    return {e.status for e in record.events if e.type in {"ASSAULT", "COERCE"}}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In the drill in Nairobi, gunmen stormed a mall, killed ten people and took hostages."),
        ("fr", "Lors de la simulation à Dakar, des hommes armés ont tué dix soldats."),
        ("ar", "وتضمن سيناريو التمرين في عمان مقتل عشرة جنود واحتجاز رهائن."),
    ],
)
def test_an_act_of_a_drill_did_not_occur(loaded, language, text):
    found = statuses(loaded, language, text)
    assert found
    assert found <= {"possible", "planned"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Gunmen killed ten soldiers in Nairobi on Monday after a drill."),
        ("ar", "قتل مسلحون عشرة جنود في موبتي أمس قبل مناورات للجيش."),
        (
            "en",
            "At a training ground outside the walls of Nairobi, gunmen on motorcycles killed ten men.",
        ),
    ],
)
def test_an_act_before_a_drill_did(loaded, language, text):
    assert "occurred" in statuses(loaded, language, text)
