"""Words for what was found: where a set of events lies, and a few of them as evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from marsad.gazetteer import load_gazetteer
from marsad.records import Incident, Record

_SHOWN = 8


class Shown(Record, frozen=True, kw_only=True):
    """One event as evidence."""

    incident_id: str
    date: str
    place: str
    who: str
    killed: str
    told_by: str


def place_names(incidents: Sequence[Incident], most: int = 3) -> str:
    """The most frequent places, then the first-level units, of some events."""
    towns = Counter(_place(one) for one in incidents)
    units = Counter(unit for one in incidents if (unit := unit_name(one)))
    names = ", ".join(name for name, _ in towns.most_common(most) if name)
    where = ", ".join(name for name, _ in units.most_common(2))
    return f"{names or 'unnamed places'} ({where})" if where else names or "unnamed places"


def unit_name(incident: Incident) -> str:
    """The first-level unit: as an imported row names it, or by the gazetteer's code of a coded place."""
    place = incident.place
    if place is None or not place.admin1:
        return ""
    if incident.row is not None or not place.country:
        return place.admin1
    return _unit_of_code(place.country, place.admin1)


@cache
def _unit_of_code(country: str, code: str) -> str:
    return load_gazetteer().admin1_name(country, code) or code


def shown(incidents: Iterable[Incident]) -> tuple[Shown, ...]:
    """The deadliest of some events, the latest first among equals."""
    ranked = sorted(incidents, key=lambda one: (_killed(one), _date(one)), reverse=True)
    return tuple(_shown(one) for one in ranked[:_SHOWN])


def _shown(one: Incident) -> Shown:
    figure = next((f for f in one.figures if f.kind == "killed"), None)
    killed = "" if figure is None else f"{figure.best:g} ({figure.low:g}-{figure.high:g})"
    sides = (one.actors, one.recipients)
    who = " - ".join(", ".join(actor.name or actor.text for actor in side) for side in sides if side)
    told = ", ".join(one.row.reports) if one.row else f"{one.sources} reports"
    return Shown(
        incident_id=one.incident_id, date=_date(one), place=_place(one), who=who, killed=killed, told_by=told
    )


def _place(one: Incident) -> str:
    return (one.place.name or one.place.text) if one.place else ""


def _date(one: Incident) -> str:
    return (one.time.start_date or "") if one.time else ""


def _killed(one: Incident) -> float:
    return next((figure.best for figure in one.figures if figure.kind == "killed"), 0.0)
