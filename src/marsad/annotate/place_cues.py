"""What stands around a possible place name: prepositions, kinds of places, titles, containment."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from marsad.annotate.place_words import ARTICLES, Match, Word
from marsad.gazetteer.names import type_words
from marsad.gazetteer.senses import Senses, senses
from marsad.lang.ar.rules import spelling_frequency
from marsad.records import Sentence

_OF = frozenset({"of", "de", "du", "d", "des"})
_TOWN_KINDS = frozenset({"town", "site"})
_CONTRACTIONS = ("'ve", "'m", "'ll", "'re", "'d", "n't")
_KNOWN_WORD = 3.2e-7  # word frequency
_ADJECTIVE = 2e-6
_PLAIN_WORD = 2e-5  # of a word without article after a kind of place
_NOT_STREETS = frozenset({"supreme", "high", "district", "same", "main", "this", "that", "the"})


class Cue(NamedTuple):
    """A word that says that a place is meant; ``kind``: ``type``, ``locative`` or ``hashtag``."""

    kind: str
    word: str


class Scene(NamedTuple):
    """A sentence with its words and the word lists of its language.

    ``caseless``: capitals say nothing and every word may begin a name. ``flat``: capitals say nothing.
    """

    sentence: Sentence
    words: list[Word]
    language: str
    known: Senses
    caseless: bool
    flat: bool

    @property
    def types(self) -> dict[str, str]:
        """Words for kinds of places."""
        return type_words()

    def surface(self, match: Match) -> str:
        """The words of a match as they are written."""
        return self.sentence.surface(self.words[match.first].start, self.words[match.last - 1].end)

    def with_article(self, match: Match) -> Match:
        """The match with the article that a hyphen ties to it (``el-Arish``)."""
        if match.first == 0 or self.words[match.first - 1].text not in ARTICLES:
            return match
        tied = self.words[match.first].joins and self.mark_before(match.first) == "-"
        return match._replace(first=match.first - 1) if tied else match

    def hyphened(self, match: Match) -> bool:
        """Whether a hyphen ties a match to the word after it."""
        return match.last < len(self.words) and self.mark_before(match.last) == "-"

    def titled(self, match: Match) -> bool:
        """Whether a match is a paper that something is said to, in guillemets: ``لـ«الشرق الأوسط»``."""
        tokens, base, text = self.sentence.tokens, self.sentence.start, self.sentence.text
        last = self.words[match.last - 1].token + 1
        start = self.words[match.first].start - base
        return (
            text[:start].endswith(("ل«", "لـ«", "ل «", "لـ «"))
            and last < len(tokens)
            and text[tokens[last].start - base] == "»"
        )

    def preceding(self, match: Match) -> Word | None:
        """The word right before a match, no mark between them."""
        if match.first == 0 or not self.words[match.first].joins:
            return None
        return self.words[match.first - 1]

    def following(self, match: Match) -> Word | None:
        """The word right after a match, no mark between them."""
        if match.last >= len(self.words) or not self.words[match.last].joins:
            return None
        return self.words[match.last]

    def closes(self, match: Match) -> bool:
        """Whether a match ends the sentence."""
        return match.last >= len(self.words)

    def conjoined(self, match: Match) -> bool:
        """Whether an Arabic match begins with the conjunction ``و``."""
        return match.clitic > 0 and self.words[match.first].text.startswith("و")

    def described(self, match: Match) -> bool:
        """Whether a definite adjective follows an Arabic match, which then is a common noun."""
        after = self.following(match)
        return after is not None and after.text.startswith("ال")

    def contracted(self, word: Word) -> bool:
        """Whether a Latin word is a contraction, like ``I've``."""
        return self.language == "en" and self.sentence.tokens[word.token].norm.endswith(_CONTRACTIONS)

    def at_start(self, match: Match, back: int = 0) -> bool:
        """Whether the word ``back`` places before a match opens the sentence."""
        return match.first - back <= 0

    def after_title(self, match: Match) -> bool:
        """Whether a title (``Gen.``, ``President``) stands before a match."""
        if match.first == 0:
            return False
        before = self.words[match.first - 1]
        between = self.words[match.first].token - before.token
        stop = between == 2 and self.sentence.tokens[before.token + 1].norm == "."
        return (between == 1 or stop) and before.text in self.known.cue("title", self.language)

    def is_word(self, match: Match) -> bool:
        """Whether the first word of a match is an ordinary word as it stands, clitics and all."""
        word = self.words[match.first]
        return spelling_frequency(self.sentence.surface(word.start, word.end)) > _KNOWN_WORD

    def in_label(self, match: Match) -> bool:
        """Whether a match is only a part of a longer hashtag, which names a topic and not a place."""
        tokens = self.sentence.tokens
        first, last = self.words[match.first].token, self.words[match.last - 1].token
        if last + 1 < len(tokens) and tokens[last + 1].norm.startswith("_"):
            return True
        return (
            first > 1 and tokens[first - 1].norm.startswith("_") and tokens[first - 2].norm not in self.types
        )

    def after_number(self, match: Match) -> bool:
        """Whether digits stand before a match, as in ``400 B.C.`` and the like."""
        return match.first > 0 and self.words[match.first - 1].text.isdigit()

    def mark_before(self, index: int) -> str:
        """The mark before a word, empty where there is none."""
        token = self.words[index].token
        return self.sentence.tokens[token - 1].norm if token else ""

    def named_kinds(self) -> Iterator[tuple[int, int]]:
        """Word ranges after a word for a small place: ``قرية X``, ``village of X``."""
        kinds = _kinds(self.language)
        if _kind_forms(self.language).isdisjoint(self.sentence.norms) and kinds.isdisjoint(
            self.sentence.stems
        ):
            return
        for i, word in enumerate(self.words[:-1]):
            if word.text not in kinds and not (word.others and any(r in kinds for r, _ in word.others)):
                continue
            if self.language == "ar" and self._site(i):
                yield i, self._definite(i + 1)
                continue
            kind = self.types.get(word.text)
            if kind is None and word.others:
                kind = next((self.types[r] for r, _ in word.others if r in self.types), None)
            if kind is None or kind == "country" or (self.language != "ar" and kind not in _TOWN_KINDS):
                continue
            span = self._arabic_name(i + 1, kind) if self.language == "ar" else self._latin_name(i + 1)
            if span:
                yield span

    def _site(self, i: int) -> bool:
        """Whether a word for a building or a road stands before a definite name."""
        word, following = self.words[i], self.words[i + 1]
        kinds = self.known.cue("site", "ar")
        readings = (word.text, *(r for r, _ in word.others))
        if not following.joins or not any(r in kinds for r in readings):
            return False
        if self.sentence.tokens[following.token].proclitics:
            return False
        if following.text.startswith("ال"):
            return self.known.needs.get(following.text) != "type"
        return any(r in self.known.cue("named", "ar") for r in readings) and self._is_name(following.text)

    def _is_name(self, word: str) -> bool:
        """Whether an Arabic word without article may be a name: not a particle, not an adjective."""
        known = self.known
        return len(word) > 2 and not (
            word in known.cue("locative", "ar")
            or word in known.cue("particle", "ar")
            or word.endswith(("ه", "ات", "ين", "ون"))
        )

    def _definite(self, first: int) -> int:
        """End of a name of a word and at most two more with the article."""
        last = first + 1
        while last < min(first + 3, len(self.words)) and self.words[last].joins:
            if not self.words[last].text.startswith("ال"):
                break
            last += 1
        return last

    def _arabic_name(self, first: int, kind: str) -> tuple[int, int] | None:
        word = self.words[first]
        if not word.joins or len(word.text) < 3 or self.words[first - 1].text.startswith("ال"):
            return None
        if word.text in self.known.common["ar"] or word.text.endswith(("ات", "ين", "ون")):
            return None
        if word.text in self.known.cue("locative", "ar") or word.text in self.types:
            return None
        written = self.sentence.surface(word.start, word.end)
        plain = not word.text.startswith("ال") and spelling_frequency(written) > (
            _ADJECTIVE if written.endswith("ي") else _PLAIN_WORD
        )
        if plain and word.text not in self.known.cue("head", "ar"):
            return None  # "on the other hand", "in a centre that belongs to"
        if kind == "adm2" and word.text.startswith("ال") and spelling_frequency(written) > _PLAIN_WORD:
            return None  # a police station, a customs office
        if word.text.endswith("ه") and not word.text.startswith("ال"):
            return None  # an adjective: مدينة صغيرة
        more = (
            word.text in self.known.cue("head", "ar")
            and first + 1 < len(self.words)
            and self.words[first + 1].joins
        )
        return (first, first + 2) if more else (first, first + 1)

    def _latin_name(self, first: int) -> tuple[int, int] | None:
        if self.words[first].text not in _OF or not self.words[first].joins:
            return None
        first += 1
        last = first
        while (
            last < len(self.words) and self.words[last].capital and (last == first or self.words[last].joins)
        ):
            last += 1
        return (first, last) if 0 < last - first < 4 else None


