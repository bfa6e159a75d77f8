"""``marsad backtest``: would we have said so in time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli import asked, options

if TYPE_CHECKING:
    from marsad.analyse.alerts import Replay


@click.command()
@asked.question_options
@asked.rules_option
@click.option("--year", type=int, required=True, help="The year to replay.")
@click.option(
    "--step", type=click.Choice(["week", "month"]), default="month", help="How often alerts are raised."
)
@click.option(
    "--horizon-days", type=click.IntRange(min=1), default=92, help="How long an alert holds good; 92."
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder with the database.")
@options.store_option
@click.pass_context
def command(
    ctx: click.Context, /, *, out: object, store: object, rules: Path | None, as_json: bool, **given: object
) -> None:
    """Replay a year of alerts, with what was known at each step, and say what they were worth.

    A surge is a month with at least five events and twice the mean month of the year before, in a
    first-level unit or in all. A hit is a surge with an alert on its unit before it began; a false alarm
    is an alert that no surge followed. A rule is worth something where it beats the plain comparison.
    """
    import msgspec

    from marsad import inquiry
    from marsad.analyse.alerts import Course
    from marsad.cli.progress import bar

    chosen = options.settings(ctx, out=out, store=store)
    course = msgspec.convert({name: given.pop(name) for name in ("year", "step", "horizon_days")}, Course)
    found = inquiry.backtest(chosen, asked.question(given), course, rules=rules, progress=bar())
    click.echo(msgspec.json.format(msgspec.json.encode(found)).decode() if as_json else tell(found))


def tell(found: Replay) -> str:
    """Scores by rule, and every surge with who foretold it."""
    lines = [f"{found.group}, {found.area}, {found.year}: {len(found.days)} steps replayed", ""]
    lines.append(
        f"{'rule':<42}{'alerts':>7}{'hits':>6}{'misses':>8}{'false':>7}{'recall':>8}{'prec.':>7}{'lead':>6}"
    )
    for row in found.scores:
        shares = f"{_share(row.recall):>8}{_share(row.precision):>7}{_days(row.median_lead_days):>6}"
        lines.append(
            f"{row.rule:<42}{row.alerts:>7}{row.hits:>6}{row.misses:>8}{row.false_alarms:>7}{shares}"
        )
    lines += ["", "surges:"]
    for surge in found.surges:
        said = f"{surge.lead_days} days before, by {', '.join(surge.rules)}" if surge.rules else "missed"
        lines.append(
            f"  {surge.month}  {surge.unit:<24} {surge.events:>4} (mean {surge.mean_before:.1f}): {said}"
        )
    return "\n".join(lines)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"


def _days(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f} d"
