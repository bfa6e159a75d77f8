"""Everything marsad knows before it reads a report, loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from marsad import actors, lang
from marsad.actors import ActorBase
from marsad.gazetteer import Gazetteer, load_gazetteer


class Knowledge:
    """Languages (loaded when met), the actor base and the gazetteer."""

    def __init__(self, base: ActorBase, gazetteer: Gazetteer) -> None:
        self.actors = base
        self.gazetteer = gazetteer

    def language(self, code: str) -> lang.Language:
        """One of the languages that are coded."""
        return lang.load(code)


@cache
def load(gazetteers: tuple[Path, ...] = (), own_actors: tuple[Path, ...] = ()) -> Knowledge:
    """Load the knowledge that is shipped with the package, and the user's own places and actors.

    Raises
    ------
    KnowledgeError
        A file of it is missing or wrong.
    """
    return Knowledge(actors.load(own_actors), load_gazetteer(gazetteers))
