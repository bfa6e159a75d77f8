"""Events of many reports to incidents: what happened, once, however many reports tell of it.

Two events may be the same incident when their kind of act, their days and their places agree and no
actor or number contradicts. Blocks (kind of act, country, week) keep the comparisons few; links are
joined by single linkage with a check against the whole cluster, so that a chain of near misses does
not grow. Judgements of reviewers come first and are never overruled.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt

import msgspec

from marsad.records import (
    Actor,
    Coded,
    Event,
    Incident,
    IncidentFigure,
    Judgement,
    Member,
    Place,
    Report,
    Time,
    content_id,
)

SAME_DAYS = 1  # reports of one day's event are dated up to this many days apart
NEAR_KM = 30.0
NEEDED = 2.0  # points that two events need to be linked
_FAMILY = {"ASSAULT": "violence", "COERCE": "violence"}
_STATED = ("occurred", "ongoing")
_MATERIAL = (
    frozenset(  # types that happen at a place and a time; verbal acts are kept as events and statements
        {"ASSAULT", "COERCE", "PROTEST", "RETREAT", "MOBILIZE", "AID", "CONSULT", "SANCTION", "COOPERATE"}
    )
)
_EARTH_KM = 6371.0


class Sighting(msgspec.Struct, frozen=True):
    """An event with what is needed to compare it."""

    key: str
    report_id: str
    event: Event
    source: str
    published: str | None
    first: date | None
    last: date | None
    country: str | None
    words: frozenset[str]


def resolve(
    coded: Sequence[Coded], reports: Sequence[Report], judgements: Sequence[Judgement] = ()
) -> tuple[Incident, ...]:
    """Group the events of coded reports into incidents.

    Only events that occurred or go on become incidents, and only of types that happen at a place and
    time. Ids are hashes of the members, so the same input gives the same incidents.
    """
    about = {r.id: r for r in reports}
    sightings = [s for c in coded for s in _sightings(c, about.get(c.id))]
    groups = _Groups(sightings, judgements)
    for block in _blocks(sightings).values():
        _link(block, groups)
    clusters = groups.clusters()
    return tuple(sorted((_incident(c, judgements) for c in clusters), key=lambda i: i.incident_id))


def _sightings(coded: Coded, report: Report | None) -> Iterable[Sighting]:
    published = coded.published
    source = (report.source if report else None) or coded.id
    words = frozenset((report.title or report.text[:200]).casefold().split()) if report else frozenset()
    for event in coded.events:
        if event.status in _STATED and event.type in _MATERIAL:
            first, last = _window(event.time, published)
            yield Sighting(
                key=event.event_id,
                report_id=coded.id,
                event=event,
                source=source,
                published=published,
                first=first,
                last=last,
                country=event.place.country if event.place else None,
                words=words,
            )


def _window(time: Time | None, published: str | None) -> tuple[date | None, date | None]:
    """Days in which the event lies: its own time, else the days just before publication."""
    if time and time.start_date and time.end_date:
        return date.fromisoformat(time.start_date), date.fromisoformat(time.end_date)
    if published:
        day = date.fromisoformat(published[:10])
        return day - timedelta(days=2), day
    return None, None


def _family(event: Event) -> str:
    return _FAMILY.get(event.type, event.type)


def _blocks(sightings: Sequence[Sighting]) -> dict[tuple[str, str, int], list[Sighting]]:
    """Sightings by family, country and week; each stands in the weeks it touches."""
    out: dict[tuple[str, str, int], list[Sighting]] = defaultdict(list)
    for s in sightings:
        country = s.country or "?"
        if s.first is None or s.last is None:
            out[_family(s.event), country, 0].append(s)
            continue
        weeks = {(d.toordinal() + shift) // 7 for d in (s.first, s.last) for shift in (-SAME_DAYS, SAME_DAYS)}
        for week in sorted(weeks):
            out[_family(s.event), country, week].append(s)
    return out


def _link(block: list[Sighting], groups: _Groups) -> None:
    for i, left in enumerate(block):
        for right in block[i + 1 :]:
            if not groups.joined(left, right) and score(left, right) >= NEEDED:
                groups.join(left, right)


def score(left: Sighting, right: Sighting) -> float:
    """Evidence that two events are one incident; negative infinity where something contradicts."""
    a, b = left.event, right.event
    if not _days_agree(left, right):
        return float("-inf")
    same_report = left.report_id == right.report_id
    place = _place_agreement(a.place, b.place)
    numbers = _number_agreement(a, b)
    people = _actor_agreement(a, b)
    if place < 0 or (numbers < 0 and not same_report):
        return float("-inf")
    if same_report and (a.part_of or b.part_of):
        return NEEDED if a.event_id == b.part_of or b.event_id == a.part_of else float("-inf")
    if same_report and a.trigger.field == b.trigger.field:
        near = abs(a.trigger.start - b.trigger.start) < 250
        return NEEDED if near and place >= 0 and people >= 0 and a.type == b.type else float("-inf")
    shared = len(left.words & right.words) / max(1, min(len(left.words), len(right.words)))
    return place + numbers + people + 0.5 * (a.type == b.type) + shared


def _days_agree(left: Sighting, right: Sighting) -> bool:
    if left.first is None or right.first is None or left.last is None or right.last is None:
        return left.published == right.published
    slack = timedelta(days=SAME_DAYS)
    return left.first - slack <= right.last and right.first - slack <= left.last


def _place_agreement(a: Place | None, b: Place | None) -> float:
    """Points: one where places agree closely, some where one contains the other, -1 where they differ."""
    if a is None or b is None:
        return 0.0
    if a.place_id and a.place_id == b.place_id:
        return 0.5 if a.level in {"country", "region"} else 1.5
    if a.country and b.country and a.country != b.country:
        return -1.0
    if "country" in {a.level, b.level} or "region" in {a.level, b.level}:
        return 0.3
    reach = NEAR_KM + max(a.radius_km or 0.0, b.radius_km or 0.0)
    distance = distance_km(a, b)
    if distance is None:
        return 0.0
    return 1.0 if distance <= reach else -1.0


def distance_km(a: Place, b: Place) -> float | None:
    """Great-circle distance between two places, in kilometres."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat1, lon1, lat2, lon2 = map(radians, (a.lat, a.lon, b.lat, b.lon))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(h))


