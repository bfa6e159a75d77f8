"""A map over processes that keeps the order, bounds memory, and outlives a process that dies."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 8
_function: Callable[[Any], Any]  # set in each process of a pool


def ordered_map(
    function: Callable[[T], R], items: Iterable[T], *, jobs: int, died: Callable[[T], R], apart: bool = False
) -> Iterator[R]:
    """Apply a pure function to items, in ``jobs`` processes, and give the results in order.

    Parameters
    ----------
    function
        Pure; on systems without ``fork`` it must be picklable.
    items
        Taken as needed: at most ``2 * jobs + 2`` chunks of them are under way.
    jobs
        Number of processes; 1 means none but this.
    died
        Gives the result for an item on which the process died. Only that item is lost.
    apart
        Whether one job has a process of its own too, which gives its memory back at the end.
    """
    if jobs <= 1 and not apart:
        return map(function, items)
    return _Pool(function, jobs, died).run(items)


class _Pool(Generic[T, R]):
    """Chunks under way, in order. The processes start at once, before anything is read."""

    def __init__(self, function: Callable[[T], R], jobs: int, died: Callable[[T], R]) -> None:
        self.function, self.jobs, self.died = function, jobs, died
        self.waiting: deque[tuple[list[T], Future[list[R]]]] = deque()
        self.executor = self._start()

    def _start(self) -> ProcessPoolExecutor:
        fork = "fork" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("fork" if fork else None)
        executor = ProcessPoolExecutor(self.jobs, context, initializer=_prepare, initargs=(self.function,))
        executor.submit(_work, []).result()
        return executor

    def run(self, items: Iterable[T]) -> Iterator[R]:
        """All results in order."""
        source = iter(items)
        try:
            while chunk := list(islice(source, CHUNK)):
                self.waiting.append((chunk, self.executor.submit(_work, chunk)))
                if len(self.waiting) > 2 * self.jobs + 1:
                    yield from self._next()
            while self.waiting:
                yield from self._next()
        finally:
            self.executor.shutdown(wait=True, cancel_futures=True)

    def _next(self) -> list[R]:
        chunk, future = self.waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            return self._after_death(chunk)

    def _after_death(self, chunk: list[T]) -> list[R]:
        self._restart()
        results = [self._alone(item) for item in chunk]
        self.waiting = deque((some, self.executor.submit(_work, some)) for some, _ in self.waiting)
        return results

    def _alone(self, item: T) -> R:
        try:
            results: list[R] = self.executor.submit(_work, [item]).result()
            return results[0]
        except BrokenProcessPool:
            self._restart()
            return self.died(item)

    def _restart(self) -> None:
        self.executor.shutdown(wait=True, cancel_futures=True)
        self.executor = self._start()


def _prepare(function: Callable[[Any], Any]) -> None:
    global _function
    _function = function


def _work(chunk: list[Any]) -> list[Any]:
    return [_function(item) for item in chunk]
