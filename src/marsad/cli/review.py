"""``marsad review``: events that wait for a reviewer, and what is decided about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from marsad.cli import options
from marsad.errors import ConfigError

if TYPE_CHECKING:
    from marsad.records import Coded, Event
    from marsad.store.sqlite import SqliteStore


@click.group()
def command() -> None:
    """Accept or reject events: what a language model suggested, and what the rules got wrong.

    Suggested events make no incidents until they are accepted; rejected ones never do. Decisions are kept
    with their reasons, and 'marsad run' on the same folder brings them into incidents and outputs.
    """


@command.command("list")
@options.out_option
@options.store_option
@click.option("--report", "report_id", metavar="ID", help="Events of one report, whatever their state.")
@click.option("--decided", is_flag=True, help="What was decided, with reasons, in place of what waits.")
@click.option("--limit", type=click.IntRange(min=1), default=50, help="Most events shown.")
@click.pass_context
def list_(
    ctx: click.Context, /, *, report_id: str | None, decided: bool, limit: int, **flags: object
) -> None:
    """List events that wait for review, with their words."""
    with _store(ctx, flags) as store:
        lines = list(_decided(store) if decided else _waiting(store, report_id))
    for block in lines[:limit]:
        click.echo(block)
    if len(lines) > limit:
        click.echo(f"{len(lines) - limit} more: see --limit", err=True)
    if not lines:
        click.echo("nothing", err=True)


@command.command("accept")
@click.argument("report_id", metavar="REPORT")
@click.argument("event_ids", metavar="EVENT...", nargs=-1, required=True)
@options.decision_options
@click.pass_context
def accept(ctx: click.Context, /, report_id: str, event_ids: tuple[str, ...], **given: str) -> None:
    """Accept events as they are: from now on they count."""
    _decide(ctx, ("accept", report_id, event_ids), given)


@command.command("reject")
@click.argument("report_id", metavar="REPORT")
@click.argument("event_ids", metavar="EVENT...", nargs=-1, required=True)
@options.decision_options
@click.pass_context
def reject(ctx: click.Context, /, report_id: str, event_ids: tuple[str, ...], **given: str) -> None:
    """Reject events: they stay in the record as rejected, and count nowhere."""
    _decide(ctx, ("reject", report_id, event_ids), given)


@command.command("reopen")
@click.argument("report_id", metavar="REPORT")
@click.argument("event_ids", metavar="EVENT...", nargs=-1, required=True)
@options.decision_options
@click.pass_context
def reopen(ctx: click.Context, /, report_id: str, event_ids: tuple[str, ...], **given: str) -> None:
    """Take a decision back: the events are again as the coder left them."""
    _decide(ctx, ("reopen", report_id, event_ids), given)


def _store(ctx: click.Context, flags: dict[str, object]) -> SqliteStore:
    from marsad.cli.store import existing
    from marsad.store.sqlite import SqliteStore

    return SqliteStore(existing(options.settings(ctx, **flags).database))


def _decide(ctx: click.Context, what: tuple[str, str, tuple[str, ...]], given: dict[str, str]) -> None:
    import msgspec

    from marsad.store.base import ReviewNote
    from marsad.store.reviews import digest

    verdict, report_id, event_ids = what
    reason, who = given.pop("reason"), given.pop("who")
    if not reason.strip():
        raise ConfigError("--reason is empty", "Say why: it is kept with the decision.")
    with _store(ctx, dict(given)) as store:
        events = _events(store.coded(report_id), report_id, event_ids)
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        told = {"report_id": report_id, "verdict": verdict, "who": who, "when": now, "reason": reason}
        keys = [{"event_id": event.event_id, "digest": digest(event)} for event in events]
        store.add_reviews(msgspec.convert([told | key for key in keys], list[ReviewNote]))
    for event in events:
        click.echo(f"{report_id} {event.event_id}: {verdict}", err=True)


def _events(coded: Coded | None, report_id: str, wanted: tuple[str, ...]) -> list[Event]:
    if coded is None:
        raise ConfigError(f"no report {report_id!r}", "'marsad review list' gives the ids.")
    known = {event.event_id: event for event in coded.events}
    for event_id in wanted:
        if event_id not in known:
            raise ConfigError(
                f"no event {event_id!r} in report {report_id!r}",
                f"'marsad review list --report {report_id}' gives the ids.",
            )
    return [known[event_id] for event_id in wanted]


def _waiting(store: SqliteStore, report_id: str | None) -> Iterator[str]:
    coded = [store.coded(report_id)] if report_id else store.all_coded()
    for one in coded:
        for event in one.events if one is not None else ():
            if report_id or event.review == "suggested":
                yield _block(one.id if one is not None else "", event)


def _block(report_id: str, event: Event) -> str:
    from marsad.cli import records

    state = event.review or "not reviewed"
    head = f"{report_id} {event.event_id}  {state}  {event.coder or 'rules'}"
    quotes = [f"    “{records.quote(e)}”" for e in event.evidence]
    return "\n".join([head, f"    {records.event(event)}", *quotes])


def _decided(store: SqliteStore) -> Iterator[str]:
    from marsad.publish.safe import without_bidi_controls as clean

    for note in store.reviews():
        head = f"{note.report_id} {note.event_id}  {note.verdict}  {note.when} {clean(note.who)}"
        yield f"{head}: {clean(note.reason)}"
