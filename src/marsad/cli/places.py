"""``marsad places``: the places of a text."""

from __future__ import annotations

import sys

import click

from marsad.cli import options


@click.command()
@click.argument("text", required=False)
@click.option(
    "--language", type=click.Choice(["ar", "en", "fr"]), help="Language; told from the text if not given."
)
@click.option("--country", "country_prior", help="ISO 3166 alpha-3 code of the country the text is about.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
@click.pass_context
def command(
    ctx: click.Context, /, *, text: str | None, language: str | None, country_prior: str | None, as_json: bool
) -> None:
    """Find the places that TEXT (or standard input) names, and say which they are and why."""
    import msgspec

    from marsad import flow
    from marsad.cli.records import place as told
    from marsad.records import Report, content_id

    chosen = options.settings(ctx, country_prior=country_prior)
    words = text if text is not None else sys.stdin.read()
    report = Report(id=content_id(words), text=words, language=language)
    known = options.knowledge(chosen)
    for place in flow.code_report(report, known, country_prior=chosen.country_prior).toponyms:
        if as_json:
            click.echo(msgspec.json.encode(place))
        else:
            click.echo(f"{place.start}-{place.end}  {place.text}: {told(place)}  {place.why}")
