"""Files of a spread analysis: findings, tables, plots, page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from marsad.errors import PublishError
from marsad.publish.safe import csv_cell

Findings = Mapping[str, Any]


def write_spread(out: Path, found: Findings, version: str) -> dict[str, str]:
    """Write everything of one analysis into a folder; gives the paths by name.

    Parameters
    ----------
    out
        Folder; made where it is missing.
    found
        The report as plain values, the content of ``findings.json``.
    version
        Of program and knowledge.

    Raises
    ------
    PublishError
        A file cannot be written.
    """
    from marsad.publish.spread_page import render
    from marsad.publish.spread_plots import plots

    files: dict[str, bytes] = {
        "findings.json": msgspec.json.format(msgspec.json.encode({"version": version, **found}), indent=1)
        + b"\n"
    }
    files.update({f"{name}.csv": _csv(rows) for name, rows in tables(found).items() if rows})
    drawn = plots(found)
    files.update({f"{name}.{form}": data for name, forms in drawn.items() for form, data in forms.items()})
    files["spread.html"] = render(
        found, {name: forms["svg"] for name, forms in drawn.items()}, version
    ).encode()
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            part = out / f"{name}.part"
            part.write_bytes(data)
            part.replace(out / name)
    except OSError as error:
        raise PublishError(f"{out}: cannot be written: {error}", "Choose another folder with -o.") from error
    return {name: str(out / name) for name in files}


def tables(found: Findings) -> dict[str, list[dict[str, object]]]:
    """The tables of an analysis, each as rows of named cells."""
    ranges, clusters, effort = found.get("ranges"), found.get("clusters"), found.get("effort")
    return {
        "range": _range(ranges) if ranges else [],
        "arrivals": list(ranges["arrivals"]) if ranges else [],
        "clusters": [_cluster(one) for one in clusters["clusters"]] if clusters else [],
        "near_repeat": [_picked(one, _KNOX) for one in found.get("near_repeat") or ()],
        "hot_spots": [_hot(one) for one in found.get("hot_spots") or ()],
        "effort": [
            {"label": label, **_flat(one)}
            for label, one in zip(effort["labels"], effort["periods"], strict=True)
        ]
        if effort
        else [],
        "forecast": _forecast(found.get("forecast")),
        "backtest": list((found.get("forecast") or {}).get("backtest", ())),
    }


_KNOX = ("distance_band", "time_band", "observed", "expected", "value", "p")
_HOT = ("cell", "pattern", "value", "p", "hot_share", "cold_share", "trend", "trend_p")
_CLUSTER = ("rank", "value", "p", "observed", "expected", "relative_risk", "radius", "recurrence_days")


def _picked(row: Findings, names: Iterable[str]) -> dict[str, object]:
    return {name: row.get(name) for name in names}


def _range(ranges: Findings) -> list[dict[str, object]]:
    measured = {row["period"]: row for row in ranges["periods"]}
    rows = []
    for label, units, cells in zip(ranges["labels"], ranges["units"], ranges["cells"], strict=True):
        row: dict[str, object] = {"period": label, "units": units}
        row |= _picked(cells, ("occupied", "new", "lost", "reoccupied", "ever"))
        for name, value in (measured.get(cells["period"]) or {"measures": {}})["measures"].items():
            low, high = value["interval"]
            row |= {name: value["value"], f"{name}_low": low, f"{name}_high": high}
            row[f"{name}_rarefied"] = value.get("rarefied")
        rows.append(row)
    return _same_columns(rows)


def _same_columns(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in names} for row in rows]


def _cluster(one: Findings) -> dict[str, object]:
    finding = one["finding"]
    lat, lon = finding["centre"]
    where = {"where": one["where"], "since": one["since"], "until": one["until"], "lat": lat, "lon": lon}
    return {**where, **_picked(finding, _CLUSTER), "places": len(finding["places"])}


def _hot(one: Findings) -> dict[str, object]:
    return {**_picked(one, ("where", "lat", "lon")), **_picked(one["finding"], _HOT)}


def _flat(row: Findings) -> dict[str, object]:
    low, high = row.get("interval") or (None, None)
    names = ("events", "reports", "per_100_reports", "constant")
    return {**_picked(row, names), "low": low, "high": high}


def _forecast(found: Findings | None) -> list[dict[str, object]]:
    if found is None:
        return []
    return [
        {
            "unit": unit["unit"],
            **_picked(month, ("month", "mean", "median", "some")),
            "low": month["interval"][0],
            "high": month["interval"][1],
        }
        for unit in (found["total"], *found["units"])
        for month in unit["months"]
    ]


def _csv(rows: list[dict[str, object]]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows([{name: _text(value) for name, value in row.items()} for row in rows])
    return stream.getvalue().encode("utf-8-sig")


def _text(value: object) -> object:
    return csv_cell(value) if isinstance(value, str) else value