@cache
def _kinds(language: str) -> frozenset[str]:
    """Every word for a kind of place."""
    return senses().cue("site", language).union(type_words())


@cache
def _kind_forms(language: str) -> frozenset[str]:
    """Every word for a kind of place, with the clitics that may be written on it."""
    kinds = _kinds(language)
    if language != "ar":
        return kinds
    forms = {c + p + word for c in ("", "و", "ف") for p in ("", "ب", "ل") for word in kinds}
    merged = {c + "لل" + word[2:] for c in ("", "و", "ف") for word in kinds if word.startswith("ال")}
    return frozenset(forms | merged)


def cue_of(scene: Scene, match: Match) -> Cue | None:
    """The strongest cue of a match."""
    if scene.language == "ar":
        return _arabic_cue(scene, match)
    return _latin_cue(scene, match)


def _arabic_cue(scene: Scene, match: Match) -> Cue | None:
    word = scene.words[match.first]
    before = scene.words[match.first - 1] if match.first and word.joins else None
    if before is not None:
        for reading in (before.text, *(r for r, _ in before.others)):
            if reading in scene.types:
                return Cue("type", reading)
    if match.clitic and word.text[match.clitic - 1] in "بل":
        return Cue("locative", word.text[match.clitic - 1])
    if before is not None:
        locative = scene.known.cue("locative", "ar")
        for reading in (before.text, *(r for r, _ in before.others)):
            if reading in locative:
                return Cue("locative", reading)
    mark = scene.mark_before(match.first)
    return Cue("hashtag", mark) if mark in {"#", "_"} else None


