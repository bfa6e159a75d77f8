import numpy as np
import pytest

from marsad.analyse import reporting
from marsad.errors import AnalysisError, NotEnoughIncidents


def test_rates_follow_the_volume_of_reports():
    rows = reporting.effort([4, 40, 3], [100, 1000, 0], constant=[4, 5, 3], first=2020)
    assert [row.per_100_reports for row in rows] == [4, 4, None]
    assert rows[2].interval is None
    assert rows[1].interval[1] - rows[1].interval[0] < rows[0].interval[1] - rows[0].interval[0]
    assert [(row.period, row.constant) for row in rows] == [(2020, 4), (2021, 5), (2022, 3)]


def test_poisson_interval_equals_garwood_tables():
    low, high = reporting.poisson_interval([0, 1, 10])
    np.testing.assert_allclose(low, [0, 0.0253, 4.7954], atol=1e-4)
    np.testing.assert_allclose(high, [3.6889, 5.5716, 18.3904], atol=1e-4)


def test_counts_of_different_periods_are_refused():
    with pytest.raises(AnalysisError):
        reporting.effort([1, 2], [1])


def test_constant_sources_report_in_every_period():
    source, period = ["a", "a", "a", "b", "b", "c"], [1, 2, 3, 1, 3, 2]
    assert reporting.constant_sources(source, period) == ("a",)
    assert reporting.constant_sources(source, period, share=0.6) == ("a", "b")
    assert reporting.constant_sources([], []) == ()


def test_events_of_new_sources_leave_the_constant_series_alone():
    events = [("a",), ("new",), ("a", "new"), ("new",)]
    counts = reporting.constant_counts(events, [1, 3, 3, 3], ("a",), periods=(1, 3))
    assert counts.tolist() == [1, 0, 1]


def reported(rng, now=60, rate=50, delay=4.0):
    event = np.repeat(np.arange(now + 1), rng.poisson(rate, now + 1))
    report = event + rng.geometric(1 / delay, len(event)) - 1
    return event, report


def test_delays_are_recovered_from_truncated_data():
    event, report = reported(np.random.default_rng(1))
    known = report <= 60
    shares = reporting.delay_distribution((report - event)[known], (60 - event)[known])
    exact = 1 - 0.75 ** np.arange(1, 11)
    np.testing.assert_allclose(shares[:10], exact, atol=0.03)
    naive = ((report - event)[known][:, None] <= np.arange(3)).mean(axis=0)
    assert (naive > shares[:3]).all()


def test_nowcast_covers_the_truth_and_greys_the_last_periods():
    rng, held, total, bias = np.random.default_rng(2), 0, 0, []
    for _ in range(30):
        event, report = reported(rng)
        known = report <= 60
        rows = reporting.nowcast(event[known], report[known], 60)
        truth = np.bincount(event, minlength=61)
        assert rows[-1].grey
        assert not rows[0].grey
        for row in rows[-5:]:
            held += row.interval[0] <= truth[row.period] <= row.interval[1]
            bias.append(row.expected - truth[row.period])
            total += 1
    assert 0.82 <= held / total <= 0.98
    assert abs(np.mean(bias)) < 3


def test_a_period_without_known_events_has_a_nowcast_above_zero():
    row = reporting.nowcast([0] * 40, [0] * 20 + [1] * 20, 1, first=0)[1]
    assert row.events == 0
    assert row.expected == 0
    assert row.interval[1] > 0


def test_reports_from_the_future_are_refused():
    with pytest.raises(AnalysisError, match="after the present"):
        reporting.nowcast([1, 2], [1, 9], 5)


def test_events_without_report_dates_are_refused():
    with pytest.raises(NotEnoughIncidents):
        reporting.nowcast([], [], 5)
