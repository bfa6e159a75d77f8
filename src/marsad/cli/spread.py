"""``marsad spread``: is a group spreading, where, how fast, how sure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli import asked, options
from marsad.errors import ConfigError

if TYPE_CHECKING:
    from marsad.analyse.spread import Question, SpreadReport


@click.command()
@asked.question_options
@click.option("--from", "since", metavar="DATE", help="First day; the first event when not given.")
@click.option("--to", "until", metavar="DATE", help="Last day; the last event when not given.")
@click.option("--as-of", metavar="DATE", help="Use only what was published by this day.")
@click.option("--period", type=click.Choice(["week", "month", "quarter"]), default="month", help="Steps.")
@click.option(
    "--coarse",
    type=click.Choice(["leave-out", "jitter"]),
    default="leave-out",
    help="Events known only to a first-level unit, a week or a month: leave out, or draw a place and day "
    "within what is known.",
)
@click.option(
    "--scan-model",
    type=click.Choice(["permutation", "poisson", "bernoulli"]),
    default="permutation",
    help="What the scan compares with: place and time alone, expected numbers, or the events of others.",
)
@click.option(
    "--expected",
    type=click.Path(path_type=Path),
    help="CSV for poisson: lat, lon, expected or population, date.",
)
@click.option(
    "--controls",
    type=click.Path(path_type=Path),
    help="CSV for bernoulli: lat, lon, date, controls; everyone else's events when not given.",
)
@click.option("--scan-radius-km", type=click.FloatRange(min=1), default=150.0, help="Largest cluster; 150.")
@click.option("--scan-months", type=click.FloatRange(min=0.25), default=12.0, help="Longest cluster; 12.")
@options.language_option
@options.out_option
@options.store_option
@click.pass_context
def command(ctx: click.Context, /, *, out: object, store: object, lang: object, **given: object) -> None:
    """Answer whether an armed group is spreading, shifting, contracting or steady.

    Looks at what 'marsad run' coded and 'marsad import' kept, and writes a report page, findings.json,
    CSV tables and plots. The group counts with its branches and successors.
    """
    from marsad import inquiry
    from marsad.cli.progress import bar

    chosen = options.settings(ctx, out=out, store=store, lang=lang)
    table = _baseline(given)
    question = _question(given)
    report, outputs = inquiry.spread(chosen, question, out=chosen.out, baseline=table, progress=bar())
    click.echo(tell(report))
    for path in outputs.values():
        click.echo(f"  {path}")


def _baseline(given: dict[str, object]) -> Path | None:
    """The table for the scan's model, taken out of ``given``."""
    files = {"poisson": given.pop("expected"), "bernoulli": given.pop("controls")}
    chosen = files.pop(str(given["scan_model"]), None)
    if given["scan_model"] == "poisson" and chosen is None:
        raise ConfigError("the Poisson scan needs expected numbers", "Give --expected FILE.")
    if any(files.values()):
        raise ConfigError(
            "a table for another scan model",
            "--expected is for --scan-model poisson, --controls for bernoulli.",
        )
    return chosen if isinstance(chosen, Path) else None


def _question(given: dict[str, object]) -> Question:
    from msgspec.structs import replace

    from marsad.analyse.spread import checked_day

    question = asked.question(given)
    for name, flag in (("since", "--from"), ("until", "--to"), ("as_of", "--as-of")):
        text = given[name]
        given[name] = checked_day(None if text is None else str(text), flag)
    return replace(question, **given)


def tell(report: SpreadReport) -> str:
    """The answer, its limits, and what was not computed."""
    from marsad.phrases import phrases

    say = phrases(report.answer.language)
    skipped = [
        say("cli.skipped", name=say.term(name.replace("_", " ")), why=say.term(why))
        for name, why in report.skipped.items()
    ]
    answer = report.answer
    return "\n".join(
        (*answer.sentences, "", say("cli.limits"), *answer.limits, *skipped, "", say("cli.written"))
    )
