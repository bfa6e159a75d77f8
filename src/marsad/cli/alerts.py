"""``marsad alerts``: what has changed, how sure, and what was decided about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli import asked, options
from marsad.errors import ConfigError

if TYPE_CHECKING:
    from marsad.phrases import Phrases
    from marsad.records.alerts import Alert

_OLD_DAYS = 30


@click.group()
def command() -> None:
    """Raise alerts on a group, and acknowledge or snooze them."""


@command.command("list")
@asked.question_options
@asked.rules_option
@click.option("--as-of", metavar="DATE", help="The day asked; today when not given.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "atom", "cap"]), default="table", help="Output."
)
@click.option("--all", "everything", is_flag=True, help="Also those acknowledged or snoozed.")
@click.option(
    "-o", "--output", "target", default="-", help="File (for cap: folder) to write; '-' for stdout."
)
@options.language_option
@click.option("--out", type=click.Path(path_type=Path), help="Folder with the database.")
@options.store_option
@click.pass_context
def listed(ctx: click.Context, /, *, rules: Path | None, **given: object) -> None:
    """List the alerts that hold on a day, the gravest first.

    Each comes with its statistic, p-value or recurrence interval, baseline, evidence, freshness and
    coverage of the data, and the day it lapses. Raising them again changes nothing.
    """
    from marsad import inquiry
    from marsad.analyse.spread import checked_day
    from marsad.phrases import phrases

    flags = {name: given.pop(name) for name in ("out", "store", "lang")}
    chosen = options.settings(ctx, **flags)
    form, target, everything = str(given.pop("form")), str(given.pop("target")), given.pop("everything")
    day = given.pop("as_of")
    today = (
        checked_day(None if day is None else str(day), "--as-of")
        or dt.datetime.now(dt.UTC).date().isoformat()
    )
    found = inquiry.alerts(chosen, asked.question(given), today=today, rules=rules)
    shown = [one for one in found if everything or one.status == "open"]
    say = phrases(chosen.lang)
    _write(shown, form, target, say)
    hidden = len(found) - len(shown)
    note = say("alert.count", n=len(shown), day=today)
    click.echo(note + (say("alert.hidden", n=hidden) if hidden else ""), err=True)


def _write(found: Sequence[Alert], form: str, target: str, say: Phrases) -> None:
    from marsad.publish import alerts as publish

    if form == "cap" and target == "-":
        raise ConfigError("CAP is one message a file", "Name a folder with -o.")
    if form == "cap":
        folder = Path(target)
        folder.mkdir(parents=True, exist_ok=True)
        for one in found:
            (folder / f"{one.alert_id}.xml").write_bytes(publish.as_cap(one))
        return
    with options.output(target) as stream:
        if form == "json":
            stream.write(publish.as_json(found))
        elif form == "atom":
            stream.write(publish.as_atom(found))
        else:
            stream.write(_table(found, say).encode())


def _table(found: Sequence[Alert], say: Phrases) -> str:
    from marsad.publish.alerts import explained

    lines = []
    for one in found:
        state = "" if one.status == "open" else f" [{say(f'status.{one.status}')}: {one.reason}]"
        grave = say(f"severity.{one.severity}")
        lines += [f"{one.alert_id}  {grave:<8}  {one.title}{state}", f"    {explained(one)}"]
        lines.append(f"    {say('alert.since', onset=one.onset, expires=one.expires)}")
        if one.freshness_days > _OLD_DAYS:
            lines.append(f"    {say('alert.old', days=say.count('day', one.freshness_days))}")
    return "\n".join(lines or [say("alert.none")]) + "\n"


@command.command("ack")
@click.argument("alert_id", metavar="ID")
@options.decision_options
@click.pass_context
def acknowledge(ctx: click.Context, /, *, alert_id: str, reason: str, who: str, **flags: object) -> None:
    """Acknowledge an alert: it is listed no more."""
    _decide(ctx, ("acknowledge", alert_id, None), (reason, who), flags)


@command.command("snooze")
@click.argument("alert_id", metavar="ID")
@click.option("--until", required=True, metavar="DATE", help="Day up to which it is not listed.")
@options.decision_options
@click.pass_context
def snooze(
    ctx: click.Context, /, *, alert_id: str, until: str, reason: str, who: str, **flags: object
) -> None:
    """Put an alert off until a day."""
    _decide(ctx, ("snooze", alert_id, until), (reason, who), flags)


@command.command("reopen")
@click.argument("alert_id", metavar="ID")
@options.decision_options
@click.pass_context
def reopen(ctx: click.Context, /, *, alert_id: str, reason: str, who: str, **flags: object) -> None:
    """List an alert again that was acknowledged or put off."""
    _decide(ctx, ("reopen", alert_id, None), (reason, who), flags)


def _decide(
    ctx: click.Context, what: tuple[str, str, str | None], why: tuple[str, str], flags: dict[str, object]
) -> None:
    import msgspec

    from marsad import inquiry
    from marsad.analyse.spread import checked_day
    from marsad.cli.store import existing
    from marsad.store.base import AlertNote

    action, alert_id, until = what
    chosen = options.settings(ctx, **flags)
    existing(chosen.database)
    told = {
        "alert_id": alert_id,
        "action": action,
        "who": why[1],
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "reason": why[0],
        "until": checked_day(until, "--until"),
    }
    inquiry.decide_alert(chosen, msgspec.convert(told, AlertNote))
    click.echo(f"{alert_id}: {action}", err=True)
