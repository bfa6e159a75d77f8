"""Sentences, numbers and names in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from marsad.actors.base import names_in
from marsad.errors import ConfigError
from marsad.tables import read_csv

LANGUAGES = ("en", "ar", "fr")
_TABLES = files("marsad.phrases")
_GAP = re.compile(r"\\\{(\w+)\\\}")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
# what a right-to-left sentence would take apart or turn round: Latin words, dates, pairs of numbers
_FOREIGN = re.compile(r"[A-Za-z]|\d\s*[-–/:,.]\s*\d|[-+]\d|[<>≤]")
_ISOLATE, _END = "\u2066", "\u2069"


class Phrases:
    """The words of one language; called with the key of a sentence and what fills its gaps.

    Numbers have Latin digits in every language. In a right-to-left sentence, dates and foreign names are
    isolated (U+2066, U+2069), so that they keep their order.
    """

    def __init__(self, language: str) -> None:
        from babel import Locale

        self.language = language
        self._locale = Locale(language)
        self.direction = "rtl" if self._locale.text_direction == "rtl" else "ltr"
        self._sentences = _column("sentences.csv", language)
        self._nouns = _column("nouns.csv", language)
        self._page = _column("page.csv", language)
        self._terms = _terms(language)
        self._countries = _countries(self._locale)

    def __call__(self, key: str, **values: object) -> str:
        """A sentence with its gaps filled; numbers are written without decimals."""
        filled = {name: self._filled(value) for name, value in values.items()}
        return self._sentences[key].format(**filled)

    def page(self, key: str, **values: object) -> str:
        """Words of the page."""
        return self._page[key].format(**{name: self._filled(value) for name, value in values.items()})

    @property
    def page_words(self) -> dict[str, str]:
        """All words of the page by key."""
        return dict(self._page)

    def _filled(self, value: object) -> str:
        if isinstance(value, int | float):
            return self.n(value)
        text = str(value)
        if self.direction == "ltr" or _ISOLATE in text or _ARABIC.search(text):
            return text
        if not _FOREIGN.search(text):
            return text
        return f"{_ISOLATE}{text}{_END}"

    def n(self, value: float | None, digits: int = 0) -> str:
        """A number in the habit of the language; a dash where there is none."""
        from babel.numbers import format_decimal

        if value is None:
            return "–"
        form = "#,##0" + ("." + "0" * digits if digits else "")
        return str(format_decimal(round(value, digits), form, locale=self._locale, numbering_system="latn"))

    def share(self, value: float) -> str:
        """A share in per cent."""
        return self.n(100 * value) + ("\u202f%" if self.language == "fr" else "%")

    def count(self, noun: str, number: float) -> str:
        """A number with what is counted, in its plural form."""
        number = round(number)
        form = self._nouns.get(f"{noun}.{self._locale.plural_form(number)}") or self._nouns[f"{noun}.other"]
        return form.format(n=self.n(number))

    def p(self, value: float | None) -> str:
        """A p-value as it is quoted."""
        if value is None:
            return self("p.unknown")
        if value < 1e-17:
            return self("p.below")
        return f"{value:.1e}" if value < 1e-3 else self.n(value, 3)

    def recurrence(self, days: float) -> str:
        """A recurrence interval: days up to two years, then years."""
        years = days / 365.2425
        if years > 1e6:
            return self("time.million")
        return self.count("year", years) if years >= 2 else self.count("day", days)

    def join(self, parts: Iterable[str]) -> str:
        """A list."""
        return self._sentences["list"].join(map(self._filled, parts))

    def several(self, parts: Iterable[str]) -> str:
        """A list of clauses."""
        return self._sentences["semicolon"].join(parts)

    def tally(self, counts: Iterable[tuple[str, float]]) -> str:
        """Counts with their names."""
        return self.join(self("tally", n=number, name=self.term(name)) for name, number in counts)

    def lower_first(self, text: str) -> str:
        """The text as it stands within a sentence."""
        return text[:1].lower() + text[1:]

    def term(self, text: str) -> str:
        """A fixed wording of the statistics; one that is not known stays English."""
        for known, pattern, wording in self._terms:
            if known == text:
                return wording
            if pattern and (found := pattern.fullmatch(text)):
                gaps = {name: self._filled(self.term(part)) for name, part in found.groupdict().items()}
                return wording.format(**gaps)
        return text

    def terms(self, text: str) -> str:
        """Wordings parted by semicolons."""
        whole = self.term(text)
        return whole if whole != text else self.several(self.term(part) for part in text.split("; "))

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166 alpha-3 code; the code where there is none."""
        return self._countries.get(code, code)

    def actor(self, actor_id: str, fallback: str) -> str:
        """The name of an actor: the first full name that the actor base has in this language."""
        if self.language == "en":
            return fallback
        return names_in(self.language).get(actor_id, fallback)


@cache
def phrases(language: str) -> Phrases:
    """The words of one language.

    Raises
    ------
    ConfigError
        There is no translation into it.
    """
    if language not in LANGUAGES:
        raise ConfigError(f"no translation into {language!r}", f"Choose one of {', '.join(LANGUAGES)}.")
    return Phrases(language)


def _column(name: str, language: str) -> dict[str, str]:
    return {row["key"]: row[language] for row in read_csv(_TABLES / name, ("key", *LANGUAGES))}


def _terms(language: str) -> list[tuple[str, re.Pattern[str] | None, str]]:
    rows = read_csv(_TABLES / "terms.csv", LANGUAGES)
    return [(row["en"], _pattern(row["en"]), row[language]) for row in rows]


def _pattern(text: str) -> re.Pattern[str] | None:
    """The English wording as a pattern, where it has gaps."""
    if "{" not in text:
        return None
    return re.compile(_GAP.sub(r"(?P<\1>.+?)", re.escape(text)))


def _countries(locale: object) -> dict[str, str]:
    from babel.core import get_global

    territories = locale.territories  # type: ignore[attr-defined]
    return {
        alpha3: territories[alpha2[0]]
        for alpha3, alpha2 in get_global("territory_aliases").items()
        if len(alpha3) == 3 and alpha3.isalpha() and alpha2[0] in territories
    }
