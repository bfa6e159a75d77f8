from __future__ import annotations

import os

import pytest

from marsad.parallel import CHUNK, ordered_map


def square(n):
    return n * n


def deadly(n):
    if n % 50 == 49:
        os._exit(1)
    return n


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order(jobs):
    assert list(ordered_map(square, range(100), jobs=jobs, died=str)) == [n * n for n in range(100)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_items_are_taken_only_as_needed(jobs):
    taken = []

    def source():
        for n in range(10_000):
            taken.append(n)
            yield n

    results = ordered_map(square, source(), jobs=jobs, died=str)
    assert taken == []
    assert next(results) == 0
    assert len(taken) <= (2 * jobs + 2) * CHUNK
    getattr(results, "close", lambda: None)()


def test_only_the_item_that_ends_a_process_is_lost():
    results = list(ordered_map(deadly, range(120), jobs=2, died=lambda n: f"died on {n}"))
    assert results == [f"died on {n}" if n % 50 == 49 else n for n in range(120)]


def test_an_error_of_the_function_reaches_the_caller():
    with pytest.raises(ZeroDivisionError):
        list(ordered_map(lambda n: 1 // n, [1, 0], jobs=2, died=str))


@pytest.mark.parametrize("apart", [False, True])
def test_one_job_may_have_a_process_of_its_own(apart):
    pids = set(ordered_map(lambda _: os.getpid(), range(20), jobs=1, died=str, apart=apart))
    assert (pids == {os.getpid()}) is not apart
    assert len(pids) == 1
