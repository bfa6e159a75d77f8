"""The reports of the sample that tell one incident in several languages."""

from __future__ import annotations

import pytest

from marsad import flow, knowledge
from marsad.evaluate.golden import sample_reports

TOLD_IN = {"dioura": 2, "rann": 2, "meluco": 2, "rabat": 3, "mogadishu": 2, "hasakah": 2}


@pytest.fixture(scope="module")
def incidents():
    reports = tuple(sample_reports().values())
    return flow.resolve_reports(flow.code_reports(reports, knowledge.load()), reports)


@pytest.mark.parametrize("name", TOLD_IN)
def test_an_incident_is_one_across_languages(incidents, name):
    tellings = [{m.report_id[:2] for m in i.members if m.report_id[3:] == name} for i in incidents]
    assert max(map(len, tellings)) >= TOLD_IN[name]


def test_reports_of_different_incidents_are_kept_apart(incidents):
    mixed = [{m.report_id[3:] for m in i.members} for i in incidents]
    assert [names for names in mixed if len(names) > 1] == []
