"""The answer in plain words, each sentence with its numbers, and what limits it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from marsad.analyse.change import LEVEL, RangeChange, Verdict
from marsad.analyse.spread.area import regions
from marsad.analyse.spread.clusters import LiveCluster
from marsad.analyse.spread.question import Question
from marsad.analyse.spread.ranges import YEAR, Compared
from marsad.analyse.spread.sections import Answer, Sections
from marsad.gazetteer import load_gazetteer
from marsad.phrases import Phrases, phrases

LEVEL_OF_TEST = 0.05


def answer(found: Sections, language: str = "en") -> Answer:
    """Put the findings into words.

    Raises
    ------
    ConfigError
        There is no translation into the language.
    """
    overall = found.ranges.overall if found.ranges else None
    latest = found.ranges.latest if found.ranges else None
    teller = Teller(found, phrases(language))
    return Answer(
        verdict=_verdict(overall),
        latest=_verdict(latest),
        language=language,
        group=group_name(found.question, teller.say),
        area=area_name(found.question, teller.say),
        sentences=tuple(teller.sentences()),
        limits=tuple(teller.limits()),
    )


def group_name(question: Question, say: Phrases) -> str:
    """The group's name in the language of an answer."""
    if not question.actors:
        return say("everyone")
    return say.actor(question.actors[0], question.group_name)


def area_name(question: Question, say: Phrases) -> str:
    """The area's name in the language of an answer."""
    if say.language == "en" or not question.area_name:
        return question.area_name
    if question.unit:
        entry = load_gazetteer().get(question.unit)
        named = (entry.name_ar if say.language == "ar" else entry.name_fr) if entry else None
        return named or question.area_name
    for region in regions():
        if region.area.name == question.area_name:
            return region.names[say.language]
    if len(question.countries) == 1 and question.box is None:
        return say.country(question.countries[0])
    return say("everywhere") if not question.countries and question.box is None else question.area_name


def _verdict(one: Compared | None) -> Verdict:
    return one.finding.verdict if one else "too little data"


