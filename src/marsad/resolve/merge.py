"""The tellings of one incident to its record: who, whom, where, when, how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from marsad.normalise import key
from marsad.records import Actor, Event, Incident, IncidentFigure, Judgement, Member, Place, Time, content_id
from marsad.resolve.agreement import place_case
from marsad.resolve.tellings import FINE, TAKEN, Telling

RULE = "best of the latest day with a figure (lower median); low of lows, high of highs; one figure a report"
_VICTIMS = frozenset({"killed", "injured", "abducted", "arrested", "captured", "displaced"})
_UNNAMED = 3  # actors known by their words only that are kept


def incident(members: Sequence[Telling], judgements: Sequence[Judgement]) -> Incident:
    """One incident of its tellings, which are in the order of report ids."""
    events = [(t.report_id, e) for t in members for e in t.events]
    keys = {e.event_id for _, e in events}
    main = [e for _, e in events if e.part_of is None] or [e for _, e in events]
    actors, recipients = _sides(members)
    dates = [t.issued for t in members if t.issued]
    kind = _commonest(e.type for e in main) or main[0].type
    return Incident(
        incident_id=content_id("incident", *sorted(keys)),
        members=tuple(Member(report_id=r, event_id=e.event_id) for r, e in events),
        type=kind,
        mode=_mode([e for _, e in events if e.type == kind]),
        actors=actors,
        recipients=recipients,
        place=_place(members),
        time=_time(members),
        figures=_figures(members),
        sources=len({t.source for t in members}),
        status="occurred" if any(e.status == "occurred" for _, e in events) else "ongoing",
        published=min(dates, default=None),
        judgements=tuple(j for j in judgements if j.left in keys and j.right in keys),
    )


def _mode(events: Sequence[Event]) -> str | None:
    """The manner told most often; captives of a deadly attack do not make it a kidnapping."""
    found = _commonest(e.mode for e in events)
    killed = any(f.kind == "killed" and not f.total for e in events for f in e.figures)
    return None if found in TAKEN and killed else found


def _commonest(values: Iterable[str | None]) -> str | None:
    found = Counter(v for v in values if v)
    return min(found, key=lambda v: (-found[v], v), default=None)


# -- who --------------------------------------------------------------------------------------------


def _sides(members: Sequence[Telling]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Those who did it and those who suffered it; who is told as both stands where told more often."""
    did: dict[str, list[Actor]] = {}
    bore: dict[str, list[Actor]] = {}
    victims: set[str] = set()
    for event in (e for t in members for e in t.events):
        for actor in event.actors:
            counted = _counted(actor, event)
            _name(bore if counted else did, actor)
            victims |= {_key(actor)} if counted else set()
        for actor in event.recipients:
            _name(bore, actor)
    actors = {k: v for k, v in did.items() if k not in victims and len(v) >= len(bore.get(k, ()))}
    recipients = {k: v for k, v in bore.items() if k not in actors}
    return _ranked(actors), _ranked(recipients)


def _name(side: dict[str, list[Actor]], actor: Actor) -> None:
    side.setdefault(_key(actor), []).append(actor)


def _key(actor: Actor) -> str:
    return actor.actor_id or f"~{key(actor.text)}"


def _counted(actor: Actor, event: Event) -> bool:
    """Whether the actor's words hold the count of victims: "12 soldiers were killed"."""
    return actor.actor_id is None and any(
        f.kind in _VICTIMS and f.field == actor.field and f.start < actor.end and actor.start < f.end
        for f in event.figures
    )


def _ranked(side: Mapping[str, list[Actor]]) -> tuple[Actor, ...]:
    """Most often told first; those known by words only where no entry is known."""
    ids = [k for k in side if not k.startswith("~")]
    names = ids or [k for k in side if k != "~"]
    names.sort(key=lambda k: (-len(side[k]), k))
    return tuple(side[k][0] for k in (names if ids else names[:_UNNAMED]))


# -- where and when ---------------------------------------------------------------------------------


def _place(members: Sequence[Telling]) -> Place | None:
    """The place that agrees with the most tellings; among equals the most precise, then the surest."""
    counts: Counter[str] = Counter()
    by_name: dict[str, Place] = {}
    for t in members:
        if t.place is not None:
            name = t.place.place_id or f"~{t.place.country}"
            counts[name] += 1
            kept = by_name.setdefault(name, t.place)
            if (t.place.score or 0.0) > (kept.score or 0.0):
                by_name[name] = t.place

    def rank(name: str) -> tuple[float, int, int, str]:
        place = by_name[name]
        agree = sum(n for other, n in counts.items() if _agree(place, by_name[other]))
        return -agree, FINE[place.level], -counts[name], name

    best = min(by_name, key=rank, default=None)
    return by_name[best] if best is not None else None


def _agree(a: Place, b: Place) -> bool:
    return place_case(a, b) not in {"far", "other-country", "unknown"}


_PRECISE = {p: n for n, p in enumerate(("day", "days", "week", "month", "season", "year", "vague"))}


def _time(members: Sequence[Telling]) -> Time | None:
    """The most precise time; among equals the one that most reports give, then the earliest."""
    told: dict[tuple[str, str, str], list[str]] = {}
    found: dict[tuple[str, str, str], Time] = {}
    for t in members:
        for e in t.events:
            if e.time is not None and e.time.start_date and e.time.end_date:
                name = (e.time.precision, e.time.start_date, e.time.end_date)
                told.setdefault(name, []).append(t.report_id)
                found.setdefault(name, e.time)
    best = min(told, key=lambda n: (_PRECISE[n[0]], -len(set(told[n])), n), default=None)
    return found[best] if best is not None else None


# -- how many ---------------------------------------------------------------------------------------


def _figures(members: Sequence[Telling]) -> tuple[IncidentFigure, ...]:
    """Figures by kind; tolls are counted on, so that the latest day's reports give the best.

    Each report counts once with the first figure it gives, and nothing is added up: what ``part_of``
    repeats, and what a report says again further down, is the same count.
    """
    by_kind: dict[str, dict[str, tuple[int, float, float, float]]] = {}
    for t in members:
        for kind, (low, best, high) in t.figures.items():
            by_kind.setdefault(kind, {}).setdefault(t.report_id, (t.released or 0, low, best, high))
    return tuple(_figure(kind, list(of.values())) for kind, of in sorted(by_kind.items()))


def _figure(kind: str, told: Sequence[tuple[int, float, float, float]]) -> IncidentFigure:
    latest = max(day for day, *_ in told)
    best = sorted(value for day, _, value, _ in told if day == latest)
    return IncidentFigure(
        kind=kind,
        low=min(low for _, low, _, _ in told),
        best=best[(len(best) - 1) // 2],
        high=max(high for *_, high in told),
        rule=RULE,
    )
