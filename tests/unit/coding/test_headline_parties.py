"""Who takes part in English headlines: whose people, whose weapons, and who suffers and does not act."""

import pytest


def actors(record):
    return {a.text for e in record.events for a in e.actors}


def recipients(record):
    return {a.text for e in record.events for a in e.recipients}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Rocket of the regime forces kills 3 farmers in Daraa", {"regime forces"}),
        ("The bombing of the army headquarters killed 3 farmers in Daraa", set()),
        ("Targeting by Hezbollah leaves one casualty in Daraa", {"Hezbollah"}),
        ("The al-Fateh army executes 2 men in Idlib", {"al-Fateh army"}),
        ("Kismayo Massacre claims the lives of 6 people", set()),
        ("Russian warplanes kill 7 persons in raids targeted Idlib", {"Russian warplanes"}),
        ("A boy died of wounds he had in shelling targeted the camp of Atmeh", set()),
        ("2 Iraqi boys killed due to the explosion of a mine in Mosul", set()),
        ("Artillery hits the military airbase of Homs killing 14 people", {"Artillery"}),
    ],
)
def test_who_acts(coded, text, who):
    assert actors(coded(text, "en")) == who


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Gunmen assassinate 2 members of the “9th Division” of the regime forces in Daraa", "regime forces"),
        ("A mine killed 4 casualties of the regime forces in Daraa", "regime forces"),
    ],
)
def test_whose_people_suffer(coded, text, whose):
    assert whose in recipients(coded(text, "en"))


def test_relatives_are_not_the_body(coded):
    assert "police" not in recipients(coded("Gunmen killed a son of the police in Daraa.", "en"))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("10 Feared Killed By Gunmen in Kogi", set()),
        ("4.9 TWO NUNS AMONG 16 VILLAGERS KILLED IN KOGI COMMUNITY", {"TWO NUNS"}),
        ("4 Nuns Killed in Kogi Community", {"4 Nuns"}),
        ("14 members of Hezbollah were killed in Daraa", {"14 members of Hezbollah"}),
    ],
)
def test_who_suffers(coded, text, who):
    assert recipients(coded(text, "en")) == who


def test_what_clashes_leave(coded):
    record = coded("Clashes in the countryside of Aleppo leave 5 casualties in the ranks of the army", "en")
    assert not any("leave" in who for who in actors(record))
    record = coded("A border clash 5 days after the vote killed two men", "en")
    assert not actors(record)


def test_fearing_is_still_a_verb(coded):
    record = coded("Villagers feared armed men would attack Kogi.", "en")
    assert "occurred" not in {e.status for e in record.events}
