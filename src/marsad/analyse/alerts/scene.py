"""What the rules look at: one group in one area, as known on one day."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from msgspec.structs import replace

from marsad.analyse.alerts.rules import Rule
from marsad.analyse.spread.events import Events, Ints, Selection, select
from marsad.analyse.spread.question import Question
from marsad.analyse.spread.where_when import unit_name
from marsad.analyse.spread.words import area_name, group_name
from marsad.phrases import Phrases, phrases
from marsad.records import Incident, content_id
from marsad.records.alerts import Alert

WHOLE = "all"
_MONTH = 28


@dataclass(frozen=True, slots=True)
class Scene:
    """Events of the group up to a day, and the question they answer.

    Attributes
    ----------
    everywhere
        Incidents of all areas known by that day, for rules that look beyond the area.
    units
        First-level unit of each event of the group.
    say
        The words of the alerts.
    """

    question: Question
    chosen: Selection
    everywhere: tuple[Incident, ...]
    today: int
    units: tuple[str, ...]
    say: Phrases

    @property
    def group_name(self) -> str:
        """The group in the language of the alerts."""
        return group_name(self.question, self.say)

    @property
    def area_name(self) -> str:
        """The area in the language of the alerts."""
        return area_name(self.question, self.say) or self.say("everywhere")

    @property
    def group(self) -> Events:
        """The group's events."""
        return self.chosen.group

    def in_unit(self, unit: str) -> Events:
        """Events in one unit, or all."""
        if unit == WHOLE:
            return self.group
        return self.group.where(np.array([one == unit for one in self.units], bool))

    def alert(
        self, rule: Rule, kind: str, key: Sequence[str], about: dict[str, Any], rows: Sequence[Incident]
    ) -> Alert:
        """Make an alert; its id rests on rule, group, area and ``key``, and ``rows`` are its evidence."""
        ask = self.question
        days = [day for one in rows if (day := _day(one))]
        last = max(days, default=self.today)
        return Alert(
            alert_id=content_id(rule.name, ask.group_name, ask.area_name, *key),
            rule=rule.name,
            kind=kind,
            group=ask.group_name,
            area=ask.area_name,
            language=self.say.language,
            incident_ids=tuple(one.incident_id for one in rows),
            raised=iso(self.today),
            last_event=iso(last),
            expires=iso(last + rule.expires_days),
            freshness_days=self.freshness(),
            coverage=self.coverage(),
            **about,
        )

    def freshness(self) -> int:
        """Days since the last event of anyone in the area."""
        day = self.chosen.around.day
        return self.today - int(day.max()) if len(day) else self.today

    def coverage(self) -> tuple[int, float]:
        """Events of anyone in the last four weeks, and the mean of four weeks in the year before."""
        day = self.chosen.around.day
        now = int((day > self.today - _MONTH).sum())
        year = (day > self.today - _MONTH - 364) & (day <= self.today - _MONTH)
        return now, float(year.sum()) / 13


def look(incidents: Sequence[Incident], question: Question, today: str, language: str = "en") -> Scene:
    """The scene as known on a day.

    Raises
    ------
    NotEnoughIncidents
        The group has no event by then.
    """
    asked = replace(question, as_of=today)
    now = dt.date.fromisoformat(today).toordinal()
    chosen = select(incidents, asked)
    chosen = dataclasses.replace(chosen, places=np.unique(chosen.group.position, axis=0))  # no later centres
    known = tuple(one for one in incidents if _known(one, now))
    ids = {one.incident_id for one in known}
    known = tuple(one for one in known if asked.duplicates or one.possible_duplicate_of not in ids)
    units = tuple(unit_name(one) or "not named" for one in chosen.group.incidents)
    return Scene(asked, chosen, known, now, units, phrases(language))


def iso(day: int) -> str:
    """An ordinal as ISO date."""
    return dt.date.fromordinal(day).isoformat()


def weeks_back(day: Ints, today: int) -> Ints:
    """Whole weeks from each day back from today: 0 for the last seven days."""
    return np.asarray((today - day) // 7, np.int64)


def _day(incident: Incident) -> int | None:
    text = incident.time.start_date if incident.time else None
    return dt.date.fromisoformat(text).toordinal() if text else None


def _known(incident: Incident, today: int) -> bool:
    day = _day(incident)
    told = dt.date.fromisoformat(incident.published[:10]).toordinal() if incident.published else day
    return day is not None and told is not None and max(day, told) <= today
