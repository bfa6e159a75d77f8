"""The near-repeat table against the Near Repeat Calculator 1.3 (Ratcliffe) on Chicago crimes.

The crimes may not be redistributed: set MARSAD_EVAL_DIR to run these. The calculator labels its
bands "a to b" but counts [a - 1, b), hence ``closed="left"``.
"""

import csv
import datetime as dt
import math
import os
import pathlib

import numpy as np
import pytest

from marsad.analyse.near_repeat import Bands, near_repeat

DATA = pathlib.Path(os.environ.get("MARSAD_EVAL_DIR", "")) / "nearrepeat"
pytestmark = pytest.mark.skipif(
    "MARSAD_EVAL_DIR" not in os.environ or not DATA.is_dir(), reason="MARSAD_EVAL_DIR is not set"
)

BURGLARY = [
    [28, 5, 5, 2],
    [44, 13, 8, 4],
    [97, 56, 19, 16],
    [77, 67, 45, 20],
    [182194, 146149, 95237, 45879],
]
ARSON = [[1, 2, 0, 8], [8, 1, 1, 45], [4, 0, 0, 141], [6, 0, 0, 233], [393, 710, 770, 133658]]
ARSON_RATIO = [[0, 28.29, 0, 0.81], [74.25, 3.67, 3.96, 0.81], [11.65, 0, 0, 0.99], [7.71, 0, 0, 0.99]]


def crimes(name):
    with (DATA / name).open() as lines:
        rows = [row for row in csv.reader(lines) if row[0][0].isdigit()]
    points = np.array([[float(row[0]), float(row[1])] for row in rows])
    return points, [dt.date.fromisoformat(row[2][:10]).toordinal() for row in rows]


def table(name, distance, days):
    bands = Bands(
        distance=(*distance, math.inf),
        days=(*days, math.inf),
        same_place=False,
        metric="manhattan",
        closed="left",
    )
    return near_repeat(*crimes(name), bands=bands, permutations=199, rng=np.random.default_rng(1))


def test_burglary():
    found = table("chicago_be_month1.csv", (0, 1, 100, 200, 300), (0, 7, 14, 21))
    assert found.observed.tolist() == BURGLARY
    assert found.distance_bands[1] == "[1, 100)"
    # the calculator: ratios 1.65, 1.69, 1.32 within a week, all at its smallest p (20 runs)
    assert found.ratio[:3, 0] == pytest.approx([1.65, 1.69, 1.32], rel=0.15)
    assert (found.p[:3, 0] <= 0.05).all()
    assert (found.p[:3, 2] > 0.3).all()


def test_arson():
    found = table("chicago_arson.csv", (0, 1, 200, 400, 600), (0, 1, 2, 3))
    assert found.observed.tolist() == ARSON
    frequent = np.array(ARSON)[:4] >= 30
    assert found.ratio[:4][frequent] == pytest.approx(np.array(ARSON_RATIO)[frequent], abs=0.05)
    assert (found.p[1:4, 0] <= 0.01).all()
