from __future__ import annotations

import pytest

from marsad import flow, knowledge
from marsad.coding.joining import join
from marsad.records import Event, Evidence, Place, Report, Span


def event(name, start, place):
    words = Span(start=start, end=start + 6, text="attack")
    where = Place(start=0, end=1, text=place, level="unknown", why="named as a place") if place else None
    quote = Evidence(start=start, end=start + 6, quote="attack")
    return Event(
        event_id=name, type="ASSAULT", status="occurred", trigger=words, place=where, time=None,
        confidence=0.5, evidence=(quote,),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [("Kafr Zab", "Umm Lut", False), ("Kafr Zab", "kafr zab", True), ("Kafr Zab", None, True)],
)
def test_places_that_no_gazetteer_has_are_told_by_their_words(one, other, joined):
    _, part = join([event("a", 0, one), event("b", 20, other)], frozenset())
    assert (part.part_of == "a") is joined


def test_a_demonym_does_not_part_a_place_from_its_preposition():
    text = "Envoys met in the Jordanian capital Amman on Monday to discuss the war in Sudan."
    coded = flow.code_report(Report(id="r", text=text, language="en"), knowledge.load())
    met = next(e for e in coded.events if e.trigger.text == "met")
    assert met.place.text == "Amman"
