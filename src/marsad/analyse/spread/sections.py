"""The parts of the answer to a question."""

from __future__ import annotations

from marsad.analyse.change import Verdict
from marsad.analyse.diffusion import Diffusion
from marsad.analyse.etas import SpaceTimeExcitation
from marsad.analyse.front import Front
from marsad.analyse.hawkes import SelfExcitation
from marsad.analyse.near_repeat import NearRepeat
from marsad.analyse.spread.clusters import Clusters
from marsad.analyse.spread.patterns import HotCell
from marsad.analyse.spread.question import Question
from marsad.analyse.spread.ranges import Ranges
from marsad.analyse.spread.volume import Delays, Effort, Forecasts
from marsad.records import Record


class Double(Record, frozen=True, kw_only=True):
    """An event that was left out, and the event of another data set that counts in its place."""

    left_out: str
    provenance: str
    counts: str
    date: str
    place: str
    who: str


class Data(Record, frozen=True, kw_only=True):
    """What the answer rests on, how fresh it is, and what was left out.

    Attributes
    ----------
    days_before
        Days from the last event to the day asked.
    dated_by_event
        Events without a publication date: their own date decided whether they were known.
    dated_by_report
        Coded events that no report dates: they stand on the day of the first report.
    jittered
        Events at a random place or day, by what was drawn.
    doubled
        Events left out because another data set tells of them as well.
    members
        Events by member of the group: an event of two members counts for both.
    points
        Day, position and level of every event, for the map.
    """

    events: int
    area_events: int
    excluded: dict[str, int]
    first_day: str
    last_day: str
    last_event: str
    days_before: int
    dated_by_event: int
    dated_by_report: int = 0
    jittered: dict[str, int] = {}  # noqa: RUF012 - msgspec copies an empty default per instance
    doubled: tuple[Double, ...] = ()
    provenance: dict[str, int]
    members: dict[str, int]
    sources: int
    killed: float
    points: tuple[tuple[str, float, float], ...]


class Answer(Record, frozen=True, kw_only=True):
    """The answer in plain words.

    Attributes
    ----------
    verdict
        Of the last year against the first of the window.
    latest
        Of the last year against the one before.
    language, group, area
        Of the sentences; the names of the group and the area in it.
    sentences
        What was found, each with its numbers.
    limits
        What the reader must know before quoting it.
    """

    verdict: Verdict
    latest: Verdict
    language: str = "en"
    group: str = ""
    area: str = ""
    sentences: tuple[str, ...]
    limits: tuple[str, ...]


class Sections(Record, frozen=True, kw_only=True):
    """Every section, None where ``skipped`` says why there is none."""

    question: Question
    data: Data
    ranges: Ranges | None = None
    clusters: Clusters | None = None
    diffusion: tuple[Diffusion, ...] | None = None
    front: Front | None = None
    near_repeat: tuple[NearRepeat, ...] | None = None
    self_excitation: SelfExcitation | None = None
    space_time_excitation: SpaceTimeExcitation | None = None
    hot_spots: tuple[HotCell, ...] | None = None
    effort: Effort | None = None
    delays: Delays | None = None
    forecast: Forecasts | None = None
    skipped: dict[str, str] = {}  # noqa: RUF012 - msgspec copies an empty default per instance


class SpreadReport(Sections, frozen=True, kw_only=True):
    """All sections, and the answer in words."""

    answer: Answer
