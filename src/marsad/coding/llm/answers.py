"""Answers of a language model as they are read: strictly, and as data."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from marsad.errors import CodingError
from marsad.records import EventStatus

MOST_EVENTS = 200  # of one report; an answer with more is no answer


class Answer(NamedTuple):
    """What a model said.

    ``finish`` is the reason why it stopped ("stop", "length"), ``model`` what it calls itself, and
    ``tokens`` what the question and the answer took, as the server counts them.
    """

    content: str
    finish: str | None
    model: str
    tokens: int = 0


class NoAnswer(CodingError):  # noqa: N818 - reads as a state
    """A model gave no answer that can be used; ``code`` is that of the issue."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.code = code


class SaidFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A number as the model gave it."""

    kind: str
    number: float
    words: str


class SaidEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as the model gave it: words, no offsets."""

    quote: str
    trigger: str
    type: str
    status: EventStatus
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: str | None = None
    time: str | None = None
    figures: tuple[SaidFigure, ...] = ()


class _Said(msgspec.Struct, frozen=True):
    events: tuple[Any, ...]


class Read(NamedTuple):
    """The events of an answer, and what stood among them that is none, with the reason."""

    events: tuple[SaidEvent, ...]
    wrong: tuple[tuple[Any, str], ...]


def read_answer(answer: Answer) -> Read:
    """The events that a model gave; one that does not fit the schema is set apart from the others.

    Raises
    ------
    NoAnswer
        The answer is no JSON object of the schema, was cut off, or is absurdly long.
    """
    try:
        said = msgspec.json.decode(_bare(answer.content), type=_Said)
    except msgspec.ValidationError as error:
        raise NoAnswer("model-schema", f"the answer does not fit the schema: {error}", _CHECK) from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        if answer.finish == "length":
            raise NoAnswer("model-truncated", "the answer was cut off", _LONGER) from error
        raise NoAnswer("model-malformed", f"the answer is not JSON: {str(error)[:100]}", _CHECK) from error
    if len(said.events) > MOST_EVENTS:
        raise NoAnswer("model-too-much", f"{len(said.events)} events for one report", _CHECK)
    good, wrong = [], []
    for one in said.events:
        try:
            good.append(msgspec.convert(one, SaidEvent))
        except msgspec.ValidationError as error:
            wrong.append((one, str(error)))
    return Read(tuple(good), tuple(wrong))


_CHECK = "Try another model, or set llm_format to what the server can hold it to."
_LONGER = "Raise llm_max_tokens, or lower llm_max_letters."


def _bare(content: str) -> str:
    """The JSON of an answer that wraps it as Markdown."""
    text = content.strip()
    if text.startswith("```"):
        text = text.partition("\n")[2].rpartition("```")[0]
    return text
