"""Which language a report is in: title and the first thousand characters."""

from __future__ import annotations

import re
from functools import cache

from marsad.lang.tables import table
from marsad.normalise import key

SAMPLE = 1000
SHORT = 300  # letters of a sample in which names can drown the language
LATIN = ("en", "fr")
# what short English and French headlines with African and Asian names are taken for
CONFUSED = frozenset({"pcm", "bcl", "tl", "ht", "oc", "la", "lb", "ia", "vo"})
_LEAST = 4  # letters of a verb by which a headline is told to be English
_SHARE = 0.2  # of the words of a headline that must be English
_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3\u06d5]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# Letters that Persian, Urdu, Pashto, Kurdish, Sindhi and Uyghur write and Arabic does not.
_NOT_ARABIC = re.compile(r"[\u0672-\u06a3\u06a5-\u06d3\u06d5]")
_ARTICLE = re.compile(r"(?<!\w)[وفبكل]{0,2}ال\w\w")
_FOREIGN = 0.02  # share of such letters that names in an Arabic text may bring
_ISO_639_2 = {"ara": "ar", "arb": "ar", "eng": "en", "fra": "fr", "fre": "fr"}
_NAMES = {"arabic": "ar", "english": "en", "french": "fr", "français": "fr", "العربية": "ar"}


def code(value: str | None) -> str | None:
    """Bring the name of a language to ISO 639-1: ``ar-EG``, ``ara`` and ``Arabic`` are ``ar``."""
    if not value or not value.strip():
        return None
    first = re.split(r"[-_]", value.strip().lower())[0]
    return _ISO_639_2.get(first) or _NAMES.get(first) or first


def detect(title: str | None, text: str) -> str | None:
    """The language of a report (ISO 639-1), ``None`` where there are no letters to tell it by.

    Arabic is told from its letters and article alone (all 1,464 Arabic news articles of our test
    collection, none of the other languages); only the rest needs py3langid, which takes 0.7 s
    and 120 MB to load.
    """
    sample = f"{title or ''}\n{text[:SAMPLE]}"
    arabic, latin = len(_ARABIC.findall(sample)), len(_LATIN.findall(sample))
    if arabic + latin == 0 and not re.search(r"[^\W\d_]", sample):
        return None
    if arabic > latin and _is_arabic(sample, arabic):
        return "ar"
    return _classify(sample)


def _is_arabic(sample: str, letters: int) -> bool:
    foreign = len(_NOT_ARABIC.findall(sample))
    if foreign > _FOREIGN * letters:
        return False
    return foreign == 0 or "ة" in sample or _ARTICLE.search(sample) is not None


def _classify(sample: str) -> str:
    """Language by py3langid; in a headline full of names, function words decide between our own."""
    found = str(_classifier()(sample)[0])
    if found in LATIN or len(sample) > SHORT:
        return found
    words = re.findall(r"[^\W\d_]+", key(sample))
    if _tells_in_english(words):
        return "en"
    if found not in CONFUSED:
        return found
    return max(LATIN, key=lambda language: sum(w in _function_words(language) for w in words))


def _tells_in_english(words: list[str]) -> bool:
    """Whether the words of a headline tell of an event in English.

    "Gunmen Kill 2, Taraba" is all names to a classifier. A verb of the event lexicon decides, or two nouns of
    people, where enough of the words are English.
    """
    verbs = [w for w in words if w in _verbs()]
    known = [w for w in words if w in _verbs() or w in _people() or w in _function_words("en")]
    telling = bool(verbs) or sum(w in _people() for w in words) > 1
    return telling and len(known) >= _SHARE * len(words)


@cache
def _verbs() -> frozenset[str]:
    """Forms of the verbs of the English event lexicon that no other language has."""
    heads = {r["trigger"].split()[0] for r in table("en", "events") if r["pos"] == "verb"}
    shared = {w for r in table("en", "words") if r["kind"] == "international" for w in r["words"].split()}
    french = {w for r in table("fr", "events") for w in r["trigger"].split()}
    stems = {(h, h.removesuffix("e")) for h in heads if len(h) >= _LEAST}
    forms = {f for h, stem in stems for f in (h, f"{h}s", f"{h}es", f"{stem}ed", f"{stem}ing")}
    return frozenset(forms - shared - french)


@cache
def _people() -> frozenset[str]:
    """English plurals of people that are found in no other language."""
    rows = (r["word"] for r in table("en", "people") if r["number"] == "pl")
    return frozenset(w for w in rows if len(w) > _LEAST and w.endswith(("men", "ers", "ents", "ies", "ts")))


@cache
def _function_words(language: str) -> frozenset[str]:
    rows = table(language, "words")
    kinds = {"preposition", "determiner", "conjunction", "auxiliary"}
    return frozenset(w for row in rows if row["kind"] in kinds for w in row["words"].split())


@cache
def _classifier():  # type: ignore[no-untyped-def]  # noqa: ANN202 - the library is untyped
    import py3langid

    return py3langid.classify
