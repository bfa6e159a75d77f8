"""Rules on made events with planted changes: each raises its alert once, and not without cause."""

import datetime as dt

import numpy as np
import pytest

from marsad.analyse.alerts import Course, Decision, Rules, load_rules, raise_alerts, replay, with_status
from marsad.analyse.alerts.levels import compare_counts
from marsad.analyse.alerts.rules import ClusterRule, Convergence, High, NewArea, NewCountry, Norm, Silence
from marsad.analyse.spread.question import Question
from marsad.errors import ConfigError
from marsad.records import Actor, Incident, IncidentFigure, Place, Time

TODAY = "2024-06-30"
ASKED = Question(actors=("jnim",), group_name="JNIM", area_name="Mali", countries=("MLI",))


def event(number, days_ago, at=(14.0, -3.0), *, killed=1, unit="Mopti", mode=None, country="MLI"):
    day = (dt.date.fromisoformat(TODAY) - dt.timedelta(days=days_ago)).isoformat()
    return Incident(
        incident_id=f"e{number}",
        members=(),
        type="ASSAULT",
        mode=mode,
        actors=(Actor(start=0, end=0, text="", kind="group", actor_id="jnim"),),
        place=Place(
            start=0, end=1, text="x", level="town", why="", country=country, admin1=unit, lat=at[0], lon=at[1]
        ),
        time=Time(start=0, end=0, text="", start_date=day, end_date=day, precision="day"),
        figures=(IncidentFigure(kind="killed", low=killed, best=killed, high=killed, rule=""),),
        sources=1,
        status="occurred",
    )


@pytest.fixture
def quiet():
    """Three years with an event every fourth day around one place."""
    rng = np.random.default_rng(1)
    return [event(n, n * 4 + 8, tuple(np.round(rng.normal([14, -3], 0.1), 3))) for n in range(270)]


def kinds(incidents, **rules):
    return [one.kind for one in raise_alerts(incidents, ASKED, Rules(**rules), today=TODAY)]


def test_quiet_times_raise_nothing(quiet):
    assert raise_alerts(quiet, ASKED, load_rules(), today=TODAY) == ()


def test_new_area(quiet):
    far = [event(1000 + n, 5 + n, (16.0, 0.0), unit="Gao") for n in range(3)]
    (alert,) = raise_alerts([*quiet, *far], ASKED, Rules(new_area=(NewArea(name="n"),)), today=TODAY)
    assert (alert.kind, alert.units, len(alert.incident_ids)) == ("new-area", ("Gao",), 3)
    assert alert.value > 300
    assert alert.onset == "2024-06-23"
    assert kinds([*quiet, *far[:1]], new_area=(NewArea(name="n"),)) == []


