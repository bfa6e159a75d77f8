"""Match keys of place names: the form under which names are stored and looked up.

A match key is the normal form (:func:`marsad.normalise.key`) cut into words of letters and digits
and joined by single spaces, so that ``Deir ez-Zor``, ``deir ez zor`` and ``DEIR EZ–ZOR`` are one key.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from zlib import crc32

from marsad.normalise import key

_WORD = re.compile(r"[^\W_]+")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[a-z]")
# letters that Arabic names do not have: Urdu, Kurdish, Uyghur, Sindhi spellings of foreign names
_FOREIGN = re.compile(r"[ەێۆڕڵےںٹڈڑھۇۈۋېڭۅڙڎټځڅډړږښڼۍڊ]")

_TO_LATIN = {
    "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "k", "د": "d", "ذ": "d", "ر": "r",
    "ز": "z", "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f",
    "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h",
}  # fmt: skip
# the Arabic article before the letter that it takes up: ``ash shughur`` is written ``al-Shughur`` as well
_ARTICLE = re.compile(r"\b[ae](sh|[sdrntz]) (?=\1)")
_DIGRAPHS = (
    ("tch", "s"), ("sch", "s"), ("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "g"), ("dh", "d"),
    ("th", "t"), ("ph", "f"), ("dj", "j"), ("ce", "se"), ("ci", "si"), ("qu", "k"), ("q", "k"),
    ("c", "k"), ("x", "ks"), ("v", "f"), ("p", "b"),
)  # fmt: skip


def is_arabic(name: str) -> bool:
    """Whether a name has Arabic letters."""
    return bool(_ARABIC.search(name))


def is_foreign_script(name: str) -> bool:
    """Whether a normalised name is in neither script, or in letters that Arabic does not use."""
    return bool(_FOREIGN.search(name)) or not (_ARABIC.search(name) or _LATIN.search(name))


@lru_cache(maxsize=32768)
def match_key(name: str) -> str:
    """The match key of a name."""
    return " ".join(_WORD.findall(key(name).replace("'", "")))


def words(name: str) -> list[str]:
    """The words of a match key."""
    return match_key(name).split(" ")


def variants(name: str) -> Iterator[str]:
    """The match keys under which a name is stored: with its sign variants, abbreviations, no-space form."""
    first = match_key(name)
    yield first
    folded = key(name)
    if "'" in folded:
        yield " ".join(_WORD.findall(folded))
    for long, short in (("saint ", "st "), ("fort ", "ft "), ("mount ", "mt "), ("sainte ", "ste ")):
        if first.startswith(long):
            yield short + first[len(long) :]
    if _ARTICLE.search(first):
        yield _ARTICLE.sub("al ", first)
    if is_arabic(first) and " " in first:
        yield first.replace(" ", "")


@cache
def type_words() -> dict[str, str]:
    """Words that say what kind of place a name is: match key -> level."""
    source = files("marsad.gazetteer").joinpath("data", "type_words.csv")
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return {match_key(row["word"]): row["level"] for row in rows}


def bare(name: str) -> str:
    """The match key without the type words around it (``wilaya of``, ``محافظة``, ``State``)."""
    rest = words(name)
    known = type_words()
    while len(rest) > 1 and rest[0] in known:
        rest = rest[1:]
        while len(rest) > 1 and rest[0] in {"of", "de", "du", "d", "des", "la", "the"}:
            rest = rest[1:]
    while len(rest) > 1 and rest[-1] in known and not is_arabic(rest[-1]):
        rest = rest[:-1]
    return " ".join(rest)


def skeleton(name: str) -> str:
    """The consonants of a name, the same for an Arabic and a Latin spelling of it.

    ``باما`` and ``Bama`` give ``bm``, ``بوتمبو`` and ``Butembo`` give ``btmb``. Doubled letters count once.
    """
    text = match_key(name)
    if is_arabic(text):
        text = re.sub(r"\bال", "", text)
        text = "".join(_TO_LATIN.get(c, "") for c in re.sub(r"ه\b", "", text))
    else:
        text = re.sub(r"\b(al|el|ar|as|ad|an|at|az|ash|es|ed|ez|er) ", "", text)
        for spelt, sound in _DIGRAPHS:
            text = text.replace(spelt, sound)
        text = re.sub(r"[aeiouyw\W]|h$", "", text)
    return re.sub(r"(.)\1+", r"\1", text)


def digest(text: str) -> int:
    """The hash of a match key in the name filter: the same on every machine."""
    return crc32(text.encode("utf-8", "surrogatepass"))
