"""A small invented world for tests of the page: reports in three languages and what they code to."""

import datetime
from typing import NamedTuple

import numpy as np

from marsad.records import (
    Actor,
    Coded,
    Commitment,
    Event,
    EventFigure,
    Evidence,
    Figure,
    Incident,
    IncidentFigure,
    Issue,
    Member,
    Membership,
    Place,
    Report,
    Span,
    Statement,
    Threat,
    Time,
)

PLACES = (
    ("كركوك", "Kirkuk", "IRQ", 35.468, 44.392, "town"),
    ("الموصل", "Mosul", "IRQ", 36.34, 43.13, "town"),
    ("دير الزور", "Deir ez-Zor", "SYR", 35.336, 40.141, "town"),
    ("مايدوغوري", "Maiduguri", "NGA", 11.846, 13.157, "town"),
    ("ولاية بورنو", "Borno", "NGA", 11.5, 13.0, "adm1"),
    ("ديورا", "Dioura", "MLI", 14.83, -5.25, "town"),
    ("مالي", "Mali", "MLI", 17.0, -4.0, "country"),
    ("بيمبا", "Bemba", "MLI", 17.03, -2.52, "site"),
)
GROUPS = (("تنظيم داعش", "Islamic State", "islamic-state"), ("بوكو حرام", "Boko Haram", "boko-haram"))
ATTACK = {
    "ar": "قُتل {n} جنديا في هجوم شنه {group} على حاجز في {place} يوم {day}.",
    "en": "{n} soldiers were killed when {group} attacked a checkpoint in {place} on {day}.",
    "fr": "{n} soldats ont été tués dans une attaque de {group} contre un poste à {place} le {day}.",
}
PLEDGE = {
    "ar": "وتعهدت ألمانيا بتقديم 20 مليون يورو إضافية للنازحين بحلول {due} 🕊️.",
    "en": "Germany pledged an additional 20 million euros for the displaced by {due} 🕊️.",
    "fr": "L’Allemagne s’est engagée à verser 20 millions d’euros de plus aux déplacés d’ici {due} 🕊️.",
}
SAID = {
    "ar": "وحذر وزير الخارجية الإيطالي من أن التنظيم يتمدد في الساحل.",
    "en": "The Italian foreign minister warned that the group is expanding in the Sahel.",
    "fr": "Le ministre italien des affaires étrangères a averti que le groupe s’étend au Sahel.",
}
WORDS = {
    "ar": ("ألمانيا", "وزير الخارجية الإيطالي", "وحذر", "التنظيم", "الساحل", "للنازحين", "هجوم"),
    "en": (
        "Germany",
        "The Italian foreign minister",
        "warned",
        "the group",
        "the Sahel",
        "the displaced",
        "attacked",
    ),
    "fr": (
        "Allemagne",
        "Le ministre italien des affaires étrangères",
        "averti",
        "le groupe",
        "Sahel",
        "déplacés",
        "attaque",
    ),
}
LANGUAGES = ("ar", "en", "fr")


class World(NamedTuple):
    reports: list[Report]
    coded: list[Coded]
    incidents: list[Incident]


def at(text, words, cls=Span, **more):
    start = text.index(words)
    return cls(start=start, end=start + len(words), text=words, **more)


def evidence(text, words):
    start = text.index(words)
    return Evidence(start=start, end=start + len(words), quote=words)


def build(count=30, seed=7):
    """Reports of attacks, each third one with a pledge and a warning; pairs tell of the same incident."""
    rng = np.random.default_rng(seed)
    made = [_report(index, rng) for index in range(count)]
    silent = Report(
        id="silent", text="Sport results of the day.", source="Daily Example", published="2021-06-01"
    )
    issue = Issue(
        code="not-relevant", message="No word of interest was found.", hint="Add words to the lexicon."
    )
    reports = [report for report, _, _ in made] + [silent]
    coded = [coded for _, coded, _ in made] + [_coded(silent, "en", issues=(issue,))]
    return World(reports, coded, [incident for _, _, incident in made if incident])