def test_cluster_with_its_recurrence_interval(quiet):
    far = [event(1000 + n, 1 + n // 2, (16.0 + n / 100, 0.0), unit="Gao") for n in range(20)]
    rule = ClusterRule(name="c", replicates=99)
    (alert,) = raise_alerts([*quiet, *far], ASKED, Rules(cluster=(rule,)), today=TODAY)
    assert alert.recurrence_days > 365
    assert alert.p < 0.01
    assert alert.units == ("Gao",)


def test_week_against_the_norm(quiet):
    burst = [event(1000 + n, n % 6) for n in range(9)]
    found = raise_alerts([*quiet, *burst], ASKED, Rules(norm=(Norm(name="n", weeks=4),)), today=TODAY)
    assert {one.units for one in found} == {("all",), ("Mopti",)}
    assert all(one.severity == "severe" and one.p < 0.05 for one in found)
    assert found[0].value == 9


def test_comparison_of_counts_is_exact():
    assert compare_counts(0, 10, 4) == 1.0
    assert compare_counts(2, 0, 1) == pytest.approx(0.25)


def test_high_not_seen_for_years(quiet):
    massacre = event(1000, 3, killed=150)
    found = raise_alerts([*quiet, massacre], ASKED, Rules(high=(High(name="h", years=(1, 2)),)), today=TODAY)
    assert {one.recurrence_days for one in found} == {730.0}
    assert kinds([*quiet, massacre, event(1001, 200, killed=400)], high=(High(name="h", years=(1,)),)) == []


def test_convergence_of_kinds(quiet):
    both = [event(1000, 1, mode="explosives"), event(1001, 2, mode="abduct")]
    assert kinds([*quiet, *both], convergence=(Convergence(name="c"),)) == ["convergence"]
    assert kinds([*quiet, both[0]], convergence=(Convergence(name="c"),)) == []


def test_new_country_is_seen_beyond_the_area(quiet):
    abroad = event(1000, 10, (12.0, 0.5), country="BFA")
    (alert,) = raise_alerts([*quiet, abroad], ASKED, Rules(new_country=(NewCountry(name="n"),)), today=TODAY)
    assert "Burkina Faso" in alert.title
    assert alert.incident_ids == ("e1000",)


def test_silence_is_no_peace(quiet):
    (alert,) = raise_alerts(quiet, ASKED, Rules(silence=(Silence(name="s"),)), today="2024-12-31")
    assert (alert.kind, alert.value) == ("silence", 192)
    assert alert.p < 1e-10
    assert kinds(quiet, silence=(Silence(name="s"),)) == []


def test_alert_is_the_same_when_raised_again(quiet):
    far = [event(1000 + n, 5 + n, (16.0, 0.0)) for n in range(3)]
    rules = Rules(new_area=(NewArea(name="n"),))
    today = raise_alerts([*quiet, *far], ASKED, rules, today=TODAY)
    again = raise_alerts([*quiet, *far], ASKED, rules, today=TODAY)
    later = raise_alerts([*quiet, *far], ASKED, rules, today="2024-07-03")
    assert today == again
    assert [one.alert_id for one in later] == [one.alert_id for one in today]


def test_alerts_lapse(quiet):
    far = [event(1000 + n, 5 + n, (16.0, 0.0)) for n in range(3)]
    rule = NewArea(name="n", expires_days=3)
    assert kinds([*quiet, *far], new_area=(rule,)) == []


def test_decisions_hold_and_snoozes_run_out(quiet):
    far = [event(1000 + n, 5 + n, (16.0, 0.0)) for n in range(3)]
    found = raise_alerts([*quiet, *far], ASKED, Rules(new_area=(NewArea(name="n"),)), today=TODAY)
    name = found[0].alert_id

    def status(decision):
        return with_status(found, {name: decision}, TODAY)[0].status

    assert status(Decision("acknowledge", "seen")) == "acknowledged"
    assert status(Decision("snooze", "later", "2024-07-30")) == "snoozed"
    assert status(Decision("snooze", "later", "2024-06-29")) == "open"
    assert status(Decision("reopen", "again")) == "open"


def test_stale_data_shows_in_every_alert(quiet):
    (alert,) = raise_alerts(
        [*quiet, event(1000, 40, (16.0, 0.0)), event(1001, 41, (16.0, 0.0))],
        ASKED,
        Rules(new_area=(NewArea(name="n", days=90, expires_days=90),)),
        today="2024-07-15",
    )
    assert alert.freshness_days == 23
    assert alert.coverage[0] < alert.coverage[1]


@pytest.mark.parametrize(
    "text", ["[[norm]]\nweeks = 4\n", "[[norm]]\nname='a'\nwoks=4\n", "[[norm]]\nname='a'\n" * 2]
)
def test_wrong_rules_are_refused(tmp_path, text):
    (tmp_path / "rules.toml").write_text(text)
    with pytest.raises(ConfigError):
        load_rules(tmp_path / "rules.toml")


def test_replay_tells_hits_from_misses(quiet):
    foretold = [event(2000 + n, 30 + n, unit="Gao", at=(16.0, 0.0)) for n in range(5)]
    foretold += [event(2100 + n, 5 + n, unit="Gao", at=(16.0, 0.0)) for n in range(20)]
    unseen = [event(3000 + n, 170 + n // 2, unit="Kayes", at=(14.4, -11.0)) for n in range(8)]
    rules = Rules(norm=(Norm(name="n", weeks=4),))
    found = replay([*quiet, *foretold, *unseen], ASKED, rules, course=Course(year=2024))
    surges = {(one.unit, one.month): one for one in found.surges}
    assert surges["Gao", "2024-06"].rules == ("n",)
    assert surges["Gao", "2024-06"].lead_days == 1
    assert surges["Kayes", "2024-01"].rules == ()
    everything = found.scores[0]
    assert everything.hits + everything.misses == len(found.surges)
    assert found.scores[-1].rule.startswith("five events")
