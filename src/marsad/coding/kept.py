"""What is derived from a sentence is worked out once and kept with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from marsad.records import Sentence

P = ParamSpec("P")
T = TypeVar("T")


def kept(work: Callable[Concatenate[Sentence, P], T]) -> Callable[Concatenate[Sentence, P], T]:
    """Work out what a sentence and its language tell once, for as long as the sentence lives."""

    @wraps(work)
    def once(sentence: Sentence, /, *rest: P.args, **named: P.kwargs) -> T:
        memo: dict[Hashable, T] = sentence.memo
        if work not in memo:
            memo[work] = work(sentence, *rest, **named)
        return memo[work]

    return once


def kept_each(work: Callable[[Sentence, int], T]) -> Callable[[Sentence, int], T]:
    """Work out what is told of a token of a sentence once, as :func:`kept` does for the sentence."""

    @wraps(work)
    def once(sentence: Sentence, at: int, /) -> T:
        memo: dict[Hashable, T] = sentence.memo
        asked = (work, at)
        if asked not in memo:
            memo[asked] = work(sentence, at)
        return memo[asked]

    return once
