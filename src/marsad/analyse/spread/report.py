"""All statistics on one question: what each found, or why it found nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence

from marsad.analyse.spread import clusters, patterns, ranges, volume, words
from marsad.analyse.spread.events import Selection, select
from marsad.analyse.spread.models import Baseline
from marsad.analyse.spread.question import Question
from marsad.analyse.spread.sections import Data, Double, Sections, SpreadReport
from marsad.analyse.spread.where_when import shown
from marsad.errors import AnalysisError
from marsad.records import Incident


def analyse(
    incidents: Sequence[Incident],
    question: Question,
    *,
    baseline: Baseline | None = None,
    language: str = "en",
    progress: Callable[[str, int, int | None], None] | None = None,
) -> SpreadReport:
    """Answer a question with every statistic that the events allow.

    Parameters
    ----------
    incidents
        All that is known, coded and imported.
    question
        Whom, where, when, as known on which day.
    baseline
        Table that the Poisson or Bernoulli scan compares with.
    language
        Of the answer: en, ar or fr.
    progress
        Called with the name of the stage, sections done, sections in all.

    Raises
    ------
    NotEnoughIncidents
        No event is left to look at.
    """
    chosen = select(incidents, question)
    found: dict[str, object] = {}
    skipped: dict[str, str] = {}
    jobs = _jobs(chosen, question, baseline)
    for number, (name, job) in enumerate(jobs.items()):
        if progress:
            progress("analyse", number, len(jobs))
        try:
            found[name] = job()
        except AnalysisError as error:
            skipped[name] = f"{error}. {error.hint}".strip()
    if progress:
        progress("analyse", len(jobs), len(jobs))
    sections = Sections(question=question, data=_data(chosen, question), skipped=skipped, **found)  # type: ignore[arg-type]
    parts = {name: getattr(sections, name) for name in Sections.__struct_fields__}
    return SpreadReport(answer=words.answer(sections, language), **parts)


def _jobs(
    chosen: Selection, question: Question, baseline: Baseline | None
) -> dict[str, Callable[[], object]]:
    return {
        "ranges": lambda: ranges.ranges(chosen, question),
        "clusters": lambda: clusters.clusters(chosen, question, baseline),
        "diffusion": lambda: patterns.diffusion(chosen, question),
        "front": lambda: patterns.front(chosen),
        "near_repeat": lambda: patterns.repeats(chosen, question),
        "self_excitation": lambda: patterns.excitation(chosen, question),
        "space_time_excitation": lambda: patterns.space_time_excitation(chosen, question),
        "hot_spots": lambda: patterns.hot_cells(chosen, question),
        "effort": lambda: volume.reporting(chosen, question),
        "delays": lambda: volume.delays(chosen, question),
        "forecast": lambda: volume.forecasts(chosen, question),
    }


def _data(chosen: Selection, question: Question) -> Data:
    group = chosen.group
    latest = int(group.day.max())
    told = {name for one in group.incidents if one.row for name in one.row.reports}
    dead = [f.best for one in group.incidents for f in one.figures if f.kind == "killed"]
    points = zip(group.day.tolist(), group.position.tolist(), strict=True)
    return Data(
        events=len(group),
        area_events=len(chosen.around),
        excluded={reason: n for reason, n in chosen.excluded.items() if n},
        first_day=_iso(chosen.first),
        last_day=_iso(chosen.last),
        last_event=_iso(latest),
        days_before=chosen.last - latest,
        dated_by_event=chosen.dated_by_event,
        dated_by_report=sum(
            bool(one.time and not one.time.text and one.time.anchor) for one in group.incidents
        ),
        jittered=chosen.jittered,
        doubled=tuple(map(_double, chosen.doubled)),
        provenance=dict(Counter(one.provenance for one in group.incidents)),
        members=_members(chosen, question),
        sources=len(told),
        killed=float(sum(dead)),
        points=tuple((_iso(day), at[0], at[1]) for day, at in points),
    )


def _double(one: Incident) -> Double:
    seen = shown([one])[0]
    return Double(
        left_out=one.incident_id,
        provenance=one.provenance,
        counts=one.possible_duplicate_of or "",
        date=seen.date,
        place=seen.place,
        who=seen.who,
    )


def _members(chosen: Selection, question: Question) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for one in chosen.group.incidents:
        named = {actor.actor_id for actor in (*one.actors, *one.recipients)}
        counts.update(member for member in question.actors if member in named)
    return dict(counts.most_common())


def _iso(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()
