"""Recorded answers: a file of JSON lines, found again by a hash of what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import msgspec

from marsad.coding.llm.answers import Answer, NoAnswer
from marsad.coding.llm.prompt import Asked
from marsad.errors import ConfigError


class Answers(Protocol):
    """Where answers come from."""

    def answer(self, asked: Asked) -> Answer:
        """The answer to what was asked about one report."""


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One recorded answer; ``key`` is the hash of what was asked (:class:`Asked`)."""

    key: str
    model: str
    content: str
    finish: str | None = None
    tokens: int = 0


class Tape:
    """Answers that were recorded, and nothing else: the same in each run, without a server.

    Parameters
    ----------
    path
        The file.
    model
        Take only answers of this model; without it the last one recorded.

    Raises
    ------
    ConfigError
        The file cannot be read, or a line is no recorded answer.
    """

    def __init__(self, path: Path, model: str | None = None) -> None:
        self._answers = {
            line.key: Answer(line.content, line.finish, line.model, line.tokens)
            for line in _lines(path)
            if model is None or line.model == model
        }

    def __len__(self) -> int:
        return len(self._answers)

    def answer(self, asked: Asked) -> Answer:
        """The recorded answer.

        Raises
        ------
        NoAnswer
            Nothing was recorded for this report in these words.
        """
        found = self._answers.get(asked.key)
        if found is None:
            message = f"no recorded answer with key {asked.key[:16]}"
            raise NoAnswer("no-answer", message, "Record one with --coder llm --answers FILE.")
        return found


class Recorder:
    """Answers of a server, each written down at once; those that the file has are not asked for again."""

    def __init__(self, path: Path, source: Answers, model: str) -> None:
        self._path, self._source, self._model = path, source, model
        self._known = Tape(path, model) if path.exists() else None

    def answer(self, asked: Asked) -> Answer:
        """The recorded answer, or else that of the server."""
        if self._known is not None:
            try:
                return self._known.answer(asked)
            except NoAnswer:
                pass
        answer = self._source.answer(asked)
        self._write(asked.key, answer)
        return answer

    def _write(self, key: str, answer: Answer) -> None:
        line = Line(
            key=key, model=self._model, content=answer.content, finish=answer.finish, tokens=answer.tokens
        )
        try:
            with self._path.open("ab") as stream:
                stream.write(msgspec.json.encode(line) + b"\n")
        except OSError as error:
            raise ConfigError(
                f"{self._path}: {error.strerror}", "Choose another file with --answers."
            ) from error


def _lines(path: Path) -> Iterator[Line]:
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _line(path, number, line)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}", "Name a file of recorded answers.") from error


def _line(path: Path, number: int, line: bytes) -> Line:
    try:
        return msgspec.json.decode(line, type=Line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path}:{number}: no recorded answer: {error}", "Mend or leave out the line."
        ) from error
