"""What is told of an event's reasons is what the rules and models did."""

from __future__ import annotations

from math import exp

import msgspec
import pytest

from marsad import flow, knowledge
from marsad.coding import place_trees, places
from marsad.coding.lexicon import entries
from marsad.coding.weighing import boosted, linear
from marsad.records import Report

ARABIC = "قُتل سبعة مدنيين وأصيب 12 آخرون في هجوم شنه تنظيم داعش على بلدة سراقب أمس."
ENGLISH = (
    "Boko Haram gunmen killed seven civilians in an attack on Rann on Monday, the army said. "
    "The army may attack Maiduguri."
)


@pytest.fixture(scope="module")
def known():
    return knowledge.load()


def explained(known, text, language, **more):
    report = Report(id="r", text=text, language=language, published="2021-06-29")
    return flow.code_report(report, known, explain=True, **more)


def told(event, part):
    return [reason for reason in event.reasons if reason.part == part]


def test_without_the_flag_there_are_no_reasons_and_nothing_else_differs(known):
    report = Report(id="r", text=ARABIC, language="ar", published="2021-06-29")
    plain = flow.code_report(report, known)
    assert all(event.reasons == () for event in plain.events)
    assert b"reasons" not in msgspec.json.encode(plain)
    full = explained(known, ARABIC, "ar")
    bare = tuple(msgspec.structs.replace(event, reasons=()) for event in full.events)
    assert msgspec.structs.replace(full, events=bare) == plain


@pytest.mark.parametrize(("text", "language"), [(ARABIC, "ar"), (ENGLISH, "en")])
def test_each_event_names_its_lexicon_row_and_tells_all_its_parts(known, text, language):
    rows = {e.line: e for found in entries(language).values() for e in found}
    for event in explained(known, text, language).events:
        [trigger] = told(event, "trigger")
        line = int(trigger.rule.partition("events.csv:")[2].split()[0])
        assert repr(rows[line].trigger) in trigger.rule
        assert len(told(event, "actor")) == max(1, len(event.actors))
        assert len(told(event, "recipient")) == len(event.recipients)
        assert len(told(event, "figure")) == len(event.figures)
        for part in ("status", "place", "time"):
            assert len(told(event, part)) == 1


def test_the_cue_of_a_status_is_named(known):
    events = explained(known, ENGLISH, "en").events
    unsure = next(e for e in events if e.status == "possible")
    assert "'may'" in told(unsure, "status")[0].rule


def test_the_probability_of_presence_is_the_confidence(known):
    event = explained(known, ARABIC, "ar").events[0]
    [reason] = told(event, "presence")
    assert f"probability {event.confidence:.2f}" in reason.rule
    assert reason.weights


def test_a_place_is_told_with_its_probability_and_what_weighed(known):
    event = explained(known, ARABIC, "ar").events[0]
    assert told(event, "place")[0].weights
    assert told(event, "place name")[0].value == "Saraqib (SYR, town)"


def test_namesakes_are_told_with_what_sets_the_chosen_one_apart(known):
    text = "Gunmen killed five people in Tripoli on Monday, the Libyan army said."
    [reason] = told(explained(known, text, "en").events[0], "place name")
    assert "Tripoli" in reason.value
    assert "places of this name" in reason.rule
    assert reason.weights


def test_an_event_of_a_model_has_a_reason_too(known):
    class Finds:
        name = "finds"

        def code(self, document):
            coded = flow.code(document)
            new = msgspec.structs.replace(coded.events[0], event_id="x", coder="llm:m")
            return msgspec.structs.replace(coded, events=(new,))

    [event] = explained(known, ARABIC, "ar", coder=Finds()).events
    assert [reason.part for reason in event.reasons] == ["trigger"]


# -- weights ----------------------------------------------------------------------------------------


def test_weights_of_a_linear_model_are_weight_times_value():
    found = linear({"a": 2.0, "b": -1.0, "c": 5.0}, {"a": 1.0, "b": 3.0, "d": 9.0})
    assert [(w.feature, w.value, w.weight) for w in found] == [("b", 3.0, -3.0), ("a", 1.0, 2.0)]


def test_weights_of_trees_are_what_the_odds_lose_without_a_feature():
    trees = [[0, 0.5, -1.0, 2.0], [1, 0.5, 0.5, 0.25]]
    model = place_trees.model_of(0.5, 0.0, ["near", "far"], trees)
    found = boosted(model, {"near": 1.0, "far": 1.0})
    assert [(w.feature, w.weight) for w in found] == [("near", 3.0), ("far", -0.25)]
    assert place_trees.probability(model, {"near": 1.0, "far": 1.0}) == pytest.approx(1 / (1 + exp(-2.25)))


def test_the_shipped_trees_can_be_told():
    assert 0 < places.model().threshold < 1
