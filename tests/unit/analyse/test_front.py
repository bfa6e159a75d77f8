import numpy as np
import pytest

from marsad.analyse import front
from marsad.analyse.range import great_circle_km
from marsad.errors import AnalysisError


def places(rng, n=60):
    position = rng.normal([11.8, 13.1], 1.5, (n, 2))
    position[0] = (11.8, 13.1)
    return position, great_circle_km(11.8, 13.1, position[:, 0], position[:, 1])


def test_a_planted_front_is_measured_and_its_interval_holds_the_truth():
    rng = np.random.default_rng(1)
    held = 0
    for _ in range(40):
        position, km = places(rng)
        result = front.front_speed(position, km / 2.5 + rng.normal(0, 20, len(km)), origin=(11.8, 13.1))
        assert result.value == pytest.approx(2.5, rel=0.4)
        held += result.interval[0] <= 2.5 <= result.interval[1]
    assert held >= 34


def test_unrelated_arrivals_give_no_front():
    rng = np.random.default_rng(2)
    given = 0
    for _ in range(100):
        position, km = places(rng)
        given += front.front_speed(position, rng.uniform(0, 1000, len(km))).value is not None
    assert given <= 5


def test_no_front_says_why_and_gives_no_number():
    rng = np.random.default_rng(3)
    position, km = places(rng)
    result = front.front_speed(position, -km, origin=(11.8, 13.1))
    assert result.value is None
    assert result.interval is None
    assert "farther places were not reached later" in result.note


@pytest.mark.parametrize("n", [0, 5])
def test_few_places_give_no_front(n):
    result = front.front_speed(np.zeros((n, 2)), np.arange(n))
    assert result.value is None
    assert f"{n} places" in result.note


def test_places_all_at_one_distance_give_no_front():
    assert "one distance" in front.front_speed(np.zeros((10, 2)), np.arange(10.0)).note


def test_the_speed_does_not_change_when_the_map_is_turned_about_the_pole():
    position, km = places(np.random.default_rng(4))
    day = km / 3
    moved = position + np.array([0, 40])
    assert front.front_speed(moved, day).value == pytest.approx(front.front_speed(position, day).value)


def test_first_arrivals_take_the_earliest_event_of_each_place():
    position, day = front.first_arrivals(["b", "a", "b"], [[1, 2], [5, 6], [3, 4]], [9, 7, 8])
    assert day.tolist() == [7, 8]
    assert position.tolist() == [[5, 6], [2, 3]]


def test_unequal_lengths_are_refused():
    with pytest.raises(AnalysisError):
        front.front_speed(np.zeros((9, 2)), np.arange(8))
