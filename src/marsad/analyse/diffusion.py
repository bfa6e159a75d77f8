"""Escalation or relocation: violence reaches neighbours while its source stays active, or moves there.

Schutte & Weidmann (2011), Diffusion patterns of violence in civil wars, Political Geography 30(3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from msgspec.structs import replace
from numpy.typing import ArrayLike, NDArray

from marsad.analyse.monte_carlo import rank_p, seed_of
from marsad.errors import AnalysisError
from marsad.records.found import Finding

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Null = Literal["onset", "period"]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
CITATION = "Schutte & Weidmann (2011), Political Geography 30(3): 143-152"
_NULLS = {
    "period": "the cells active in a period are a random choice of all cells, as many as observed",
    "onset": "the newly active cells of a period are a random choice of the cells not active before it",
}


class Diffusion(Finding, frozen=True, kw_only=True):
    """Escalation or relocation: `value` joins observed, and how many the null expects.

    Attributes
    ----------
    expected
        Mean number of joins under the null.
    ratio
        value / expected; None when nothing is expected.
    by_period
        Joins into each period, from the second one on.
    """

    expected: float
    ratio: float | None
    by_period: tuple[int, ...] = ()


def activity(cells: ArrayLike, period: ArrayLike) -> tuple[list[str], Bools]:
    """Names of all cells ever active, and whether each was active, shape (periods, cells).

    Parameters
    ----------
    cells, period
        Cell and whole-numbered period of each event, shape (n,); periods without events count.
    """
    names, cell = np.unique(np.asarray(cells, dtype=np.str_), return_inverse=True)
    step = np.asarray(period, dtype=np.int64)
    step = step - step.min()
    active = np.zeros((step.max() + 1, len(names)), dtype=bool)
    active[step, cell] = True
    return names.tolist(), active


def h3_neighbours(cells: list[str]) -> Ints:
    """Pairs of indices of adjacent H3 cells, both directions, shape (pairs, 2)."""
    import h3

    index = {cell: i for i, cell in enumerate(cells)}
    pairs = [(i, index[n]) for cell, i in index.items() for n in h3.grid_ring(cell, 1) if n in index]
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def escalation_relocation(
    active: ArrayLike,
    neighbours: ArrayLike,
    rng: np.random.Generator,
    *,
    null: Null = "onset",
    draws: int = 999,
) -> tuple[Diffusion, Diffusion]:
    """Test for escalation and for relocation between neighbouring cells.

    A join is a pair of neighbours (source, target): the source was active in a period, the target was not and
    is in the next one. It is escalation when the source stays active, relocation when it goes quiet.

    Parameters
    ----------
    active
        Whether a cell was active in a period, shape (periods, cells). All cells at risk belong in it.
    neighbours
        Index pairs of adjacent cells, both directions, shape (pairs, 2).
    null
        "onset" keeps which cells stay active and which go quiet, and permutes the newly active ones among
        the cells not active before: are onsets drawn to neighbours, given persistence? "period" permutes all
        active cells within every period, as in the paper; where violence persists in place that null expects
        far more onsets than there are, so its ratios and p-values err towards no diffusion.
    draws
        Permutations.

    Returns
    -------
    Escalation and relocation, each with a one-sided p-value for more joins than expected.
    """
    active = np.asarray(active, dtype=bool)
    if active.ndim != 2 or len(active) < 2:
        raise AnalysisError(
            "activity needs (periods, cells) with at least two periods", hint="use shorter periods"
        )
    graph = _graph(np.asarray(neighbours, dtype=np.int64).reshape(-1, 2), active.shape[1])
    stay, leave, onset = _transitions(active)
    observed = _joins(graph, stay, leave, onset)
    draw = _permute_onsets if null == "onset" else _permute_periods
    simulated = np.array([_joins(graph, *draw(active, rng)).sum(axis=1) for _ in range(draws)])
    settings = (null, draws, int(active.shape[1]), int(active.any(axis=1).sum()))
    n, seed = int(active.sum()), seed_of(rng)
    stays = _finding("escalation", observed[0], simulated[:, 0], settings, n)
    moves = _finding("relocation", observed[1], simulated[:, 1], settings, n)
    return replace(stays, seed=seed), replace(moves, seed=seed)


def _graph(neighbours: Ints, cells: int) -> csr_array:
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(neighbours)), (neighbours[:, 0], neighbours[:, 1])), shape=(cells, cells))


def _transitions(active: Bools) -> tuple[Bools, Bools, Bools]:
    """Cells that stay active, that go quiet and that become active, each of shape (periods - 1, cells)."""
    before, after = active[:-1], active[1:]
    return before & after, before & ~after, ~before & after


def _joins(graph: csr_array, stay: Bools, leave: Bools, onset: Bools) -> NDArray[np.float64]:
    """Joins of escalation and relocation per pair of periods, shape (2, periods - 1)."""
    sources = np.concatenate([stay, leave]).astype(float)
    beside = (graph @ sources.T).T
    return np.asarray((beside * np.concatenate([onset, onset])).sum(axis=1).reshape(2, -1))


def _permute_periods(active: Bools, rng: np.random.Generator) -> tuple[Bools, Bools, Bools]:
    return _transitions(rng.permuted(active, axis=1))


def _permute_onsets(active: Bools, rng: np.random.Generator) -> tuple[Bools, Bools, Bools]:
    stay, leave, onset = _transitions(active)
    order = rng.random(onset.shape)
    order[active[:-1]] = 2.0  # cells active before cannot become active
    rank = order.argsort(axis=1).argsort(axis=1)
    return stay, leave, rank < onset.sum(axis=1, keepdims=True)


def _finding(
    kind: str,
    observed: NDArray[np.float64],
    simulated: NDArray[np.float64],
    settings: tuple[Null, int, int, int],
    n: int,
) -> Diffusion:
    null, draws, cells, periods = settings
    total, expected = float(observed.sum()), float(simulated.mean())
    low, high = np.quantile(simulated, [0.025, 0.975])
    return Diffusion(
        method=f"{kind} test",
        statistic="joins",
        value=total,
        p=rank_p(total, simulated),
        n=n,
        interval=(float(low), float(high)),
        parameters={"null": null, "draws": draws, "cells": cells, "periods": periods, "level": 0.95},
        null=_NULLS[null],
        alternative=f"more {kind} joins than expected (one-sided)",
        citation=CITATION,
        note="the interval is that of the joins under the null",
        expected=expected,
        ratio=total / expected if expected > 0 else None,
        by_period=tuple(int(joins) for joins in observed),
    )
