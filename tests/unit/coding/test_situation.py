"""Figures, commitments, memberships and threats in three languages."""

import pytest

from marsad import flow, knowledge
from marsad.records import Report


@pytest.fixture(scope="module")
def loaded():
    return knowledge.load()


@pytest.fixture
def coded(loaded):
    def code(text, language):
        return flow.code_report(Report(id="t", text=text, language=language, published="2024-03-05"), loaded)

    return code


@pytest.mark.parametrize(
    ("language", "text", "value", "place"),
    [
        ("en", "Dadaab camp hosts some 240,000 refugees.", 240000, "Dadaab"),
        ("en", "France keeps 1,500 troops in Djibouti.", 1500, "Djibouti"),
        ("fr", "Le camp de Minawao accueille 70 000 personnes.", 70000, "Minawao"),
        ("ar", "ويضم مخيم الزعتري نحو 80 ألف لاجئ سوري.", 80000, "مخيم الزعتري"),
    ],
)
def test_people_who_are_somewhere_are_a_figure(coded, language, text, value, place):
    figures = coded(text, language).figures
    assert [f.value for f in figures] == [value]
    assert figures[0].place is None or place in figures[0].place.text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A blast killed 25 people in a camp."),
        ("en", "Two people live there."),
        ("fr", "L'attaque a fait 25 morts dans le camp."),
    ],
)
def test_tolls_and_anecdotes_are_no_figures(coded, language, text):
    assert coded(text, language).figures == ()


@pytest.mark.parametrize(
    ("language", "text", "action", "body", "member"),
    [
        ("en", "ECOWAS suspended Guinea's membership on Monday.", "suspend", "ECOWAS", "Guinea"),
        ("fr", "Le Bénin a rejoint l'Union africaine.", "join", "Union africaine", "Bénin"),
        ("ar", "علّقت جامعة الدول العربية عضوية سوريا.", "suspend", "جامعة الدول العربية", "سوريا"),
    ],
)
def test_membership(coded, language, text, action, body, member):
    (found,) = coded(text, language).memberships
    assert (found.action, found.body.text, [m.text for m in found.members]) == (action, body, [member])


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Kosovo wants to join NATO."), ("fr", "Le Kosovo espère rejoindre l'OTAN.")],
)
def test_wish_is_no_membership(coded, language, text):
    assert coded(text, language).memberships == ()


@pytest.mark.parametrize(
    ("language", "text", "trend"),
    [
        ("fr", "Boko Haram gagne du terrain autour de Diffa, s'est alarmé le gouverneur.", "growing"),
        ("fr", "Les groupes jihadistes ont perdu du terrain au Mali, a estimé l'ONU.", "shrinking"),
        ("en", "Boko Haram is regrouping around Lake Chad, the UN warned.", "growing"),
    ],
)
def test_threat(coded, language, text, trend):
    (found,) = coded(text, language).threats
    assert found.trend == trend
    assert found.assessor is not None
