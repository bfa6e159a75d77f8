"""The whole road on one screen, and the only module that knows the stages, but for :mod:`marsad.inquiry`.

::

    bytes -ingest-> Report -annotate-> Document -resolve places-> Document -coding-> Coded
        -store-> Coded of all reports -resolve incidents-> Incident -publish-> page and files
"""

from __future__ import annotations

import hashlib
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import msgspec

from marsad import __version__, ingest, publish
from marsad.annotate import annotate
from marsad.coding import PASSING, Coder, code
from marsad.config import Settings
from marsad.errors import ConfigError, KnowledgeError, StoreUnavailable
from marsad.knowledge import Knowledge
from marsad.lang import LANGUAGES
from marsad.log import run_id
from marsad.parallel import ordered_map
from marsad.records import Coded, Document, Incident, Issue, Judgement, Problem, Report, content_id
from marsad.resolve.incidents import resolve
from marsad.resolve.toponyms import resolve_places
from marsad.store.base import Noted, Run, Store

if TYPE_CHECKING:
    from marsad.store.sqlite import SqliteStore

log = logging.getLogger(__name__)

Item = Report | Problem
Progress = Callable[[str, int, int | None], None]  # stage, done, of how many
T = TypeVar("T")

KINDS = ("events", "statements", "commitments", "memberships", "figures", "threats")

_MANY = 500  # reports from which on dictionaries and caches (250 MB) are kept in a process apart
_TELLING = ("annotate", "coding", "ingest", "lang", "actors", "codebook", "gazetteer", "resolve", "records")


# -- one report -------------------------------------------------------------------------------------


def code_report(
    report: Report,
    knowledge: Knowledge,
    *,
    country_prior: str | None = None,
    coder: Coder | None = None,
    explain: bool = False,
) -> Coded:
    """Code one report: pure with the rules, and picklable together with its arguments.

    Parameters
    ----------
    report
        A report as it came in; language, date and layout are told from it where they are not given.
    knowledge
        What marsad knows.
    country_prior
        ISO 3166 alpha-3 code of the country that the reports are about.
    coder
        Who finds the events; the rules when not given.
    explain
        Whether to give each event its reasons; takes as long again.
    """
    described = ingest.describe(report)
    if described.language not in LANGUAGES:
        return _not_coded(described)
    unresolved = annotate(described, knowledge)
    document = resolve_places(unresolved, knowledge.gazetteer, country_prior)
    coded = code(document, coder)
    if explain:
        coded = _explained(coded, unresolved, document, knowledge, country_prior)
    return msgspec.structs.replace(coded, issues=report.issues + coded.issues) if report.issues else coded


def _explained(
    coded: Coded, unresolved: Document, document: Document, knowledge: Knowledge, prior: str | None
) -> Coded:
    from marsad.coding.explain import explain
    from marsad.resolve.explain_names import explain_names

    return explain(document, coded, explain_names(unresolved, knowledge.gazetteer, prior))


def _not_coded(report: Report) -> Coded:
    issue = Issue(
        code="unsupported-language",
        message=f"the language {report.language or 'unknown'!r} is not coded",
        hint=f"Languages that are coded: {', '.join(LANGUAGES)}. Give 'language' if it was mistaken.",
    )
    issues = (*report.issues, issue)
    return Coded.blank(report.id, language=report.language, published=report.published, issues=issues)


def code_reports(
    items: Iterable[Item],
    knowledge: Knowledge,
    *,
    jobs: int = 1,
    country_prior: str | None = None,
    coder: Coder | None = None,
    explain: bool = False,
) -> Iterator[Coded]:
    """Code a stream of reports in order, with bounded memory; a problem gives a line of its own.

    Another coder than the rules works in one process: it may wait for a server, count what it spends and
    write down what it is told.
    """
    work = partial(_code_item, knowledge=knowledge, country_prior=country_prior, coder=coder, explain=explain)
    if jobs == 1 or coder is not None:
        return map(work, items)
    return _apart(work, items, jobs)


def _apart(work: Callable[[Item], Coded], items: Iterable[Item], jobs: int) -> Iterator[Coded]:
    """Code a stream of reports in order, in processes of their own."""
    # msgspec leaves out defaults by identity, which pickle does not keep: hand bytes over
    return map(_unpack, ordered_map(partial(_packed, work), items, jobs=jobs, died=_died, apart=True))


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Coded).decode


