from __future__ import annotations

import gc
import json
import logging
from pathlib import Path

import pytest

from marsad import flow
from marsad.actors.own import COLUMNS
from marsad.config import Settings
from marsad.errors import KnowledgeError, StoreUnavailable
from marsad.knowledge import load
from marsad.records import Coded, Issue, Origin, Problem, Report

PROBLEM = Problem(
    id="p",
    issue=Issue(code="broken-json", message="in.jsonl:2: not JSON", hint="h"),
    origin=Origin(path="in.jsonl"),
)


@pytest.fixture
def coder(monkeypatch):
    """Stages that tell the id back, fail on the text 'fail', and need no knowledge."""

    def annotate(report, _knowledge):
        if report.text == "fail":
            raise ValueError("secret words of the report")
        if report.text == "knowledge":
            raise KnowledgeError("events.csv:3: wrong")
        return report

    monkeypatch.setattr(flow, "annotate", annotate)
    monkeypatch.setattr(flow, "resolve_places", lambda document, *_: document)
    monkeypatch.setattr(
        flow, "code", lambda document, _coder: Coded.blank(document.id, language=document.language)
    )

    class Knowledge:
        gazetteer = None

    return Knowledge()


def report(report_id, text="x", **more):
    return Report(id=report_id, text=text, language="en", **more)


def test_problems_keep_their_place_in_the_stream(coder):
    lines = list(flow.code_reports([report("a"), PROBLEM, report("b")], coder))
    assert [line.id for line in lines] == ["a", "p", "b"]
    assert lines[1].issues == (PROBLEM.issue,)


def test_a_failing_report_becomes_an_issue_and_the_run_goes_on(coder, caplog):
    with caplog.at_level(logging.WARNING, "marsad"):
        lines = list(flow.code_reports([report("a", "fail"), report("b")], coder))
    assert [issue.code for issue in lines[0].issues] == ["coding-failed"]
    assert "secret" not in lines[0].issues[0].message
    assert lines[1].issues == ()
    assert caplog.records[0].report_id == "a"


def test_wrong_knowledge_ends_the_run(coder):
    with pytest.raises(KnowledgeError):
        list(flow.code_reports([report("a", "knowledge")], coder))


def test_issues_of_reading_come_first(coder):
    odd = Issue(code="encoding-detected", message="m", hint="h")
    (line,) = flow.code_reports([report("a", issues=(odd,))], coder)
    assert line.issues == (odd,)


def test_an_unsupported_language_is_named(coder):
    (line,) = flow.code_reports([Report(id="a", text="x", language="de")], coder)
    assert line.language == "de"
    assert [issue.code for issue in line.issues] == ["unsupported-language"]


def test_reports_are_taken_only_as_needed(coder):
    taken = []

    def source():
        for n in range(1000):
            taken.append(n)
            yield report(str(n))

    lines = flow.code_reports(source(), coder)
    next(lines)
    assert len(taken) == 1


def run(items, out: Path, coder, **more):
    ticks = iter(range(1_000_000))
    return flow.run(items, Settings(out=out), coder, clock=lambda: 1.7e9 + next(ticks), **more)


def test_a_run_counts_what_came_in_and_what_became_of_it(tmp_path, coder):
    seen = []
    items = [report("a"), PROBLEM, report("b", "fail"), report("a")]
    summary = run(items, tmp_path / "out", coder, progress=lambda *step: seen.append(step))
    assert summary.reports == {"read": 3, "new": 2, "known": 1, "set_aside": 1, "coded": 2, "kept": 3}
    assert summary.issues == {"broken-json": 1, "coding-failed": 1}
    assert set(summary.seconds) == {"ingest", "code", "resolve", "publish"}
    assert {stage for stage, _, _ in seen} == {"ingest", "code", "resolve", "publish"}
    assert json.loads((tmp_path / "out" / "run.json").read_text())["run_id"] == summary.run_id


def test_a_second_run_adds_to_the_first_and_codes_only_what_is_new(tmp_path, coder):
    run([report("a")], tmp_path, coder)
    summary = run([report("a"), report("b")], tmp_path, coder)
    assert (summary.reports["new"], summary.reports["coded"], summary.reports["kept"]) == (1, 1, 2)
    ids = [json.loads(line)["id"] for line in (tmp_path / "records.jsonl").read_text().splitlines()]
    assert ids == ["a", "b"]


def test_records_of_another_version_are_coded_again(tmp_path, coder, monkeypatch):
    run([report("a")], tmp_path, coder)
    monkeypatch.setattr(flow, "version", lambda _: "9+other")
    assert run([report("a")], tmp_path, coder).reports["coded"] == 1


@pytest.mark.parametrize("kind", ["actors", "gazetteers"])
def test_the_contents_of_own_files_are_part_of_the_version(tmp_path, kind):
    own = tmp_path / "own"
    own.write_text("a")
    chosen = Settings(out=tmp_path, **{kind: (own,)})
    before = flow.version(chosen)
    assert flow.version(chosen) == before != flow.version()
    own.write_text("b")
    assert flow.version(chosen) != before


def test_a_report_is_coded_again_when_own_actors_changed(tmp_path, coder):
    own = tmp_path / "actors.csv"
    own.write_text(",".join(COLUMNS) + "\n")
    chosen = Settings(out=tmp_path / "out", actors=(own,))
    row = dict.fromkeys(COLUMNS, "") | {"actor_id": "own", "name": "Own", "kind": "group", "alias": "Own"}
    row |= {"language": "en", "form": "name"}
    counts = [flow.run([report("a")], chosen, coder).reports["coded"] for _ in range(2)]
    own.write_text(",".join(COLUMNS) + "\n" + ",".join(row.values()) + "\n")
    counts.append(flow.run([report("a")], chosen, coder).reports["coded"])
    assert counts == [1, 0, 1]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Gunmen killed three people in Mosul on Monday, police said. The group denied the attack."),
        ("ar", "قتل مسلحون ثلاثة أشخاص في الموصل يوم الاثنين، وقالت الشرطة إن الجماعة نفذت الهجوم."),
    ],
)
def test_a_coded_report_leaves_nothing_for_the_collector(language, text):
    told, knowledge = Report(id="r", text=text, language=language, published="2024-05-07"), load()
    flow.code_report(told, knowledge)  # fills the caches
    gc.collect()
    gc.disable()
    try:
        assert flow.code_report(told, knowledge).events
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_report_under_a_taken_id_is_kept_under_its_own(tmp_path, coder):
    run([report("a"), report("a", "other")], tmp_path, coder)
    ids = [json.loads(line)["id"] for line in (tmp_path / "records.jsonl").read_text().splitlines()]
    assert ids[0] == "a"
    assert ids[1].startswith("a~")


def test_a_folder_that_cannot_be_made_is_named(tmp_path, coder):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="file"):
        run([], tmp_path / "file" / "out", coder)


def test_nothing_in_gives_an_empty_page(tmp_path, coder):
    assert run([], tmp_path, coder).reports["kept"] == 0
    assert (tmp_path / "report.html").stat().st_size > 1000


def test_the_version_names_code_and_knowledge():
    release, digest = flow.version().split("+")
    assert release
    assert len(digest) == 12