def _latin_cue(scene: Scene, match: Match) -> Cue | None:
    after = scene.following(match)
    if (
        after is not None
        and after.text in scene.types
        and not (after.capital and match.last - match.first > 2)
    ):
        return Cue("type", after.text)
    rural = scene.known.cue("rural", scene.language)
    if after is not None and after.text in rural:
        return Cue("locative", after.text)
    position = match.first
    skip = scene.known.cue("skip", scene.language)
    locative = scene.known.cue("locative", scene.language)
    for _ in range(3):
        if position == 0 or not scene.words[position].joins:
            return None
        word = scene.words[position - 1]
        if word.text in scene.types and not (scene.language == "en" and word.capital):
            return Cue("type", word.text)
        if word.text in locative:
            further = scene.words[position - 2].text if position > 1 else ""
            if word.text in _OF and (further in scene.types or further in rural):
                return Cue("type" if further in scene.types else "locative", further)
            return Cue("locative", word.text)
        if word.text not in skip:
            return None
        position -= 1
    return None


def containing(scene: Scene, match: Match) -> bool:
    """Whether a comma stands between a capitalised word and the match (``Bangor, Maine``), or after it."""
    before = match.first > 0 and scene.mark_before(match.first) in {",", "("}
    return before and (scene.words[match.first - 1].capital or scene.caseless)


def neighbours(scene: Scene, match: Match, sure: set[int]) -> bool:
    """Whether a match stands in a row with a sure place: a comma or a conjunction between them."""
    before, after = match.first - 1, match.last
    if before in sure and (not scene.words[match.first].joins or scene.conjoined(match)):
        return True
    if after in sure and (not scene.words[after].joins or scene.words[after].text.startswith("و")):
        return True
    return before - 1 in sure and scene.words[before].text in {"و", "and", "et"}


def in_a_name(scene: Scene, match: Match) -> str | None:
    """The word that makes a match part of an institution's name, as in ``جامعة الموصل``."""
    after, before = scene.following(match), scene.preceding(match)
    if scene.language == "ar":
        words = scene.known.cue("institution", "ar")
        readings = () if before is None else (before.text, *(r for r, _ in before.others))
        return next((reading for reading in readings if reading in words), None)
    words = scene.known.cue("institution", "en")
    if after is not None and after.capital and after.text in words:
        return after.text
    if (
        before is not None
        and before.text == "of"
        and match.first > 1
        and scene.words[match.first - 2].text in words
    ):
        return scene.words[match.first - 2].text
    return None


def street_spans(scene: Scene, short: set[int]) -> Iterator[tuple[int, int]]:
    """Streets and numbered roads in English: ``Memphis Street``, ``Highway 19``, ``Ky. 52``."""
    if scene.language != "en" or scene.flat:
        return
    kinds, routes = scene.known.cue("street", "en"), scene.known.cue("route", "en")
    for i, word in enumerate(scene.words):
        if not word.capital:
            continue
        first = _street_start(scene, i) if word.text in kinds else i
        if first < i and scene.words[first].text not in _NOT_STREETS:
            yield first, i + 1
        elif (word.text in routes or i in short) and _numbered(scene, i):
            yield i, i + 2


def _street_start(scene: Scene, i: int) -> int:
    """First of the at most four words before a word for a street that belong to its name."""
    first = i
    while i - first < 4 and first > 0 and scene.words[first].joins and _in_street(scene.words[first - 1]):
        first -= 1
    return first


def _numbered(scene: Scene, i: int) -> bool:
    """Whether a number follows a word, with at most a stop between them."""
    if i + 1 >= len(scene.words):
        return False
    after = scene.words[i + 1]
    return after.text[0].isdigit() and after.token - scene.words[i].token <= 2


def _in_street(word: Word) -> bool:
    return word.capital or (word.text[0].isdigit() and not word.text.isdigit())