def _number_agreement(a: Event, b: Event) -> float:
    """Points where a count agrees; -1 where the same count differs by more than reports differ."""
    mine = {f.kind: f for f in a.figures}
    total = 0.0
    for f in b.figures:
        other = mine.get(f.kind)
        if other is None:
            continue
        if f.best == other.best or (f.low <= other.high and other.low <= f.high):
            total += 1.0
        elif abs(f.best - other.best) > max(3.0, 0.35 * max(f.best, other.best)):
            return -1.0
    return min(total, 1.5)


def _actor_agreement(a: Event, b: Event) -> float:
    left = {x.actor_id for x in (*a.actors, *a.recipients) if x.actor_id}
    right = {x.actor_id for x in (*b.actors, *b.recipients) if x.actor_id}
    if not left or not right:
        return 0.0
    return 0.7 if left & right else -0.7


class _Groups:
    """Disjoint sets of sightings that keep reviewers' verdicts."""

    def __init__(self, sightings: Sequence[Sighting], judgements: Sequence[Judgement]) -> None:
        self._parent = {s.key: s.key for s in sightings}
        self._all = {s.key: s for s in sightings}
        verdicts = {frozenset((j.left, j.right)): j.verdict for j in judgements}
        self._apart = {pair for pair, verdict in verdicts.items() if verdict == "different"}
        self._members = {s.key: [s] for s in sightings}
        for pair, verdict in verdicts.items():
            if verdict == "same" and pair <= self._all.keys() and len(pair) == 2:
                left, right = sorted(pair)
                self._merge(left, right)

    def _root(self, key: str) -> str:
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def joined(self, left: Sighting, right: Sighting) -> bool:
        """Whether two sightings are in one group."""
        return self._root(left.key) == self._root(right.key)

    def join(self, left: Sighting, right: Sighting) -> None:
        """Join two groups unless any two of their members contradict."""
        a, b = self._root(left.key), self._root(right.key)
        pairs = ((x, y) for x in self._members[a][:20] for y in self._members[b][:20])
        for x, y in pairs:
            if frozenset((x.key, y.key)) in self._apart or score(x, y) == float("-inf"):
                return
        self._merge(a, b)

    def _merge(self, left: str, right: str) -> None:
        a, b = self._root(left), self._root(right)
        if a != b:
            self._parent[b] = a
            self._members[a] += self._members.pop(b)

    def clusters(self) -> list[list[Sighting]]:
        """The groups, members in the order of their keys."""
        return [sorted(m, key=lambda s: (s.report_id, s.event.trigger.start)) for m in self._members.values()]


