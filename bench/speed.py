"""Speed and memory of ``marsad code`` on articles, one core.

Reads ``articles/dev.jsonl.gz`` under ``MARSAD_EVAL_DIR`` where that is set, else the bundled sample,
and prints articles a CPU second and the peak memory of the whole command, the median, mean and 95th
percentile of CPU time an article, and the start-up time of ``marsad --help``.
"""

from __future__ import annotations

import gzip
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

import msgspec

from marsad import flow
from marsad.cli.options import knowledge
from marsad.config import Settings
from marsad.records import Report

MARSAD = Path(sys.executable).parent / "marsad"


def articles() -> tuple[str, list[Report]]:
    """Name of the collection and its reports."""
    folder = os.environ.get("MARSAD_EVAL_DIR")
    if folder:
        path = Path(folder) / "articles" / "dev.jsonl.gz"
        with gzip.open(path, "rb") as lines:
            return "articles, development half", [msgspec.json.decode(line, type=Report) for line in lines]
    sample = (files("marsad") / "sample" / "reports.jsonl").read_bytes().splitlines()
    return "bundled sample", [msgspec.json.decode(line, type=Report) for line in sample]


def startup() -> float:
    """Median wall seconds of ``marsad --help`` over five runs."""
    command = [str(MARSAD), "--help"]
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def whole(reports: list[Report]) -> tuple[float, float]:
    """CPU seconds and peak memory (MB) of ``marsad code`` over all reports, loading included."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "reports.jsonl"
        source.write_bytes(b"\n".join(map(msgspec.json.encode, reports)))
        command = [str(MARSAD), "code", str(source), "-o", str(Path(folder) / "coded.jsonl")]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Print the figures as a Markdown table."""
    name, reports = articles()
    total, peak = whole(reports)
    known = knowledge(Settings())
    seconds = []
    for report in reports:
        begun = time.process_time()
        flow.code_report(report, known)
        seconds.append(time.process_time() - begun)
    ranked = sorted(seconds)
    print(f"| collection | {name}, {len(reports)} reports |\n|---|---|")
    print(f"| `marsad code`, articles a CPU second, loading included | {len(reports) / total:.0f} |")
    print(f"| peak memory, MB | {peak:.0f} |")
    print(f"| median CPU ms an article | {1000 * statistics.median(seconds):.2f} |")
    print(f"| mean CPU ms an article | {1000 * statistics.mean(seconds):.2f} |")
    print(f"| 95th percentile, CPU ms | {1000 * ranked[int(0.95 * len(ranked))]:.2f} |")
    print(f"| `marsad --help`, wall s | {startup():.2f} |")


if __name__ == "__main__":
    main()
