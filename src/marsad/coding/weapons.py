"""The words for weapons of a language, ready for look-up."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from marsad import lang
from marsad.normalise import key


class Weapon(NamedTuple):
    """One row of ``weapons.csv``: the forms that each of its words may have, and its kind."""

    words: tuple[frozenset[str], ...]
    kind: str


@cache
def weapons(code: str) -> dict[str, tuple[Weapon, ...]]:
    """Weapons of a language by each form of their first word, the longest first."""
    language = lang.load(code)
    index: dict[str, list[Weapon]] = {}
    for row in language.table("weapons"):
        parts = key(row["word"]).replace("-", " - ").replace("'", "' ").split()
        weapon = Weapon(tuple(_forms(code, w) for w in parts), row["kind"])
        for form in weapon.words[0]:
            index.setdefault(form, []).append(weapon)
    return {form: tuple(sorted(found, key=lambda w: -len(w.words))) for form, found in index.items()}


def _forms(code: str, word: str) -> frozenset[str]:
    if code != "ar":
        return frozenset({word, f"{word}s"})
    return frozenset({word}) | lang.load(code).inflect(word, "noun")
