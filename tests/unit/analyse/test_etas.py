import numpy as np
import pytest

from marsad.analyse import etas
from marsad.errors import AnalysisError, NotEnoughIncidents


def simulate(rng, branching, decay=0.3, reach=6.0, end=1000.0):
    generation = np.column_stack([rng.normal(0, 100, (400, 2)), rng.uniform(0, end, 400)])
    parts = [generation]
    while len(generation):
        children = np.repeat(generation, rng.poisson(branching, len(generation)), axis=0)
        step = [rng.normal(0, reach, (len(children), 2)), rng.exponential(1 / decay, len(children))]
        generation = children + np.column_stack(step)
        generation = generation[generation[:, 2] < end]
        parts.append(generation)
    events = np.concatenate(parts)
    return events[:, :2], events[:, 2]


@pytest.mark.parametrize("branching", [0.3, 0.6])
def test_the_parameters_of_a_simulated_process_are_found(branching):
    xy, times = simulate(np.random.default_rng(1), branching)
    found = etas.fit_etas(xy, times, 1000.0).finding
    assert found.value == pytest.approx(branching, abs=0.08)
    assert found.decay == pytest.approx(0.3, rel=0.2)
    assert found.reach_km == pytest.approx(6.0, rel=0.12)
    assert found.interval[0] < found.value < found.interval[1]
    assert found.iterations < 200


def test_intervals_mostly_hold_the_truth():
    rng = np.random.default_rng(2)
    fits = [etas.fit_etas(*simulate(rng, 0.5), 1000.0).finding for _ in range(12)]
    assert sum(f.interval[0] <= 0.5 <= f.interval[1] for f in fits) >= 8
    assert sum(f.decay_interval[0] <= 0.3 <= f.decay_interval[1] for f in fits) >= 9


def test_scattered_events_are_background():
    rng = np.random.default_rng(3)
    fit = etas.fit_etas(rng.normal(0, 100, (400, 2)), rng.uniform(0, 1000, 400), 1000.0)
    assert fit.finding.triggered_share < 0.08
    assert fit.background.mean() > 0.92


def test_children_are_told_from_background():
    rng = np.random.default_rng(4)
    xy, times = simulate(rng, 0.5)
    fit = etas.fit_etas(xy, times, 1000.0)
    assert fit.background[:400].mean() > fit.background[400:].mean() + 0.3


def test_the_fit_turns_and_moves_with_the_map():
    xy, times = simulate(np.random.default_rng(5), 0.5)
    turned = xy @ np.array([[0.6, -0.8], [0.8, 0.6]]) + 500
    one, other = etas.fit_etas(xy, times, 1000.0).finding, etas.fit_etas(turned, times, 1000.0).finding
    assert other.value == pytest.approx(one.value, rel=0.03)
    assert other.reach_km == pytest.approx(one.reach_km, rel=0.03)


def test_events_at_shared_coordinates_end_at_the_floor_and_say_so():
    rng = np.random.default_rng(6)
    xy, times = simulate(rng, 0.6, reach=0.001)
    found = etas.fit_etas(np.round(xy), times, 1000.0).finding
    assert found.reach_km == 1.0
    assert found.reach_interval == (1.0, 1.0)
    assert "floor" in found.note


def test_too_few_events_and_wrong_windows_are_refused():
    with pytest.raises(NotEnoughIncidents):
        etas.fit_etas(np.zeros((3, 2)), np.arange(3), 10)
    with pytest.raises(AnalysisError, match="outside"):
        etas.fit_etas(np.zeros((30, 2)), np.arange(30), 10)
