"""Events that two data sets tell of: possible duplicates, flagged and never merged.

An imported event and one coded from reports (or two of different sets) may be one incident when all hold:

- one PLOVER type, and both happened;
- their days overlap or lie a day apart, each window no longer than a week;
- their places are the same or near (25 km and half their uncertainties), neither coarser than a district, and
  within 10 km where they do not share both a group and a count;
- they name one armed group, or groups of one family; where one names none, a count of five or more agrees;
- no count contradicts the other (see :func:`marsad.resolve.agreement.number_cases`).

Each event has at most one partner in another set, the nearest in time and then in space. Of a pair, the
event of the set that people check by hand is kept, then the coded one, then that of a machine-coded set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from marsad.actors.family import family
from marsad.records import Incident, Judgement, Time
from marsad.resolve.agreement import distance_km, number_cases, place_case
from marsad.resolve.tellings import LONGEST, STATED

MACHINE_CODED = frozenset({"import:gdelt"})
_CODED = "coded"
_DAYS = 1
_CLOSE_KM = 10.0
_NEAR = frozenset({"same", "near"})
_EXACT = frozenset({"site", "town", "near", "adm2"})
Window = tuple[int, int]
Pair = tuple[tuple[int, float, str, str], Incident, Incident]


def flag_duplicates(
    incidents: Sequence[Incident], judgements: Sequence[Judgement] = ()
) -> tuple[Incident, ...]:
    """The incidents, with ``possible_duplicate_of`` set on those that another set tells of as well.

    Parameters
    ----------
    incidents
        Coded and imported, of any number of data sets.
    judgements
        Reviewers' decisions; two incidents (or their events) judged different are never matched.
    """
    sets: dict[str, list[Incident]] = defaultdict(list)
    for one in incidents:
        sets[one.provenance].append(one)
    if len(sets) < 2:
        return tuple(incidents)
    apart = {frozenset((j.left, j.right)) for j in judgements if j.verdict == "different"}
    kept: list[Incident] = []
    partner: dict[str, str] = {}
    for name in sorted(sets, key=_rank):
        found = _matched(sets[name], kept, apart)
        partner |= found
        kept += [one for one in sets[name] if one.incident_id not in found]
    return tuple(
        replace(one, possible_duplicate_of=partner[one.incident_id]) if one.incident_id in partner else one
        for one in incidents
    )


def dated(incident: Incident) -> Incident:
    """The incident with a time: where its reports give none, the day of the first of them and the one before.

    Such a time has no words (``text`` is empty) and the publication as its ``anchor``.
    """
    if incident.time is not None or not incident.published:
        return incident
    told = date.fromisoformat(incident.published[:10])
    known = Time(
        start=0,
        end=0,
        text="",
        start_date=(told - timedelta(days=1)).isoformat(),
        end_date=told.isoformat(),
        precision="days",
        anchor=told.isoformat(),
    )
    return replace(incident, time=known)


def _rank(provenance: str) -> tuple[int, str]:
    order = 2 if provenance in MACHINE_CODED else 1 if provenance == _CODED else 0
    return order, provenance


def _matched(
    these: Sequence[Incident], kept: Sequence[Incident], apart: set[frozenset[str]]
) -> dict[str, str]:
    """For each event that has a partner among the kept ones, the partner's id."""
    taken: set[tuple[str, str]] = set()
    found: dict[str, str] = {}
    for _, one, other in sorted(_pairs(these, kept, apart), key=lambda pair: pair[0]):
        slot = other.incident_id, one.provenance
        if one.incident_id not in found and slot not in taken:
            found[one.incident_id] = other.incident_id
            taken.add(slot)
    return found


def _pairs(these: Sequence[Incident], kept: Sequence[Incident], apart: set[frozenset[str]]) -> Iterator[Pair]:
    by_day: dict[int, list[tuple[Incident, Window]]] = defaultdict(list)
    for other in kept:
        if window := _window(other):
            for day in range(window[0], window[1] + 1):
                by_day[day].append((other, window))
    for one in these:
        if (window := _window(one)) is None:
            continue
        near = {
            other.incident_id: (other, there)
            for day in range(window[0] - _DAYS, window[1] + _DAYS + 1)
            for other, there in by_day.get(day, ())
        }
        for other, there in near.values():
            if _alike(one, other) and not _judged_apart(one, other, apart):
                days = max(0, window[0] - there[1], there[0] - window[1])
                yield (days, _km(one, other), one.incident_id, other.incident_id), one, other


def _window(one: Incident) -> Window | None:
    """First and last day (ordinals); None where the event did not happen or is not exact enough."""
    if one.status not in STATED or one.place is None or one.place.level not in _EXACT:
        return None
    if one.time is None or one.time.start_date is None:
        return None
    first = date.fromisoformat(one.time.start_date).toordinal()
    last = date.fromisoformat(one.time.end_date or one.time.start_date).toordinal()
    return (first, last) if last - first < LONGEST else None


def _alike(one: Incident, other: Incident) -> bool:
    if one.type != other.type or place_case(one.place, other.place) not in _NEAR:
        return False
    large, small, differ = number_cases(_figures(one), _figures(other))
    shared = _actors_meet(one, other)
    if differ or shared is False:
        return False
    if shared and large + small:
        return True
    return (shared or large > 0) and _km(one, other) <= _CLOSE_KM


def _figures(one: Incident) -> dict[str, tuple[float, float, float]]:
    return {figure.kind: (figure.low, figure.best, figure.high) for figure in one.figures}


def _actors_meet(one: Incident, other: Incident) -> bool | None:
    """Whether an armed group is named by both, or one of its family; None where one names none."""
    here, there = _groups(one), _groups(other)
    if not here or not there:
        return None
    return any(b in family(a) or a in family(b) for a in here for b in there)


def _groups(one: Incident) -> frozenset[str]:
    """The armed groups: a state or people take part in nearly every event of a country."""
    both = (*one.actors, *one.recipients)
    return frozenset(actor.actor_id for actor in both if actor.actor_id and actor.kind == "group")


def _km(one: Incident, other: Incident) -> float:
    if one.place is None or other.place is None:
        return 0.0
    return distance_km(one.place, other.place) or 0.0


def _judged_apart(one: Incident, other: Incident, apart: set[frozenset[str]]) -> bool:
    if not apart:
        return False
    names = [(i.incident_id, *(member.event_id for member in i.members)) for i in (one, other)]
    return any(frozenset((a, b)) in apart for a in names[0] for b in names[1])
