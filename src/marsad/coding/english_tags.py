"""What English words do in their sentence: noun, verb, preposition and the like, by rule.

No parser: closed classes come from ``lang/en/words.csv``, verbs are told by their form (lemmas) and
by the words beside them. The text may be all lower case.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from marsad import lang
from marsad.coding.words import words
from marsad.records import Sentence, Token

# One letter a token: D determiner, # number, P preposition, C conjunction, R relative or question word,
# M complementiser, A auxiliary, B adverb or negation, O pronoun, N noun or adjective, V finite or base
# verb, E participle or past, F form in -ing, T word of a time expression, T too for the preposition
# before it, S possessive, H hyphen, L modal or infinitive "to", "." other punctuation.
NOMINAL = "N#SH"
_VERBAL = "VEF"
_DECIMAL = re.compile(r"\d+\.\d+")
_LABELLED = 4  # words that a labelled headline has at least
_TWOFOLD = frozenset({"that", "'s", "her", "to", "no"})  # words of two classes
_JOINING = {"as": ("well", "as"), "along": ("with",), "together": ("with",)}  # phrases that join like "and"
_CLASSES = (
    ("D", "determiner"),
    ("L", "modal"),
    ("A", "be_all"),
    ("A", "have_all"),
    ("A", "do_all"),
    ("C", "conjunction"),
    ("P", "preposition"),
    ("R", "relative"),
    ("M", "complementiser"),
    ("B", "negation"),
    ("B", "adverb"),
    ("O", "personal"),
)


@cache
def _closed() -> dict[str, str]:
    out: dict[str, str] = {}
    for tag, kind in _CLASSES:
        for word in words("en", kind):
            out.setdefault(word, tag)
    out |= {"that": "M", "her": "D", "'s": "S", "'": "S", "-": "H", "&": "H"}
    return out


@cache
def _verbs() -> frozenset[str]:
    """Lemmas that may be verbs: those of the event and speech lexicons and the light verbs."""
    language = lang.load("en")
    known = {row["trigger"].split()[0] for row in language.table("events") if row["pos"] == "verb"}
    known |= {row["word"] for row in language.table("speech") if row["pos"] == "verb"}
    known |= words("en", "light") | words("en", "subject_control") | words("en", "common_verb")
    return frozenset(known - words("en", "adverb"))


@cache
def _phrasal() -> frozenset[tuple[str, str]]:
    """First two words of the verb rows of two words or more ("call for", "meet with")."""
    rows = (row["trigger"].split() for row in lang.load("en").table("events") if row["pos"] == "verb")
    return frozenset((r[0], r[1]) for r in rows if len(r) > 1)


@cache
def _nouns() -> frozenset[str]:
    """Lemmas that are also nouns: those of the event lexicon, and a list."""
    return _acts() | words("en", "verb_or_noun")


@cache
def _acts() -> frozenset[str]:
    """Lemmas that end a noun row of the event lexicon."""
    rows = (row for row in lang.load("en").table("events") if row["pos"] == "noun")
    return frozenset(row["trigger"].split()[-1] for row in rows)


def _plurals() -> frozenset[str]:
    return words("en", "irregular_plural")


def tag(sentence: Sentence) -> str:
    """One letter for each token of an English sentence."""
    tokens = sentence.tokens
    tags = list(map(_first, sentence.norms))
    _dashes(tokens, tags)
    _numbers(sentence, tags)
    _times(sentence, tags)
    _label(sentence, tags)
    _groups(sentence, tags)
    if "(" in sentence.norms:
        _parentheses(tokens, tags)
    for i, letter in enumerate(tags):
        if letter == "?":
            tags[i] = _open(tokens, tags, i)
        elif sentence.norms[i] in _TWOFOLD and letter in "MRDBPS":
            tags[i] = _ambiguous(tokens, tags, i)
    return "".join(tags)


@lru_cache(maxsize=65536)
def _first(norm: str) -> str:
    """Class that a form has by itself, ``?`` for one of an open class."""
    if norm in _closed():
        return _closed()[norm]
    if norm[:1].isdigit() or norm == "one":
        return "#"
    if not norm[:1].isalnum():
        return "."
    if norm.endswith("ly") and len(norm) > 4 and norm not in words("en", "not_adverb"):
        return "B"
    return "?"


def _numbers(sentence: Sentence, tags: list[str]) -> None:
    """Numbers with their approximators ("at least six"), and the pronoun "us" apart from the country."""
    for q in sentence.quantities:
        if q.kind in {"count", "money", "other"}:
            tags[q.first : q.last] = "#" * (q.last - q.first)
    for i, norm in enumerate(sentence.norms):
        if norm in _JOINING:
            pair = _JOINING[norm]
            if sentence.norms[i + 1 : i + 1 + len(pair)] == pair:
                tags[i : i + 1 + len(pair)] = "C" * (1 + len(pair))
    for m in sentence.mentions:
        first = m.first + _verb_first(sentence.tokens, tags, m.first)
        tags[first : m.last] = ["N" if t == "?" else t for t in tags[first : m.last]]
    for i, token in enumerate(sentence.tokens) if "us" in sentence.norms else ():
        if token.norm == "us" and sentence.surface(token.start, token.end) == "US":
            tags[i] = "N"


def _verb_first(tokens: tuple[Token, ...], tags: list[str], i: int) -> bool:
    """Whether a mention begins with a past verb ("the force *detained* suspected rebels")."""
    if not i or tags[i] != "?" or tags[i - 1] in "D#P" or not _is_past(tokens[i]):
        return False
    return not _verbs().isdisjoint((tokens[i].lemma, tokens[i].norm[:-1], tokens[i].norm[:-2]))


def _times(sentence: Sentence, tags: list[str]) -> None:
    for t in sentence.times:
        for i in range(t.first, t.last):
            tags[i] = "T"
        if t.first and tags[t.first - 1] == "P":
            tags[t.first - 1] = "T"
        elif t.first > 1 and tags[t.first - 1] == "D" and tags[t.first - 2] == "P":
            tags[t.first - 1] = tags[t.first - 2] = "T"


def _dashes(tokens: tuple[Token, ...], tags: list[str]) -> None:
    """A hyphen with a blank beside it is a dash; "at least" after a noun is an adverb."""
    for i in range(1, len(tokens) - 1):
        if tags[i] == "H" and (tokens[i - 1].end < tokens[i].start or tokens[i].end < tokens[i + 1].start):
            tags[i] = "."
        elif tokens[i].norm == "at" and tokens[i + 1].norm in {"least", "most"}:
            tags[i] = tags[i + 1] = "B"


def _groups(sentence: Sentence, tags: list[str]) -> None:
    """The base form of a plain verb after the name of a group is its act ("Boko Haram kill 22")."""
    for m in sentence.mentions:
        i = m.last
        if m.kind != "group" or m.form != "name" or i >= len(tags) or tags[i] != "?":
            continue
        token = sentence.tokens[i]
        if token.norm == token.lemma and token.lemma in _verbs() - _nouns():
            tags[i] = "V"


def _label(sentence: Sentence, tags: list[str]) -> None:
    """Words before a headline ("UPDATE 2-Blasts kill 40", "4.9 TWO PRIESTS") take no part in it."""
    if len(tags) < _LABELLED:
        return
    if _DECIMAL.fullmatch(sentence.norms[0]) and tags[1] == "#":
        tags[0] = "."
    if sentence.norms[0] not in words("en", "label"):
        return
    numbered = tags[1] == "#" and sentence.norms[2] == "-"
    if numbered or tags[1] == "#":
        tags[0] = "."
    if numbered:
        tags[1] = tags[2] = "."


def _parentheses(tokens: tuple[Token, ...], tags: list[str]) -> None:
    """Short parentheses (an abbreviation of the name before) take no part in the sentence."""
    for i, token in enumerate(tokens):
        if token.norm == "(":
            close = next((j for j in range(i, min(len(tokens), i + 6)) if tokens[j].norm == ")"), None)
            if close is not None:
                tags[i : close + 1] = "T" * (close + 1 - i)


def _ambiguous(tokens: tuple[Token, ...], tags: list[str], i: int) -> str:
    """Class of one of ``_TWOFOLD`` in its place."""
    norm = tokens[i].norm
    after = tags[i + 1] if i + 1 < len(tokens) else "."
    before = tags[i - 1] if i else "."
    if norm == "that":
        if after in "?N" and before in "P.TA" and i:
            return "D"
        return "R" if before in "N" and (after in "AVEL" or _verb_form(tokens, i + 1)) else "M"
    if norm == "'s" and before in "O":
        return "A"
    if norm == "her" and after not in "?N#":
        return "O"
    if norm == "to" and i + 1 < len(tokens) and _base_verb(tokens, tags, i + 1):
        return "L"
    if norm == "no" and after == ".":
        return "B"
    return tags[i]


def _verb_form(tokens: tuple[Token, ...], i: int) -> bool:
    return i < len(tokens) and tokens[i].norm != tokens[i].lemma and tokens[i].lemma in _verbs()


def _base_verb(tokens: tuple[Token, ...], tags: list[str], i: int) -> bool:
    """Whether an infinitive follows "to", adverbs passed over."""
    while i < len(tokens) and tags[i] == "B":
        i += 1
    if i >= len(tokens) or tags[i] not in "A?" or tokens[i].norm != tokens[i].lemma:
        return False
    after = tags[i + 1] if i + 1 < len(tokens) else "."
    return tags[i] == "A" or tokens[i].lemma in _verbs() or after in "DO"


def _open(tokens: tuple[Token, ...], tags: list[str], i: int) -> str:
    """Class of a word of an open class."""
    token = tokens[i]
    before = _before(tags, i)
    after = tags[i + 1] if i + 1 < len(tokens) else "."
    if before in "H":
        return "N"
    if token.norm == "due" and i + 2 < len(tokens) and tokens[i + 1].norm == "to":
        return "N" if _base_verb(tokens, tags, i + 2) else "P"  # due to an explosion
    if token.norm.endswith("ing") and len(token.norm) > 4:
        return _ing(tokens, i, before, after)
    if _is_past(token):
        return _past(tokens, i, before, after)
    if before == "L":
        return "V"
    if token.lemma in _verbs():
        return _present(tokens, tags, i, before, after)
    return "N"


def _before(tags: list[str], i: int) -> str:
    """Class of the word before, adverbs and times between passed over."""
    j = i - 1
    while j > 0 and tags[j] in "BT":
        j -= 1
    return tags[j] if j >= 0 else "."


def _is_past(token: Token) -> bool:
    return _past_form(token.norm, token.lemma)


@lru_cache(maxsize=65536)
def _past_form(norm: str, lemma: str) -> bool:
    if norm in words("en", "not_past") or norm in words("en", "irregular_plural"):
        return False
    if norm in words("en", "same_past"):
        return True
    if norm == lemma:
        return norm.endswith("ed") and norm[:-1] in _verbs() | {norm[:-1] if norm[:-2] in _verbs() else ""}
    return not norm.endswith(("s", "er", "est", "ing")) or norm.endswith("ss")


def _past(tokens: tuple[Token, ...], i: int, before: str, after: str) -> str:
    """A past or participle: a verb unless it stands before a noun that it qualifies."""
    if after == "H":
        return "N"
    if _only_supposed(tokens, i, before):
        return "B"
    if before in "DS#" or (before == "P" and after in "?N#"):
        return "N" if after in "?N#HC" or before != "#" else "E"
    if before == "P":
        return "N"
    if tokens[i].norm in words("en", "same_past") and before in "L":
        return "V"
    return "E"


def _only_supposed(tokens: tuple[Token, ...], i: int, before: str) -> bool:
    """Whether a participle only says that another is not sure ("ten *feared* killed")."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None or before not in "#N" or tokens[i].norm not in words("en", "supposed"):
        return False
    return _is_past(following) and following.lemma in _verbs()


