"""Questions put to what is known: importing event files, spread, alerts and their back-test.

Beside :mod:`marsad.flow`, which leads from reports to incidents, the only module that knows the stages.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from marsad.config import Settings
from marsad.errors import StoreUnavailable
from marsad.flow import Progress, make_folder, open_store, version
from marsad.records import Incident, Problem

if TYPE_CHECKING:
    from marsad.analyse.alerts import Course, Replay
    from marsad.analyse.spread import Question, SpreadReport
    from marsad.ingest.imports import Reading
    from marsad.records.alerts import Alert
    from marsad.store.base import AlertNote


class ImportSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the rows of event files."""

    new: int
    changed: int
    same: int
    stale: int
    deleted: int
    problems: tuple[str, ...]  # one line each, with file and row


def import_events(
    paths: Iterable[Path],
    reading: Reading,
    settings: Settings,
    *,
    deleted: Path | None = None,
    complete: bool = False,
    clock: Callable[[], float] = time.time,
) -> ImportSummary:
    """Keep the events of other data sets beside those coded from reports.

    Parameters
    ----------
    paths, reading
        Files, and how to read them; see :mod:`marsad.ingest.imports`.
    settings
        Where the database is.
    deleted
        File with the ids of events that the data set has taken back.
    complete
        The files are the whole data set: what is known of it and not in them is taken out.

    Raises
    ------
    SourceError, ConfigError
        A file cannot be read, lacks a column, or holds no row. Nothing is kept then.
    """
    from marsad.ingest import imports
    from marsad.store.base import Tombstone

    now = datetime.fromtimestamp(clock(), UTC).isoformat(timespec="seconds")
    problems: list[str] = []
    seen: set[str] = set()

    def good() -> Iterator[Incident]:
        for item in imports.read(paths, reading):
            if isinstance(item, Problem):
                problems.append(item.issue.message)
            else:
                seen.add(item.incident_id)
                yield item

    make_folder(settings)
    with open_store(settings.database) as store:
        kept = store.put_imported(good())
        where = f"import:{reading.source}"
        gone = [(i.incident_id, now) for i in store.imported() if complete and i.provenance == where]
        gone = [one for one in gone if one[0] not in seen]
        listed = list(imports.read_deletions(deleted, reading.source)) if deleted else []
        stones = [
            Tombstone(incident_id=name, provenance=where, deleted=when or now, why=why)
            for why, names in (("not in the complete set", gone), ("deleted at the source", listed))
            for name, when in names
        ]
        return ImportSummary(**kept._asdict(), deleted=store.bury(stones), problems=tuple(problems))


def known_incidents(settings: Settings) -> tuple[Incident, ...]:
    """All incidents of the database, coded and imported, possible duplicates among them flagged.

    Incidents that their reports do not date have the time of the first report.

    Raises
    ------
    StoreUnavailable
        There is no database.
    """
    if not settings.database.is_file():
        raise StoreUnavailable(
            f"no database: {settings.database}", "Run 'marsad run' or 'marsad import' first, or name it."
        )
    from marsad.resolve.doubles import dated, flag_duplicates

    with open_store(settings.database) as store:
        known = (*map(dated, store.incidents()), *store.imported())
        return flag_duplicates(known, store.judgements())


def spread(
    settings: Settings,
    question: Question,
    *,
    out: Path,
    baseline: Path | None = None,
    progress: Progress | None = None,
) -> tuple[SpreadReport, dict[str, str]]:
    """Answer whether a group is spreading, and write page, findings, tables and plots.

    Parameters
    ----------
    settings
        Where the database is.
    question
        See :func:`marsad.analyse.spread.ask`.
    out
        Folder to write into.
    baseline
        Table for the Poisson or Bernoulli scan; see :func:`marsad.analyse.spread.read_baseline`.

    Returns
    -------
    The findings, and the path of each output by name.

    Raises
    ------
    NotEnoughIncidents
        No event is left to look at.
    PublishError
        An output cannot be written.
    """
    from marsad.analyse.spread import analyse, read_baseline
    from marsad.publish.spread_files import write_spread

    table = read_baseline(baseline) if baseline else None
    known = known_incidents(settings)
    report = analyse(known, question, baseline=table, language=settings.lang, progress=progress)
    asked = {name: getattr(question, name) for name in question.__struct_fields__}
    told = {**msgspec.to_builtins(report), "question": asked}
    return report, write_spread(out, told, version(settings))


def alerts(
    settings: Settings, question: Question, *, today: str, rules: Path | None = None
) -> tuple[Alert, ...]:
    """Alerts that hold on a day (ISO), with what was decided about them; see :mod:`marsad.analyse.alerts`."""
    from marsad.analyse.alerts import Decision, load_rules, raise_alerts, with_status

    known = known_incidents(settings)
    found = raise_alerts(known, question, load_rules(rules), today=today, language=settings.lang)
    with open_store(settings.database) as store:
        notes = [note for note in store.alert_notes() if note.when[:10] <= today]
    decided = {note.alert_id: Decision(note.action, note.reason, note.until) for note in notes}
    return with_status(found, decided, today)


def decide_alert(settings: Settings, note: AlertNote) -> None:
    """Keep what was decided about an alert."""
    with open_store(settings.database) as store:
        store.add_alert_notes([note])


def backtest(
    settings: Settings,
    question: Question,
    course: Course,
    *,
    rules: Path | None = None,
    progress: Progress | None = None,
) -> Replay:
    """Replay a year of alerts, and score them; see :func:`marsad.analyse.alerts.replay`."""
    from marsad.analyse.alerts import load_rules, replay

    incidents = known_incidents(settings)
    return replay(incidents, question, load_rules(rules), course=course, progress=progress)
