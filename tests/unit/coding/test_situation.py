"""Figures, commitments, memberships and threats in three languages."""

import pytest


@pytest.mark.parametrize(
    ("language", "text", "value", "place"),
    [
        ("en", "Dadaab camp hosts some 240,000 refugees.", 240000, "Dadaab"),
        ("en", "France keeps 1,500 troops in Djibouti.", 1500, "Djibouti"),
        ("fr", "Le camp de Minawao accueille 70 000 personnes.", 70000, "Minawao"),
        ("ar", "ويضم مخيم الزعتري نحو 80 ألف شخص.", 80000, "مخيم الزعتري"),
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


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "Norway pledged $3 million in new aid to Chad.", ("aid", "Norway", "TCD", None)),
        ("en", "Rwanda plans to send 800 police officers to Haiti.", ("deploy", "Rwanda", None, None)),
        (
            "en",
            "The ministers will hold their next meeting in Accra by May 2024.",
            ("meet", "ministers", None, "2024-05-31"),
        ),
        (
            "fr",
            "Le Tchad s'est engagé à rapatrier tous ses ressortissants.",
            ("repatriate", "Tchad", None, None),
        ),
        (
            "fr",
            "Le Kenya enverra 200 policiers en Haïti d'ici fin juin.",
            ("deploy", "Kenya", None, "2024-06-30"),
        ),
        ("ar", "وأعلنت قطر تخصيص 12 مليون دولار للسودان.", ("aid", "قطر", "SDN", None)),
    ],
)
def test_commitment(coded, language, text, wanted):
    found = [
        (
            c.action,
            c.actors[0].text if c.actors else None,
            c.beneficiaries[0].country if c.beneficiaries else None,
            c.due.end_date if c.due else None,
        )
        for c in coded(text, language).commitments
    ]
    assert found == [wanted]


def test_each_donor_has_a_commitment_of_its_own(coded):
    made = coded("Spain pledged 5 million euros and Ireland promised 2 million euros.", "en").commitments
    assert [(c.actors[0].text, c.amount) for c in made] == [("Spain", 5e6), ("Ireland", 2e6)]


def test_withdrawal_in_the_past_is_no_commitment(coded):
    assert coded("France withdrew its troops from Mali.", "en").commitments == ()


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "The agency received $90m of food aid for the displaced.", (90_000_000, "food aid")),
        (
            "fr",
            "L'ONU a reçu 12 millions d'euros d'aide alimentaire pour les déplacés.",
            (12_000_000, "aide alimentaire"),
        ),
        ("ar", "وتلقت المنظمة 7.125 مليون دولار من المساعدات الغذائية.", (7_125_000, "المساعدات الغذائية")),
    ],
)
def test_a_sum_names_what_it_is_for(coded, language, text, wanted):
    assert [(f.value, f.of.text) for f in coded(text, language).figures] == [wanted]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The firm made £54m and has lost 4,000 workers."),
        ("en", "The town has a population of 60,000 people."),
        ("fr", "L'école accueille 3 500 étudiants et l'entreprise a gagné 40 millions d'euros."),
        ("ar", "وبلغت أرباح المصنع 120 مليون ريال."),
    ],
)
def test_general_news_has_no_figures(coded, language, text):
    assert coded(text, language).figures == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Staff studied the proposed changes to the rota."),
        ("en", "The broadcaster announced plans to save £500m a year."),
        ("fr", "L'armée du Mali est obligée d'engager des miliciens."),
        ("ar", "ويتطلب الأمر التزام أعلى درجات الحذر."),
    ],
)
def test_what_binds_nobody_is_no_commitment(coded, language, text):
    assert coded(text, language).commitments == ()
