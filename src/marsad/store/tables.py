"""The tables, as SQLAlchemy Core knows them. A change here needs a migration and a new ``SCHEMA``."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

SCHEMA = "0003"

metadata = MetaData()

run = Table(
    "run",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("started", String, nullable=False),
    Column("finished", String),
    Column("version", String, nullable=False),
    Column("summary", Text),
)

report = Table(
    "report",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("report_id", String, nullable=False, unique=True),
    Column("digest", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("title", Text),
    Column("language", String),
    Column("published", String),
    Column("source", String),
    Column("url", String),
    Column("issues", Text),
    sqlite_autoincrement=True,
)

sighting = Table(
    "sighting",
    metadata,
    Column("sighting_id", String, primary_key=True),
    Column("report_id", ForeignKey("report.report_id"), nullable=False, index=True),
    Column("path", String, nullable=False),
    Column("line", Integer),
    Column("sha256", String),
    Column("encoding", String, nullable=False),
    Column("run_id", ForeignKey("run.run_id"), nullable=False),
)

coded = Table(
    "coded",
    metadata,
    Column("report_id", ForeignKey("report.report_id"), primary_key=True),
    Column("version", String, nullable=False),
    Column("payload", Text, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("report_id", ForeignKey("coded.report_id", ondelete="CASCADE"), primary_key=True),
    Column("event_id", String, primary_key=True),
    Column("type", String, nullable=False),
    Column("mode", String),
    Column("status", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("start_date", String),
    Column("end_date", String),
    Column("country", String),
    Column("admin1", String),
    Column("place_id", String),
    Column("level", String),
    Column("lat", Float),
    Column("lon", Float),
    Index("event_by_date", "start_date"),
    Index("event_by_country_date", "country", "start_date"),
    Index("event_by_type_date", "type", "start_date"),
)

event_actor = Table(
    "event_actor",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    Column("actor_id", String, primary_key=True),
    Column("side", String, primary_key=True),
    Index("event_by_actor", "actor_id"),
)

incident = Table(
    "incident",
    metadata,
    Column("incident_id", String, primary_key=True),
    Column("type", String, nullable=False),
    Column("status", String, nullable=False),
    Column("start_date", String, index=True),
    Column("country", String),
    Column("lat", Float),
    Column("lon", Float),
    Column("payload", Text, nullable=False),
)

judgement = Table(
    "judgement",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("judgement_id", String, nullable=False, unique=True),
    Column("left", String, nullable=False, index=True),
    Column("right", String, nullable=False, index=True),
    Column("verdict", String, nullable=False),
    Column("who", String, nullable=False),
    Column("when", String, nullable=False),
    Column("why", Text, nullable=False),
    sqlite_autoincrement=True,
)

issue = Table(
    "issue",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("issue_id", String, nullable=False, unique=True),
    Column("run_id", ForeignKey("run.run_id"), nullable=False),
    Column("stage", String, nullable=False),
    Column("report_id", String, index=True),
    Column("code", String, nullable=False, index=True),
    Column("message", Text, nullable=False),
    Column("hint", Text, nullable=False),
    sqlite_autoincrement=True,
)

imported = Table(
    "imported",
    metadata,
    Column("incident_id", String, primary_key=True),
    Column("provenance", String, nullable=False, index=True),
    Column("updated", String),
    Column("start_date", String, index=True),
    Column("country", String),
    Column("payload", Text, nullable=False),
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("incident_id", String, primary_key=True),
    Column("provenance", String, nullable=False),
    Column("deleted", String, nullable=False),
    Column("why", Text, nullable=False),
)

alert_note = Table(
    "alert_note",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("alert_id", String, nullable=False, index=True),
    Column("action", String, nullable=False),
    Column("until", String),
    Column("who", String, nullable=False),
    Column("when", String, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_autoincrement=True,
)

review = Table(
    "review",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("report_id", String, nullable=False, index=True),
    Column("event_id", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("who", String, nullable=False),
    Column("when", String, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_autoincrement=True,
)