@dataclass(frozen=True, slots=True)
class Teller:
    """Findings told in one language."""

    found: Sections
    say: Phrases

    def sentences(self) -> Iterator[str]:
        """What was found."""
        yield self._opening()
        ranges = self.found.ranges
        if ranges:
            if ranges.overall:
                yield self._changed(ranges.overall, _against(ranges.overall))
            if ranges.latest:
                yield self._changed(ranges.latest, "against.before")
            yield from self._course(ranges.yearly)
            yield from self._peak()
        yield from self._clusters()
        yield from self._movement()
        yield from self._ahead()

    def _opening(self) -> str:
        say, ask, data = self.say, self.found.question, self.found.data
        overall = self.found.ranges.overall if self.found.ranges else None
        known = say("known_on", day=ask.as_of) if ask.as_of else ""
        claim = say(f"claim.{_verdict(overall)}") + (say("also_moved") if _also_moved(overall) else "")
        group, area = group_name(ask, say), area_name(ask, say)
        return say(
            "opening",
            known=known,
            claim=say.lower_first(claim) if known else claim,
            who=say("who", group=group, area=area) if area else group,
            events=say.count("event", data.events),
            first=data.first_day,
            last=data.last_day,
            killed=say.count("killed", data.killed),
        )

    def _changed(self, one: Compared, against: str) -> str:
        say, change = self.say, one.finding
        verdict = say(f"verdict.{change.verdict}")
        if change.cells is None or change.reach_km is None:
            return say("changed.unknown", against=say(against), verdict=verdict, note=say.term(change.note))
        return say(
            "changed",
            against=say(against),
            first=one.before[0],
            last=one.before[1],
            before=say.count("event", one.events[0]),
            after=one.events[1],
            verdict=verdict,
            **self._measures(change, change.cells, change.reach_km),
        )

    def _measures(
        self, change: RangeChange, cells: tuple[float, float], reach: tuple[float, float]
    ) -> dict[str, str]:
        say = self.say
        return {
            "cells": say("cells", before=cells[0], after=cells[1], p=say.p(change.p)),
            "reach": say("reach", before=reach[0], after=reach[1], p=say.p(change.reach_p)),
            "moved": say("moved", km=change.moved_km or 0.0, p=say.p(change.moved_p)),
        }

    def _course(self, yearly: tuple[Compared, ...]) -> Iterator[str]:
        say = self.say
        told = [one for one in yearly if one.finding.verdict != "too little data"]
        if len(told) > 1:
            course = (
                say("course.one", verdict=say(f"verdict.{one.finding.verdict}"), day=one.after[1])
                for one in told
            )
            yield say("course", course=say.join(course))

    def _peak(self) -> Iterator[str]:
        """When the hull was largest, at equal event counts."""
        ranges = self.found.ranges
        if ranges is None:
            return
        sized = [(row.measures["hull_km2"].rarefied, row.period) for row in ranges.periods]
        known = [(size, period) for size, period in sized if size is not None]
        if len(known) < 3:
            return
        first = ranges.cells[0].period
        size, top = max(known)
        now, last = known[-1]
        names = ranges.labels
        yield self.say("peak", top=names[top - first], size=size, now=now, last=names[last - first])

    def _clusters(self) -> Iterator[str]:
        found = self.found.clusters
        if found is None:
            return
        alive = found.clusters
        told = self.say.several(self._cluster(one, found.model) for one in alive)
        if not alive:
            yield self.say("clusters.none")
        else:
            yield self.say(
                "clusters.one" if len(alive) == 1 else "clusters.many", n=len(alive), clusters=told
            )

    def _cluster(self, one: LiveCluster, model: str) -> str:
        say, hit = self.say, one.finding
        return say(
            "cluster",
            where=one.where,
            since=one.since,
            events=say.count("event", hit.observed),
            basis=say(f"basis.{model}"),
            expected=say.n(hit.expected, 1),
            km=hit.radius,
            at=f"{hit.centre[0]:.3f}, {hit.centre[1]:.3f}",
            ratio=say.n(hit.value or 0.0, 1),
            p=say.p(hit.p),
        )

    def _movement(self) -> Iterator[str]:
        say = self.say
        for one in self.found.diffusion or ():
            kind = one.method.split()[0]
            chance = say("chance.more" if (one.p or 1.0) <= LEVEL_OF_TEST else "chance.no")
            yield say(f"diffusion.{kind}", n=one.value, expected=one.expected, chance=chance, p=say.p(one.p))
        front = self.found.front
        if front is None:
            return
        if front.value is None:
            yield say("front.none", reasons=say.terms(front.note.removeprefix("no front: ")))
        else:
            yield say("front.speed", speed=say.n(front.value, 1), r2=say.n(front.r2 or 0.0, 2))

    def _ahead(self) -> Iterator[str]:
        say, found = self.say, self.found.forecast
        if found is None:
            return
        month = found.total.months[0]
        yield say(
            "forecast",
            month=month.month,
            events=say.count("event", month.median),
            low=month.interval[0],
            high=month.interval[1],
            level=say.share(found.level),
            why=say.term(found.total_why),
        )

    def limits(self) -> Iterator[str]:
        """What the reader must know before quoting it."""
        say, data = self.say, self.found.data
        yield from self._dating()
        left = [(reason, n) for reason, n in data.excluded.items() if reason != "outside the window"]
        yield say("limit.left", left=say.tally(left) if left else say("limit.nothing"))
        if data.jittered:
            yield say("limit.drawn", drawn=say.tally(data.jittered.items()))
        yield say("limit.last", days=say.count("day", data.days_before))
        yield from self._scanned()
        yield say("limit.tests")
        if data.doubled:
            yield say("limit.double", n=say.count("event", len(data.doubled)))
        if len(data.provenance) > 1:
            yield say("limit.origins", origins=say.tally(data.provenance.items()))
        if len(data.members) > 1:
            told = (f"{say.actor(name, name)} {say.n(n)}" for name, n in data.members.items())
            yield say("limit.members", members=say.join(told))

    def _dating(self) -> Iterator[str]:
        say, data = self.say, self.found.data
        events = say.count("event", data.events)
        if data.dated_by_event:
            rest = say("limit.dated.as_of" if self.found.question.as_of else "limit.dated.now")
            yield say("limit.dated", n=data.dated_by_event, events=events, rest=rest)
        if data.dated_by_report:
            yield say("limit.by_report", n=data.dated_by_report, events=events)

    def _scanned(self) -> Iterator[str]:
        say, found = self.say, self.found.clusters
        if found is None:
            return
        if found.baseline and found.model == "poisson":
            yield say("limit.table", table=found.baseline, n=say.count("event", found.left_out))
        else:
            yield say("limit.centres", places=say.count("place", found.centres))
        if found.pooled_km2:
            yield say("limit.pooled", km2=found.pooled_km2)


def _also_moved(one: Compared | None) -> bool:
    if one is None or one.finding.verdict not in ("spreading", "contracting"):
        return False
    return (one.finding.moved_p or 1.0) <= LEVEL


def _against(one: Compared) -> str:
    days = dt.date.fromisoformat(one.before[1]) - dt.date.fromisoformat(one.before[0])
    return "against.year" if days.days + 1 >= YEAR else "against.half"
