"""Validation of the layout tables, with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from marsad.ingest.byline import find_date
from marsad.ingest.layout import describe
from marsad.records import Report
from marsad.tables import read_csv

_MODES = ("line", "prefix", "byline")
_PLACES = ("any", "head")
_KINDS = ("month", "weekday", "label", "updated", "am", "pm")
_PROSE = "The first line of the report says what happened.\n"


def check_layout() -> list[str]:
    """Problems of ``boilerplate.csv`` and ``dates.csv``, one line each; every example is tried."""
    return [*_boilerplate(), *_dates()]


def _boilerplate() -> Iterator[str]:
    for row in read_csv(
        files("marsad.ingest") / "boilerplate.csv", ("pattern", "mode", "where", "lang", "example")
    ):
        at = f"ingest/boilerplate.csv:{row['__line__']}"
        if row["mode"] not in _MODES or row["where"] not in _PLACES:
            yield f"{at}: mode or where is not known; modes: {_MODES}, where: {_PLACES}"
        text = _PROSE + row["example"]
        if (len(_PROSE), len(text)) not in describe(Report(id="x", text=text, language="en")).skip:
            yield f"{at}: the example {row['example']!r} is not told as layout"


def _dates() -> Iterator[str]:
    for row in read_csv(files("marsad.ingest") / "dates.csv", ("word", "kind", "value", "lang")):
        at = f"ingest/dates.csv:{row['__line__']}"
        if row["kind"] not in _KINDS:
            yield f"{at}: kind {row['kind']!r} is not known; kinds: {', '.join(_KINDS)}"
        elif row["kind"] == "month":
            found = find_date(f"3 {row['word']} 2021")
            if found is None or found.published != f"2021-{int(row['value']):02}-03":
                yield f"{at}: {row['word']!r} is not read as month {row['value']}"
