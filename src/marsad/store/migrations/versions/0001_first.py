"""The first schema: reports, sightings, records, incidents, judgements, runs, issues."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# judgements are append-only, and the database holds to it
NO_UPDATE = """CREATE TRIGGER judgement_no_update BEFORE UPDATE ON judgement
BEGIN SELECT RAISE(ABORT, 'judgements are append-only'); END"""
NO_DELETE = """CREATE TRIGGER judgement_no_delete BEFORE DELETE ON judgement
BEGIN SELECT RAISE(ABORT, 'judgements are append-only'); END"""


def upgrade() -> None:
    op.create_table('event_actor',
    sa.Column('report_id', sa.String(), nullable=False),
    sa.Column('event_id', sa.String(), nullable=False),
    sa.Column('actor_id', sa.String(), nullable=False),
    sa.Column('side', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('report_id', 'event_id', 'actor_id', 'side')
    )
    op.create_index('event_by_actor', 'event_actor', ['actor_id'], unique=False)
    op.create_table('incident',
    sa.Column('incident_id', sa.String(), nullable=False),
    sa.Column('type', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('start_date', sa.String(), nullable=True),
    sa.Column('country', sa.String(), nullable=True),
    sa.Column('lat', sa.Float(), nullable=True),
    sa.Column('lon', sa.Float(), nullable=True),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('incident_id')
    )
    op.create_index(op.f('ix_incident_start_date'), 'incident', ['start_date'], unique=False)
    op.create_table('judgement',
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('judgement_id', sa.String(), nullable=False),
    sa.Column('left', sa.String(), nullable=False),
    sa.Column('right', sa.String(), nullable=False),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('who', sa.String(), nullable=False),
    sa.Column('when', sa.String(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('seq'),
    sa.UniqueConstraint('judgement_id'),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_judgement_left'), 'judgement', ['left'], unique=False)
    op.create_index(op.f('ix_judgement_right'), 'judgement', ['right'], unique=False)
    op.create_table('report',
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=True),
    sa.Column('language', sa.String(), nullable=True),
    sa.Column('published', sa.String(), nullable=True),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('url', sa.String(), nullable=True),
    sa.Column('issues', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('seq'),
    sa.UniqueConstraint('report_id'),
    sqlite_autoincrement=True
    )
    op.create_table('run',
    sa.Column('run_id', sa.String(), nullable=False),
    sa.Column('started', sa.String(), nullable=False),
    sa.Column('finished', sa.String(), nullable=True),
    sa.Column('version', sa.String(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('run_id')
    )
    op.create_table('coded',
    sa.Column('report_id', sa.String(), nullable=False),
    sa.Column('version', sa.String(), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['report.report_id'], ),
    sa.PrimaryKeyConstraint('report_id')
    )
    op.create_table('issue',
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.String(), nullable=False),
    sa.Column('run_id', sa.String(), nullable=False),
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('report_id', sa.String(), nullable=True),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('hint', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['run.run_id'], ),
    sa.PrimaryKeyConstraint('seq'),
    sa.UniqueConstraint('issue_id'),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_issue_code'), 'issue', ['code'], unique=False)
    op.create_index(op.f('ix_issue_report_id'), 'issue', ['report_id'], unique=False)
    op.create_table('sighting',
    sa.Column('sighting_id', sa.String(), nullable=False),
    sa.Column('report_id', sa.String(), nullable=False),
    sa.Column('path', sa.String(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(), nullable=True),
    sa.Column('encoding', sa.String(), nullable=False),
    sa.Column('run_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['report.report_id'], ),
    sa.ForeignKeyConstraint(['run_id'], ['run.run_id'], ),
    sa.PrimaryKeyConstraint('sighting_id')
    )
    op.create_index(op.f('ix_sighting_report_id'), 'sighting', ['report_id'], unique=False)
    op.create_table('event',
    sa.Column('report_id', sa.String(), nullable=False),
    sa.Column('event_id', sa.String(), nullable=False),
    sa.Column('type', sa.String(), nullable=False),
    sa.Column('mode', sa.String(), nullable=True),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('start_date', sa.String(), nullable=True),
    sa.Column('end_date', sa.String(), nullable=True),
    sa.Column('country', sa.String(), nullable=True),
    sa.Column('admin1', sa.String(), nullable=True),
    sa.Column('place_id', sa.String(), nullable=True),
    sa.Column('level', sa.String(), nullable=True),
    sa.Column('lat', sa.Float(), nullable=True),
    sa.Column('lon', sa.Float(), nullable=True),
    sa.ForeignKeyConstraint(['report_id'], ['coded.report_id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('report_id', 'event_id')
    )
    op.create_index('event_by_country_date', 'event', ['country', 'start_date'], unique=False)
    op.create_index('event_by_date', 'event', ['start_date'], unique=False)
    op.create_index('event_by_type_date', 'event', ['type', 'start_date'], unique=False)
    op.execute(NO_UPDATE)
    op.execute(NO_DELETE)


def downgrade() -> None:
    op.execute("DROP TRIGGER judgement_no_delete")
    op.execute("DROP TRIGGER judgement_no_update")
    op.drop_index('event_by_type_date', table_name='event')
    op.drop_index('event_by_date', table_name='event')
    op.drop_index('event_by_country_date', table_name='event')
    op.drop_table('event')
    op.drop_index(op.f('ix_sighting_report_id'), table_name='sighting')
    op.drop_table('sighting')
    op.drop_index(op.f('ix_issue_report_id'), table_name='issue')
    op.drop_index(op.f('ix_issue_code'), table_name='issue')
    op.drop_table('issue')
    op.drop_table('coded')
    op.drop_table('run')
    op.drop_table('report')
    op.drop_index(op.f('ix_judgement_right'), table_name='judgement')
    op.drop_index(op.f('ix_judgement_left'), table_name='judgement')
    op.drop_table('judgement')
    op.drop_index(op.f('ix_incident_start_date'), table_name='incident')
    op.drop_table('incident')
    op.drop_index('event_by_actor', table_name='event_actor')
    op.drop_table('event_actor')
