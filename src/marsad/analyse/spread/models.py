"""What the scan compares with: time and place alone, expected numbers, or controls."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from marsad.analyse.population import person_time
from marsad.analyse.range import great_circle_km
from marsad.analyse.scan import (
    ScanResult,
    ScanSettings,
    count_events,
    scan_bernoulli,
    scan_permutation,
    scan_poisson,
)
from marsad.analyse.spread.events import DIGITS, Floats, Ints, Selection, steps
from marsad.analyse.spread.question import Question, first_day, period_of
from marsad.errors import ConfigError, NotEnoughIncidents

Kind = Literal["expected", "population", "controls"]
KINDS: tuple[Kind, ...] = ("expected", "population", "controls")
FARTHEST_KM = 50.0
MOST_PLACES = 2_000  # the scan's work grows with the square of the number of places
_POOLS = (6, 5, 4)  # H3 resolutions: about 36, 250 and 1,770 km2 a cell


class Row(NamedTuple):
    """One number of a table at a place; first and last day (ordinals) are None where it holds always."""

    lat: float
    lon: float
    value: float
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Baseline:
    """A table to compare with: expected cases, population, or controls."""

    kind: Kind
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the scan gave; ``chosen`` are the rows of the group's events that took part.

    ``pooled`` is the H3 resolution of the cells that places were put together in, where they were many.
    """

    result: ScanResult
    places: Floats
    place: Ints
    period: Ints
    chosen: Ints
    with_cases: int
    left_out: int = 0
    pooled: int | None = None


