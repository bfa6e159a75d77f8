import json
from collections import Counter
from pathlib import Path

import pytest

from marsad.codebook import load
from marsad.evaluate.golden import load_cases, run, sample_reports, tally
from marsad.evaluate.golden.cases import alternatives
from marsad.evaluate.golden.tally import below, differences

FOLDER = Path(__file__).parent
SETTINGS = json.loads((FOLDER / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def cases():
    return load_cases(FOLDER, sample_reports())


@pytest.fixture(scope="module")
def outcomes(cases):
    from marsad import flow, knowledge

    loaded = knowledge.load()
    return run(cases, lambda report: flow.code_report(report, loaded))


def test_there_are_enough_cases_in_each_language(cases):
    short = Counter(case.language for case in cases if not case.id.startswith("sample/"))
    assert short["ar"] >= 60
    assert short["en"] >= 40
    assert short["fr"] >= 40


def test_every_sample_report_has_a_case(cases):
    assert {case.report.id for case in cases} >= set(sample_reports())


def test_every_event_type_and_status_is_wanted_in_some_case(cases):
    wanted = [e.fields for case in cases for e in case.expected if e.kind == "event"]
    types = {t for fields in wanted for t in alternatives(fields["type"])}
    statuses = {s for fields in wanted for s in alternatives(fields["status"])}
    assert types == set(load().types)
    assert statuses == {"occurred", "ongoing", "planned", "threatened", "possible", "denied", "historical"}


def test_rates_hold_their_floors(outcomes):
    assert list(below(tally(outcomes), SETTINGS["floors"])) == []


def test_cases_that_must_pass_do(outcomes):
    broken = [o for o in outcomes if o.case in SETTINGS["must_pass"] and not o.passed]
    assert list(differences(broken)) == []


def test_must_pass_names_cases_that_exist(cases):
    assert set(SETTINGS["must_pass"]) <= {case.id for case in cases}
