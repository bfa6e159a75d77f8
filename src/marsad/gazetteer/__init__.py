"""Places: names in every script, admin units, the built data file and its loader."""

from marsad.gazetteer.base import Entry, Gazetteer, Hit, load_gazetteer
from marsad.gazetteer.names import bare, match_key, skeleton, type_words

__all__ = ["Entry", "Gazetteer", "Hit", "bare", "load_gazetteer", "match_key", "skeleton", "type_words"]
