"""The default store: one SQLite file, through SQLAlchemy Core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    create_engine,
    delete,
    event,
    func,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from marsad.errors import SchemaOutOfDate, StoreError, StoreUnavailable
from marsad.records import Coded, Incident, Judgement, Report
from marsad.store import rows, tables
from marsad.store.base import (
    Added,
    AlertNote,
    EventKey,
    EventQuery,
    Noted,
    ReviewNote,
    Run,
    Tombstone,
    Upserted,
)
from marsad.store.imported import bury, upsert
from marsad.store.reviews import latest, reviewed

_WAIT_MS = 30_000
_BATCH = 200
T = TypeVar("T")
_decode_coded = msgspec.json.Decoder(Coded).decode
_decode_incident = msgspec.json.Decoder(Incident).decode


class SqliteStore:
    """A store in one SQLite file (WAL, foreign keys on, ``synchronous=FULL``).

    A new file is given the newest schema; an older one is refused until it is migrated.

    Parameters
    ----------
    path
        The file; its folder must exist.
    check
        Whether to refuse a schema of another version. Only migrating needs ``False``.
    """

    def __init__(self, path: Path, *, check: bool = True) -> None:
        self.path = path
        self._engine = create_engine(f"sqlite:///{path}")
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        if check:
            self._open()

    def __enter__(self) -> SqliteStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    # -- schema ---------------------------------------------------------------------------------

    def _open(self) -> None:
        with self._reading() as connection:
            empty = not inspect(connection).get_table_names()
            found = None if empty else _revision(connection)
        if empty:
            self.migrate()
        elif found != tables.SCHEMA:
            raise SchemaOutOfDate(
                f"{self.path}: schema {found or 'unknown'}, this marsad needs {tables.SCHEMA}",
                f"Make a copy of the file, then: marsad store migrate --store {self.path}",
            )

    def migrate(self) -> str:
        """Bring the file to the newest schema; gives its revision."""
        from marsad.store.migrate import current, upgrade

        with self._writing() as connection:
            upgrade(connection)
            return current(connection) or ""

    # -- connections ----------------------------------------------------------------------------

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one SQL statement in a transaction of its own: for maintenance and for looking."""
        with self._writing() as connection:
            result = connection.exec_driver_sql(statement)
            return [tuple(row) for row in result] if result.returns_rows else []

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            _named(self.path),
            self._engine.connect().execution_options(marsad_writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _named(self.path), self._engine.connect() as connection:
            yield connection

    def _stream(self, query: Select[Any]) -> Iterator[Any]:
        with self._reading() as connection:
            yield from connection.execution_options(yield_per=_BATCH).execute(query).mappings()

    # -- runs -----------------------------------------------------------------------------------

    def start_run(self, run: Run) -> None:
        """Write down that a run began."""
        with self._writing() as connection:
            connection.execute(insert(tables.run).on_conflict_do_nothing(), rows.run_row(run))

    def finish_run(self, run: Run) -> None:
        """Write down how a run ended."""
        with self._writing() as connection:
            done = update(tables.run).where(tables.run.c.run_id == run.run_id)
            connection.execute(done.values(**rows.run_row(run)))

    def runs(self) -> list[Run]:
        """All runs, oldest first."""
        order = select(tables.run).order_by(tables.run.c.started, tables.run.c.run_id)
        return [rows.run_from(row) for row in self._stream(order)]

    # -- reports --------------------------------------------------------------------------------

    def add_reports(self, reports: Iterable[Report], run_id: str) -> Added:
        """Keep reports unaltered; the same report twice is kept once, with two sightings.

        A report whose id belongs to another report already is kept under ``id~digest``.
        """
        new = same = 0
        renamed: dict[str, str] = {}
        with self._writing() as connection:
            for report in reports:
                report_id = _free_id(connection, report)
                added = connection.execute(
                    insert(tables.report).on_conflict_do_nothing(), rows.report_row(report, report_id)
                ).rowcount
                new, same = new + added, same + 1 - added
                if report_id != report.id:
                    renamed[report.id] = report_id
                if seen := rows.sighting_row(report, report_id, run_id):
                    connection.execute(insert(tables.sighting).on_conflict_do_nothing(), seen)
        return Added(new, same, renamed)

    def report(self, report_id: str) -> Report | None:
        """One report."""
        query = select(tables.report).where(tables.report.c.report_id == report_id)
        return next((rows.report_from(row) for row in self._stream(query)), None)

    def reports(self) -> Iterator[Report]:
        """All reports, in the order they came."""
        return map(rows.report_from, self._stream(select(tables.report).order_by(tables.report.c.seq)))

    def uncoded(self, version: str) -> Iterator[Report]:
        """Reports without records of this version of code and knowledge, in the order they came."""
        query = select(tables.report).where(_not_coded(version)).order_by(tables.report.c.seq)
        return map(rows.report_from, self._stream(query))

    def count_uncoded(self, version: str) -> int:
        """How many reports :meth:`uncoded` gives."""
        with self._reading() as connection:
            query = select(func.count()).select_from(tables.report).where(_not_coded(version))
            return connection.execute(query).scalar_one()

    # -- records --------------------------------------------------------------------------------

    def add_coded(self, coded: Iterable[Coded], version: str) -> int:
        """Keep records, in the place of those of other versions; gives how many were written."""
        count = 0
        with self._writing() as connection:
            for some in _batches(coded):
                _write_coded(connection, some, version)
                count += len(some)
        return count

    def coded(self, report_id: str) -> Coded | None:
        """The records of one report, with what reviewers decided."""
        query = select(tables.coded).where(tables.coded.c.report_id == report_id)
        decided = latest(self.reviews())
        return next((reviewed(_decode_coded(row["payload"]), decided) for row in self._stream(query)), None)

    def all_coded(self) -> Iterator[Coded]:
        """The records of all reports, in the order the reports came, with what reviewers decided."""
        query = select(tables.coded.c.payload).join(tables.report).order_by(tables.report.c.seq)
        decided = latest(self.reviews())
        return (reviewed(_decode_coded(row["payload"]), decided) for row in self._stream(query))

    def find_events(self, query: EventQuery) -> list[EventKey]:
        """Events by type, actor, country, date and box; by date."""
        e, order = tables.event.c, ("start_date", "report_id", "event_id")
        found = select(e.report_id, e.event_id).order_by(*(e[name] for name in order))
        wanted = ((e.type, query.type), (e.status, query.status), (e.country, query.country))
        found = found.where(*(column == value for column, value in wanted if value is not None))
        if query.since:
            found = found.where(func.coalesce(e.end_date, e.start_date) >= query.since)
        if query.until:
            found = found.where(e.start_date <= query.until)
        if query.bbox:
            west, south, east, north = query.bbox
            found = found.where(e.lon.between(west, east), e.lat.between(south, north))
        if query.actor_id:
            a = tables.event_actor.c
            found = found.join(
                tables.event_actor, (a.report_id == e.report_id) & (a.event_id == e.event_id)
            ).where(a.actor_id == query.actor_id)
        return [EventKey(row["report_id"], row["event_id"]) for row in self._stream(found.distinct())]

    # -- decisions ------------------------------------------------------------------------------

    def add_judgements(self, judgements: Iterable[Judgement]) -> int:
        """Append judgements; known ones are left as they are."""
        return self._append(tables.judgement, map(rows.judgement_row, judgements))

    def judgements(self) -> tuple[Judgement, ...]:
        """All judgements in the order they were added."""
        query = select(tables.judgement).order_by(tables.judgement.c.seq)
        return tuple(map(rows.judgement_from, self._stream(query)))

    def replace_incidents(self, incidents: Iterable[Incident]) -> int:
        """Put derived incidents in the place of the last ones."""
        with self._writing() as connection:
            connection.execute(delete(tables.incident))
            return _insert(connection, tables.incident, map(rows.incident_row, incidents))

    def incidents(self) -> tuple[Incident, ...]:
        """All incidents, by date."""
        i = tables.incident.c
        query = select(i.payload).order_by(i.start_date, i.incident_id)
        return tuple(_decode_incident(row["payload"]) for row in self._stream(query))

    # -- imported events ------------------------------------------------------------------------

    def put_imported(self, incidents: Iterable[Incident]) -> Upserted:
        """Keep imported events, each in the place of an older row of the same id."""
        with self._writing() as connection:
            return upsert(connection, incidents)

    def imported(self) -> Iterator[Incident]:
        """All imported events, by date."""
        i = tables.imported.c
        query = select(i.payload).order_by(i.start_date, i.incident_id)
        return (_decode_incident(row["payload"]) for row in self._stream(query))

    def bury(self, tombstones: Iterable[Tombstone]) -> int:
        """Take out imported events that were deleted at their source; gives how many were there."""
        with self._writing() as connection:
            return bury(connection, tombstones)

    def tombstones(self) -> tuple[Tombstone, ...]:
        """All tombstones."""
        return tuple(Tombstone(**row) for row in self._stream(select(tables.tombstone)))

    # -- alerts ---------------------------------------------------------------------------------

    def add_alert_notes(self, notes: Iterable[AlertNote]) -> int:
        """Append decisions about alerts."""
        return self._append(tables.alert_note, map(msgspec.structs.asdict, notes))

    def alert_notes(self) -> tuple[AlertNote, ...]:
        """All decisions about alerts, in the order they were made."""
        n = tables.alert_note.c
        query = select(*(n[name] for name in AlertNote.__struct_fields__)).order_by(n.seq)
        return tuple(AlertNote(**row) for row in self._stream(query))

    # -- reviews --------------------------------------------------------------------------------

    def add_reviews(self, notes: Iterable[ReviewNote]) -> int:
        """Append decisions about events."""
        return self._append(tables.review, map(msgspec.structs.asdict, notes))

    def reviews(self) -> tuple[ReviewNote, ...]:
        """All decisions about events, in the order they were made."""
        r = tables.review.c
        query = select(*(r[name] for name in ReviewNote.__struct_fields__)).order_by(r.seq)
        return tuple(ReviewNote(**row) for row in self._stream(query))

    # -- issues ---------------------------------------------------------------------------------

    def add_issues(self, notes: Iterable[Noted], run_id: str) -> int:
        """Keep issues; an issue that is known already is kept once."""
        return self._append(tables.issue, (rows.issue_row(note, run_id) for note in notes))

    def issues(self) -> list[Noted]:
        """All issues."""
        return [
            rows.issue_from(row) for row in self._stream(select(tables.issue).order_by(tables.issue.c.seq))
        ]

    def counts(self) -> dict[str, int]:
        """Number of rows by table."""
        with self._reading() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in sorted(tables.metadata.tables.items())
            }

    def _append(self, table: Table, new: Iterable[rows.Row]) -> int:
        with self._writing() as connection:
            return _insert(connection, table, new)


