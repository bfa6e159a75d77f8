import itertools
import math

import pytest

from marsad import ingest, knowledge
from marsad.annotate import annotate
from marsad.coding.events import code_events
from marsad.coding.place_candidates import find_candidates, verbs
from marsad.coding.place_trees import model_of, probability
from marsad.records import Report
from marsad.resolve.toponyms import resolve_places


@pytest.fixture(scope="module")
def known():
    return knowledge.load()


def document(known, text, code="en", **more):
    report = ingest.describe(Report(id="r", text=text, language=code, published="2024-05-01", **more))
    return resolve_places(annotate(report, known), known.gazetteer)


def names(known, text, code="en"):
    found = []
    for s in document(known, text, code):
        spans = find_candidates(s, code, verbs(s, code))
        found += [s.surface(s.tokens[c.first].start, s.tokens[c.last - 1].end) for c in spans]
    return found


def place(known, text, word, code="en"):
    events = code_events(document(known, text, code))
    return next(e.place for e in events if e.trigger.text == word)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Troops shelled the Thardeh Mountains on Monday.", "Thardeh Mountains"),
        ("A bomb exploded in Kazipara on Monday.", "Kazipara"),
        ("Rebels captured Zabdeen on Monday.", "Zabdeen"),
        ("Clashes broke out near al-Qanayat on Monday.", "al-Qanayat"),
    ],
)
def test_names_that_no_gazetteer_has_are_candidates(known, text, name):
    assert name in names(known, text)


@pytest.mark.parametrize(
    "text",
    [
        "The raid on Donald Kovar was reported on Monday.",
        "Rebels attacked Mr Dobrev on Monday.",
        "The union urged a cut to VAT on Monday.",
    ],
)
def test_persons_and_abbreviations_are_no_candidates(known, text):
    assert names(known, text) == []


def test_an_abbreviation_in_which_something_happens_is_a_candidate(known):
    assert names(known, "A bomb exploded in KPX on Monday.") == ["KPX"]


@pytest.mark.parametrize("text", ["قتل ثلاثة في أحياء أخرى.", "انفجرت عبوة على طريق سريع."])
def test_a_kind_of_place_with_an_adjective_names_none(known, text):
    assert names(known, text, "ar") == []


def test_a_capital_that_is_attacked_is_a_place_and_no_government(known):
    assert place(known, "Gunmen attacked Tripoli on Monday.", "attacked").name == "Tripoli"
    assert place(known, "Damascus attacked the rebels on Monday.", "attacked") is None


def test_days_and_adjectives_are_no_candidates(known):
    found = names(known, "Gunmen attacked a Catholic priest in Monday violence on Tuesday.")
    assert not {"Catholic", "Monday", "Tuesday"} & set(found)


def test_groups_are_no_candidates(known):
    assert "Boko Haram" not in names(known, "Soldiers fought with Boko Haram in Bama.")


def test_a_stated_distance_is_the_radius(known):
    found = place(known, "Gunmen killed two soldiers 20 miles north of Mosul.", "killed")
    assert (found.level, found.country, found.radius_km) == ("near", "IRQ", 32.2)


def test_between_two_places_is_a_region_at_their_middle(known):
    found = place(known, "Militants ambushed a convoy between Gao and Menaka.", "ambushed")
    assert found.level == "region"
    assert found.text == "Gao and Menaka"
    assert 16.0 < found.lat < 16.2
    assert 100 < found.radius_km < 150


def test_northern_part_of_a_town_is_not_near_it(known):
    assert place(known, "Gunmen killed two soldiers in northern Mosul.", "killed").level == "town"


def test_a_quarter_takes_the_town_it_lies_in(known):
    found = place(known, "A bomb killed two people in the Adil neighbourhood of Baghdad.", "killed")
    assert (found.text, found.level, found.country) == ("Adil", "near", "IRQ")
    assert found.place_id is None
    assert found.lat == pytest.approx(33.3, abs=0.2)


def test_an_event_without_a_place_says_why(known):
    events = code_events(document(known, "Militants killed two soldiers on Monday."))
    event = next(e for e in events if e.trigger.text == "killed")
    assert event.place is None
    assert "no place: the sentence names none" in event.why


def test_the_lead_shares_the_place_of_the_headline_less_precisely(known):
    events = code_events(document(known, "The gunmen killed four people.", title="Gunmen kill four in Mosul"))
    lead = next(e for e in events if e.trigger.field == "text")
    assert lead.place.level == "near"
    assert lead.place.text == "Mosul"
    assert "opening" in lead.place.why


def test_trees_are_walked_to_their_leaves():
    model = model_of(0.5, 0.0, ["near"], [[0, 0.5, -2.0, 2.0], 1.0])
    assert probability(model, {"near": 1.0}) == pytest.approx(0.9526, abs=1e-4)
    assert probability(model, {"unknown": 1.0}) == pytest.approx(0.2689, abs=1e-4)


def _walked(node, x):
    while isinstance(node, list):
        node = node[2] if x[node[0]] <= node[1] else node[3]
    return node


def test_scored_at_once_like_walked_one_by_one():
    trees = [
        [0, 0.5, [1, 2.5, 0.1, [0, 0.2, 0.2, 0.3]], [1, 1.5, [0, 1.5, -0.4, 0.5], -0.6]],
        [1, 1.5, [1, 0.5, 0.7, -0.8], 0.9],
    ]
    model = model_of(0.5, 0.25, ["near", "far"], trees)
    for near, far in itertools.product((0.0, 0.3, 0.5, 1.0, 2.0), (0.0, 1.0, 2.0, 2.5, 4.0)):
        walked = 0.25 + sum(_walked(tree, (near, far)) for tree in trees)
        expected = 1 / (1 + math.exp(-walked))
        assert probability(model, {"near": near, "far": far}) == pytest.approx(expected, abs=1e-12)
