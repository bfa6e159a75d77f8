"""``marsad show``: one report with its records beside the words they rest on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from marsad.cli import options, records
from marsad.errors import ConfigError

if TYPE_CHECKING:
    from marsad.config import Settings
    from marsad.records import Coded, Report
    from marsad.records.parts import FieldName

# later kinds win where words have more than one part
_STYLES: dict[str, dict[str, Any]] = {
    "evidence": {"underline": True},
    "time": {"fg": "yellow", "underline": True},
    "place": {"fg": "green", "underline": True},
    "figure": {"fg": "magenta", "underline": True},
    "actor": {"fg": "cyan", "underline": True},
    "trigger": {"fg": "red", "bold": True, "underline": True},
}


@click.command()
@click.argument("report_id", metavar="ID")
@options.out_option
@options.store_option
@click.option(
    "--from",
    "paths",
    multiple=True,
    metavar="PATH",
    help="Read the report from files instead of the database.",
)
@click.option("--explain", is_flag=True, help="Tell why each event is as it is: rules, cues, weights.")
@click.option("--json", "as_json", is_flag=True, help="Print the coded report as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    report_id: str,
    paths: tuple[str, ...],
    as_json: bool,
    explain: bool,
    **flags: object,
) -> None:
    """Show one report: its words highlighted by what was coded from them, and the records.

    Red: what happened. Blue-green: actors. Green: places. Yellow: times. Purple: figures.
    Underlined: evidence.
    """
    import msgspec

    chosen = options.settings(ctx, **flags)
    report, coded = _from_files(report_id, paths, chosen) if paths else _from_store(report_id, chosen)
    if explain:
        coded = _explained(report, coded, chosen)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(coded), indent=2).decode())
        return
    for line in _lines(report, coded):
        click.echo(line)


def _explained(report: Report, coded: Coded, chosen: Settings) -> Coded:
    """The records with the reasons that the rules give when they go over the report once more."""
    from msgspec.structs import replace

    from marsad import flow

    prior = chosen.country_prior
    again = flow.code_report(report, options.knowledge(chosen), country_prior=prior, explain=True)
    reasons = {event.event_id: event.reasons for event in again.events}
    events = (replace(e, reasons=reasons.get(e.event_id, ())) for e in coded.events)
    return replace(coded, events=tuple(events))


def _from_store(report_id: str, chosen: Settings) -> tuple[Report, Coded]:
    from marsad.cli.store import existing
    from marsad.store.sqlite import SqliteStore

    with SqliteStore(existing(chosen.database)) as store:
        report, coded = store.report(report_id), store.coded(report_id)
    if report is None or coded is None:
        raise ConfigError(f"no report {report_id!r} in {chosen.database}", "records.jsonl lists the ids.")
    return report, coded


def _from_files(report_id: str, paths: tuple[str, ...], chosen: Settings) -> tuple[Report, Coded]:
    from marsad import flow
    from marsad.records import Problem

    items = flow.read(paths, chosen, stdin=sys.stdin.buffer)
    report = next((item for item in items if item.id == report_id), None)
    if report is None:
        raise ConfigError(f"no report {report_id!r} in {', '.join(paths)}", "Check the id.")
    known, coder = options.knowledge(chosen), options.coder(chosen)
    coded = next(flow.code_reports([report], known, country_prior=chosen.country_prior, coder=coder))
    if isinstance(report, Problem):
        raise ConfigError(report.issue.message, report.issue.hint)
    return report, coded


def _lines(report: Report, coded: Coded) -> Iterator[str]:
    facts = (report.source, coded.published, coded.language, report.url)
    yield click.style(f"{report.id}  " + "  ".join(f for f in facts if f), dim=True)
    if report.title:
        yield click.style(highlighted(report, coded, "title"), bold=True)
    yield highlighted(report, coded, "text")
    yield ""
    yield from records.lines(coded)


def highlighted(report: Report, coded: Coded, field: FieldName) -> str:
    """A field of a report with terminal colours; its line breaks and letters stay as they are."""
    from marsad.publish.safe import without_bidi_controls

    words = report.field(field)
    marks: list[str | None] = [None] * len(words)
    for kind in _STYLES:
        for start, end in records.spans(coded, kind, field):
            marks[start:end] = [kind] * (end - start)
    pieces = []
    begin = 0
    for i in range(1, len(words) + 1):
        if i == len(words) or marks[i] != marks[begin]:
            piece = without_bidi_controls(words[begin:i])
            kind_ = marks[begin]
            pieces.append(click.style(piece, **_STYLES[kind_]) if kind_ else piece)
            begin = i
    return "".join(pieces)