def _packed(work: Callable[[Item], Coded], item: Item) -> bytes:
    return _pack(work(item))


def _code_item(item: Item, knowledge: Knowledge, **how: Any) -> Coded:  # noqa: ANN401 - of code_report
    if isinstance(item, Problem):
        return item.coded()
    try:
        return code_report(item, knowledge, **how)
    except (KnowledgeError, ConfigError):
        raise  # every report would fail in the same way
    except Exception as error:
        log.warning("a report could not be coded", extra={"report_id": item.id}, exc_info=error)
        return _failed(item, f"the coder failed: {type(error).__name__}")


def _died(item: Item) -> bytes:
    return _pack(_failed(item, "the process that coded it died"))


def _failed(item: Item, what: str) -> Coded:
    issue = Issue(code="coding-failed", message=what, hint="Please report it, with the text if you may.")
    if isinstance(item, Problem):
        return item.coded()
    return Coded.blank(
        item.id, language=item.language, published=item.published, issues=(*item.issues, issue)
    )


def resolve_reports(
    coded: Iterable[Coded], reports: Iterable[Report], judgements: Iterable[Judgement] = ()
) -> tuple[Incident, ...]:
    """Decide which confirmed events of coded reports are the same incident."""
    return resolve(tuple(one.confirmed() for one in coded), tuple(reports), tuple(judgements))


# -- the main job -----------------------------------------------------------------------------------


class RunSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did: counts in and out, issues by code, seconds by stage."""

    run_id: str
    started: str
    version: str
    reports: dict[str, int]  # read, new, known, set_aside; coded in this run; kept in all
    records: dict[str, int]  # by kind, over all reports kept
    incidents: int
    issues: dict[str, int]  # by code, over all reports kept and all that was set aside
    seconds: dict[str, float]  # by stage
    outputs: dict[str, str]  # name -> path


def read(
    paths: Iterable[str], settings: Settings, *, stdin: BinaryIO | None = None, form: str | None = None
) -> Iterator[Item]:
    """Find files at once, and read their reports as they are asked for; see :func:`marsad.ingest.read`.

    Raises
    ------
    ConfigError
        A path does not exist.
    """
    found = ingest.find(paths, without=settings.out)
    return ingest.read(found, stdin=stdin or sys.stdin.buffer, limit=settings.max_report_bytes, form=form)


def run(
    items: Iterable[Item],
    settings: Settings,
    knowledge: Knowledge,
    *,
    progress: Progress | None = None,
    clock: Callable[[], float] = time.time,
    coder: Coder | None = None,
) -> RunSummary:
    """Keep reports, code them, decide what happened, write page and files into ``settings.out``.

    Running again on the same input with the same version changes nothing but the list of runs.

    Parameters
    ----------
    items
        Reports and problems, as :func:`read` gives them.
    settings
        Where to write, in which language, with how many processes.
    knowledge
        What marsad knows.
    progress
        Called with stage, number done and number in all (``None`` when not known).
    clock
        Seconds since the epoch.
    coder
        Who finds the events; the rules when not given. Its suggestions wait for review.

    Raises
    ------
    StoreError, PublishError
        The database or an output cannot be written.
    """
    make_folder(settings)
    with open_store(settings.database) as store:
        return _Job(settings, knowledge, progress or _silent, clock, coder).run(store, items)


def open_store(path: Path) -> SqliteStore:
    """Open the database of a run, or make it."""
    from marsad.store.sqlite import SqliteStore

    return SqliteStore(path)


class _Job:
    """One run: the stages in order, and what they counted."""

    def __init__(
        self,
        settings: Settings,
        knowledge: Knowledge,
        progress: Progress,
        clock: Callable[[], float],
        coder: Coder | None = None,
    ) -> None:
        self.settings, self.knowledge, self.progress, self.clock = settings, knowledge, progress, clock
        self.coder = coder
        self.version = version(settings)
        self.problems: list[Problem] = []
        self.reports: Counter[str] = Counter(read=0, new=0, known=0, set_aside=0, coded=0, kept=0)
        self.records: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
        self.issues: Counter[str] = Counter()
        self.seconds: dict[str, float] = {}

    def run(self, store: Store, items: Iterable[Item]) -> RunSummary:
        now = datetime.fromtimestamp(self.clock(), UTC).isoformat(timespec="milliseconds")
        record = Run(run_id=content_id(now, self.version), started=now, version=self.version)
        run_id.set(record.run_id)
        store.start_run(record)
        with self._stage("ingest"):
            self._ingest(store, items, record.run_id)
        with self._stage("code"):
            self._code(store)
        with self._stage("resolve"):
            incidents = self._resolve(store)
        with self._stage("publish"):
            outputs = self._publish(store, incidents)
        return self._finish(store, record, len(incidents), outputs)

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        begun = self.clock()
        yield
        self.seconds[name] = round(self.clock() - begun, 3)
        log.info("stage done", extra={"stage": name, "seconds": self.seconds[name]})

    def _watched(self, stage: str, items: Iterable[T], total: int | None = None) -> Iterator[T]:
        self.progress(stage, 0, total)
        for number, item in enumerate(items, 1):
            yield item
            self.progress(stage, number, total)

    def _ingest(self, store: Store, items: Iterable[Item], run: str) -> None:
        added = store.add_reports(self._good(items), run)
        notes = [Noted("ingest", None, problem.issue) for problem in self.problems]
        store.add_issues(notes, run)
        self.reports.update(
            read=added.new + added.same, new=added.new, known=added.same, set_aside=len(self.problems)
        )

    def _good(self, items: Iterable[Item]) -> Iterator[Report]:
        for item in self._watched("ingest", items):
            if isinstance(item, Problem):
                log.warning("set aside", extra={"code": item.issue.code, "path": str(item.origin)})
                self.problems.append(item)
            else:
                yield item

    def _code(self, store: Store) -> None:
        made = coded_version(self.version, self.coder)
        todo = store.count_uncoded(made)
        coded = self._coded(store.uncoded(made), todo)
        again: list[Coded] = []  # what may be had in a later run is kept under no version of ours
        n_coded = store.add_coded(_settled(self._watched("code", coded, todo), again), made)
        self.reports["coded"] = n_coded + store.add_coded(again, f"{made}.unanswered")

    def _coded(self, items: Iterable[Item], todo: int) -> Iterator[Coded]:
        """Records of reports; of many, from a process that gives back what the words of a language take."""
        prior, jobs = self.settings.country_prior, self.settings.jobs
        if self.coder is None and todo >= _MANY:
            return _apart(partial(_code_item, knowledge=self.knowledge, country_prior=prior), items, jobs)
        jobs = jobs if todo > 1 else 1
        return code_reports(items, self.knowledge, jobs=jobs, country_prior=prior, coder=self.coder)

    def _resolve(self, store: Store) -> tuple[Incident, ...]:
        self.progress("resolve", 0, 1)
        events = map(_events_only, store.all_coded())
        incidents = resolve_reports(events, store.reports(), store.judgements())
        store.replace_incidents(incidents)
        self.progress("resolve", 1, 1)
        return incidents

    def _publish(self, store: Store, incidents: tuple[Incident, ...]) -> dict[str, str]:
        from marsad.publish.labels import Own, labels_for
        from marsad.publish.page import write_page

        out = self.settings.out
        outputs = {"page": str(out / "report.html")}
        with ExitStack() as stack:
            exporters = []
            for name, kind in publish.EXPORTERS.items():
                exporters.append(stack.enter_context(kind().open(out / kind.filename)))
                outputs[name] = str(out / kind.filename)
            for report, coded in self._watched("publish", self._pairs(store)):
                self._count(coded)
                for exporter in exporters:
                    exporter.feed(report, coded if exporter.everything else coded.confirmed())
            for exporter in exporters:
                exporter.finish(incidents)
        write_page(
            out / "report.html",
            reports=(report for report, _ in self._pairs(store)),
            coded=(_records_only(coded.confirmed()) for _, coded in self._pairs(store)),
            incidents=incidents,
            summary=self._shown(len(incidents)),
            labels=labels_for(self.settings.lang, Own(self.settings.actors, self.settings.gazetteers)),
        )
        return outputs

    def _pairs(self, store: Store) -> Iterator[tuple[Report, Coded]]:
        yield from zip(store.reports(), store.all_coded(), strict=True)
        for problem in self.problems:
            yield Report(id=problem.id, text="", title=str(problem.origin or "")), problem.coded()

    def _count(self, coded: Coded) -> None:
        self.reports["kept"] += 1
        counted = coded.confirmed()
        self.records.update({kind: len(getattr(counted, kind)) for kind in KINDS})
        if waiting := sum(event.review == "suggested" for event in coded.events):
            self.records["suggested"] += waiting
        self.issues.update(issue.code for issue in coded.issues)

    def _shown(self, n_incidents: int) -> dict[str, object]:
        """What the page says of the run: nothing that differs from run to run."""
        release, knowledge = self.version.split("+")
        records = {kind: self.records[kind] for kind in KINDS}
        counts = {"reports_in": self.reports["kept"], "incidents": n_incidents, **records}
        return {**counts, "version": release, "knowledge": knowledge, "issues": dict(self.issues)}

    def _finish(self, store: Store, record: Run, n_incidents: int, outputs: dict[str, str]) -> RunSummary:
        path = self.settings.out / "run.json"
        summary = RunSummary(
            run_id=record.run_id,
            started=record.started,
            version=record.version,
            reports=dict(self.reports),
            records=dict(self.records),
            incidents=n_incidents,
            issues=dict(self.issues.most_common()),
            seconds=self.seconds,
            outputs={**outputs, "database": str(self.settings.database), "summary": str(path)},
        )
        path.write_bytes(msgspec.json.format(msgspec.json.encode(summary), indent=2) + b"\n")
        now = datetime.fromtimestamp(self.clock(), UTC).isoformat(timespec="milliseconds")
        told = msgspec.to_builtins(summary)
        store.finish_run(msgspec.structs.replace(record, finished=now, summary=told))
        return summary


def _settled(coded: Iterable[Coded], again: list[Coded]) -> Iterator[Coded]:
    """Reports that need not be coded again; the others are put into ``again``."""
    for one in coded:
        if any(issue.code in PASSING for issue in one.issues):
            again.append(one)
        else:
            yield one


def _records_only(coded: Coded) -> Coded:
    """Without the places and times that no record uses: half of the memory."""
    return msgspec.structs.replace(coded, toponyms=(), times=())


def _events_only(coded: Coded) -> Coded:
    return msgspec.structs.replace(
        Coded.blank(coded.id, language=coded.language, published=coded.published), events=coded.events
    )


def _silent(_stage: str, _done: int, _total: int | None) -> None:
    """Show no progress."""


def make_folder(settings: Settings) -> None:
    """Make the folders of outputs and database."""
    for folder in (settings.out, settings.database.parent):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"{folder}: {error.strerror}", "Choose another folder with -o.") from error


# -- what the results rest on -----------------------------------------------------------------------


def version(settings: Settings | None = None) -> str:
    """Version of the program and a hash of all code and knowledge that tell what is coded.

    With settings, the contents of the user's own actors and places are part of it.

    Raises
    ------
    KnowledgeError
        One of these files cannot be read.
    """
    own = (*settings.actors, *settings.gazetteers) if settings else ()
    if not own:
        return f"{__version__}+{_shipped()[:12]}"
    hashes = hashlib.sha256(_shipped().encode())
    for path in own:
        try:
            _add(hashes, path)
        except OSError as error:
            raise KnowledgeError(f"{path}: cannot be read: {error.strerror}", "Name another file.") from error
    return f"{__version__}+{hashes.hexdigest()[:12]}"


def coded_version(made: str, coder: Coder | None) -> str:
    """What records are kept under: the version, and the coder where it is not the rules."""
    return made if coder is None else f"{made}.{content_id(coder.name)[:8]}"


@cache
def _shipped() -> str:
    package = files("marsad")
    hashes = hashlib.sha256()
    for name in _TELLING:
        for path in _files_in(package / name):
            _add(hashes, path)
    return hashes.hexdigest()


def _add(hashes: hashlib._Hash, path: Traversable) -> None:
    """Take the name and the contents of a file into a hash, a piece at a time."""
    hashes.update(path.name.encode() + b"\x00")
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            hashes.update(piece)


def _files_in(folder: Traversable) -> Iterator[Traversable]:
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.is_dir() and path.name != "__pycache__":
            yield from _files_in(path)
        elif path.is_file():
            yield path