def _incident(members: list[Sighting], judgements: Sequence[Judgement]) -> Incident:
    events = [s.event for s in members]
    lead = max(events, key=lambda e: (e.place is not None, e.confidence))
    keys = {s.key for s in members}
    published = [s.published for s in members if s.published]
    return Incident(
        incident_id=content_id("incident", *sorted(keys)),
        members=tuple(Member(report_id=s.report_id, event_id=s.key) for s in members),
        type=Counter(e.type for e in events).most_common(1)[0][0],
        mode=_commonest(e.mode for e in events),
        actors=_union(a for e in events for a in e.actors),
        recipients=_union(a for e in events for a in e.recipients),
        place=_best_place(events),
        time=_best_time(events),
        figures=_figures(events),
        sources=len({s.source for s in members}),
        status=lead.status,
        published=min(published, default=None),
        judgements=tuple(j for j in judgements if j.left in keys and j.right in keys),
    )


def _commonest(values: Iterable[str | None]) -> str | None:
    found = Counter(v for v in values if v)
    return found.most_common(1)[0][0] if found else None


def _union(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    seen: dict[str, Actor] = {}
    for a in actors:
        seen.setdefault(a.actor_id or a.text.casefold(), a)
    return tuple(seen.values())


_FINE: Mapping[str, int] = {
    level: n
    for n, level in enumerate(
        ("site", "town", "near", "adm2", "adm1", "water", "region", "country", "unknown")
    )
}


def _best_place(events: Sequence[Event]) -> Place | None:
    """The most precise place that most members share."""
    places = [e.place for e in events if e.place is not None]
    return min(places, key=lambda p: (_FINE[p.level], p.place_id or ""), default=None)


_PRECISE: Mapping[str, int] = {
    p: n for n, p in enumerate(("day", "days", "week", "month", "season", "year", "vague"))
}


def _best_time(events: Sequence[Event]) -> Time | None:
    times = [e.time for e in events if e.time is not None and e.time.start_date]
    return min(times, key=lambda t: (_PRECISE[t.precision], t.start_date or ""), default=None)


def _figures(events: Sequence[Event]) -> tuple[IncidentFigure, ...]:
    """Lowest low, highest high, and the median best of the members (the lower of two)."""
    by_kind: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for event in events:
        for f in event.figures:
            by_kind[f.kind].append((f.low, f.best, f.high))
    out = []
    for kind, values in sorted(by_kind.items()):
        best = sorted(v[1] for v in values)
        out.append(
            IncidentFigure(
                kind=kind,
                low=min(v[0] for v in values),
                best=best[(len(best) - 1) // 2],
                high=max(v[2] for v in values),
                rule="low of lows, lower median of bests, high of highs",
            )
        )
    return tuple(out)