def read_baseline(path: Path) -> Baseline:
    """Read a table of expected numbers.

    Parameters
    ----------
    path
        CSV with the columns ``lat`` and ``lon`` in degrees, one of ``expected``, ``population`` and
        ``controls``, and possibly ``date`` (ISO day, month or year).

    Raises
    ------
    ConfigError
        It cannot be read, or a cell is wrong; the message names the line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            names = set(reader.fieldnames or ())
            kind = next((kind for kind in KINDS if kind in names), None)
            if kind is None or not {"lat", "lon"} <= names:
                hint = f"Columns: lat, lon, one of {', '.join(KINDS)}, and possibly date."
                raise ConfigError(f"{path}:1: columns are missing", hint)
            rows = tuple(_row(row, kind, f"{path}:{reader.line_num}") for row in reader)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}", "Give a CSV file in UTF-8.") from error
    if not rows:
        raise ConfigError(f"{path}: no rows", "Give one row for each place.")
    return Baseline(kind, path.name, rows)


def _row(cells: dict[str, str], kind: str, where: str) -> Row:
    try:
        lat, lon, value = (float(cells[name]) for name in ("lat", "lon", kind))
        first, last = _span((cells.get("date") or "").strip())
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{where}: {error}", "Mend or leave out the row.") from error
    if not (abs(lat) <= 90 and abs(lon) <= 180 and math.isfinite(value) and value >= 0):
        raise ConfigError(f"{where}: {lat}, {lon}, {value}: out of range", "Mend or leave out the row.")
    return Row(lat, lon, value, first, last)


def _span(date: str) -> tuple[int | None, int | None]:
    """First and last day of an ISO day, month or year."""
    if not date:
        return None, None
    first = dt.date.fromisoformat(date + "-01-01"[len(date) - 4 :])
    if len(date) == len("2014"):
        return first.toordinal(), dt.date(first.year, 12, 31).toordinal()
    if len(date) == len("2014-08"):
        after = first.replace(day=28) + dt.timedelta(days=4)
        return first.toordinal(), after.replace(day=1).toordinal() - 1
    return first.toordinal(), first.toordinal()


def scan(
    selection: Selection, question: Question, settings: ScanSettings, baseline: Baseline | None
) -> Scanned:
    """Scan with the model that is asked for.

    Raises
    ------
    NotEnoughIncidents
        There is nothing to compare with.
    """
    if question.scan_model == "poisson":
        return _poisson(selection, question, settings, baseline)
    selection, pooled = pool(selection)
    found = _with_places(selection, question, settings, baseline)
    return replace(found, pooled=pooled)


def pool(selection: Selection) -> tuple[Selection, int | None]:
    """The events at the centres of cells, small ones first, where there are more than :data:`MOST_PLACES`."""
    places = np.unique(np.vstack([selection.places, selection.group.position]), axis=0)
    if len(places) <= MOST_PLACES:
        return selection, None
    for resolution in _POOLS:
        centres = np.unique(_centres(places, resolution), axis=0)
        if len(centres) <= MOST_PLACES or resolution == _POOLS[-1]:
            break
    group, around = (
        replace(events, position=_centres(events.position, resolution))
        for events in (selection.group, selection.around)
    )
    return replace(selection, group=group, around=around, places=centres), resolution


def _centres(position: Floats, resolution: int) -> Floats:
    import h3

    spots, back = np.unique(position, axis=0, return_inverse=True)
    centres = [h3.cell_to_latlng(h3.latlng_to_cell(*spot, resolution)) for spot in spots.tolist()]
    return np.array(centres, float).round(DIGITS)[back.ravel()].reshape(-1, 2)


def _with_places(
    selection: Selection, question: Question, settings: ScanSettings, baseline: Baseline | None
) -> Scanned:
    if question.scan_model == "bernoulli":
        return _bernoulli(selection, question, settings, baseline)
    group = selection.group
    period, _, periods = steps(group, selection, question)
    counts, places, place = count_events(group.position, period, periods, also=selection.places)
    result = scan_permutation(counts, places, settings=settings, rng=np.random.default_rng(question.seed))
    return _scanned(result, (places, place, period), np.arange(len(group)), counts)


def _scanned(
    result: ScanResult, rows: tuple[Floats, Ints, Ints], chosen: Ints, counts: Ints, left_out: int = 0
) -> Scanned:
    return Scanned(result, *rows, chosen, int((counts.sum(axis=1) > 0).sum()), left_out)


def _poisson(
    selection: Selection, question: Question, settings: ScanSettings, baseline: Baseline | None
) -> Scanned:
    """Events stand at the nearest place of the table, none farther than :data:`FARTHEST_KM`."""
    if baseline is None or baseline.kind == "controls":
        hint = "Give --expected FILE with the columns lat, lon and expected or population."
        raise NotEnoughIncidents("the Poisson model needs expected numbers", hint)
    period, first, periods = steps(selection.group, selection, question)
    spots = np.array([(row.lat, row.lon) for row in baseline.rows])
    places, row = np.unique(spots, axis=0, return_inverse=True)
    expected = _expected(baseline, row.ravel(), (len(places), periods), (first, question))
    nearest, away = _nearest(selection.group.position, places)
    some = (away <= FARTHEST_KM) & (expected[nearest, period] > 0)
    chosen = np.flatnonzero(some)
    cell = nearest[chosen] * periods + period[chosen]
    counts = np.bincount(cell, minlength=expected.size).reshape(expected.shape)
    result = scan_poisson(
        counts, places, expected=expected, settings=settings, rng=np.random.default_rng(question.seed)
    )
    rows = places, nearest[chosen], period[chosen]
    return _scanned(result, rows, chosen, counts, int((~some).sum()))


def _nearest(position: Floats, places: Floats) -> tuple[Ints, Floats]:
    spots, back = np.unique(position, axis=0, return_inverse=True)
    away = np.vstack([great_circle_km(lat, lon, places[:, 0], places[:, 1]) for lat, lon in spots])
    best = away.argmin(axis=1)
    return best[back.ravel()], away.min(axis=1)[back.ravel()]


def _expected(baseline: Baseline, place: Ints, shape: tuple[int, int], when: tuple[int, Question]) -> Floats:
    """Expected cases (in any unit) by place and period."""
    first, question = when
    edges = np.array([first_day(first + step, question.period).toordinal() for step in range(shape[1] + 1)])
    table = np.zeros(shape)
    for number in range(shape[0]):
        rows = [baseline.rows[i] for i in np.flatnonzero(place == number).tolist()]
        table[number] = _person_days(rows, edges) if baseline.kind == "population" else _added(rows, edges)
    return table


def _person_days(rows: Iterable[Row], edges: Ints) -> Floats:
    """Population between its counts; a count for a year or month belongs to the middle of it."""
    known = {(row.first + (row.last or row.first)) // 2 if row.first else 0: row.value for row in rows}
    at = sorted(known)
    return person_time(at, [known[day] for day in at], edges)


def _added(rows: Iterable[Row], edges: Ints) -> Floats:
    """Expected numbers of days, months or years shared out over the periods by days in common."""
    total = np.zeros(len(edges) - 1)
    for row in rows:
        if row.first is None or row.last is None:
            total += row.value
            continue
        common = np.minimum(edges[1:], row.last + 1) - np.maximum(edges[:-1], row.first)
        total += row.value * np.maximum(common, 0) / (row.last + 1 - row.first)
    return total


def _bernoulli(
    selection: Selection, question: Question, settings: ScanSettings, baseline: Baseline | None
) -> Scanned:
    """Cases are the group's events, controls those of a table or of everyone else in area and window."""
    period, _, periods = steps(selection.group, selection, question)
    where, when, weight = _controls(selection, question, baseline)
    inside = (when >= 0) & (when < periods)
    also = np.vstack([selection.places, where[inside]])
    counts, places, place = count_events(selection.group.position, period, periods, also=also)
    row = place_rows(places, where[inside])
    cell = row * periods + when[inside]
    controls = np.bincount(cell, weights=weight[inside], minlength=counts.size).reshape(counts.shape)
    result = scan_bernoulli(
        counts, places, controls=controls, settings=settings, rng=np.random.default_rng(question.seed)
    )
    return _scanned(result, (places, place, period), np.arange(len(selection.group)), counts)


def place_rows(places: Floats, where: Floats) -> Ints:
    """Row of each position in a sorted list of places that holds it."""
    _, back = np.unique(np.vstack([places, where]), axis=0, return_inverse=True)
    return np.asarray(back.ravel()[len(places) :], np.int64)


def _controls(
    selection: Selection, question: Question, baseline: Baseline | None
) -> tuple[Floats, Ints, Floats]:
    first = steps(selection.group, selection, question)[1]
    if baseline is None:
        mine = {one.incident_id for one in selection.group.incidents}
        others = selection.around.where(
            np.array([one.incident_id not in mine for one in selection.around.incidents], bool)
        )
        if not len(others):
            hint = "Give --controls FILE, or import the events of others in the area."
            raise NotEnoughIncidents("no one else has events in this area and time", hint)
        return others.position, period_of(others.day, question.period) - first, np.ones(len(others))
    if baseline.kind != "controls" or any(row.first is None for row in baseline.rows):
        raise NotEnoughIncidents(
            "the Bernoulli model needs dated controls", "Columns: lat, lon, date, controls."
        )
    where = np.array([(row.lat, row.lon) for row in baseline.rows])
    days = np.array([row.first for row in baseline.rows], np.int64)
    value = np.array([row.value for row in baseline.rows])
    return where, period_of(days, question.period) - first, value
