"""Golden cases: short texts with the records a careful human coder would write."""

from marsad.evaluate.golden.cases import Case, Expected, load_cases
from marsad.evaluate.golden.match import Missed, Outcome, check
from marsad.evaluate.golden.tally import Tally, tally

__all__ = ["Case", "Expected", "Missed", "Outcome", "Tally", "check", "load_cases", "tally"]
