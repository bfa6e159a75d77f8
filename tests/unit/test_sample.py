import datetime
from collections import Counter
from importlib.resources import files

import msgspec
import pytest

from marsad.evaluate.golden import sample_reports
from marsad.records import Report

INCIDENTS = {
    "dioura": {"ar", "en", "fr"},
    "rann": {"ar", "en", "fr"},
    "meluco": {"ar", "en", "fr"},
    "rabat": {"ar", "en", "fr"},
    "mogadishu": {"ar", "en"},
    "hasakah": {"ar", "en"},
}


def strikes():
    lines = (files("marsad") / "sample" / "strikes.jsonl").read_text(encoding="utf-8").splitlines()
    return [msgspec.json.decode(line, type=Report) for line in lines]


def test_there_are_reports_in_three_languages():
    counts = Counter(name[:2] for name in sample_reports())
    assert counts == {"ar": 25, "en": 14, "fr": 13}


@pytest.mark.parametrize("incident", INCIDENTS)
def test_an_incident_told_in_several_languages(incident):
    assert {name[:2] for name in sample_reports() if name[3:] == incident} == INCIDENTS[incident]


def test_every_report_is_dated_in_the_half_year_of_the_sample():
    for report in sample_reports().values():
        day = datetime.date.fromisoformat(report.published[:10])
        assert datetime.date(2024, 1, 1) <= day <= datetime.date(2024, 6, 30), report.id


def test_strike_lines_are_distinct_and_dated():
    reports = strikes()
    assert len({report.id for report in reports}) == len(reports) == 300
    assert all(report.published for report in reports)
