"""Coders on the command line, and what becomes of their suggestions."""

from __future__ import annotations

import json

import msgspec
import pytest
from click.testing import CliRunner

from marsad import flow
from marsad.cli import commands
from marsad.coding.llm.prompt import ask
from marsad.errors import ConfigError
from marsad.knowledge import load
from marsad.records import Report

TEXT = "Boko Haram gunmen killed seven civilians in an attack on Rann on Monday, the army said."
EVENT = {
    "quote": TEXT,
    "trigger": "attack",
    "type": "ASSAULT",
    "status": "occurred",
    "actors": ["Boko Haram gunmen"],
    "recipients": ["civilians"],
    "place": "Rann",
    "time": "Monday",
    "figures": [{"kind": "killed", "number": 7, "words": "seven"}],
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A report, and a model's answer about it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USER", "amal")
    report = {"id": "one", "language": "en", "published": "2024-03-05", "text": TEXT}
    (tmp_path / "in.jsonl").write_text(json.dumps(report) + "\n", encoding="utf-8")
    (tmp_path / "answers.jsonl").write_bytes(tape(EVENT))
    return tmp_path


def tape(*events):
    line = {"key": key(), "model": "m", "content": json.dumps({"events": events}), "finish": "stop"}
    return msgspec.json.encode(line) + b"\n"


def key():
    """The key of the report, as the coder asks about it."""
    seen = []

    class Listens:
        name = "listens"

        def code(self, document):
            seen.append(ask(document, 20_000).key)
            raise ConfigError("enough")

    report = Report(id="one", language="en", published="2024-03-05", text=TEXT)
    with pytest.raises(ConfigError):
        flow.code_report(report, load(), coder=Listens())
    return seen[0]


def marsad(*args):
    return CliRunner().invoke(commands, list(args))


def events(result):
    assert result.exit_code == 0, result.output
    return [event for line in result.stdout.splitlines() for event in json.loads(line)["events"]]


REPLAY = ("--coder", "replay", "--answers", "answers.jsonl")


def test_code_by_a_replay(folder):
    [event] = events(marsad("code", "in.jsonl", *REPLAY))
    assert (event["review"], event["coder"], event["trigger"]["text"]) == ("suggested", "llm:m", "attack")
    assert all("review" not in event for event in events(marsad("code", "in.jsonl")))


@pytest.mark.parametrize(
    "flags",
    [("--coder", "llm"), ("--coder", "llm", "--llm-url", "http://127.0.0.1:9/v1"), ("--coder", "replay")],
)
def test_a_coder_that_is_not_set_up_is_refused_with_what_is_missing(folder, flags):
    result = marsad("code", "in.jsonl", *flags)
    assert result.exit_code == 2
    assert "the coder needs the setting" in result.stderr


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_what_is_sent_where_is_told_before_anything_is_sent(folder, monkeypatch):
    monkeypatch.setenv("MARSAD_LLM_KEY", "very-secret")
    told = ("--coder", "llm", "--llm-url", "http://127.0.0.1:9/v1", "--llm-model", "m")
    monkeypatch.setenv("MARSAD_LLM_RETRIES", "0")
    result = marsad("code", "in.jsonl", *told)
    assert "sends title, text" in result.stderr
    assert "http://127.0.0.1:9/v1" in result.stderr
    assert "very-secret" not in result.output
    assert [i["code"] for i in json.loads(result.stdout)["issues"]] == ["model-unreachable"]


def test_doctor_says_who_codes(folder, monkeypatch):
    assert "rules; nothing is sent anywhere" in marsad("doctor").stdout
    monkeypatch.setenv("MARSAD_CODER", "llm")
    monkeypatch.setenv("MARSAD_LLM_MODEL", "m")
    lacking = marsad("doctor")
    assert lacking.exit_code == 1
    assert "llm_url" in lacking.stdout
    monkeypatch.setenv("MARSAD_LLM_URL", "https://192.0.2.1/v1")
    assert "sends title, text" in marsad("doctor").stdout


def run(*flags):
    result = marsad("run", "in.jsonl", "-o", "out", "--json", *flags)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_suggestion_counts_from_its_acceptance_on(folder):
    told = run(*REPLAY)
    assert (told["records"]["events"], told["records"]["suggested"], told["incidents"]) == (0, 1, 0)
    assert len((folder / "out/events.csv").read_text(encoding="utf-8").splitlines()) == 1
    [event] = json.loads((folder / "out/records.jsonl").read_text(encoding="utf-8"))["events"]
    assert event["review"] == "suggested"

    listed = marsad("review", "list", "-o", "out").stdout
    assert event["event_id"] in listed
    assert TEXT in listed
    made = marsad("review", "accept", "one", event["event_id"], "--reason", "read it", "--out", "out")
    assert made.exit_code == 0, made.output
    told = run(*REPLAY)
    assert (told["records"]["events"], told["incidents"], told["reports"]["coded"]) == (1, 1, 0)
    assert "suggested" not in told["records"]
    assert marsad("review", "list", "-o", "out").stdout == ""
    assert "amal: read it" in marsad("review", "list", "--decided", "-o", "out").stdout


def test_a_rejected_event_of_the_rules_counts_no_more_until_it_is_reopened(folder):
    assert run()["incidents"] == 1
    listed = marsad("review", "list", "--report", "one", "-o", "out").stdout
    ids = [line.split()[1] for line in listed.splitlines() if line.startswith("one ")]
    assert ids
    marsad("review", "reject", "one", *ids, "--reason", "a drill", "--out", "out")
    assert run()["incidents"] == 0
    marsad("review", "reopen", "one", *ids, "--reason", "no drill", "--out", "out")
    assert run()["incidents"] == 1


def test_an_acceptance_holds_for_the_values_that_were_accepted(folder):
    run(*REPLAY)
    [event] = json.loads((folder / "out/records.jsonl").read_text(encoding="utf-8"))["events"]
    marsad("review", "accept", "one", event["event_id"], "--reason", "so", "--out", "out")
    (folder / "answers.jsonl").write_bytes(tape(EVENT | {"figures": []}))
    again = run("--coder", "replay", "--answers", "answers.jsonl", "--llm-model", "m")
    assert (again["reports"]["coded"], again["records"]["suggested"]) == (1, 1)


@pytest.mark.parametrize(
    "args",
    [
        ("accept", "two", "x", "--reason", "r"),
        ("accept", "one", "x", "--reason", "r"),
        ("accept", "one", "x", "--reason", " "),
        ("accept", "one", "x"),
    ],
)
def test_a_decision_needs_an_event_and_a_reason(folder, args):
    run(*REPLAY)
    assert marsad("review", *args, "--out", "out").exit_code == 2


def test_reports_without_an_answer_are_asked_about_again_in_the_next_run(folder):
    (folder / "empty.jsonl").write_bytes(b"")
    told = run("--coder", "replay", "--answers", "empty.jsonl", "--llm-model", "m")
    assert (told["issues"], told["reports"]["coded"]) == ({"no-answer": 1}, 1)
    told = run("--coder", "replay", "--answers", "answers.jsonl", "--llm-model", "m")
    assert (told["issues"], told["reports"]["coded"], told["records"]["suggested"]) == ({}, 1, 1)
    assert run(*REPLAY, "--llm-model", "m")["reports"]["coded"] == 0


def test_the_rules_code_anew_what_a_model_coded(folder):
    run(*REPLAY)
    assert run()["reports"]["coded"] == 1
