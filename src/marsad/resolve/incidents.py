"""Events of many reports to incidents: what happened, once, however many reports tell of it.

::

    Coded -tellings-> acts as each report tells them -candidates-> pairs worth comparing
        -agreement-> points -groups-> tellings of one incident -merge-> Incident

Judgements of reviewers come first and are never overruled.
"""

from __future__ import annotations

from collections.abc import Sequence

from marsad.records import Coded, Incident, Judgement, Report
from marsad.resolve.agreement import NEEDED, Rarity, points
from marsad.resolve.candidates import candidates
from marsad.resolve.groups import Groups, Verdicts
from marsad.resolve.merge import incident
from marsad.resolve.tellings import STATED, Telling, tellings


def resolve(
    coded: Sequence[Coded], reports: Sequence[Report], judgements: Sequence[Judgement] = ()
) -> tuple[Incident, ...]:
    """Group the events of coded reports into incidents.

    Only events that occurred or go on become incidents, and only of types that happen at a place and
    time; a possible event joins an incident that another event states. The order of the input does not
    matter, and ids are hashes of the members, so the same input gives the same incidents.

    Parameters
    ----------
    coded
        Coded reports; of two with one id the first counts.
    reports
        The reports themselves, for headlines and sources; those that are missing are told by what was
        coded alone.
    judgements
        What reviewers decided. Of two on one pair the later counts; ``unsure`` changes nothing.
    """
    verdicts = Verdicts(judgements)
    told = _tellings(coded, reports, verdicts)
    rarity = Rarity(told)

    def score(a: Telling, b: Telling) -> float:
        return points(a, b, rarity)

    pairs = ((score(told[a], told[b]), a, b) for a, b in candidates(told, rarity))
    groups = Groups(told, verdicts)
    groups.link((pair for pair in pairs if pair[0] >= NEEDED), score, NEEDED)
    incidents = (incident(members, judgements) for members in groups.all() if _stated(members))
    return tuple(sorted(incidents, key=lambda i: i.incident_id))


def _stated(members: Sequence[Telling]) -> bool:
    return any(e.status in STATED for t in members for e in t.events)


def _tellings(coded: Sequence[Coded], reports: Sequence[Report], verdicts: Verdicts) -> list[Telling]:
    about = {r.id: r for r in reports}
    once = {c.id: c for c in reversed(coded)}
    judged = verdicts.judged()
    return [t for name in sorted(once) for t in tellings(once[name], about.get(name), judged)]
