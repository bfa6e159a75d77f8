"""Known stories in UCDP data: Boko Haram's range grew to 2014 and then shrank; IS in Syria lost its range."""

import csv
import datetime as dt
import gzip
from pathlib import Path

import numpy as np
import pytest

from marsad.analyse import backtest, diffusion, front, scoring
from marsad.analyse import range as spread
from marsad.analyse.change import compare_ranges

UCDP = Path(__file__).parents[2] / "fixtures" / "ucdp"
MAIDUGURI = (11.84644, 13.160274)


class Events:
    def __init__(self, name):
        with gzip.open(UCDP / name, "rt", encoding="utf-8") as lines:
            rows = [row for row in csv.DictReader(lines) if int(row["where_prec"]) <= 3]
        self.position = np.array([[float(row["latitude"]), float(row["longitude"])] for row in rows])
        self.day = np.array([dt.date.fromisoformat(row["date"]).toordinal() for row in rows])
        self.year = np.array([int(row["date"][:4]) for row in rows])
        self.month = np.array([int(row["date"][:4]) * 12 + int(row["date"][5:7]) - 1 for row in rows])
        self.cell = np.array([row["priogrid"] for row in rows])

    def change(self, before, after):
        chosen = np.isin(self.year, (before, after))
        week = self.day[chosen] // 7
        rng = np.random.default_rng(1)
        return compare_ranges(self.position[chosen], self.year[chosen] == after, rng, block=week)


@pytest.fixture(scope="module")
def boko_haram():
    return Events("boko_haram_nigeria.csv.gz")


@pytest.fixture(scope="module")
def is_syria():
    return Events("is_syria.csv.gz")


def test_boko_haram_spread_to_2014_then_contracted(boko_haram):
    assert boko_haram.change(2011, 2014).verdict == "spreading"
    assert boko_haram.change(2012, 2014).verdict == "shifting"
    assert boko_haram.change(2014, 2016).verdict == "contracting"


def test_is_in_syria_contracted(is_syria):
    found = is_syria.change(2016, 2019)
    assert found.verdict == "contracting"
    assert found.p < 0.01


def test_yearly_range_of_boko_haram(boko_haram):
    rows = spread.range_by_period(boko_haram.position, boko_haram.year, np.random.default_rng(1), draws=9)
    by_year = {row.period: {name: m.value for name, m in row.measures.items()} for row in rows}
    published = {  # an independent calculation
        2011: (211_976, 236, 11.49, 12.01),
        2012: (290_400, 242, 11.47, 11.55),
        2014: (242_441, 179, 11.24, 12.68),
        2017: (61_051, 73, 11.74, 13.43),
    }
    for year, (hull, major, lat, lon) in published.items():
        row = by_year[year]
        assert row["hull_km2"] == pytest.approx(hull, rel=0.05)
        assert row["major_km"] == pytest.approx(major, rel=0.02)
        assert (row["centre_lat"], row["centre_lon"]) == pytest.approx((lat, lon), abs=0.03)


def test_new_cells_of_boko_haram_run_dry(boko_haram):
    rows = spread.cell_changes(boko_haram.cell, boko_haram.year)
    new = {row.period: row.new for row in rows}
    assert rows[-1].ever == 98
    assert new[2012] == 28
    assert new[2013] == 20
    assert sum(new[year] for year in range(2015, 2020)) <= 15


def test_no_front_runs_from_maiduguri(boko_haram):
    position, day = front.first_arrivals(boko_haram.cell, boko_haram.position, boko_haram.day)
    found = front.front_speed(position, day, origin=MAIDUGURI)
    assert found.n == 98
    assert found.value is None
    assert found.p > 0.5
    assert found.r2 < 0.01
    assert "no front" in found.note


def test_boko_haram_escalates_from_cell_to_cell(boko_haram):
    chosen = (boko_haram.year >= 2010) & (boko_haram.year <= 2014)
    cells = spread.occupied_cells(*boko_haram.position[chosen].T, resolution=4)
    names, active = diffusion.activity(cells, boko_haram.month[chosen])
    stays, _ = diffusion.escalation_relocation(
        active, diffusion.h3_neighbours(names), np.random.default_rng(1), draws=199
    )
    assert stays.p < 0.01
    assert stays.ratio > 1.5


def test_cell_forecasts_of_boko_haram_beat_conflictology(boko_haram):
    names, index = np.unique(boko_haram.cell, return_inverse=True)
    counts = np.zeros((len(names), 132))
    np.add.at(counts, (index, boko_haram.month - 2009 * 12), 1)
    rng = np.random.default_rng(1)
    trials = backtest.with_ensemble(backtest.run_trials(counts, (1,), rng, known=72))
    table = backtest.score_trials(trials)
    # zero and conflictology were calculated independently
    assert table.row("zero").crps == pytest.approx(0.2588, abs=1e-4)
    assert table.row("conflictology_12").crps == pytest.approx(0.1779, abs=1e-4)
    assert table.row("conflictology_36").crps == pytest.approx(0.1757, abs=1e-4)
    by_month = [
        [scoring.crps(trial.samples[name], trial.observed).mean() for trial in trials]
        for name in ("ensemble", "conflictology_12")
    ]
    paired = scoring.paired_test(*by_month, rng)
    assert paired.value < 0
    assert paired.p < 0.01
