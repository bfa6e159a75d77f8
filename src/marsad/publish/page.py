"""The report page: one HTML file that opens anywhere, without network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from marsad import __version__
from marsad.errors import PublishError
from marsad.publish import headline, payload
from marsad.publish.labels import Labels, bands
from marsad.publish.payload import Pages
from marsad.publish.safe import packed, packed_json, script_json, script_policy
from marsad.records import Coded, Incident, Report

_HERE = files("marsad.publish")
_SCRIPTS = ("dom.js", "panel.js", "table.js", "columns.js", "charts.js", "map_gl.js", "map_svg.js", "app.js")
_ASSETS = {
    "maplibre": "maplibre-gl.mjs",
    "maplibre-worker": "maplibre-gl-worker.mjs",
    "d3": "d3.min.js",
    "plot": "plot.min.js",
    "topojson": "topojson-client.min.js",
    "world": "world-50m.json",
}
#: Characters of report text that a page takes in; beyond that only quoted words are kept.
MOST_TEXT = 16_000_000


def write_page(
    path: Path,
    *,
    reports: Iterable[Report],
    coded: Iterable[Coded],
    incidents: Sequence[Incident],
    summary: Mapping[str, object],
    labels: Labels,
) -> None:
    """Write the report page.

    Parameters
    ----------
    path
        The HTML file to write; it is replaced only when the new one is complete.
    reports, coded
        What was read and what was coded from it, matched by id; both are iterated once.
    incidents
        What happened, once each; evidence is taken from the member events in ``coded``.
    summary
        Counts, versions and seconds of the run, shown as they are. Nested tables one level deep.
    labels
        The words of the page in its language, and where actors and places have their names from.

    Raises
    ------
    PublishError
        The file cannot be written.
    """
    pages = payload.gather(reports, coded, incidents, labels)
    html = render(pages, summary)
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(html.encode("utf-8", "replace"))
        part.replace(path)
    except OSError as error:
        raise PublishError(f"{path}: cannot be written: {error}", "Choose another folder with -o.") from error


def render(pages: Pages, summary: Mapping[str, object], *, most_text: int = MOST_TEXT) -> str:
    """The page as one string; texts are left out when they come to more than ``most_text`` characters."""
    with_texts = payload.text_size(pages) <= most_text
    script = _script()
    return _template().render(
        labels=pages.labels,
        t=pages.labels.messages,
        tiles=headline.tiles(pages),
        period=headline.period(pages),
        sources=headline.source_lines(pages),
        run=headline.run_lines(summary, pages.labels),
        issues=payload.issue_rows(pages),
        version=__version__,
        with_texts=with_texts,
        policy=script_policy(script),
        style=Markup(_style()),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704
        settings=Markup(script_json(_settings(pages.labels))),  # noqa: S704 - escaped for scripts
        records=packed_json(
            {"rows": payload.rows(pages, quotes=not with_texts), "reports": payload.report_rows(pages)}
        ),
        texts=packed_json(payload.text_rows(pages)) if with_texts else "",
        assets=_packed_assets(),
    )


def _settings(labels: Labels) -> dict[str, object]:
    return {
        "language": labels.language,
        "messages": labels.messages,
        "codes": labels.codes,
        "countries": labels.countries,
        "bands": sorted(set(bands().values())),
    }


@cache
def _script() -> str:
    parts = (_HERE.joinpath("web", name).read_text(encoding="utf-8") for name in _SCRIPTS)
    return '"use strict";(() => {\n' + "\n".join(parts) + "\n})();"


@cache
def _style() -> str:
    own = _HERE.joinpath("web", "report.css").read_text(encoding="utf-8")
    return _HERE.joinpath("assets", "maplibre-gl.css").read_text(encoding="utf-8") + own


@cache
def _packed_assets() -> dict[str, str]:
    return {key: packed(_HERE.joinpath("assets", name).read_bytes()) for key, name in _ASSETS.items()}


def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = _HERE.joinpath("templates", "report.html.j2").read_text(encoding="utf-8")
    return environment.from_string(source)
