"""Arabic clitic segmentation and lemmas.

The segmenter weighs every split that the affix grammar allows by word frequency: stem frequency
times the priors of its clitics. Priors and constraints were estimated on news text; a closed-class
table is asked first. Measured on the PUD treebank: see ``docs/accuracy.md``.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from math import prod

from simplemma import Lemmatizer
from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

from marsad.lang.frequencies import frequencies
from marsad.lang.tables import table
from marsad.normalise import STRONG, key

PROCLITICS = [(a + b) for a in ("", "و", "ف") for b in ("", "ب", "ل", "ك", "س")]
ENCLITICS = ["", "ه", "ها", "هم", "هن", "هما", "نا", "ك", "كم", "ي"]
PRO_PRIOR = {"و": 0.06, "ف": 0.004, "ب": 0.03, "ل": 0.03, "ك": 0.003, "س": 0.004}
ENC_PRIOR = {
    "": 1.0,
    "ه": 0.02,
    "ها": 0.02,
    "هم": 0.007,
    "هن": 0.0003,
    "هما": 0.001,
    "نا": 0.003,
    "ك": 0.0005,
    "كم": 0.0003,
    "ي": 0.0003,
}
RAREST = 1e-7
WHOLE_WORD = 0.02  # a whole form's count includes its cliticised uses
# clitics by the letter that a word must begin or end with for them
_HEADS = {first: ("", *(p for p in PROCLITICS if p[:1] == first)) for first in "وفبلكس"}
_TAILS = {last: ("", *(e for e in ENCLITICS if e[-1:] == last)) for last in "هامنكي"}
_PRO = {p: prod(PRO_PRIOR[c] for c in p) for p in PROCLITICS}
_LIGHT = dict.fromkeys([*range(0x64B, 0x653), 0x670, 0x640])


class Segmenter:
    """Clitic segmentation by affix grammar and word frequency."""

    @cached_property
    def frequency(self) -> dict[str, float]:
        """Frequencies of forms made of Arabic letters only; rarer ones do not change a split."""
        return frequencies("ar", RAREST, re.compile("[\u0621-\u064a]+"))

    @cached_property
    def closed(self) -> dict[str, tuple[str, str, str]]:
        """Closed-class forms, by strong normal form."""
        out: dict[str, tuple[str, str, str]] = {}
        particles = _words("particle") | _words("bound")
        for word in particles:
            for enclitic in ENCLITICS[1:]:
                out[word + enclitic] = ("", word, enclitic)
        for word in _words("function"):
            out[word] = ("", word, "")
        out |= {word: ("", word, "") for word in _words("fixed")}
        for word, (_, stem, enclitic) in list(out.items()):
            if stem in particles or word in _words("function"):
                for conjunction in "وف":
                    out.setdefault(conjunction + word, (conjunction, stem, enclitic))
        return out

    def split(self, word: str, norm: str) -> tuple[str, str, str]:
        """Split one word (light and strong normal form) into proclitics, stem and enclitic."""
        if len(word) < 3:
            return ("", word, "")
        closed = self.closed.get(norm)
        if closed is not None:
            pro, _, enc = closed
            return (pro, word[len(pro) : len(word) - len(enc)], enc)
        best = ("", word, "")
        candidates = _candidates(word)
        if not candidates:
            return best
        top = WHOLE_WORD * max(self.frequency.get(word, 0.0), 1e-12) * (50 if word[:2] == "ال" else 1)
        for candidate in candidates:
            score = self._score(*candidate)
            if score > top:
                best, top = candidate, score
        return best

    def _score(self, proclitics: str, stem: str, enclitic: str) -> float:
        frequency = self._stem_frequency(proclitics, stem, enclitic)
        if len(stem) == 2:
            frequency *= 0.05
        return frequency * _PRO[proclitics] * ENC_PRIOR[enclitic]

    def _stem_frequency(self, proclitics: str, stem: str, enclitic: str) -> float:
        f = self.frequency
        if proclitics[-1:] == "ل" == stem[:1] and len(stem) > 2:
            restored = f.get("ا" + stem, 0.0)  # لل + noun: the article lost its alif
            return max(f.get(stem, 0.0), restored)
        if not enclitic:
            return max(f.get(stem, 0.0), 0.7 * f.get("ال" + stem, 0.0))
        found = max(f.get(stem, 0.0), 0.5 * f.get("ال" + stem, 0.0))
        if stem.endswith("ت"):
            found = max(found, 0.5 * f.get(stem[:-1] + "ة", 0.0))
        if stem.endswith("ا"):
            found = max(found, 0.3 * f.get(stem[:-1] + "ى", 0.0))
        return found


def _candidates(word: str) -> list[tuple[str, str, str]]:
    tails = _TAILS.get(word[-1], ("",))
    heads = [p for p in _HEADS.get(word[0], ("",)) if word.startswith(p)]
    if len(tails) == len(heads) == 1:
        return []
    tails = tuple(e for e in tails if word.endswith(e))
    out = []
    for proclitics in heads:
        rest = word[len(proclitics) :]
        for enclitic in tails:
            stem = rest[: len(rest) - len(enclitic)]
            if _allowed(proclitics, stem, enclitic):
                out.append((proclitics, stem, enclitic))
    return out


def has_article(stem: str) -> bool:
    """Whether the ``ال`` that a stem (light form) begins with is the article: not in ``التزام``."""
    if not stem.startswith("ال") or len(stem) < 5:
        return False
    frequency = _SEGMENTER.frequency
    return frequency.get(stem[2:], 0.0) >= 0.05 * frequency.get(stem, 0.0)


def _allowed(proclitics: str, stem: str, enclitic: str) -> bool:
    if len(stem) < 2 or not (proclitics or enclitic):
        return False
    if enclitic and (stem.endswith("ة") or has_article(stem)):
        return False
    if proclitics.endswith("س") and (stem[0] not in "يتنأا" or enclitic in {"ك", "ي"}):
        return False
    return not (proclitics.endswith("ل") and stem.startswith("ال"))


@lru_cache(maxsize=1)
def _closed_table() -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = {}
    for row in table("ar", "clitics"):
        out.setdefault(row["kind"], set()).update(key(w) for w in row["words"].split())
    return {kind: frozenset(words) for kind, words in out.items()}


def _words(kind: str) -> frozenset[str]:
    return _closed_table()[kind]


_SEGMENTER = Segmenter()
_LEMMATIZER = Lemmatizer(cache_max_size=0)  # what it finds is kept here


@lru_cache(maxsize=65536)
def analyse(word: str, norm: str) -> tuple[str, str, str, str]:
    """Proclitics, stem, enclitic and lemma of a word, all in strong normal form.

    The stem keeps its article; in ``لل`` + noun the article lost its alif, which is restored, so that
    ``للتحالف`` gives the proclitic ``ل`` and the stem ``التحالف``.
    """
    if not "\u0621" <= norm[:1] <= "\u064a":
        return "", norm, "", norm
    light = word.translate(_LIGHT)
    proclitics, stem, enclitic = _SEGMENTER.split(light, norm)
    if (
        proclitics.endswith("ل")
        and stem.startswith("ل")
        and len(stem) > 3
        and "ا" + stem in _SEGMENTER.frequency
    ):
        stem = "ا" + stem
    bare = lemma(stem, enclitic=bool(enclitic)).translate(STRONG)
    return proclitics, stem.translate(STRONG), enclitic, bare


@lru_cache(maxsize=16384)
def lemma(stem: str, *, enclitic: bool = False) -> str:
    """Lemma of a stem in light form, without the article."""
    bare = stem
    if has_article(stem):
        bare = stem[2:]
    if enclitic and bare.endswith("ت") and bare[:-1] + "ة" in _SEGMENTER.frequency:
        bare = bare[:-1] + "ة"
    listed = DEFAULT_DICTIONARY_FACTORY.get_dictionary("ar")  # asked first: most words are in it
    found = listed.get(bare) or _LEMMATIZER.lemmatize(bare, "ar")
    return found if "\u0621" <= found[:1] <= "\u064a" else bare


@lru_cache(maxsize=16384)
def word_frequency(word: str) -> float:
    """Frequency of a form in strong normal form, summed over the spellings of its ends."""
    heads = ("ا", "أ", "إ", "آ") if word.startswith("ا") else (word[:1],)
    tails = {"ه": ("ه", "ة"), "ي": ("ي", "ى", "ئ")}.get(word[-1:], (word[-1:],)) if len(word) > 1 else ("",)
    frequency = _SEGMENTER.frequency
    return sum(frequency.get(head + word[1:-1] + tail, 0.0) for head in heads for tail in tails)


def spelling_frequency(surface: str) -> float:
    """Frequency of a form as it is written, marks of vowels left out."""
    return _SEGMENTER.frequency.get(surface.translate(_LIGHT), 0.0)


def inflect(entry: str, pos: str) -> frozenset[str]:
    """Forms of a lexicon word, in strong normal form.

    A verb is given as ``perfect/imperfect`` (third person masculine singular); conjugated forms
    without proclitics and enclitics are made of both. A noun is given with its broken plurals
    (``هجوم/هجمات``); sound plurals and duals are made.
    """
    words = [key(w) for w in entry.split("/")]
    if pos == "verb" and len(words) == 2:
        return frozenset(_perfect(words[0]) | _imperfect(words[1]))
    return frozenset(form for word in words for form in _noun(word))


def _perfect(word: str) -> set[str]:
    weak = word.endswith(("ي", "ا"))
    stem = word[:-1] if weak else word
    forms = {word, stem + "ت", stem + "وا", stem + "تا", stem + "و"}
    forms |= {stem + "يا", stem + "ين"} if weak else {word + "ا", word + "ن", word + "نا"}
    return forms


def _imperfect(word: str) -> set[str]:
    body = word[1:]
    weak = body.endswith(("ي", "و", "ا"))
    stem = body[:-1] if weak else body
    out = set()
    for prefix in "يت":
        out |= {
            prefix + body,
            prefix + stem + "ون",
            prefix + stem + "وا",
            prefix + body + "ان",
            prefix + body + "ن",
        }
    return out | {"ن" + body}


def _noun(word: str) -> set[str]:
    stem = word[:-1] if word.endswith("ه") else word
    forms = {word, stem + "ات", stem + "ت", word + "ا", stem + "تين", stem + "تان"}
    if (
        word.startswith("م") and len(word) > 3
    ):  # participles, which lose the ن of their plural before a genitive
        forms |= {word + "ي", word + "و"}
    return forms | {word + "ين", word + "ون", word + "ان"}
