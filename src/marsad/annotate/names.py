"""Where a personal name ends, and names that stand alone beside a word of saying."""

from __future__ import annotations

from functools import cache, lru_cache

from marsad import lang
from marsad.actors import bare_word, words_of
from marsad.lang.ar.rules import word_frequency
from marsad.records import Mention, Sentence, Token
from marsad.records.parts import ActorKind

RARE = 3e-5  # word frequency under which a word is rather a name
LONGEST = 4  # words of a personal name
_PARTICLES = frozenset(
    ["de", "da", "di", "du", "del", "van", "von", "der", "al", "el", "bin", "ben", "ibn", "abu", "le", "la"]
)


def name_end(sentence: Sentence, start: int, code: str) -> int:
    """End (exclusive) of the personal name that begins at token ``start``; ``start`` where none does."""
    if code == "ar":
        return _arabic_end(sentence, start)
    i = start
    tokens = sentence.tokens
    if i < len(tokens) and tokens[i].norm == "," and _capital(sentence, i + 1):
        i += 1
    first = i
    while (
        i < len(tokens) and i - first < LONGEST + 2 and (_capital(sentence, i) or _inner(sentence, i, first))
    ):
        i += 1
    return i if i > first else start


def _capital(sentence: Sentence, i: int) -> bool:
    if i >= len(sentence.tokens):
        return False
    token = sentence.tokens[i]
    word = sentence.surface(token.start, token.end)
    return (
        word[:1].isupper() and word[:1].isalpha() and (not word.isupper() or len(word) == 1 or len(word) > 3)
    )


def _inner(sentence: Sentence, i: int, first: int) -> bool:
    token = sentence.tokens[i]
    return i > first and (token.norm in _PARTICLES or token.norm in {"-", "'"}) and _capital(sentence, i + 1)


def _arabic_end(sentence: Sentence, start: int) -> int:
    i = start
    tokens = sentence.tokens
    while i < len(tokens) and i - start < LONGEST and _name_like(tokens[i]):
        i += 1
    while i > start and _governs(tokens, i - 1):
        i -= 1
    return i


def _governs(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a word is a noun with a definite one after it (``مواصلة العمليات``), and so no name."""
    if i + 1 >= len(tokens) or tokens[i].stem in _given_names() or tokens[i].stem.startswith("ال"):
        return False
    following = tokens[i + 1]
    return following.stem.startswith("ال") and not following.proclitics and not _is_name(following.stem)


def _name_like(token: Token) -> bool:
    """Whether an Arabic word may be part of a personal name.

    A name rarely takes the article, where a common noun does: the frequency of the word with the
    article, relative to that of the word, tells them apart.
    """
    if not "\u0621" <= token.norm[:1] <= "\u064a" or token.proclitics[:1] in {"و", "ف"}:
        return False
    if token.proclitics or token.enclitic:  # a foreign name that looks segmented: بلينكن
        return not token.stem.startswith("ال") and word_frequency(token.norm) < RARE and _is_name(token.norm)
    return _is_name(token.stem)


@lru_cache(maxsize=20000)
def _is_name(word: str) -> bool:
    if word in _function_words() or word in _lexicon_words():
        return False
    bare = bare_word(word)
    if bare in _given_names():
        return True
    own, definite = word_frequency(bare), word_frequency("ال" + bare)
    if own > RARE and word.startswith("ا") and word.endswith("اء"):
        return False  # a verbal noun: ``إنشاء``, ``إجراء``
    if word != bare:
        return definite < RARE or own < definite / 10  # a family name that always takes the article
    return definite <= (0.05 if own > RARE else 5.0) * own


@cache
def _given_names() -> frozenset[str]:
    return frozenset(words_of(" ".join(row["word"] for row in lang.load("ar").table("names"))))


@cache
def _function_words() -> frozenset[str]:
    rows = lang.load("ar").table("words")
    return frozenset(w for row in rows for w in row["words"].split())


@cache
def _lexicon_words() -> frozenset[str]:
    """Forms of verbs and nouns of the Arabic lexicons: they end a name."""
    language = lang.load("ar")
    out: set[str] = set()
    for row in language.table("events"):
        out |= language.inflect(row["trigger"].split()[0], row["pos"])
    for row in language.table("speech"):
        out |= language.inflect(row["word"], "verb" if row["pos"] == "verb" else "noun")
    return frozenset(out)


def name_words(sentence: Sentence, code: str) -> list[Mention]:
    """Capitalised names of two words or more beside a word of saying (English, French)."""
    if code == "ar":
        return []
    speech = _speech(code)
    if not sentence.has_any(speech):
        return []
    out = []
    i = 0
    tokens = sentence.tokens
    while i < len(tokens):
        end = name_end(sentence, i, code) if _capital(sentence, i) else i
        i += end > i and tokens[i].norm in _words_of(code, "determiner")  # "Le Groupe X"
        if end - i == 1 and _no_name(tokens[i], code):
            i = end
            continue
        act = end > i and tokens[end - 1].lemma in _acts_of(code)  # "Kismayo Massacre"
        if not act and ((end - i >= 1 and i > 0) or end - i >= 2):
            near = {t.norm for t in (*tokens[max(0, i - 1) : i], *tokens[end : end + 2])}
            lemmas = {t.lemma for t in (*tokens[max(0, i - 1) : i], *tokens[end : end + 2])}
            if (near | lemmas) & speech and end - i <= LONGEST:
                out.append(_named(sentence, i, end, code))
        i = max(end, i + 1)
    return out


@cache
def _speech(code: str) -> frozenset[str]:
    language = lang.load(code)
    return frozenset(f for row in language.table("speech") for f in language.inflect(row["word"], row["pos"]))


@cache
def _acts_of(code: str) -> frozenset[str]:
    """Nouns of violence that end a row of the event lexicon."""
    rows = (r for r in lang.load(code).table("events") if r["pos"] == "noun" and r["type"] == "ASSAULT")
    return frozenset(row["trigger"].split()[-1] for row in rows)


@cache
def _words_of(code: str, *kinds: str) -> frozenset[str]:
    rows = (row for row in lang.load(code).table("words") if row["kind"] in kinds)
    return frozenset(w for row in rows for w in row["words"].split())


def _no_name(token: Token, code: str) -> bool:
    """Whether a capital alone is a letter, a function word or a day: ``M.``, ``Son rapport``, ``Friday``."""
    kinds = ("determiner", "pronoun", "conjunction", "preposition", "subject_pronoun", "auxiliary")
    return len(token.norm) == 1 or token.norm in _words_of(code, *kinds) or token.norm in _days(code)


@cache
def _days(code: str) -> frozenset[str]:
    """Names of days and months."""
    rows = (row for table in ("weekdays", "months") for row in lang.load(code).table(table))
    return frozenset(
        word for row in rows if not row["symbol"].endswith("?") for word in row["words"].split("|")
    )


def _named(sentence: Sentence, first: int, last: int, code: str) -> Mention:
    """A capitalised name as a person, or as a body where a word of it says so (``Research Group``)."""
    start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
    name = sentence.surface(start, end)
    bodies = _words_of(code, "body_name")
    kind: ActorKind = (
        "organisation" if any(t.norm in bodies for t in sentence.tokens[first:last]) else "person"
    )
    return Mention(start=start, end=end, first=first, last=last, kind=kind, name=name, form="name")
