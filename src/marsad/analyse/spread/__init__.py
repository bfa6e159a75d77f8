"""Is the group spreading, where, how fast, how sure: one question put to all statistics."""

from marsad.analyse.spread.asking import ask, checked_day
from marsad.analyse.spread.models import Baseline, read_baseline
from marsad.analyse.spread.question import Question
from marsad.analyse.spread.report import analyse
from marsad.analyse.spread.sections import SpreadReport

__all__ = ["Baseline", "Question", "SpreadReport", "analyse", "ask", "checked_day", "read_baseline"]
