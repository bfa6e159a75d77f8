"""English counts: which numbers count people, and which are types, places in a row or rounds."""

import pytest


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("The force detained six insurgents and seized AK-47s.", {6}),
        ("The force detained several insurgents and multiple AK-47s near Ghazni.", {3}),
        ("Troops are capturing their 60th commander near Mosul.", set()),
        ("He is the 17th insurgent leader captured in the province this month.", set()),
        ("17 insurgent leaders were captured in the province this month.", {17}),
        ("9 were captured in a raid on Mosul.", {9}),
    ],
)
def test_only_people_are_counted_as_captured(coded, text, counts):
    record = coded(text, "en")
    assert {f.best for e in record.events for f in e.figures if f.kind in {"captured", "arrested"}} == counts


def test_rounds_beside_a_mine_are_no_dead(coded):
    record = coded("The soldiers discovered 100 machine-gun rounds, two grenades and one landmine.", "en")
    assert not [f for e in record.events for f in e.figures if f.kind == "killed"]
