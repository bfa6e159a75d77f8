"""The actor base: groups, states, organisations, roles, and their aliases."""

from marsad.actors.base import ActorBase, Alias, Entry, alias_rows, bare_word, load, words_of
from marsad.actors.check import check_actors

__all__ = ["ActorBase", "Alias", "Entry", "alias_rows", "bare_word", "check_actors", "load", "words_of"]
