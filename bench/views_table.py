"""Print the VIEWS table: the chosen forecast against conflictology on 191 countries, 2020-2023.

Rules of the VIEWS 2023/24 challenge: data to October, predict January to December (3 to 14 months ahead of
October); weights and choice of model come from a rolling back-test inside the months before the cutoff.
Actuals: tests/fixtures/views (UCDP, CC BY 4.0).
"""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np

from marsad.analyse import scoring
from marsad.analyse.backtest import choose_forecast

ACTUALS = Path(__file__).parents[1] / "tests" / "fixtures" / "views" / "actuals.csv.gz"
AHEAD = tuple(range(3, 15))


def read_actuals() -> np.ndarray:
    """Return fatalities, shape (countries, months from January 2018)."""
    with gzip.open(ACTUALS, "rt", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    return np.array([[float(value) for value in row[1:]] for row in rows[1:]])


def year_row(actuals: np.ndarray, year: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Print one year's line; return the CRPS per country of both forecasts."""
    start = 12 * (year - 2018)
    known, observed = actuals[:, : start - 2], actuals[:, start : start + 12]
    forecast = choose_forecast(known, AHEAD, rng)
    base = np.broadcast_to(known[:, None, -12:], (*observed.shape, 12))
    ours, theirs = scoring.score(forecast.samples, observed), scoring.score(base, observed, resize=1000)
    pair = ours.cells.mean(axis=1), theirs.cells.mean(axis=1)
    print(
        f"{year} {forecast.model:<24}{ours.crps:>9.3f}{theirs.crps:>9.3f}"
        f"{ours.ignorance:>8.3f}{theirs.ignorance:>7.3f}"
        f"{ours.interval:>9.1f}{theirs.interval:>9.1f}{ours.coverage:>7.3f}  {tests(*pair, rng)}"
    )
    return pair


def tests(ours: np.ndarray, theirs: np.ndarray, rng: np.random.Generator) -> str:
    """Both paired tests over countries."""
    mean = scoring.paired_test(ours, theirs, rng)
    ranks = scoring.paired_test(ours, theirs, rng, ranks=True)
    low, high = mean.interval
    counts = f"better/worse {ranks.parameters['better']}/{ranks.parameters['worse']}"
    return f"{mean.value:+.3f} [{low:+.3f}, {high:+.3f}] p={mean.p:.3f} ranks p={ranks.p:.4f} {counts}"


def main() -> None:
    """Print the table."""
    actuals, rng = read_actuals(), np.random.default_rng(2020)
    print("CRPS, IGN, MIS (0.9): ours | conflictology; coverage (0.9); paired CRPS difference by country")
    pairs = [year_row(actuals, year, rng) for year in range(2020, 2024)]
    ours, theirs = (np.mean(column, axis=0) for column in zip(*pairs, strict=True))
    wins = sum(bool(a.mean() < b.mean()) for a, b in pairs)
    print(f"all  CRPS {ours.mean():.3f} against {theirs.mean():.3f}: {tests(ours, theirs, rng)}")
    print(f"CRPS below conflictology in {wins} of {len(pairs)} years")


if __name__ == "__main__":
    main()
