from typing import get_args

import pytest

from marsad.codebook import load
from marsad.codebook.crosswalk import (
    Facts,
    from_cameo,
    place_precision,
    rows,
    time_precision,
    to_acled,
    to_ucdp,
)
from marsad.records import parts


@pytest.mark.parametrize("name", ["cameo_to_plover", "plover_to_acled", "plover_to_ucdp"])
def test_every_code_in_a_crosswalk_is_in_the_codebook(name):
    book = load()
    for row in rows(name):
        contexts = (row.get("contexts") or row.get("context") or "").split(";")
        assert book.problems(row["type"], row["mode"] or None, filter(None, contexts)) == [], row
        assert {row.get("actor", ""), row.get("recipient", "")} - {""} <= set(book.sectors), row


def test_cameo_codes_are_unique_and_cover_all_roots_of_the_table():
    codes = [row["cameo"] for row in rows("cameo_to_plover")]
    assert len(codes) == len(set(codes)) > 270
    assert {code[:2] for code in codes} == {f"{n:02d}" for n in range(3, 21)}


@pytest.mark.parametrize(
    ("code", "type_", "mode"),
    [
        ("186", "ASSAULT", "targeted"),
        ("195", "ASSAULT", "aerial"),
        ("0871", "RETREAT", "ceasefire"),
        ("1722", "COERCE", "restrict"),
        ("1959", "ASSAULT", "aerial"),
    ],
)
def test_cameo_codes_whose_modes_were_retired(code, type_, mode):
    assert from_cameo(code)[:2] == (type_, mode)


def test_a_code_without_a_root_has_no_match():
    assert from_cameo("99") is None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts("ASSAULT", "drone", (), ["MIL"], ["CVL"]), "Air/drone strike"),
        (Facts("ASSAULT", "firearms", (), ["REB"], ["CVL"]), "Attack"),
        (Facts("ASSAULT", "firearms", (), ["REB"], ["MIL"]), "Armed clash"),
        (Facts("ASSAULT", None, ["territory"], ["MIL"], ["REB"]), "Government regains territory"),
        (Facts("ASSAULT", None, ["territory"], ["REB"], ["MIL"]), "Non-state actor overtakes territory"),
        (Facts("ASSAULT", "abduct", (), ["MIL"], ["REB"]), "Arrests"),
        (Facts("PROTEST", "riot"), "Violent demonstration"),
    ],
)
def test_acled_sub_event_types(facts, expected):
    assert to_acled(facts)[1] == expected


def test_talk_is_not_an_acled_event():
    assert to_acled(Facts("CONSULT", "visit")) is None


@pytest.mark.parametrize(
    ("actor", "recipient", "expected"),
    [("MIL", "REB", 1), ("REB", "REB", 2), ("REB", "CVL", 3), ("MIL", "CVL", 3), ("UAF", "UNK", None)],
)
def test_ucdp_type_of_violence(actor, recipient, expected):
    assert to_ucdp(Facts("ASSAULT", "firearms", (), [actor], [recipient])) == expected


def test_precision_tables_cover_every_level():
    for level in get_args(parts.PlaceLevel):
        place_precision(level, "ucdp")
        assert any(row["level"] == level for row in rows("place_precision"))
    for precision in get_args(parts.TimePrecision):
        assert any(row["precision"] == precision for row in rows("time_precision"))
    assert (place_precision("adm1", "acled"), place_precision("adm1", "ucdp")) == (3, 4)
    assert place_precision("country", "acled") is None
    assert (time_precision("week", "acled"), time_precision("season", "ucdp")) == (2, 5)
