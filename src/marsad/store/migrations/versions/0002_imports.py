"""Imported events, tombstones of deleted ones, and what was decided about alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# what was decided about an alert is append-only, as judgements are
NO_UPDATE = """CREATE TRIGGER alert_note_no_update BEFORE UPDATE ON alert_note
BEGIN SELECT RAISE(ABORT, 'notes on alerts are append-only'); END"""
NO_DELETE = """CREATE TRIGGER alert_note_no_delete BEFORE DELETE ON alert_note
BEGIN SELECT RAISE(ABORT, 'notes on alerts are append-only'); END"""


def upgrade() -> None:
    op.create_table(
        "imported",
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("provenance", sa.String(), nullable=False),
        sa.Column("updated", sa.String(), nullable=True),
        sa.Column("start_date", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id"),
    )
    op.create_index(op.f("ix_imported_provenance"), "imported", ["provenance"], unique=False)
    op.create_index(op.f("ix_imported_start_date"), "imported", ["start_date"], unique=False)
    op.create_table(
        "tombstone",
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("provenance", sa.String(), nullable=False),
        sa.Column("deleted", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id"),
    )
    op.create_table(
        "alert_note",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("when", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_alert_note_alert_id"), "alert_note", ["alert_id"], unique=False)
    op.execute(NO_UPDATE)
    op.execute(NO_DELETE)


def downgrade() -> None:
    for name in ("alert_note", "tombstone", "imported"):
        op.drop_table(name)
