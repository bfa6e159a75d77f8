"""Families of actors: what grew out of a group counts with it."""

from importlib.resources import files

from marsad.actors import load
from marsad.actors.base import family
from marsad.tables import read_csv


def test_every_family_and_member_is_in_the_actor_base():
    rows = read_csv(files("marsad.actors") / "families.csv", ("family", "member", "source"))
    assert rows
    for row in rows:
        assert row["family"] in load().entries, row
        assert row["member"] in load().entries, row
        assert row["source"], row


def test_branches_of_branches_belong_to_the_family():
    members = family("islamic-state")
    assert members[0] == "islamic-state"
    assert {"islamic-state-east-asia", "maute"} <= set(members)
    assert "amaq" not in members  # an organisation, not a branch
    assert len(members) == len(set(members))


def test_family_of_a_member_is_not_that_of_its_parent():
    assert "islamic-state" not in family("islamic-state-west-africa-province")
