"""Which time is the event's: not that of a saying, not that of another noun, else the dateline's."""

import pytest

from marsad import flow
from marsad.knowledge import load
from marsad.records import Report


@pytest.fixture(scope="module")
def day():
    knowledge = load()

    def found(text, trigger):
        report = Report(id="t", text=text, language="en", published="2011-02-04")
        event = next(
            e for e in flow.code_report(report, knowledge).events if trigger in e.trigger.text.lower()
        )
        return event.time and (event.time.start_date, event.time.precision)

    return found


def test_a_time_beside_a_verb_of_saying_is_not_the_events(day):
    text = "The force confirmed today the arrest of a Taliban commander in Kunduz on Tuesday."
    assert day(text, "arrest") == ("2011-02-01", "day")


def test_a_time_inside_another_noun_phrase_is_not_the_events(day):
    text = "Troops killed a rebel behind the January 11 attack on a base in Logar on Wednesday."
    assert day(text, "killed") == ("2011-02-02", "day")
    assert day(text, "attack") == ("2011-01-11", "day")


def test_undated_news_takes_the_day_of_the_dateline(day):
    text = "KABUL, Afghanistan (Feb. 3, 2011) - Troops killed two rebels in Zabul. The troops seized arms."
    assert day(text, "killed") == ("2011-02-03", "days")


def test_without_a_dateline_an_undated_event_stays_undated(day):
    assert day("Troops killed two rebels in Zabul.", "killed") is None


def test_background_after_a_named_day_does_not_take_the_dateline(day):
    text = (
        "KABUL, Afghanistan (Feb. 3, 2011) - Elders met in Zabul on Monday. One spoke of wheat. "
        "Another spoke of water. A third spoke of roads. The rain fell. Troops killed two rebels."
    )
    assert day(text, "killed") is None
