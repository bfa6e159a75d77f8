import h3
import numpy as np
import pytest

from marsad.analyse import diffusion
from marsad.errors import AnalysisError


def ring(cells):
    """Cells in a circle, each beside the next."""
    here = np.arange(cells)
    return np.concatenate(
        [np.column_stack([here, (here + 1) % cells]), np.column_stack([here, (here - 1) % cells])]
    )


def test_joins_are_counted_as_the_paper_defines_them():
    active = np.array([[1, 0, 0, 1, 0, 0], [1, 1, 0, 0, 1, 0]])
    stays, moves = diffusion.escalation_relocation(active, ring(6), np.random.default_rng(1), draws=9)
    assert (stays.value, moves.value) == (1, 1)  # 0 stays and 1 begins; 3 goes quiet and 4 begins
    assert stays.by_period == (1,)


def test_onset_permutation_keeps_onsets_among_cells_that_were_quiet():
    rng = np.random.default_rng(2)
    active = rng.random((12, 40)) < 0.3
    stay, leave, onset = diffusion._permute_onsets(active, rng)
    real = diffusion._transitions(active)
    np.testing.assert_array_equal(stay, real[0])
    np.testing.assert_array_equal(leave, real[1])
    np.testing.assert_array_equal(onset.sum(axis=1), real[2].sum(axis=1))
    assert not (onset & active[:-1]).any()


@pytest.mark.parametrize("null", ["period", "onset"])
def test_p_is_uniform_under_the_null(null):
    rng = np.random.default_rng(11)
    p = np.array(
        [
            [
                t.p
                for t in diffusion.escalation_relocation(
                    rng.random((10, 60)) < 0.3, ring(60), rng, null=null, draws=99
                )
            ]
            for _ in range(250)
        ]
    )
    assert ((p <= 0.1).mean(axis=0) < 0.16).all()
    assert ((p <= 0.1).mean(axis=0) > 0.04).all()
    assert (np.abs(p.mean(axis=0) - 0.5) < 0.06).all()


def spreading(rng, life):
    """Three waves of violence that reach one neighbour each period and last `life` periods in a cell."""
    active = rng.random((14, 60)) < 0.02
    for step in range(14):
        for age in range(life):
            active[step, (np.array([0, 20, 40]) + step - age) % 60] = True
    return active


@pytest.mark.parametrize("null", ["period", "onset"])
def test_planted_escalation_and_relocation_are_told_apart(null):
    rng = np.random.default_rng(3)
    stays, moves = diffusion.escalation_relocation(spreading(rng, 2), ring(60), rng, null=null)
    assert stays.p < 0.01
    assert moves.p > 0.05
    stays, moves = diffusion.escalation_relocation(spreading(rng, 1), ring(60), rng, null=null)
    assert moves.p < 0.01
    assert moves.ratio > 3
    assert stays.value < moves.value / 10


def test_violence_that_persists_and_grows_is_escalation():
    rng = np.random.default_rng(5)
    stays, moves = diffusion.escalation_relocation(spreading(rng, 14), ring(60), rng)
    assert stays.p < 0.01
    assert moves.p > 0.05


def test_the_answer_does_not_depend_on_the_order_or_names_of_cells():
    rng = np.random.default_rng(6)
    active, order = spreading(rng, 3), rng.permutation(60)
    renamed = np.argsort(order)[ring(60)]
    left = diffusion.escalation_relocation(active, ring(60), np.random.default_rng(1), draws=199)
    right = diffusion.escalation_relocation(active[:, order], renamed, np.random.default_rng(1), draws=199)
    for one, other in zip(left, right, strict=True):
        assert one.value == other.value
        assert one.expected == pytest.approx(other.expected, rel=0.1)


def test_activity_and_neighbours_from_h3_cells():
    centre = h3.latlng_to_cell(11.8, 13.1, 5)
    beside, far = h3.grid_ring(centre, 1)[0], h3.latlng_to_cell(9, 7, 5)
    names, active = diffusion.activity([centre, beside, far, centre], [5, 7, 7, 7])
    assert active.shape == (3, 3)
    assert active.sum(axis=1).tolist() == [1, 0, 3]
    pairs = {(names[a], names[b]) for a, b in diffusion.h3_neighbours(names)}
    assert pairs == {(centre, beside), (beside, centre)}


def test_one_period_is_refused():
    with pytest.raises(AnalysisError, match="two periods"):
        diffusion.escalation_relocation(np.ones((1, 4)), ring(4), np.random.default_rng(1))