def _ing(tokens: tuple[Token, ...], i: int, before: str, after: str) -> str:
    if before in "DS#" or tokens[i].norm == tokens[i].lemma:
        return "N"
    if before == "P" and tokens[i].norm in _nouns() and i + 1 < len(tokens) and _is_past(tokens[i + 1]):
        return "N"  # hurt in shelling targeted a camp
    direct = i + 1 < len(tokens) and tokens[i + 1].norm in {"of"}
    if direct and before != "A":
        return "N"
    if before in "AC.PE" or after in "D#O":
        return "F"
    if before == "N":
        return "F" if after in "?M" and tokens[i].lemma in _verbs() else "N"
    return "F"


def _present(tokens: tuple[Token, ...], tags: list[str], i: int, before: str, after: str) -> str:
    """A base or third-person form that may also be a noun."""
    token = tokens[i]
    third = token.norm != token.lemma
    opens = before == "." and i and tokens[i - 1].norm != ","
    if (third and not token.norm.endswith("s")) or before in "DSP#HVM" or opens:
        return "N"
    if before in "RO":
        return "V"
    if before == "A":
        return "V" if not third and _did(tokens, i) else "N"
    pair = (token.lemma, tokens[i + 1].lemma) if i + 1 < len(tokens) else ("", "")
    takes = after in "DO#ML" or pair in _phrasal() or _name_after(tokens, tags, i) or _tells_act(tokens, i)
    if before == "N" and not third:
        plural = tokens[i - 1].lemma != tokens[i - 1].norm or tokens[i - 1].norm in _plurals()
        alone = token.lemma not in _nouns() and (plural or after in "DO#ML?")  # gunmen kill five
        scene = i > 1 and tags[i - 2] == "P" and after == "#" and token.lemma not in _acts()
        return "V" if alone or scene or (plural and takes) else "N"  # clashes in Aleppo leave five
    if before in "NC" and third:
        return "V" if takes else "N"
    listed = before == "C" or (before == "." and token.lemma not in _nouns() and not third)
    return "V" if listed and after in "DO#" else "N"


def _tells_act(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a gerund is the object of a verb of telling ("confirms killing two")."""
    following = tokens[i + 1].norm if i + 1 < len(tokens) else ""
    return following.endswith("ing") and tokens[i].lemma in words("en", "telling")


def _did(tokens: tuple[Token, ...], i: int) -> bool:
    back = {t.norm for t in tokens[max(0, i - 3) : i]}
    return bool(back & words("en", "do_all"))


def _name_after(tokens: tuple[Token, ...], tags: list[str], i: int) -> bool:
    """Whether an open word follows that no finite verb follows in turn ("Israel strikes Gaza")."""
    if i + 1 >= len(tokens) or tags[i + 1] != "?":
        return False
    j = i + 1
    if _is_past(tokens[j]) or tokens[j].norm.endswith("ing"):
        return False
    return tokens[j].norm not in words("en", "noun_ending")


@cache
def things() -> dict[str, str]:
    """Head nouns of things (``things.csv``) with their kind: building, vehicle or other matter."""
    return {w: row["kind"] for row in lang.load("en").table("things") for w in row["words"].split()}
