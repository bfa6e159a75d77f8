"""A progress bar on stderr, when a person looks at it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from tqdm import tqdm

_NAMES = {"ingest": "reading", "code": "coding", "resolve": "resolving", "publish": "writing"}


def bar() -> Callable[[str, int, int | None], None] | None:
    """A function that shows progress, ``None`` when stderr is not a terminal."""
    return _Bar().show if sys.stderr.isatty() else None


class _Bar:
    def __init__(self) -> None:
        from tqdm import tqdm

        self._make = tqdm
        self._stage = ""
        self._bar: tqdm[NoReturn] | None = None

    def show(self, stage: str, done: int, total: int | None) -> None:
        if stage != self._stage or self._bar is None:
            self._begin(stage, total)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)
            if total is not None and done >= total:
                self._bar.close()

    def _begin(self, stage: str, total: int | None) -> None:
        if self._bar is not None:
            self._bar.close()
        self._stage = stage
        name = _NAMES.get(stage, stage)
        self._bar = self._make(
            total=total, desc=f"{name:>9}", unit=" reports", mininterval=0.2, file=sys.stderr
        )
