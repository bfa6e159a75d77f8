"""Rules about where: new areas, clusters, new countries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from msgspec.structs import replace

from marsad.analyse.alerts.rules import ClusterRule, NewArea, NewCountry
from marsad.analyse.alerts.scene import Scene, iso
from marsad.analyse.range import great_circle_km, occupied_cells
from marsad.analyse.spread.clusters import LiveCluster, clusters
from marsad.analyse.spread.events import HAPPENED, belongs
from marsad.analyse.spread.where_when import place_names, unit_name
from marsad.errors import NotEnoughIncidents
from marsad.records import Incident
from marsad.records.alerts import Alert

_YEAR = 365


def new_areas(scene: Scene, rule: NewArea) -> Iterator[Alert]:
    """Cells first entered in the last days, far from every earlier event.

    The p-value is that of so many new cells in as many days, if they came as in the year before (Poisson).
    """
    group, say = scene.group, scene.say
    recent = group.day > scene.today - rule.days
    if not recent.any() or recent.all():
        return
    cells = occupied_cells(*group.position.T, resolution=rule.resolution)
    fresh = _fresh(scene, recent, cells, rule)
    usual, p = _rate(scene, cells, rule, len(fresh))
    for cell, rows in fresh.items():
        inside = [group.incidents[i] for i in rows]
        lat, lon = group.position[rows].mean(axis=0)
        away = _nearest(group.position[rows], group.position[~recent])
        about = {
            "title": say("alert.new_area", group=scene.group_name, where=place_names(inside, 2)),
            "text": say("alert.new_area.text", events=say.count("event", len(rows)), km=away),
            "units": _units(inside),
            "lat": float(lat),
            "lon": float(lon),
            "radius_km": 25.0,
            "severity": "severe" if len(rows) >= 2 * rule.least_events else "moderate",
            "statistic": say.term("distance from the earlier range [km]"),
            "value": away,
            "p": p,
            "baseline": say(
                "alert.new_area.baseline", usual=say.n(usual, 1), days=say.count("day", rule.days)
            ),
            "method": say.term("first events on H3 cells; Poisson tail of the number of new cells"),
            "onset": iso(int(group.day[rows].min())),
        }
        yield scene.alert(rule, "new-area", (cell,), about, inside)


def _fresh(scene: Scene, recent: Any, cells: Any, rule: NewArea) -> dict[str, list[int]]:  # noqa: ANN401 - arrays
    """Rows of recent events by cell, for cells that are new, far and busy enough."""
    before = set(cells[~recent].tolist())
    rows: dict[str, list[int]] = {}
    for i in np.flatnonzero(recent).tolist():
        if str(cells[i]) not in before:
            rows.setdefault(str(cells[i]), []).append(i)
    position, past = scene.group.position, scene.group.position[~recent]
    return {
        cell: found
        for cell, found in rows.items()
        if len(found) >= rule.least_events and _nearest(position[found], past) >= rule.far_km
    }


def _nearest(here: Any, past: Any) -> float:  # noqa: ANN401 - arrays
    spots = np.unique(past, axis=0)
    return float(great_circle_km(here[:, :1], here[:, 1:], spots[:, 0], spots[:, 1]).min())


def _rate(scene: Scene, cells: Any, rule: NewArea, seen: int) -> tuple[float, float]:  # noqa: ANN401 - arrays
    """Cells entered for the first time in as many days, mean of the year before; and the Poisson tail."""
    from scipy.stats import poisson

    _, first = np.unique(cells, return_index=True)
    entered = scene.group.day[first]
    start = scene.today - rule.days
    usual = float(((entered <= start) & (entered > start - _YEAR)).sum()) * rule.days / _YEAR
    return usual, float(poisson.sf(seen - 1, usual)) if usual > 0 else 0.0


def live_clusters(scene: Scene, rule: ClusterRule) -> Iterator[Alert]:
    """Clusters of the prospective scan that chance gives rarely enough."""
    question = replace(
        scene.question,
        period=rule.period,
        scan_radius_km=rule.radius_km,
        scan_months=rule.months,
        replicates=rule.replicates,
    )
    chosen = scene.chosen
    try:
        found = clusters(chosen, question)
    except NotEnoughIncidents:
        return
    rows = {one.incident_id: one for one in chosen.group.incidents}
    for one in found.clusters:
        rare = one.finding.recurrence_days
        if rare is None or rare >= rule.recurrence_days:
            inside = [rows[name] for name in one.finding.incident_ids]
            yield scene.alert(rule, "cluster", _cluster_key(one), _cluster(scene, one, inside), inside)


def _cluster_key(one: LiveCluster) -> tuple[str, str]:
    """The cell of the centre, coarse, and the onset: small moves of a circle are the same cluster."""
    import h3

    return (h3.latlng_to_cell(*one.finding.centre, 2), one.since)


def _cluster(scene: Scene, one: LiveCluster, inside: list[Incident]) -> dict[str, Any]:
    hit, say = one.finding, scene.say
    events, expected = say.count("event", hit.observed), say.n(hit.expected, 1)
    return {
        "title": say("alert.cluster", group=scene.group_name, where=one.where, since=one.since),
        "text": say("alert.cluster.text", events=events, expected=expected, km=hit.radius),
        "units": _units(inside),
        "lat": hit.centre[0],
        "lon": hit.centre[1],
        "radius_km": hit.radius,
        "severity": "extreme" if (hit.recurrence_days or 0) > 36_500 else "severe",
        "statistic": say.term(hit.statistic),
        "value": float(hit.value or 0.0),
        "p": hit.p,
        "recurrence_days": hit.recurrence_days,
        "baseline": say.term("the place and the time of events are independent"),
        "method": say.term(f"{hit.method} ({hit.citation})"),
        "onset": min((_start(row) for row in inside), default=""),
    }


def new_countries(scene: Scene, rule: NewCountry) -> Iterator[Alert]:
    """Countries in which the group is named for the first time, whatever the area asked."""
    named = [one for one in scene.everywhere if _named(scene, one)]
    since = iso(scene.today - rule.days)
    past = Counter(_country(one) for one in named if _start(one) <= since)
    recent = Counter(_country(one) for one in named if _start(one) > since)
    if not past:
        return
    for country, count in recent.items():
        if country and not past[country] and count >= rule.least_events:
            rows = [one for one in named if _country(one) == country]
            yield scene.alert(rule, "new-country", (country,), _first_named(scene, rule, rows, past), rows)


def _first_named(scene: Scene, rule: NewCountry, rows: list[Incident], past: Counter[str]) -> dict[str, Any]:
    say, before = scene.say, sum(past.values())
    country = say.country(_country(rows[0]))
    events, days = say.count("event", len(rows)), say.count("day", rule.days)
    known = say.join(say.country(name) for name in past if name)
    return {
        "title": say("alert.new_country", group=scene.group_name, country=country),
        "text": say("alert.new_country.text", events=events, country=country, days=days),
        "units": (),
        "severity": "severe",
        "statistic": say.term("events in a country without any before"),
        "value": float(len(rows)),
        "p": 1.0 / (1.0 + before),
        "baseline": say("alert.new_country.baseline", n=say.count("earlier", before), countries=known),
        "method": say.term(
            "first mention; p is Laplace's rule for an event outside the countries seen so far"
        ),
        "onset": min(map(_start, rows)),
    }


def _named(scene: Scene, one: Incident) -> bool:
    if one.status not in HAPPENED or one.type not in scene.question.types:
        return False
    return not scene.question.actors or bool(belongs(one, scene.question))


def _country(one: Incident) -> str:
    return (one.place.country or "") if one.place else ""


def _start(one: Incident) -> str:
    return (one.time.start_date or "") if one.time else ""


def _units(inside: list[Incident]) -> tuple[str, ...]:
    return tuple(sorted({unit for one in inside if (unit := unit_name(one))}))
