"""Clusters that are alive on the day asked: the prospective space-time scan."""

from __future__ import annotations

import os

import numpy as np
from msgspec.structs import replace

from marsad.analyse.scan import Cluster, ScanSettings, events_in
from marsad.analyse.spread.events import Selection, steps
from marsad.analyse.spread.models import Baseline, Scanned, scan
from marsad.analyse.spread.question import DAYS, Question, label
from marsad.analyse.spread.where_when import Shown, place_names, shown
from marsad.records import Record

ALPHA = 0.05
_MOST_WORKERS = 4
_KM2 = {6: 36.0, 5: 250.0, 4: 1_770.0}  # mean area of an H3 cell
_MANY, _FEWER = 10_000, 299


class LiveCluster(Record, frozen=True, kw_only=True):
    """A cluster with its place and time in words, and events as evidence."""

    where: str
    since: str
    until: str
    finding: Cluster
    evidence: tuple[Shown, ...]


class Clusters(Record, frozen=True, kw_only=True):
    """Clusters with p at most ``alpha``, most likely first, and what was tried.

    Attributes
    ----------
    centres
        Places around which circles were tried: every place of the group known in the data. It is a
        list of centres only; no event outside the window counts.
    places
        Places with an event in the window.
    tried
        Clusters that the scan gave, significant or not.
    model, baseline
        Of the scan, and the file it compares with.
    pooled_km2
        Mean area of the cells that places were put together in, where there were too many to scan each.
    left_out
        Events with no place of that file near enough, or with nothing expected there.
    """

    clusters: tuple[LiveCluster, ...]
    centres: int
    places: int
    tried: int
    alpha: float = ALPHA
    longest_periods: int
    max_radius_km: float
    model: str = "permutation"
    baseline: str = ""
    left_out: int = 0
    pooled_km2: float | None = None


def clusters(selection: Selection, question: Question, baseline: Baseline | None = None) -> Clusters:
    """Scan for cylinders with more events than the model explains."""
    _, first, periods = steps(selection.group, selection, question)
    settings = ScanSettings(
        max_radius=question.scan_radius_km,
        max_periods=question.scan_periods,
        prospective=True,
        period_days=DAYS[question.period],
        replicates=_replicates(question, len(selection.group)),
        workers=min(_MOST_WORKERS, os.cpu_count() or 1),  # the result does not depend on it
    )
    found = scan(selection, question, settings, baseline)
    alive = [one for one in found.result.clusters if one.p is not None and one.p <= ALPHA]
    return Clusters(
        clusters=tuple(_told(one, found, selection, (first, question)) for one in alive),
        centres=len(found.places),
        places=found.with_cases,
        tried=len(found.result.clusters),
        longest_periods=settings.longest(periods),
        max_radius_km=question.scan_radius_km,
        model=question.scan_model,
        baseline=baseline.name if baseline else "",
        left_out=found.left_out,
        pooled_km2=None if found.pooled is None else _KM2[found.pooled],
    )


def _told(cluster: Cluster, found: Scanned, selection: Selection, when: tuple[int, Question]) -> LiveCluster:
    first, question = when
    group = selection.group
    rows = found.chosen[np.flatnonzero(events_in(cluster, found.place, found.period))].tolist()
    inside = [group.incidents[i] for i in rows]
    return LiveCluster(
        where=place_names(inside),
        since=label(first + cluster.first_period, question.period),
        until=label(first + cluster.last_period, question.period),
        finding=_with_evidence(cluster, group.ids(rows)),
        evidence=shown(inside),
    )


def _replicates(question: Question, events: int) -> int:
    """Fewer replicates for very many events, whose p-values rest on the Gumbel fit all the same."""
    return min(question.replicates, _FEWER) if events > _MANY else question.replicates


def _with_evidence(cluster: Cluster, ids: tuple[str, ...]) -> Cluster:
    return replace(cluster, incident_ids=ids)
