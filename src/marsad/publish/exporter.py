"""What every exporter is: open, feed report by report, finish with the incidents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, ClassVar, Self

from marsad.errors import PublishError
from marsad.records import Coded, Incident, Report


class Exporter:
    """Base of the exporters of one file.

    A file is written beside its place and moved there by ``finish``, so a broken run leaves the
    former file alone. ``with EXPORTERS["csv"]().open(path) as exporter`` closes on errors.
    """

    #: The usual name of the file.
    filename: ClassVar[str]
    #: Whether events that wait for review, or were rejected, are written too.
    everything: ClassVar[bool] = False

    def __init__(self) -> None:
        self._path = Path()
        self._stream: IO[str] | None = None

    def open(self, path: Path) -> Self:
        """Start writing.

        Raises
        ------
        PublishError
            The file cannot be created.
        """
        self._path = path
        try:
            self._stream = self._part().open("w", encoding="utf-8", errors="replace", newline="")
        except OSError as error:
            raise PublishError(
                f"{path}: cannot be written: {error}", "Choose another folder with -o."
            ) from error
        self.start()
        return self

    def start(self) -> None:
        """Write what comes before the first report."""

    def feed(self, report: Report, coded: Coded) -> None:
        """Take one report and what was coded from it."""
        raise NotImplementedError

    def end(self, incidents: Sequence[Incident]) -> None:
        """Write what comes after the last report."""

    def finish(self, incidents: Sequence[Incident] = ()) -> None:
        """Write the rest and put the file in its place."""
        self.end(incidents)
        self.stream.close()
        self._stream = None
        self._part().replace(self._path)

    def close(self) -> None:
        """Give up: remove what was written unless it was finished."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
            self._part().unlink(missing_ok=True)

    @property
    def stream(self) -> IO[str]:
        """The open file.

        Raises
        ------
        PublishError
            The exporter is not open.
        """
        if self._stream is None:
            raise PublishError(f"the exporter of {self.filename} is not open", "Call open(path) first.")
        return self._stream

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _part(self) -> Path:
        return self._path.with_name(self._path.name + ".part")
