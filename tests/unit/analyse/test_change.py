import numpy as np
import pytest

from marsad.analyse.change import compare_ranges


@pytest.fixture
def rng():
    return np.random.default_rng(12)


def compare(before, after, rng, **settings):
    later = np.repeat([False, True], [len(before), len(after)])
    return compare_ranges(np.vstack([before, after]), later, rng, draws=199, **settings)


def cloud(rng, n, spread=0.5, centre=(11.0, 13.0)):
    return rng.normal(centre, spread, (n, 2))


def test_wider_is_spreading_and_narrower_contracting(rng):
    narrow, wide = cloud(rng, 150), cloud(rng, 150, 1.5)
    assert compare(narrow, wide, rng).verdict == "spreading"
    assert compare(wide, narrow, rng).verdict == "contracting"


def test_a_move_is_shifting(rng):
    found = compare(cloud(rng, 150), cloud(rng, 150, centre=(11.0, 14.0)), rng)
    assert found.verdict == "shifting"
    assert found.moved_km == pytest.approx(109, rel=0.15)


def test_more_reports_alone_are_steady(rng):
    found = compare(cloud(rng, 60), cloud(rng, 600), rng)
    assert found.verdict == "steady"
    assert found.cells[1] == pytest.approx(found.cells[0], rel=0.25)


def test_few_events_are_too_little(rng):
    found = compare(cloud(rng, 10), cloud(rng, 100), rng)
    assert found.verdict == "too little data"
    assert found.value is None
    assert "10 events" in found.note


def test_p_is_uniform_under_the_null(rng):
    found = [compare(cloud(rng, 40), cloud(rng, 60), rng) for _ in range(80)]
    p = np.array([(one.p, one.reach_p, one.moved_p) for one in found])
    assert (np.abs(p.mean(axis=0) - 0.5) < 0.12).all()
    assert ((p <= 0.1).mean(axis=0) < 0.19).all()
    assert np.mean([one.verdict == "steady" for one in found]) > 0.88


def test_bursts_do_not_pass_for_change_when_blocks_are_given(rng):
    centres = cloud(rng, 40)
    events = np.repeat(centres, 10, axis=0) + rng.normal(0, 0.05, (400, 2))
    burst = np.repeat(np.arange(40), 10)
    free = compare(events[:200], events[200:], np.random.default_rng(1))
    held = compare(events[:200], events[200:], np.random.default_rng(1), block=burst)
    assert held.moved_p > free.moved_p
    assert held.verdict == "steady"
