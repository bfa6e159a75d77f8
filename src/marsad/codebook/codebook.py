"""The event codebook: types, modes, contexts and sectors of PLOVER v2.0, with validation."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

import msgspec

from marsad.errors import KnowledgeError

QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


class Mode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way of doing an event type; ``score`` is None where the manual prints none."""

    definition: str
    score: float | None = None


class EventType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the 16 event types.

    ``quad`` is a key of ``QUADS``; ``score`` runs from -10 (conflict) to +10 (cooperation).
    """

    definition: str
    quad: Literal[1, 2, 3, 4]
    score: float
    recipient: Literal["none", "one-sided", "required"]
    modes: dict[str, Mode] = {}


class Sector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What kind of actor: state military, police, armed opposition, civilians, ..."""

    meaning: str
    frequent: bool = False
    scope: Literal["domestic", "international"] = "domestic"


class Codebook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of PLOVER that records may use."""

    source: str
    types: dict[str, EventType]
    contexts: dict[str, str]
    sectors: dict[str, Sector]

    def modes(self, type_: str) -> Mapping[str, Mode]:
        """The modes of an event type."""
        return self.types[type_].modes

    def quad(self, type_: str) -> int:
        """The quad class of a type: 1, 2 cooperation; 3, 4 conflict; even ones are material."""
        return self.types[type_].quad

    def score(self, type_: str, mode: str | None = None) -> float:
        """Conflict-cooperation score of a mode, or of its type where the mode has none."""
        event_type = self.types[type_]
        found = event_type.modes[mode].score if mode in event_type.modes else None
        return event_type.score if found is None else found

    def problems(self, type_: str, mode: str | None = None, contexts: Iterable[str] = ()) -> list[str]:
        """What is wrong with a code, each with the nearest valid value; empty when it is valid."""
        if type_ not in self.types:
            return [_unknown("event type", type_, self.types)]
        found = []
        if mode and mode not in self.modes(type_):
            found.append(_unknown(f"mode of {type_}", mode, self.modes(type_)))
        found += [_unknown("context", c, self.contexts) for c in contexts if c not in self.contexts]
        return found

    def knows(self, type_: str, mode: str | None, contexts: Iterable[str]) -> bool:
        """Whether a code is valid; quicker than :meth:`problems`."""
        known = self.types.get(type_)
        return (
            known is not None
            and (mode is None or mode in known.modes)
            and all(c in self.contexts for c in contexts)
        )

    def check(self, type_: str, mode: str | None = None, contexts: Iterable[str] = ()) -> None:
        """Refuse a code that the codebook does not have.

        Raises
        ------
        KnowledgeError
            Naming each wrong value and the nearest valid one.
        """
        found = self.problems(type_, mode, contexts)
        if found:
            raise KnowledgeError("; ".join(found), "See `src/marsad/codebook/plover.toml`.")

    def check_sector(self, sector: str) -> None:
        """Refuse a sector that the codebook does not have.

        Raises
        ------
        KnowledgeError
            Naming the nearest valid sector.
        """
        if sector not in self.sectors:
            raise KnowledgeError(_unknown("sector", sector, self.sectors), "See plover.toml, [sectors].")


def nearest(value: str, valid: Iterable[str]) -> str | None:
    """The valid value most like a wrong one, or None when nothing is close."""
    names = {name.casefold(): name for name in valid}
    close = difflib.get_close_matches(value.casefold(), names, n=1, cutoff=0.5)
    return names[close[0]] if close else None


@cache
def load() -> Codebook:
    """The codebook of the package.

    Raises
    ------
    KnowledgeError
        ``plover.toml`` is missing or malformed.
    """
    return read(files("marsad.codebook") / "plover.toml")


def read(path: Traversable) -> Codebook:
    """Read and validate a codebook file.

    Raises
    ------
    KnowledgeError
        The file is missing, is not TOML, or has unknown or missing keys.
    """
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Codebook)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise KnowledgeError(f"{path}: {error}", "Correct the file or reinstall marsad.") from error


def _unknown(what: str, value: str, valid: Iterable[str]) -> str:
    close = nearest(value, valid)
    return f"unknown {what} {value!r}" + (f", nearest is {close!r}" if close else "")
