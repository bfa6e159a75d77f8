import numpy as np
import pytest

from marsad.analyse import range as spread
from marsad.errors import AnalysisError, NotEnoughIncidents


@pytest.fixture
def rng():
    return np.random.default_rng(4)


def turn(xy, degrees):
    angle = np.radians(degrees)
    return xy @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def test_projection_keeps_areas_and_distances_near_the_centre():
    corners = spread.project([10, 10, 11, 11], [13, 14, 14, 13], (10.5, 13.5))
    degree = np.pi / 180
    exact = spread.RADIUS_KM**2 * degree * (np.sin(11 * degree) - np.sin(10 * degree))
    assert spread.hull_area(corners, share=1.0) == pytest.approx(exact, rel=1e-3)
    km = spread.great_circle_km(10, 13, 10, 14)
    assert np.hypot(*(corners[1] - corners[0])) == pytest.approx(km, rel=1e-3)


def test_centre_of_gravity_crosses_the_date_line():
    lat, lon = spread.centre_of_gravity([5, 5], [179, -179])
    assert lat == pytest.approx(5, abs=0.01)
    assert abs(lon) == pytest.approx(180)


def test_hull_drops_the_farthest_points(rng):
    xy = np.vstack([rng.normal(0, 1, (95, 2)), rng.normal(0, 1, (5, 2)) + 1000])
    assert spread.hull_area(xy) < 100
    assert spread.hull_area(xy, share=1.0) > 1000


@pytest.mark.parametrize("xy", [[[1.0, 2.0]], [[0.0, 0.0], [3.0, 3.0]], [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]])
def test_points_on_a_line_have_no_area(xy):
    assert spread.hull_area(xy, share=1.0) == 0


def test_kernel_area_of_a_known_normal_distribution(rng):
    xy = rng.normal(0, 10, (20_000, 2))
    exact = np.pi * 100 * -2 * np.log(0.05)  # the circle that holds 95 % of a bivariate normal
    assert spread.kernel_area(xy, bandwidth=0.5) == pytest.approx(exact, rel=0.06)
    assert spread.kernel_area(np.zeros((5, 2))) == 0


def test_areas_and_ellipse_turn_with_the_map(rng):
    xy = rng.normal(0, [30, 10], (300, 2))
    turned = turn(xy, 30)
    assert spread.hull_area(turned) == pytest.approx(spread.hull_area(xy))
    assert spread.kernel_area(turned) == pytest.approx(spread.kernel_area(xy), rel=0.03)
    before, after = spread.ellipse(xy), spread.ellipse(turned)
    assert after.major_km == pytest.approx(before.major_km)
    assert after.minor_km == pytest.approx(before.minor_km)
    assert (after.angle - before.angle) % 180 == pytest.approx(30)


def test_ellipse_of_an_east_west_line():
    shape = spread.ellipse([[-3.0, 0.0], [3.0, 0.0]])
    assert (shape.major_km, shape.minor_km, shape.angle) == pytest.approx((3, 0, 90))


def test_cells_are_new_lost_and_reoccupied():
    rows = spread.cell_changes(["a", "b", "a", "c", "b", "c"], [1, 1, 2, 2, 4, 4])
    assert [(r.period, r.occupied, r.new, r.lost, r.reoccupied, r.ever) for r in rows] == [
        (1, 2, 2, 0, 0, 2),
        (2, 2, 1, 1, 0, 3),
        (3, 0, 0, 2, 0, 3),
        (4, 2, 0, 0, 2, 3),
    ]
    assert rows[1].new_cells == ("c",)
    assert rows[1].lost_cells == ("b",)


def test_h3_cells_tell_places_apart():
    cells = spread.occupied_cells([11.84, 11.84, 9.0], [13.16, 13.16, 7.4])
    assert cells[0] == cells[1] != cells[2]


def test_rarefied_count_equals_the_mean_of_random_subsets(rng):
    counts = np.array([10, 5, 1, 1, 3])
    events = np.repeat(np.arange(5), counts)
    drawn = [len(np.unique(rng.choice(events, 6, replace=False))) for _ in range(4000)]
    assert spread.rarefied_count(counts, 6) == pytest.approx(np.mean(drawn), abs=0.05)
    assert spread.rarefied_count(counts, 20) == pytest.approx(5)
    with pytest.raises(NotEnoughIncidents):
        spread.rarefied_count(counts, 21)


def test_more_reports_of_the_same_range_do_not_look_like_growth(rng):
    few, many = rng.normal([11, 13], 0.5, (40, 2)), rng.normal([11, 13], 0.5, (400, 2))
    rows = spread.range_by_period(np.vstack([few, many]), [1] * 40 + [2] * 400, rng, draws=60)
    first, second = (row.measures["cells"] for row in rows)
    assert second.value > 2 * first.value
    assert second.rarefied == pytest.approx(first.rarefied, rel=0.2)
    assert rows[0].parameters["rarefied_to"] == 40


def test_a_growing_range_is_seen_and_intervals_hold_the_value(rng):
    small, large = rng.normal([11, 13], 0.3, (150, 2)), rng.normal([11, 13], 1.2, (150, 2))
    rows = spread.range_by_period(np.vstack([small, large]), [2013] * 150 + [2014] * 150, rng, draws=60)
    for name in ("cells", "hull_km2", "kernel_km2", "major_km"):
        before, after = (row.measures[name] for row in rows)
        assert before.interval[1] < after.interval[0], name
    for row in rows:
        for name, measured in row.measures.items():
            assert measured.interval[0] <= measured.value <= measured.interval[1], name


def test_bootstrap_interval_covers_the_true_spread(rng):
    held = 0
    for _ in range(24):
        rows = spread.range_by_period(rng.normal([0, 0], [0.5, 0.2], (80, 2)), [0] * 80, rng, draws=50)
        low, high = rows[0].measures["major_km"].interval
        held += low <= np.radians(0.5) * spread.RADIUS_KM <= high
    assert held >= 19


def test_arrivals_measure_the_distance_to_the_earlier_range():
    rows = spread.arrivals(
        ["b", "a", "b", "c"], [[10.0, 11.0], [10.0, 10.0], [10.0, 11.0], [10.0, 11.5]], [5.0, 1.0, 9.0, 7.0]
    )
    assert [(r.place, r.event, r.time, r.events) for r in rows] == [
        ("a", 1, 1, 1),
        ("b", 0, 5, 2),
        ("c", 3, 7, 1),
    ]
    assert rows[0].distance_km is None
    assert rows[1].distance_km == pytest.approx(spread.great_circle_km(10, 10, 10, 11))
    assert rows[2].distance_km == pytest.approx(spread.great_circle_km(10, 11, 10, 11.5))


@pytest.mark.parametrize("bad", [[[13.0, 200.0]], [[95.0, 13.0]], [[np.nan, 13.0]]])
def test_positions_that_are_not_degrees_are_refused(bad, rng):
    with pytest.raises(AnalysisError, match="latitude"):
        spread.range_by_period(bad, [1], rng)


def test_no_events_is_an_error_with_a_hint(rng):
    with pytest.raises(NotEnoughIncidents) as caught:
        spread.range_by_period(np.empty((0, 2)), [], rng)
    assert caught.value.hint
