"""Families of actors: what grew out of a group counts with it."""

from importlib.resources import files

from marsad.actors import load
from marsad.actors.family import family, first_day, last_day, lives
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


def test_a_member_counts_from_when_it_belongs():
    counted = lives("islamic-state")
    assert counted["islamic-state"] == ("", "")
    assert counted["islamic-state-sahel"][0] == "2015-05-01"
    # older than the province it joined
    assert counted["adf"][0] == counted["islamic-state-central-africa"][0] == "2018-01-01"
    assert counted["islamic-state-algeria"] == ("2014-09-01", "2016-12-31")
    assert lives("boko-haram")["islamic-state-west-africa-province"] == ("2015-03-07", "")
    assert lives("adf") == {"adf": ("", "")}


def test_ends_of_months_and_years():
    assert (first_day("2015"), first_day("2015-03"), first_day("2015-03-07")) == (
        "2015-01-01",
        "2015-03-01",
        "2015-03-07",
    )
    assert (last_day("2016"), last_day("2016-07"), last_day("")) == ("2016-12-31", "2016-07-31", "")
