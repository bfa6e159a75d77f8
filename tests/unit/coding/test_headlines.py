"""English headlines: labels, dashes, bare verbs after names, running tolls, and their look-alikes."""

import pytest


def killed(record):
    return {f.best for e in record.events for f in e.figures if f.kind == "killed" and not f.total}


def actors(record):
    return {a.text for e in record.events for a in e.actors}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("UPDATE 3-Blasts kill at least 14 in Somali city of Kismayo", {14}),
        ("Title 12 killed in Borno", {12}),
        ("Boko Haram Kill Mayor's Aide, Six Others - Police", {1, 6}),
        ("50 Goats Killed As Militia Attacks Kogi Village", set()),
        ("Air strikes kill 7 people in Saraqib and raise the death toll to 140", {7}),
        ("Death toll of Kismayo blast rises to 23", {23}),
        ("Losses from attack on Kismayo rise to 23 million dollars", set()),
        ("Al-Shabaab kill 11 in Kismayo and hold 140 prisoners", {11}),
        ("45 Soldiers, Policemen Killed in Kogi Attack", {45}),
        ("Rebels kill 45 soldiers, policemen say", {45}),
        ("Raid kills 6 people out of about 430 casualties killed in Kogi", {6}),
        ("Gunmen came out of Kogi and killed 430 civilians", {430}),
        ("After 45 attacks, policemen killed in Kogi", {3}),
        ("4 members of the “Army of Glory” assassinated in Afrin", {4}),
        ("3 martyrs in an explosion in Daraa", {3}),
    ],
)
def test_the_number_of_the_act(coded, text, figures):
    assert killed(coded(text, "en")) == figures


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Boko Haram kill 19 in Damboa", "Boko Haram"),
        ("Russian warplanes commit a massacre of 6 civilians south of Idlib", "Russian warplanes"),
    ],
)
def test_who_did_it(coded, text, who):
    assert actors(coded(text, "en")) == {who}


def test_who_dies_is_no_attacker(coded):
    record = coded("A soldier died in an attack by Boko Haram in Damboa.", "en")
    assert "soldier" not in actors(record)
    assert any("soldier" in a.text for e in record.events for a in e.recipients)


def test_to_commit_to_a_deal_is_still_agreeing(coded):
    record = coded("The government committed to the peace agreement with the rebels.", "en")
    assert {e.type for e in record.events} == {"AGREE"}
