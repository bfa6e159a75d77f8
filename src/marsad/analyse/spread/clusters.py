"""Clusters that are alive on the day asked: the prospective space-time permutation scan."""

from __future__ import annotations

import os

import numpy as np
from msgspec.structs import replace

from marsad.analyse.scan import Cluster, ScanSettings, count_events, events_in, scan_permutation
from marsad.analyse.spread.events import Selection, steps
from marsad.analyse.spread.question import DAYS, Question, label
from marsad.analyse.spread.where_when import Shown, place_names, shown
from marsad.records import Record

ALPHA = 0.05
_MOST_WORKERS = 4
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
    """

    clusters: tuple[LiveCluster, ...]
    centres: int
    places: int
    tried: int
    alpha: float = ALPHA
    longest_periods: int
    max_radius_km: float


def clusters(selection: Selection, question: Question) -> Clusters:
    """Scan for cylinders with more events than place and time alone explain."""
    group = selection.group
    period, first, periods = steps(group, selection, question)
    counts, places, place = count_events(group.position, period, periods, also=selection.places)
    settings = ScanSettings(
        max_radius=question.scan_radius_km,
        max_periods=question.scan_periods,
        prospective=True,
        period_days=DAYS[question.period],
        replicates=_replicates(question, len(group)),
        workers=min(_MOST_WORKERS, os.cpu_count() or 1),  # the result does not depend on it
    )
    found = scan_permutation(counts, places, settings=settings, rng=np.random.default_rng(question.seed))
    alive = [one for one in found.clusters if one.p is not None and one.p <= ALPHA]
    told = []
    for cluster in alive:
        rows = np.flatnonzero(events_in(cluster, place, period))
        inside = [group.incidents[i] for i in rows.tolist()]
        told.append(
            LiveCluster(
                where=place_names(inside),
                since=label(first + cluster.first_period, question.period),
                until=label(first + cluster.last_period, question.period),
                finding=_with_evidence(cluster, group.ids(rows.tolist())),
                evidence=shown(inside),
            )
        )
    return Clusters(
        clusters=tuple(told),
        centres=len(places),
        places=int((counts.sum(axis=1) > 0).sum()),
        tried=len(found.clusters),
        longest_periods=settings.longest(periods),
        max_radius_km=question.scan_radius_km,
    )


def _replicates(question: Question, events: int) -> int:
    """Fewer replicates for very many events, whose p-values rest on the Gumbel fit all the same."""
    return min(question.replicates, _FEWER) if events > _MANY else question.replicates


def _with_evidence(cluster: Cluster, ids: tuple[str, ...]) -> Cluster:
    return replace(cluster, incident_ids=ids)
