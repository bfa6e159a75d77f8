"""``python -m marsad.evaluate.golden``: run the golden cases and show what fails.

Run it in a checkout. Everything that is not as expected is listed with what was coded instead.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from marsad.errors import MarsadError
from marsad.evaluate.golden.cases import KINDS, Case, load_cases, sample_reports
from marsad.evaluate.golden.match import describe, run
from marsad.evaluate.golden.tally import differences, reached, table, tally, worst_fields
from marsad.records import Coded, Report

Coding = Callable[[Report], Coded]


def coder() -> Coding:
    """The coder of the project with its knowledge loaded."""
    from marsad import flow, knowledge

    loaded = knowledge.load()
    return lambda report: flow.code_report(report, loaded)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; return 2 when a case file is wrong."""
    options = _parser().parse_args(arguments)
    try:
        cases = load_cases(options.cases, sample_reports())
    except MarsadError as error:
        sys.stderr.write(f"{error}\n{error.hint}\n")
        return 2
    cases = [case for case in cases if _chosen(case, options)]
    code = coder()
    if options.show:
        _show(cases, code)
    outcomes = [o for o in run(cases, code) if options.kind in {None, o.kind}]
    failed = {o.case for o in outcomes if not o.passed}
    lines = list(differences(outcomes))
    if not options.quiet:
        _write([*lines[: options.limit], *(["..."] if len(lines) > options.limit else []), ""])
    _write(table(tally(outcomes)))
    _write(worst_fields(outcomes))
    _write([f"{len(cases) - len(failed)} of {len(cases)} cases pass"])
    if options.floors:
        passed = sorted(case.id for case in cases if case.id not in failed)
        _write([json.dumps({"floors": reached(tally(outcomes)), "must_pass": passed}, indent=2)])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m marsad.evaluate.golden", description=__doc__)
    parser.add_argument("pattern", nargs="?", default="*", help="cases to run, such as 'ar/*' or '*drone*'")
    parser.add_argument("--cases", type=Path, default=Path("tests/golden"), help="folder of the cases")
    parser.add_argument("--lang", help="only this language")
    parser.add_argument("--kind", choices=KINDS, help="only this kind of record")
    parser.add_argument("--limit", type=int, default=400, help="lines of differences to show")
    parser.add_argument("--quiet", action="store_true", help="totals only")
    parser.add_argument("--show", action="store_true", help="show text and everything coded from it")
    parser.add_argument("--floors", action="store_true", help="print the present rates as floors.json")
    return parser


def _chosen(case: Case, options: argparse.Namespace) -> bool:
    return fnmatch.fnmatch(case.id, options.pattern) and options.lang in {None, case.language}


def _show(cases: Sequence[Case], code: Coding) -> None:
    for case in cases:
        coded = code(case.report)
        _write([f"== {case.id}: {case.note}", case.report.text])
        for kind in ("events", "statements", "commitments", "memberships", "figures", "threats", "issues"):
            _write(f"  {kind[:-1]}: {describe(r)} [{getattr(r, 'why', '')}]" for r in getattr(coded, kind))
        _write([""])


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
