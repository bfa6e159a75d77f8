"""How activity moves and repeats: diffusion, front, near-repeat, self-excitation, hot spots."""

from __future__ import annotations

import numpy as np

from marsad.analyse.diffusion import Diffusion, activity, escalation_relocation, h3_neighbours
from marsad.analyse.etas import SpaceTimeExcitation, fit_etas
from marsad.analyse.front import Front, first_arrivals, front_speed
from marsad.analyse.hawkes import SelfExcitation, fit_temporal, spread_ties
from marsad.analyse.hot_spots import HotSpot, h3_cube, hot_spots
from marsad.analyse.near_repeat import Bands, NearRepeat, near_repeat
from marsad.analyse.range import centre_of_gravity, occupied_cells, project
from marsad.analyse.spread.events import Events, Selection, steps
from marsad.analyse.spread.question import Question
from marsad.records import Record

COARSE = 4  # H3: about 1,770 km2 a cell
BANDS = Bands(distance=(0.0, 5.0, 10.0, 20.0), days=(0.0, 3.0, 7.0, 14.0, 30.0))
_FEWER_DRAWS = 499
_MOST_EXCITED = 1500  # the latest events, for the fits that look at all pairs


class HotCell(Record, frozen=True, kw_only=True):
    """A hot or cold cell with the place of most of its events and its centre."""

    where: str
    lat: float
    lon: float
    finding: HotSpot


def diffusion(selection: Selection, question: Question) -> tuple[Diffusion, Diffusion]:
    """Escalation and relocation between neighbouring cells, period by period."""
    period, _, _ = steps(selection.group, selection, question)
    names, active = activity(occupied_cells(*selection.group.position.T, resolution=COARSE), period)
    draws = min(question.replicates, _FEWER_DRAWS)
    rng = np.random.default_rng(question.seed)
    return escalation_relocation(active, h3_neighbours(names), rng, draws=draws)


def front(selection: Selection) -> Front:
    """Speed of a front from the first place, only where first arrivals form one."""
    group = selection.group
    cells = occupied_cells(*group.position.T, resolution=COARSE)
    return front_speed(*first_arrivals(cells, group.position, group.day))


def repeats(selection: Selection, question: Question) -> tuple[NearRepeat, ...]:
    """All bands of the near-repeat table."""
    group, rng = selection.group, np.random.default_rng(question.seed)
    permutations = min(question.replicates, 999 if len(group) < 5000 else 199)
    return near_repeat(group.position, group.day, bands=BANDS, permutations=permutations, rng=rng).findings


def excitation(selection: Selection, question: Question) -> SelfExcitation:
    """Share of events that earlier ones trigger, in time."""
    group = _latest(selection.group)
    start = int(group.day.min())
    times = spread_ties(group.day - start, np.random.default_rng(question.seed))
    return fit_temporal(times, float(selection.last - start + 1))


def space_time_excitation(selection: Selection, question: Question) -> SpaceTimeExcitation:
    """The same in space and time."""
    group = _latest(selection.group)
    start = int(group.day.min())
    lat, lon = group.position.T
    xy = project(lat, lon, centre_of_gravity(lat, lon))
    rng = np.random.default_rng(question.seed)
    return fit_etas(xy, spread_ties(group.day - start, rng), float(selection.last - start + 1)).finding


def _latest(group: Events) -> Events:
    chosen = np.zeros(len(group), bool)
    chosen[-_MOST_EXCITED:] = True
    return group.where(chosen)


def hot_cells(selection: Selection, question: Question) -> tuple[HotCell, ...]:
    """Cells that are becoming, staying or ceasing to be hot, strongest first."""
    import h3

    group = selection.group
    period, _, periods = steps(group, selection, question)
    counts, cells, neighbours = h3_cube(group.position, period, periods, resolution=COARSE)
    found = hot_spots(counts, neighbours, cells=cells).findings
    names = _names(group)
    rows = []
    for one in sorted(found, key=lambda one: -(one.value or 0.0)):
        lat, lon = h3.cell_to_latlng(one.cell)
        rows.append(HotCell(where=names.get(one.cell or "", ""), lat=lat, lon=lon, finding=one))
    return tuple(rows)


def _names(group: Events) -> dict[str, str]:
    names: dict[str, str] = {}
    for cell, one in zip(occupied_cells(*group.position.T, resolution=COARSE), group.incidents, strict=True):
        if one.place and one.place.level in ("site", "town"):
            names[str(cell)] = one.place.name or one.place.text
    return names
