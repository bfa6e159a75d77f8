"""Speed and memory of ``marsad code`` on articles, one core.

Reads ``articles/dev.jsonl.gz`` under ``MARSAD_EVAL_DIR`` where that is set, else the bundled sample,
and prints articles a second, the median and 95th percentile of CPU time an article, the start-up
time of ``marsad --help`` and the peak memory.
"""

from __future__ import annotations

import gzip
import os
import resource
import statistics
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import msgspec

from marsad import flow, knowledge
from marsad.records import Report


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
    command = [str(Path(sys.executable).parent / "marsad"), "--help"]
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    """Print the figures as a Markdown table."""
    name, reports = articles()
    begun = time.process_time()
    known = knowledge.load()
    for language in ("ar", "en", "fr"):  # load what a language needs before the clock runs
        flow.code_report(next(r for r in reports if r.language == language), known)
    loaded = time.process_time() - begun
    seconds = []
    for report in reports:
        begun = time.process_time()
        flow.code_report(report, known)
        seconds.append(time.process_time() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ranked = sorted(seconds)
    print(f"| collection | {name}, {len(reports)} reports |\n|---|---|")
    print(f"| articles a second, one core | {len(reports) / sum(seconds):.0f} |")
    print(f"| median CPU ms an article | {1000 * statistics.median(seconds):.2f} |")
    print(f"| 95th percentile, CPU ms | {1000 * ranked[int(0.95 * len(ranked))]:.2f} |")
    print(f"| loading what it knows, CPU s | {loaded:.2f} |")
    print(f"| peak memory, MB | {peak:.0f} |")
    print(f"| `marsad --help`, wall s | {startup():.2f} |")


if __name__ == "__main__":
    main()
