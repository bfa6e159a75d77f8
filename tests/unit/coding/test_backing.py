"""Everyday words of violence and of politics are events only where something beside them says so."""

import pytest

from marsad import flow
from marsad.knowledge import load
from marsad.records import Report


@pytest.fixture(scope="module")
def types():
    knowledge = load()

    def found(text, language="en"):
        report = Report(id="t", text=text, language=language, published="2024-03-05")
        return {e.type for e in flow.code_report(report, knowledge).events}

    return found


@pytest.mark.parametrize(
    ("language", "everyday", "told"),
    [
        ("en", "Sales hit a record in the spring.", "A shell hit a school in the town."),
        ("en", "She fought a long court battle over the house.", "Rebels fought a battle near the river."),
        ("en", "Two crashes killed 346 people.", "Gunmen killed 46 people in Borno."),
        ("en", "In the film a soldier is killed by a spy.", "A soldier was killed by Islamic State."),
        (
            "en",
            "The inquest into the death of the singer began.",
            "The ambush led to the death of the singer.",
        ),
        ("fr", "La faim tue plus que le froid.", "Des assaillants ont tué dix personnes à Gao."),
        ("fr", "Le cours du blé a frappé les esprits.", "Des rebelles ont frappé un village près de Gao."),
        ("fr", "Le projet visant à employer des femmes avance.", "Des tirs visant un convoi de l'armée."),
    ],
)
def test_violence_needs_arms_or_casualties_beside_loose_words(types, language, everyday, told):
    assert "ASSAULT" not in types(everyday, language)
    assert "ASSAULT" in types(told, language)


@pytest.mark.parametrize(
    ("kind", "private", "public"),
    [
        ("CONSULT", "The two friends met in Paris.", "The French president met the king of Jordan in Paris."),
        ("REQUEST", "Fans urged the singer to return.", "The United Nations urged Mali to hold elections."),
        ("CONSULT", "The minister received angry tweets.", "The minister received the Turkish ambassador."),
    ],
)
def test_talks_and_demands_need_a_state_a_body_or_an_official(types, kind, private, public):
    assert kind not in types(private)
    assert kind in types(public)


def test_a_demand_in_french_names_what_is_asked_for(types):
    assert "REQUEST" not in types("Ce que le Mali a appelé une agression.", "fr")
    assert "REQUEST" in types("Le Mali a appelé les rebelles à déposer les armes.", "fr")