def _batches(items: Iterable[T]) -> Iterator[tuple[T, ...]]:
    iterator = iter(items)
    while some := tuple(islice(iterator, _BATCH)):
        yield some


def _insert(connection: Connection, table: Table, new: Iterable[rows.Row]) -> int:
    before = _count(connection, table)
    for some in _batches(new):
        connection.execute(insert(table).on_conflict_do_nothing(), list(some))
    return _count(connection, table) - before


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _write_coded(connection: Connection, some: tuple[Coded, ...], version: str) -> None:
    ids = [coded.id for coded in some]
    connection.execute(delete(tables.event_actor).where(tables.event_actor.c.report_id.in_(ids)))
    connection.execute(delete(tables.coded).where(tables.coded.c.report_id.in_(ids)))
    payloads = [{"report_id": c.id, "version": version, "payload": rows.encode(c)} for c in some]
    connection.execute(insert(tables.coded).on_conflict_do_nothing(), payloads)
    events = [rows.event_row(c, e) for c in some for e in c.events]
    actors = [row for c in some for e in c.events for row in rows.actor_rows(c, e)]
    if events:
        connection.execute(insert(tables.event).on_conflict_do_nothing(), events)
    if actors:
        connection.execute(insert(tables.event_actor).on_conflict_do_nothing(), actors)


def _not_coded(version: str) -> ColumnElement[bool]:
    done = select(tables.coded.c.report_id).where(tables.coded.c.version == version)
    return tables.report.c.report_id.not_in(done)


def _free_id(connection: Connection, report: Report) -> str:
    query = select(tables.report.c.digest).where(tables.report.c.report_id == report.id)
    digest, known = rows.digest(report), connection.execute(query).scalar()
    return report.id if known in (None, digest) else f"{report.id}~{digest}"


def _revision(connection: Connection) -> str | None:
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
    connection.isolation_level = None  # transactions begin where we say, see _begin
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_WAIT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("marsad_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Turn what the driver says into our errors."""
    try:
        yield
    except OperationalError as error:
        raise StoreUnavailable(
            f"{path}: {error.orig}", "Check the folder, or end the other program."
        ) from error
    except IntegrityError as error:
        raise StoreError(f"{path}: {error.orig}", "Nothing was written by this step.") from error
    except DatabaseError as error:
        raise StoreError(f"{path}: {error.orig}", "The file is not a database of marsad.") from error
