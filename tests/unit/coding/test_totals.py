"""Figures that add up many acts are marked, those of one act are not."""

import pytest

from marsad.resolve.incidents import resolve


def marked(record):
    return {(f.kind, f.best): f.total for e in record.events for f in e.figures}


@pytest.mark.parametrize(
    ("language", "text", "figure"),
    [
        ("en", "Boko Haram has killed 15,000 people in Nigeria since 2009.", ("killed", 15000)),
        ("en", "The army killed 240 militants in Borno since the start of the campaign.", ("killed", 240)),
        ("en", "Militants killed 85 soldiers in Mali over the past ten months.", ("killed", 85)),
        ("fr", "Les djihadistes ont tué 400 civils au Mali depuis janvier 2023.", ("killed", 400)),
        ("ar", "قتلت جماعة بوكو حرام 15000 شخص في نيجيريا منذ عام 2009.", ("killed", 15000)),
        ("ar", "قتل التنظيم 120 جنديا في سوريا خلال عشرة أشهر.", ("killed", 120)),
    ],
)
def test_a_number_since_then_or_over_months_is_a_total_and_no_incident(coded, language, text, figure):
    record = coded(text, language)
    assert marked(record)[figure] is True
    assert resolve([record], []) == ()


@pytest.mark.parametrize(
    ("language", "text", "figure"),
    [
        ("en", "Gunmen killed 26 people in Mopti, the deadliest attack since 2019.", ("killed", 26)),
        ("en", "Gunmen have killed 26 people in Mopti since Monday.", ("killed", 26)),
        ("en", "Al-Shabaab killed 148 students in Garissa in February.", ("killed", 148)),
        ("fr", "Une attaque a tué 26 civils à Mopti lundi.", ("killed", 26)),
        ("ar", "قتل مسلحون 26 شخصا في موبتي أمس في أعنف هجوم منذ عام 2019.", ("killed", 26)),
        ("ar", "قتل مسلحون 26 شخصا في موبتي منذ صباح اليوم.", ("killed", 26)),
    ],
)
def test_the_number_of_one_act_is_none(coded, language, text, figure):
    record = coded(text, language)
    assert marked(record)[figure] is False
    assert resolve([record], [])
