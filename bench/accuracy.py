"""Score the coders on the evaluation sets and hold them to ``bench/floors.json``.

The sets and their scorer (``score.py``) are not part of the project; ``MARSAD_EVAL_DIR`` names the folder
that holds them. Prints a Markdown table and fails where a figure lies below its floor.

Usage: ``python bench/accuracy.py [SET ...] [--raise]``. ``--raise`` lifts floors to the figures reached, a
hundredth below; it never lowers one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")
MARSAD = str(Path(sys.executable).parent / "marsad")
MARGIN = 0.01


def main() -> int:
    """Score the sets; the exit code is 1 where a figure lies below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--raise", dest="lift", action="store_true")
    options = parser.parse_args()
    folder = os.environ.get("MARSAD_EVAL_DIR")
    if not folder:
        print("MARSAD_EVAL_DIR is not set: nothing to score.")
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    below = 0
    print("| set | key | figure | floor |\n|---|---|---|---|")
    for name in options.sets or floors:
        reached = score(Path(folder), name)
        for key, floor in floors[name]["floors"].items():
            figure = reached[key]
            spurious = key == "spurious"
            bad = figure > floor if spurious else figure < floor
            below += bad
            print(f"| {name} | {key} | {figure:.3f} | {floor:.3f}{' **below**' if bad else ''} |")
            if options.lift and not spurious:
                floors[name]["floors"][key] = max(floor, round(figure - MARGIN * (figure <= 1), 3))
    if options.lift:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return 1 if below else 0


def score(folder: Path, name: str) -> dict[str, float]:
    """Figures of one set, by running the scorer on what ``marsad`` makes of it."""
    settings = json.loads(FLOORS.read_text(encoding="utf-8"))[name]
    kind = settings.get("scorer", name)
    gold = ["--gold", str(folder / settings["gold"])] if "gold" in settings else []
    scorer = [sys.executable, str(folder / "score.py")]
    with tempfile.TemporaryDirectory() as place:
        reports, coded, merged = (
            Path(place) / n for n in ("reports.jsonl", "coded.jsonl", "incidents.jsonl")
        )
        with reports.open("wb") as out:
            subprocess.run([*scorer, "prepare", kind, *gold], stdout=out, check=True)
        subprocess.run(
            [MARSAD, "code", str(reports), "-o", str(coded)], check=True, stderr=subprocess.DEVNULL
        )
        if kind == "dedup":
            command = [MARSAD, "resolve", str(coded), "--reports", str(reports), "-o", str(merged)]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
            coded = merged
        done = subprocess.run(
            [*scorer, kind, str(coded), *gold], check=True, capture_output=True, text=True, encoding="utf-8"
        )
    line = done.stdout.strip().splitlines()[-1]
    pairs = (part.split("=") for part in line.split()[2:])
    return {key: float(value) for key, value in pairs}


if __name__ == "__main__":
    sys.exit(main())
