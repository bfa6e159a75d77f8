"""What one report tells of one act: its events brought together, ready to be compared with other reports.

A report tells of an act many times over: in the headline, in the first sentence, and later on in passing
("the attack"). These events are brought together here, so that reports are compared act by act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from marsad.normalise import key
from marsad.records import Coded, Event, Place, Report, Time

MATERIAL = frozenset(  # types that happen at a place and a time; verbal acts stay events and statements
    {"ASSAULT", "COERCE", "PROTEST", "RETREAT", "MOBILIZE", "AID", "CONSULT", "SANCTION", "COOPERATE"}
)
STATED = frozenset({"occurred", "ongoing"})
SAID = STATED | {"possible"}  # what is suspected supports an incident that others state, and makes none
VAGUE = frozenset({"country", "region", "unknown"})  # levels of place that many events share
LONGEST = 7  # a window of more days does not say when
BEFORE = 2  # an undated act lies at most this many days before its report
_LOOK_BACK = 6  # acts of the report that an event is compared with
_LEAD = 250  # code points of a text that stand in for a missing headline
TAKEN = frozenset({"abduct", "arrest", "seize"})  # one report's arrest is another's kidnapping
_LIKE = (TAKEN, frozenset({"explosives", "suicide-attack"}), frozenset({"aerial", "drone"}))
_LOOSE = frozenset({"near", "adm1", "adm2"})  # levels within whose province an exacter place may lie
_WORD = re.compile(r"[^\W_]+")
_STEM = 6  # Latin words are cut here: 'killing' and 'killed' differ after it, 'attack' and 'attacks' do not

Apart = Mapping[str, frozenset[str]]


class Telling(msgspec.Struct, frozen=True):
    """One act as one report tells it.

    ``first`` and ``last`` are ordinals of days, both included, or None where nothing is known.
    ``issued`` is when the report was published, ``released`` that day. ``dated`` says whether the text
    gives the day; without, the window ends with the publication. ``order`` is the number of the act in its
    report; the first is what the headline tells.
    """

    key: str  # the least event id
    report_id: str
    source: str
    language: str | None
    issued: str | None
    released: int | None
    order: int
    events: tuple[Event, ...]
    family: str
    modes: frozenset[str]
    first: int | None
    last: int | None
    dated: bool
    place: Place | None
    actors: frozenset[str]
    figures: dict[str, tuple[float, float, float]]
    words: frozenset[str]
    listed: str | None  # source and words of a report that is a bare headline, as in lists of events


def family(event: Event) -> str:
    """Types that reports mix up count as one: an arrest and a raid, a kidnapping and an attack."""
    return "force" if event.type in {"ASSAULT", "COERCE"} else event.type


def tellings(coded: Coded, report: Report | None, apart: Apart) -> Iterator[Telling]:
    """The acts that a report tells of, in its order.

    Parameters
    ----------
    coded, report
        What was coded, and the report itself where it is at hand: for its words and its source.
    apart
        For each event that a reviewer judged, the other judged events; these are not brought
        together here, since the judgements themselves decide.
    """
    kept = [e for e in coded.events if e.status in SAID and e.type in MATERIAL and not _sums(e)]
    kept.sort(key=lambda e: (e.trigger.field != "title", e.trigger.start, e.event_id))
    if not kept:
        return
    head = words_of(_headline(report)) if report else frozenset()
    for order, events in enumerate(_acts(kept, apart)):
        quotes = dict.fromkeys(e.evidence[0].quote for e in events)  # in order: long texts are cut short
        words = head if head and order == 0 else words_of(" ".join(quotes))
        yield _telling(coded, report, tuple(events), order=order, words=words)


def _sums(event: Event) -> bool:
    """Whether an event only adds up many acts: "15,000 killed since 2009" is no incident."""
    return bool(event.figures) and all(f.total for f in event.figures)


def _headline(report: Report) -> str:
    return report.title or report.text[:_LEAD]


def words_of(text: str) -> frozenset[str]:
    """Words of a text in normal form, cut short so that inflected forms meet."""
    found = _WORD.findall(key(text) if len(text) < 500 else key(text[:500]))
    return frozenset(_stem(word) for word in found if len(word) > 1 or word.isdigit())


def _stem(word: str) -> str:
    if word.startswith("ال") and len(word) > 4:
        return word[2:]
    return word[:_STEM] if word.isascii() and not word.isdigit() else word


# -- events of one report to acts -------------------------------------------------------------------


def _acts(events: Sequence[Event], apart: Apart) -> list[list[Event]]:
    acts: list[list[Event]] = []
    home: dict[str, list[Event]] = {}
    leaders = [e for e in events if e.part_of is None]
    for event in leaders:
        act = _act_of(event, acts, apart)
        if act is None:
            act = []
            acts.append(act)
        act.append(event)
        home[event.event_id] = act
    for event in events:
        if event.part_of is not None:
            _put_part(event, home, acts, apart)
    return acts


def _put_part(event: Event, home: dict[str, list[Event]], acts: list[list[Event]], apart: Apart) -> None:
    """An event with ``part_of`` goes with its leader; without one it stands alone."""
    act = home.get(event.part_of or "")
    if act is None or _kept_apart(event, act, apart):
        act = []
        acts.append(act)
    act.append(event)


def _kept_apart(event: Event, act: Sequence[Event], apart: Apart) -> bool:
    others = apart.get(event.event_id)
    return others is not None and any(e.event_id in others for e in act)


def _act_of(event: Event, acts: list[list[Event]], apart: Apart) -> list[Event] | None:
    """The latest act that the event may tell of again."""
    for act in reversed(acts[:1] + acts[1:][-_LOOK_BACK:]):
        if _same_act(event, act) and not _kept_apart(event, act, apart):
            return act
    return None


def _same_act(event: Event, act: Sequence[Event]) -> bool:
    """Whether an event tells of an act again: nothing contradicts, and something ties them.

    A bare mention ("the attack") has nothing of its own and goes with the act told last.
    """
    first = act[0]
    if family(event) != family(first) or any(_contradict(event, other) for other in act):
        return False
    if _bare(event):
        return event.type in {e.type for e in act}
    if event.trigger.field != first.trigger.field and _alike(event, first) and len(act) == 1:
        return True  # the text takes up the headline
    return _tied(event, act) or _continues(event, act)


def _continues(event: Event, act: Sequence[Event]) -> bool:
    """Whether an event without a scene of its own goes on with an act of its type and day.

    "Fighting went on late on Friday and ten soldiers were killed": it adds counts that the act has not, and
    is of the same manner and by nobody else.
    """
    scene = event.place is not None and event.place.level not in VAGUE
    manner = event.mode is None or event.mode in TAKEN or event.mode in {other.mode for other in act}
    if event.type != act[0].type or scene or not manner:
        return False
    ours, theirs = _doers([event]), _doers(act)
    counted = {f.kind for other in act for f in other.figures} & {f.kind for f in event.figures}
    same_day = any(_overlap(_days(event.time), _days(other.time)) for other in act)
    return same_day and not counted and not (ours and theirs and not ours & theirs)


def _doers(events: Sequence[Event]) -> set[str]:
    return {a.actor_id for event in events for a in event.actors if a.actor_id}


def _bare(event: Event) -> bool:
    known = any(a.actor_id for a in (*event.actors, *event.recipients))
    return not (event.place or event.figures or known or (event.time and not event.time.anchor))


def _tied(event: Event, act: Sequence[Event]) -> bool:
    """Whether an event shares a count, or a precise place and its type, with an event of the act."""
    for other in act:
        counts = {(f.kind, f.best) for f in other.figures if f.best > 1}
        if any((f.kind, f.best) in counts for f in event.figures):
            return True
        if _alike(event, other) and _same_spot(event.place, other.place):
            return True
    return False


def _alike(a: Event, b: Event) -> bool:
    return a.type == b.type or (a.mode in TAKEN and b.mode in TAKEN)


def _same_spot(a: Place | None, b: Place | None) -> bool:
    return a is not None and b is not None and a.place_id == b.place_id and a.level not in VAGUE


def _contradict(a: Event, b: Event) -> bool:
    """Whether two events of one report differ in place, day or count, as a careful writer means it."""
    exact = [e.place for e in (a, b) if e.place is not None and e.place.level not in VAGUE]
    if len(exact) == len((a, b)) and exact[0].place_id != exact[1].place_id and not _nested(*exact):
        return True
    if a.mode and b.mode and a.mode != b.mode and not any({a.mode, b.mode} <= like for like in _LIKE):
        return True
    if _days(a.time) and _days(b.time) and not _overlap(_days(a.time), _days(b.time)):
        return True
    counts = {f.kind: f for f in a.figures}
    return any(f.kind in counts and _apart(f.best, counts[f.kind].best) for f in b.figures)


def _nested(a: Place, b: Place) -> bool:
    """Whether one place may lie in the other, or near it in its province."""
    if {a.name, b.name} & {a.admin1, b.admin1}:
        return True
    return bool({a.level, b.level} & _LOOSE) and a.admin1 is not None and a.admin1 == b.admin1


def _apart(a: float, b: float) -> bool:
    return abs(a - b) > 0.2 * max(a, b)


def _overlap(a: tuple[int, int] | None, b: tuple[int, int] | None) -> bool:
    return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]


# -- an act as it is compared -----------------------------------------------------------------------


def _telling(
    coded: Coded, report: Report | None, events: tuple[Event, ...], *, order: int, words: frozenset[str]
) -> Telling:
    first, last, dated = _window(events, coded.published)
    return Telling(
        key=min(e.event_id for e in events),
        report_id=coded.id,
        source=(report.source if report else None) or coded.id,
        language=coded.language,
        issued=coded.published,
        released=date.fromisoformat(coded.published[:10]).toordinal() if coded.published else None,
        order=order,
        events=events,
        family=family(events[0]),
        modes=frozenset(e.mode for e in events if e.mode),
        first=first,
        last=last,
        dated=dated,
        place=best_place(events),
        actors=frozenset(a.actor_id for e in events for a in (*e.actors, *e.recipients) if a.actor_id),
        figures=_figures(events),
        words=words,
        listed=_listed(report),
    )


def _listed(report: Report | None) -> str | None:
    if report is None or len(report.text) > _LEAD or (report.title and report.text.strip()):
        return None
    return f"{report.source} {key(_headline(report))}"


def _days(time: Time | None) -> tuple[int, int] | None:
    """Ordinals of the first and the last day, where they are close enough to say when."""
    if time is None or not time.start_date or not time.end_date:
        return None
    first, last = date.fromisoformat(time.start_date), date.fromisoformat(time.end_date)
    return (first.toordinal(), last.toordinal()) if last - first < timedelta(LONGEST) else None


def _window(events: Sequence[Event], published: str | None) -> tuple[int | None, int | None, bool]:
    told = [days for e in events if (days := _days(e.time))]
    if told:
        return (*min(told, key=lambda d: (d[1] - d[0], d)), True)
    if published:
        day = date.fromisoformat(published[:10]).toordinal()
        return day - BEFORE, day, False
    return None, None, False


FINE: Mapping[str, int] = {
    level: n
    for n, level in enumerate(
        ("site", "town", "near", "adm2", "adm1", "water", "region", "country", "unknown")
    )
}


def best_place(events: Sequence[Event]) -> Place | None:
    """The most precise place; among equals the one most events have, then the surer, then by id."""
    places = [e.place for e in events if e.place is not None]
    named = [p.place_id for p in places]
    return min(
        places,
        key=lambda p: (
            FINE[p.level],
            -named.count(p.place_id),
            -(p.score or 0.0),
            p.place_id or "",
            p.start,
        ),
        default=None,
    )


def _figures(events: Sequence[Event]) -> dict[str, tuple[float, float, float]]:
    """The first figure of each kind that a report gives; what ``part_of`` repeats comes last."""
    out: dict[str, tuple[float, float, float]] = {}
    for event in sorted(events, key=lambda e: e.part_of is not None):
        for f in (f for f in event.figures if not f.total):
            out.setdefault(f.kind, (f.low, f.best, f.high))
    return out
