"""Golden cases: short texts with the records a careful human coder would write."""

from marsad.evaluate.golden.cases import Case, Expected, load_cases, sample_reports
from marsad.evaluate.golden.match import Missed, Outcome, check, run
from marsad.evaluate.golden.tally import Tally, tally

__all__ = [
    "Case",
    "Expected",
    "Missed",
    "Outcome",
    "Tally",
    "check",
    "load_cases",
    "run",
    "sample_reports",
    "tally",
]
