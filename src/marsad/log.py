"""Logging: stdlib logging, one JSON object a line, the run id on each, never the words of a report."""

from __future__ import annotations

import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

import msgspec

run_id: ContextVar[str | None] = ContextVar("marsad_run_id", default=None)

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_ALLOWED = frozenset({"stage", "report_id", "code", "path", "line", "count", "seconds", "jobs", "version"})


class JsonFormatter(logging.Formatter):
    """One JSON object a line.

    Of the ``extra`` fields only those on a short list are written, and of an exception only its
    type and frames: exception messages may quote the report.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Encode one log record."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "run": run_id.get(),
            "message": record.getMessage(),
        }
        extra = {k: v for k, v in record.__dict__.items() if k in _ALLOWED and k not in _STANDARD}
        line.update(extra)
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _frames(record.exc_info[1])
        return msgspec.json.encode(line, enc_hook=str).decode("utf-8")


def _frames(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": type(error).__name__,
        "frames": [f"{Path(f.filename).name}:{f.lineno}:{f.name}" for f in frames[-8:]],
    }


def configure(level: str = "warning", file: Path | None = None) -> None:
    """Send the log of the package to a file, or to stderr; called once by a front door."""
    handler = logging.FileHandler(file, encoding="utf-8") if file else logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("marsad")
    for old in logger.handlers[:]:
        logger.removeHandler(old)
        old.close()
    logger.addHandler(handler)
    logger.setLevel(level.upper())
    logger.propagate = False
