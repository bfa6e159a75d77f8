"""What the shipped actor base must hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from importlib.resources import files

import pytest

from marsad.actors.base import load
from marsad.normalise import key
from marsad.tables import read_csv

FOLDER = files("marsad.actors")
ACTORS = read_csv(FOLDER / "actors.csv")
ALIASES = read_csv(FOLDER / "aliases.csv")


def test_no_alias_of_an_actor_stands_twice() -> None:
    counts = Counter((r["actor_id"], key(r["alias"]), r["language"]) for r in ALIASES)
    assert [k for k, n in counts.items() if n > 1] == []


def test_every_actor_has_an_alias() -> None:
    named = {r["actor_id"] for r in ALIASES}
    assert [r["actor_id"] for r in ACTORS if r["actor_id"] not in named] == []


def test_a_free_alias_means_one_actor() -> None:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in ALIASES:
        if not row["countries"]:
            owners[key(row["alias"]), row["language"]].add(row["actor_id"])
    assert {k: v for k, v in owners.items() if len(v) > 1} == {}


def test_states_have_names_and_adjectives_in_three_languages() -> None:
    forms = {(r["actor_id"], r["language"], r["form"]) for r in ALIASES}
    wanted = [
        (r["actor_id"], language, form)
        for r in ACTORS
        if r["kind"] == "state"
        for language in ("ar", "en", "fr")
        for form in ("name", "adjective")
    ]
    missing = [w for w in wanted if w not in forms]
    # where the adjective equals the name in normal form, the name stands for both
    assert [m for m in missing if m[2] == "name" or m[0] not in {"country:STP", "country:VAT"}] == []


@pytest.mark.parametrize(("kind", "least"), [("state", 197), ("group", 500), ("organisation", 200)])
def test_size(kind: str, least: int) -> None:
    assert sum(r["kind"] == kind for r in ACTORS) >= least


@pytest.mark.parametrize(
    ("name", "actor_id"),
    [
        ("داعش", "islamic-state"),
        ("بوكو حرام", "boko-haram"),
        ("التحالف الدولي", "global-coalition"),
        ("Jama'at Nusrat al-Islam wal-Muslimin", "jnim"),
        ("forces démocratiques syriennes", "syrian-democratic-forces"),
        ("Burkinabè", "country:BFA"),
        ("الأمم المتحدة", "un"),
    ],
)
def test_names_lead_to_actors(name: str, actor_id: str) -> None:
    assert {r["actor_id"] for r in ALIASES if key(r["alias"]) == key(name)} == {actor_id}


def test_provinces_are_parts_of_islamic_state() -> None:
    base = load()
    provinces = [e for e in base.entries.values() if e.actor_id.startswith("islamic-state-")]
    assert len(provinces) >= 15
    assert {e.ucdp_name for e in provinces if e.ucdp_name} <= {"IS", "Ahlul Sunnah Jamaa"}
    assert all(e.parent == "islamic-state" for e in provinces)
