"""From incidents to arrays, and which of them a question may rest on."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from marsad.analyse.spread.area import Area
from marsad.analyse.spread.jitter import jittered
from marsad.analyse.spread.question import Question, period_of
from marsad.errors import NotEnoughIncidents
from marsad.records import Incident

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
#: Places exact enough for distances (UCDP where_prec 1-3), times exact enough for days (date_prec 1-2).
EXACT_PLACES = frozenset({"site", "town", "near", "adm2"})
EXACT_TIMES = frozenset({"day", "days"})
HAPPENED = frozenset({"occurred", "ongoing"})
DIGITS = 5  # of a degree, about a metre: sources differ in how many they write


@dataclass(frozen=True, slots=True)
class Events:
    """Incidents as parallel arrays, in order of day.

    ``published`` is the day of the first report, or the event's own last day where no report is dated.
    """

    incidents: tuple[Incident, ...]
    day: Ints
    position: Floats
    published: Ints

    def __len__(self) -> int:
        return len(self.incidents)

    def where(self, chosen: Flags) -> Events:
        """The chosen events."""
        kept = tuple(one for one, keep in zip(self.incidents, chosen.tolist(), strict=True) if keep)
        return Events(kept, self.day[chosen], self.position[chosen], self.published[chosen])

    def ids(self, chosen: Iterable[int]) -> tuple[str, ...]:
        """Ids of incidents by row."""
        return tuple(self.incidents[i].incident_id for i in chosen)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a question rests on.

    Attributes
    ----------
    group
        The group's events in the window, exact enough, known by the day asked.
    around
        Events of everyone in the same area and window: the reporting volume.
    places
        All places of the group's events that are known at all, of any time: centres for circles.
    excluded
        Events of the group left out, by reason.
    dated_by_event
        Events whose publication is not known, so that their own date stood for it.
    first, last
        First and last day of the window (ordinals).
    doubled
        Events of the group in the area left out because another data set tells of them as well.
    jittered
        Events of the group that stand at a random place or day, by what was drawn.
    """

    group: Events
    around: Events
    places: Floats
    excluded: dict[str, int]
    dated_by_event: int
    first: int
    last: int
    doubled: tuple[Incident, ...] = ()
    jittered: dict[str, int] = field(default_factory=dict)


def select(incidents: Sequence[Incident], question: Question) -> Selection:
    """Choose the events that a question may rest on.

    Raises
    ------
    NotEnoughIncidents
        No event of the group is left.
    """
    excluded: Counter[str] = Counter()
    area = question.area
    happened = [one for one in incidents if one.type in question.types and one.status in HAPPENED]
    happened, doubled = _once(happened, question)
    happened, drawn = _sharpened(happened, question)
    around = _arrays(_inside(happened, area, Counter()))
    group = _arrays(_inside(_of(happened, question, excluded), area, excluded))
    places = np.unique(group.position, axis=0)
    group, first, last = _in_time(group, question, excluded)
    if not len(group):
        raise NotEnoughIncidents(
            "no event of this actor, area and time is exact enough",
            f"Left out: {dict(excluded)}. Widen the window, or check the actor's id.",
        )
    twice = _of(doubled, question, Counter())
    twice = [one for one in twice if _might_be_in(one, area) and first <= _ordinal(_day(one)) <= last]
    if twice:
        excluded["told of by another data set as well"] = len(twice)
    known = (around.day >= first) & (around.day <= last) & (around.published <= last_known(question, last))
    moved = {
        what: n for what, ids in drawn.items() if (n := sum(i.incident_id in ids for i in group.incidents))
    }
    unknown = sum(one.published is None for one in group.incidents)
    return Selection(
        group, around.where(known), places, dict(excluded), unknown, first, last, tuple(twice), moved
    )


def _once(incidents: list[Incident], question: Question) -> tuple[list[Incident], list[Incident]]:
    """The incidents without those that another data set tells of as well, as known on the day asked."""
    if question.duplicates:
        return incidents, []
    by = last_known(question, 0)
    known = {one.incident_id for one in incidents if _ordinal(one.published or _day(one)) <= by}
    twice = [one.possible_duplicate_of in known for one in incidents]
    kept = [one for one, double in zip(incidents, twice, strict=True) if not double]
    return kept, [one for one, double in zip(incidents, twice, strict=True) if double]