def _report(index, rng):
    language = LANGUAGES[index % 3]
    arabic, english, country, lat, lon, level = PLACES[rng.integers(len(PLACES))]
    group = GROUPS[rng.integers(len(GROUPS))]
    day = (datetime.date(2021, 1, 4) + datetime.timedelta(days=int(rng.integers(180)))).isoformat()
    killed = int(rng.integers(1, 40))
    place_words, group_words = (arabic, group[0]) if language == "ar" else (english, group[1])
    attack = ATTACK[language].format(n=killed, group=group_words, place=place_words, day=day)
    pledge, said = PLEDGE[language].format(due="2022-06"), SAID[language]
    text = "\n\n".join([attack, pledge, said])
    report = Report(
        id=f"r{index}",
        text=text,
        title=attack.split(".")[0][:60],
        published=day,
        source=("وكالة المثال", "Example News", "Agence Exemple")[index % 3],
        url=f"https://example.org/{index}",
    )
    place = at(
        text,
        place_words,
        Place,
        level=level,
        why="only candidate",
        place_id=f"g:{english}",
        name=english,
        country=country,
        lat=lat,
        lon=lon,
    )
    actor = at(text, group_words, Actor, kind="group", actor_id=group[2], name=group[1])
    time = at(text, day, Time, start_date=day, end_date=day, precision="day")
    event = Event(
        event_id=f"e{index}",
        type="COERCE" if index % 7 == 3 else "ASSAULT",
        mode="arrest" if index % 7 == 3 else "firearms",
        status="planned" if index % 11 == 5 else "occurred",
        trigger=at(text, WORDS[language][6]),
        actors=(actor,),
        place=place,
        time=time,
        figures=(
            at(
                text,
                str(killed),
                EventFigure,
                kind="killed",
                low=killed,
                best=killed,
                high=killed + index % 3,
            ),
        ),
        confidence=0.9,
        evidence=(evidence(text, attack),),
    )
    records = _records(text, language, pledge, said, actor) if index % 3 != 2 or index % 2 else {}
    return report, _coded(report, language, events=(event,), **records), _incident(report, event)


def _records(text, language, pledge, said, group):
    germany, minister, verb, short, sahel, displaced, _ = WORDS[language]
    state = at(text, germany, Actor, kind="state", actor_id="country:DEU", name="Germany", country="DEU")
    speaker = at(text, minister, Actor, kind="person", name=None, role="minister", country="ITA")
    region = at(text, sahel, Place, level="region", why="region list", name="Sahel")
    due = at(
        text,
        "2022-06",
        Time,
        start_date="2022-06-01",
        end_date="2022-06-30",
        precision="month",
        relation="by",
    )
    words = (evidence(text, said),)
    return {
        "statements": (
            Statement(
                speaker=speaker,
                verb=at(text, verb),
                act="warn",
                content=words[0],
                about=("islamic-state",),
                places=(region,),
                evidence=words,
            ),
        ),
        "commitments": (
            Commitment(
                action="aid",
                actors=(state,),
                beneficiaries=(at(text, displaced, Actor, kind="people"),),
                amount=20_000_000,
                currency="EUR",
                additional=True,
                due=due,
                status="announced",
                evidence=(evidence(text, pledge),),
            ),
        ),
        "memberships": (
            Membership(body=group, action="join", members=(state,), evidence=(evidence(text, pledge),)),
        ),
        "figures": (
            Figure(
                value=20_000_000,
                low=19_000_000,
                high=21_000_000,
                approximate=True,
                unit="money",
                of=at(text, displaced),
                currency="EUR",
                evidence=(evidence(text, pledge),),
            ),
        ),
        "threats": (
            Threat(
                group=at(text, short, Actor, kind="group"),
                assessor=speaker,
                trend="growing",
                places=(region,),
                evidence=words,
            ),
        ),
    }


def _coded(report, language, **records):
    kinds = (
        "events",
        "statements",
        "commitments",
        "memberships",
        "figures",
        "threats",
        "toponyms",
        "times",
        "issues",
    )
    return Coded(
        id=report.id,
        language=language,
        published=report.published,
        **{kind: records.get(kind, ()) for kind in kinds},
    )


def _incident(report, event):
    if event.status != "occurred":
        return None
    return Incident(
        incident_id=f"i-{event.event_id}",
        members=(Member(report_id=report.id, event_id=event.event_id),),
        type=event.type,
        mode=event.mode,
        actors=event.actors,
        place=event.place,
        time=event.time,
        figures=tuple(
            IncidentFigure(kind=f.kind, low=f.low, best=f.best, high=f.high, rule="only one")
            for f in event.figures
        ),
        sources=1,
        status=event.status,
        published=report.published,
    )
