"""The words of the page in one language: messages, labels of codes, names of countries."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.core import get_global
from babel.numbers import format_decimal

from marsad.errors import PublishError
from marsad.publish.safe import plain_name
from marsad.tables import read_csv

LANGUAGES = ("en", "ar", "fr")
_TABLES = files("marsad.publish") / "i18n"


class Own(NamedTuple):
    """A user's own files, which name further actors and places."""

    actors: tuple[Path, ...] = ()
    gazetteers: tuple[Path, ...] = ()


_NONE = Own()


class Labels(NamedTuple):
    """Everything that is written on the page and is not data.

    ``codes`` is group -> code -> label; ``countries`` is ISO 3166 alpha-3 -> name; actors and places are
    named by the shipped bases and the ``own`` files.
    """

    language: str
    direction: str
    messages: dict[str, str]
    codes: dict[str, dict[str, str]]
    countries: dict[str, str]
    own: Own = _NONE

    def code(self, group: str, key: str) -> str:
        """The label of a code; a code without a label is shown as itself, readable."""
        return self.codes.get(group, {}).get(key) or plain_name(key.replace("_", " "))

    def number(self, value: float) -> str:
        """A number in the habit of the language, always with Latin digits."""
        whole = int(value) if float(value).is_integer() else value
        return format_decimal(whole, locale=self.language, numbering_system="latn")


@cache
def labels_for(language: str, own: Own = _NONE) -> Labels:
    """The labels of one language, with the names of a user's own files.

    Raises
    ------
    PublishError
        There is no translation into this language.
    """
    if language not in LANGUAGES:
        raise PublishError(
            f"the report page has no translation into {language!r}", f"Choose one of {', '.join(LANGUAGES)}."
        )
    direction = "rtl" if Locale(language).text_direction == "rtl" else "ltr"
    return Labels(language, direction, _messages(language), _codes(language), _countries(language), own)


@cache
def bands() -> dict[str, str]:
    """PLOVER event type -> the colour band of map and curve."""
    return {row["type"]: row["band"] for row in read_csv(_TABLES / "bands.csv", ("type", "band"))}


def _messages(language: str) -> dict[str, str]:
    rows = read_csv(_TABLES / "messages.csv", ("key", *LANGUAGES))
    return {row["key"]: row[language] for row in rows}


def _codes(language: str) -> dict[str, dict[str, str]]:
    groups: dict[str, dict[str, str]] = {}
    for row in read_csv(_TABLES / "labels.csv", ("group", "key", *LANGUAGES)):
        groups.setdefault(row["group"], {})[row["key"]] = row[language]
    return groups


def _countries(language: str) -> dict[str, str]:
    territories = Locale(language).territories
    names = {}
    for alpha3, alpha2 in get_global("territory_aliases").items():
        if len(alpha3) == 3 and alpha3.isalpha() and alpha2[0] in territories:
            names[alpha3] = territories[alpha2[0]]
    return names