def _sharpened(
    incidents: list[Incident], question: Question
) -> tuple[list[Incident], dict[str, frozenset[str]]]:
    """The incidents, coarse ones drawn at random if asked; and the ids of those by what was drawn."""
    if question.coarse != "jitter":
        return incidents, {}
    drawn = [jittered(one, question.seed) for one in incidents]
    return [one.incident for one in drawn], {
        "place drawn within the first-level unit": frozenset(
            one.incident.incident_id for one in drawn if one.place
        ),
        "day drawn within the week or month": frozenset(
            one.incident.incident_id for one in drawn if one.time
        ),
    }


def _day(one: Incident) -> str | None:
    return one.time.start_date if one.time else None


def last_known(question: Question, last: int) -> int:
    """The day (ordinal) up to which publications count."""
    return dt.date.fromisoformat(question.as_of).toordinal() if question.as_of else max(last, 1 << 40)


def _of(incidents: list[Incident], question: Question, excluded: Counter[str]) -> list[Incident]:
    """Those of the group; what a member did while it did not belong to the group is counted."""
    if not question.actors:
        return incidents
    kept = []
    for one in incidents:
        fate = belongs(one, question)
        if fate:
            kept.append(one)
        elif fate is None and _might_be_in(one, question.area):
            excluded["before or after the member belonged to the group"] += 1
    return kept


def belongs(incident: Incident, question: Question) -> bool | None:
    """Whether an incident is of the group; None where a member did it at a time when it did not belong."""
    named = {actor.actor_id for actor in (*incident.actors, *incident.recipients) if actor.actor_id}
    members = named.intersection(question.actors)
    if not members:
        return False
    day = incident.time.start_date if incident.time else None
    if day is None:
        return True
    spans = (question.lives.get(member, ("", "")) for member in members)
    return any(since <= day and (not until or day <= until) for since, until in spans) or None


def _might_be_in(incident: Incident, area: Area) -> bool:
    place = incident.place
    if place is None or place.lat is None or place.lon is None:
        return False
    return area.holds(place.country, place.lat, place.lon)


def _inside(incidents: list[Incident], area: Area, excluded: Counter[str]) -> list[Incident]:
    """Those with an exact place in the area and an exact time; the rest is counted by reason."""
    kept = []
    for one in incidents:
        place, time = one.place, one.time
        if area.countries and place is not None and place.country not in area.countries:
            continue
        if place is None or place.lat is None or place.lon is None:
            excluded["no coordinates"] += 1
        elif not area.holds(place.country, place.lat, place.lon):
            continue
        elif place.level not in EXACT_PLACES:
            excluded["place coarser than a district"] += 1
        elif time is None or time.start_date is None or time.precision not in EXACT_TIMES:
            excluded["time coarser than some days"] += 1
        else:
            kept.append(one)
    return kept


def _arrays(incidents: list[Incident]) -> Events:
    days = np.array([_ordinal(one.time.start_date) for one in incidents if one.time], np.int64)
    order = np.argsort(days, kind="stable")
    rows = [incidents[i] for i in order.tolist()]
    spots = [(one.place.lat, one.place.lon) for one in rows if one.place]
    known = [_ordinal(one.published) or _ordinal(one.time.start_date) for one in rows if one.time]
    position = np.array(spots, float).reshape(-1, 2).round(DIGITS)
    return Events(tuple(rows), days[order], position, np.array(known, np.int64))


def _ordinal(date: str | None) -> int:
    return dt.date.fromisoformat(date[:10]).toordinal() if date else 0


def _in_time(group: Events, question: Question, excluded: Counter[str]) -> tuple[Events, int, int]:
    """The events in the window, and its first and last day."""
    known_by = last_known(question, 0)
    late = (group.published > known_by) | (group.day > known_by)
    excluded["known only after the day asked"] += int(late.sum())
    known = group.where(~late)
    if not len(known):
        return known, 0, 0
    first = _ordinal(question.since) or int(known.day.min())
    last = min(_ordinal(question.until) or 1 << 40, _ordinal(question.as_of) or int(known.day.max()))
    inside = (known.day >= first) & (known.day <= last)
    excluded["outside the window"] += int((~inside).sum())
    return known.where(inside), first, last


def steps(events: Events, selection: Selection, question: Question) -> tuple[Ints, int, int]:
    """Period of each event counted from the first, number of the first period, number of periods."""
    first, last = period_of(np.array([selection.first, selection.last], np.int64), question.period).tolist()
    return period_of(events.day, question.period) - first, first, last - first + 1
