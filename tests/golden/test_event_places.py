import tomllib
from pathlib import Path

import pytest

from marsad import flow, knowledge
from marsad.records import Report

FOLDER = Path(__file__).parent / "places" / "cases"
# shares that must be right, by language: the place's words, its level, country and radius
FLOORS = {"ar": (0.9, 0.9), "en": (0.9, 0.9), "fr": (0.9, 0.9)}


def cases(code):
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def known():
    return knowledge.load()


def event_on(case, code, known):
    report = Report(id="case", text=case["text"], language=code, published="2024-05-01")
    at = case["text"].index(case["trigger"])
    end = at + len(case["trigger"])
    events = flow.code_report(report, known).events
    found = [e for e in events if e.trigger.start < end and at < e.trigger.end]
    return max(found, key=lambda e: e.confidence, default=None)


def is_right(case, event):
    """Whether the event has the wanted words as its place, and whether the place is described right."""
    place = event.place if event is not None else None
    if not case["place"]:
        return (event is not None and place is None), True
    if place is None:
        return False, False
    starts = [(case["text"].find(w), len(w)) for w in case["place"].split(" | ")]
    words = any(place.start < a + n and a < place.end for a, n in starts)
    wanted = {k: case[k] for k in ("level", "country") if k in case}
    described = all(getattr(place, k) == v for k, v in wanted.items())
    return words, described and ("radius" not in case or place.radius_km == case["radius"])


@pytest.mark.parametrize("code", sorted(FLOORS))
def test_places_of_events_hold_their_floors(code, known):
    judged = [(c, *is_right(c, event_on(c, code, known))) for c in cases(code)]
    words = sum(right for _, right, _ in judged) / len(judged)
    described = sum(right and fits for _, right, fits in judged) / len(judged)
    wrong = [(c["trigger"], c["text"]) for c, right, fits in judged if not (right and fits)]
    assert words >= FLOORS[code][0], wrong
    assert described >= FLOORS[code][1], wrong


def test_there_are_sixty_cases():
    assert sum(len(cases(code)) for code in FLOORS) >= 60
