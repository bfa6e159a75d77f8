"""The spans of a sentence that may name the place of an event.

Besides the places that were recognised these are names that no gazetteer has, told by their form: a
capitalised name after a locative word or beside a word for a kind of place (``Thardeh Mountains``,
``Yaqshid district``, ``in Kazipara``), and in Arabic the words after such a kind (``حاجز الصفصافة``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from marsad.coding.grammar import verb_use
from marsad.coding.lexicon import entries, keys
from marsad.coding.marks import ACT, listed, verb_forms
from marsad.coding.words import union, words
from marsad.gazetteer.senses import senses
from marsad.lang import tables
from marsad.lang.ar.rules import spelling_frequency
from marsad.normalise import key
from marsad.records import PlaceMention, Sentence, Token

_EVERYDAY, _ADJECTIVE = 2e-5, 2e-6  # frequency of Arabic words after a kind of place
_ABBREVIATION = 5  # letters
MOST = 6  # tokens of a name that no gazetteer has
_PREPOSITIONS = ("preposition", "locative", "place_in", "place_near", "place_to")
_ACTORS = frozenset(["group", "organisation", "person"])
_OF = frozenset(["of", "de", "du", "d'", "des"])
_ARTICLES = frozenset(["al", "el", "as", "ar", "ad", "an", "at", "ash", "az"])
_QUOTES = frozenset(['"', "”", "’", "'", "»"])
_APART = frozenset([",", "and", "et", "و", "-", "/", "&"])


def verbs(sentence: Sentence, code: str) -> frozenset[int]:
    """Token indices of the words that are probably verbs."""
    tokens, forms = sentence.tokens, verb_forms(code)
    found = listed(sentence, ACT, code)
    if code == "en":
        found += [i for i, t in enumerate(tokens) if t.norm.endswith("ed") and t.norm != t.lemma]
    return frozenset(i for i in found if _is_verb(sentence, i, code, forms))


def _is_verb(sentence: Sentence, i: int, code: str, forms: frozenset[str]) -> bool:
    token = sentence.tokens[i]
    known = token.stem in forms or token.lemma in forms or token.norm in forms
    if code == "ar":
        return known and not token.stem.startswith("ال") and not set(token.proclitics) & set("بلك")
    if known:
        return token.norm in words(code, "auxiliary") or verb_use(sentence.tokens, i, code)
    return code == "en" and token.norm.endswith("ed") and token.norm != token.lemma


class Candidate(NamedTuple):
    """A span that may name a place; ``first``/``last`` are half-open token indices.

    ``mention`` is the recognised place in it, ``kind`` the level that a word for a kind of place gives
    it (empty where there is none), ``own`` whether the span is not just the recognised place.
    """

    first: int
    last: int
    mention: PlaceMention | None
    kind: str
    own: bool


class Kinds(NamedTuple):
    """Words for kinds of places of a language: word to level, by the side of the name they stand on."""

    before: dict[str, str]
    after: dict[str, str]


@cache
def kinds(code: str) -> Kinds:
    """Words for kinds of places, from ``lang/<code>/site_words.csv``."""
    sides: dict[str, dict[str, str]] = {"before": {}, "after": {}}
    for row in tables.table(code, "site_words"):
        if row["side"]:
            for word in row["words"].split():
                for form in (key(word), key(word) + ("" if code == "ar" else "s")):
                    sides[row["side"]].setdefault(form, row["level"])
    return Kinds(sides["before"], sides["after"])


@cache
def site_words(code: str, level: str) -> frozenset[str]:
    """The words of one row of ``site_words.csv`` that stand on no side of a name."""
    rows = (r for r in tables.table(code, "site_words") if r["level"] == level and not r["side"])
    return frozenset(key(word) for row in rows for word in row["words"].split())


def find_candidates(sentence: Sentence, code: str, acts: frozenset[int]) -> tuple[Candidate, ...]:
    """Candidates of a sentence in text order; ``acts`` are the tokens that are verbs."""
    spans = _arabic(sentence) if code == "ar" else _latin(sentence, code, acts)
    return tuple(_joined(sentence, list(spans)))


def _joined(sentence: Sentence, spans: list[tuple[int, int, str]]) -> Iterator[Candidate]:
    """Recognised places, and spans of their own that hold none or only parts of their name."""
    made: list[Candidate] = []
    free = list(sentence.places)
    for first, last, kind in spans:
        inside = [p for p in sentence.places if p.first < last and first < p.last]
        if any(p.first < first or p.last > last for p in inside):
            continue
        best = max(inside, key=lambda p: (p.state == "resolved", p.last - p.first), default=None)
        free = [p for p in free if p not in inside]
        made.append(Candidate(first, last, best, kind, own=True))
    made += [Candidate(p.first, p.last, p, "", own=False) for p in free]
    yield from sorted(made, key=lambda c: (c.first, c.last))


def _latin(sentence: Sentence, code: str, acts: frozenset[int]) -> Iterator[tuple[int, int, str]]:
    """Capitalised names that a locative word, a kind of place or another such name stands beside."""
    capital = _capitals(sentence)
    if sum(capital) > 0.6 * sum(t.norm[:1].isalpha() for t in sentence.tokens):
        return  # a headline in capitals: they say nothing
    end, accepted = 0, -1
    for first, last in _runs(sentence, capital, code):
        if first < end:
            continue
        kind = _kind(sentence, first, last, code)
        if not kind and (_qualifies(sentence, last, code, acts) or _unplaced(sentence, first, last, code)):
            continue
        coordinated = 0 <= first - accepted <= 2 and accepted > 0 and _all_apart(sentence, accepted, first)
        if not (kind or coordinated or first - 1 in acts or _located(sentence, first, code)):
            if any(p.first >= first and p.last <= last for p in sentence.places):
                accepted = last
            continue
        last = _countryside(sentence, first, last, code)
        end = accepted = last
        inside = [p for p in sentence.places if p.first < last and first < p.last]
        if not (
            _known_actor(sentence, first, last, kind) or _only_places(sentence, first, last, inside, code)
        ):
            yield first, last, kind


def _countryside(sentence: Sentence, first: int, last: int, code: str) -> int:
    """Where a run ends that goes on with a recognised place and its countryside: ``X Aleppo countryside``."""
    if last >= len(sentence.tokens) or sentence.norms[last] not in senses().cue("rural", code):
        return last
    return next((p.first for p in sentence.places if first < p.first and p.last == last), last)


def _qualifies(sentence: Sentence, last: int, code: str, acts: frozenset[int]) -> bool:
    """Whether an English name stands before a noun of its own (``Catholic church``) and names no place."""
    if code != "en" or last >= len(sentence.tokens) or last in acts:
        return False
    norm = sentence.tokens[last].norm
    closed = (
        "preposition",
        "conjunction",
        "relative",
        "auxiliary",
        "complementiser",
        "determiner",
        "personal",
    )
    plain = norm.isalpha() and len(norm) > 3 and not norm.endswith(("ing", "ed", "ly"))
    timed = norm in _calendar(code) or any(t.first <= last < t.last for t in sentence.times)
    return plain and not timed and not any(norm in words(code, kind) for kind in closed)


def _personal(sentence: Sentence, first: int, last: int, code: str) -> bool:
    """Whether a run is a person's name by its form: an initial, after a title, or begun by a given name.

    A recognised place in the run stays a candidate by itself.
    """
    norms, known = sentence.norms, senses()
    before = norms[first - 1] if first else ""
    if before == "." and first > 1:
        before = norms[first - 2]
    titled = known.cue("title", code)
    if (
        before in titled
        or not titled.isdisjoint(norms[first : last - 1])
        or len("".join(norms[first:last])) == 1
    ):
        return True
    glued = last - first > 1 and norms[first + 1] in {"-", "'", "/"}
    whole = any(p.first <= first and last <= p.last for p in sentence.places)
    return last - first > 1 and not glued and not whole and norms[first] in known.given


def _unplaced(sentence: Sentence, first: int, last: int, code: str) -> bool:
    """Whether a run names a person or, outside of ``in X``, is an abbreviation that no gazetteer has."""
    if _personal(sentence, first, last, code):
        return True
    known = any(p.first < last and first < p.last for p in sentence.places)
    if last - first == 1 and not known and _said_plainly(sentence, first, code):
        return True
    if _outlet(sentence, first, last):
        return True
    word = sentence.surface(sentence.tokens[first].start, sentence.tokens[last - 1].end)
    if not known and "'s" in sentence.norms[last : last + 1]:
        return True  # "at Olly's trial"
    short = last - first == 1 and word.isupper() and len(word) <= _ABBREVIATION
    return short and not known and (first == 0 or sentence.norms[first - 1] not in words(code, "place_in"))


def _said_plainly(sentence: Sentence, i: int, code: str) -> bool:
    """Whether a capitalised word is an ordinary one: listed as such, or after an article (``l'Occident``)."""
    norm, before = sentence.norms[i], sentence.norms[i - 1] if i else ""
    article = before in words(code, "determiner")
    return article or norm in senses().common[code] or _function_word(norm, code)


def _outlet(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a run is an outlet's name, an abbreviation and the region it serves: ``BBC Afrique``."""
    head = sentence.surface(sentence.tokens[first].start, sentence.tokens[first].end)
    short = last - first > 1 and head.isupper() and 1 < len(head) <= _ABBREVIATION
    return short and any(p.first == first + 1 and p.last == last for p in sentence.places)


def _known_actor(sentence: Sentence, first: int, last: int, kind: str) -> bool:
    """Whether a run without a kind of place is the name of a group, a body or a person."""
    inside = kind and (sentence.tokens[first].norm, sentence.tokens[last - 1].norm)
    if inside and (inside[0] in kinds("en").before or inside[1] in kinds("en").after):
        return False
    return any(
        m.first <= first and last <= m.last and m.kind in _ACTORS and m.actor_id for m in sentence.mentions
    )


def _capitals(sentence: Sentence) -> list[bool]:
    base, text = sentence.start, sentence.text
    return [text[t.start - base].isupper() for t in sentence.tokens]


def _runs(sentence: Sentence, capital: list[bool], code: str) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, with the particles and hyphens inside them."""
    tokens = sentence.tokens
    timed = {i for t in sentence.times for i in range(t.first, t.last)}
    timed |= {i for i, t in enumerate(tokens) if t.norm in _calendar(code)}
    small = site_words(code, "joining")
    i = 0
    while i < len(tokens):
        begins = capital[i] or (tokens[i].norm in _ARTICLES and _hyphenated(sentence, i, capital))
        opening = i == 0 or not tokens[i - 1].is_word
        if not begins or i in timed or (opening and _function_word(tokens[i].norm, code)):
            i += 1
            continue
        last = i + 1
        while last < len(tokens) and last - i < MOST + 3:
            step = _step(sentence, last, capital, small)
            if not step or last in timed or tokens[last].norm == "'s":
                break
            last += step
        yield i, last
        i = last


@cache
def _calendar(code: str) -> frozenset[str]:
    rows = (*tables.table(code, "weekdays"), *tables.table(code, "months"))
    return frozenset(key(word) for row in rows for word in row["words"].split("|"))


def _function_word(norm: str, code: str) -> bool:
    return norm in union(code, "determiner", "preposition", "conjunction", "relative")


def _step(sentence: Sentence, i: int, capital: list[bool], small: frozenset[str]) -> int:
    """How many tokens from ``i`` go on with a name: 0 where it ends."""
    tokens = sentence.tokens
    if capital[i]:
        return 1
    if i + 1 >= len(tokens):
        return 0
    glued = tokens[i - 1].end == tokens[i].start and tokens[i].end == tokens[i + 1].start
    if tokens[i].norm in {"-", "'", "/"} and glued:
        return 2 if capital[i + 1] or tokens[i + 1].norm[:1].isdigit() or tokens[i + 1].norm in small else 0
    if tokens[i].norm in small:
        return 2 if capital[i + 1] else 3 if _hyphenated(sentence, i, capital) else 0
    return 0


def _hyphenated(sentence: Sentence, i: int, capital: list[bool]) -> bool:
    return i + 2 < len(sentence.tokens) and sentence.tokens[i + 1].norm == "-" and capital[i + 2]


def _kind(sentence: Sentence, first: int, last: int, code: str) -> str:
    """Level that a word for a kind of place in or beside the run gives it."""
    tokens = sentence.tokens
    before, after = kinds(code)
    if last < len(tokens) and tokens[last].norm in after and not tokens[last].norm.endswith("'s"):
        return after[tokens[last].norm]
    if last - first > 1 and tokens[last - 1].norm in after:
        return after[tokens[last - 1].norm]
    if last - first > 1 and tokens[first].norm in before:
        return before[tokens[first].norm]
    if last + 1 < len(tokens) and tokens[last].norm in _QUOTES and after.get(tokens[last + 1].norm) == "town":
        return "town"  # the "X" village
    i = first - 1
    if i > 0 and tokens[i].norm == "," and before.get(tokens[i - 1].norm) == "town":
        return before[tokens[i - 1].norm]  # "the capital, X"
    while i >= 0 and (tokens[i].norm in _OF or tokens[i].norm in words(code, "determiner")):
        i -= 1
    if i >= 0 and tokens[i].norm in before and (code != "en" or i == first - 1 or tokens[i + 1].norm in _OF):
        return before[tokens[i].norm]
    return ""


def _located(sentence: Sentence, first: int, code: str) -> bool:
    """Whether a locative word stands before the run, or a verb whose object it may be."""
    tokens = sentence.tokens
    i = first - 1
    while i >= 0 and i >= first - 3 and _between(tokens[i].norm, code):
        i -= 1
    if i < 0:
        return False
    norm = tokens[i].norm
    return norm in union(code, *_PREPOSITIONS) or norm in site_words(code, "near")


def _between(norm: str, code: str) -> bool:
    return (
        norm in words(code, "determiner")
        or norm in site_words(code, "direction")
        or norm in kinds(code).before
        or norm.endswith(("ern", "al"))
    )


def _all_apart(sentence: Sentence, a: int, b: int) -> bool:
    return all(t.norm in _APART for t in sentence.tokens[a:b])


def _only_places(sentence: Sentence, first: int, last: int, inside: list[PlaceMention], code: str) -> bool:
    """Whether a run is recognised places with nothing else but kinds and directions."""
    covered = {i for p in inside for i in range(p.first, p.last)}
    before, after = kinds(code)
    broad = {"town", "adm2", "adm1"}
    for i in range(first, last):
        norm = sentence.tokens[i].norm
        plain = before.get(norm) in broad or after.get(norm) in broad or norm in site_words(code, "direction")
        if i not in covered and not plain and sentence.tokens[i].is_word:
            return False
    return bool(inside)


def _arabic(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """A word for a kind of site and the words after it, up to the next preposition or verb."""
    tokens, sites = sentence.tokens, kinds("ar").before
    taken = 0
    for i in [i for i, stem in enumerate(sentence.stems[:-1]) if stem in sites]:
        level = sites[tokens[i].stem]
        if i < taken or level not in {"site", "town", "region", "adm2"} or tokens[i].enclitic:
            continue
        if level == "adm2" and _written_often(sentence, tokens[i + 1]) > _EVERYDAY:
            continue  # a police station, a customs office
        last = _arabic_name(sentence, i + 1)
        inside = [p for p in sentence.places if p.first < last and i < p.last]
        if any(m.actor_id and m.kind in _ACTORS and m.first <= i + 1 < m.last for m in sentence.mentions):
            continue  # "the Nusra Front"
        if last > i + 1 and (level == "site" or not inside):
            yield (i if level == "site" else i + 1), last, level
            taken = last + 1


def _ordinary(sentence: Sentence, word: Token) -> bool:
    """Whether an Arabic word without article is an everyday one, or an adjective of a common kind."""
    if word.stem.startswith("ال"):
        return False
    return _written_often(sentence, word) > (_ADJECTIVE if word.norm.endswith("ي") else _EVERYDAY)


def _written_often(sentence: Sentence, word: Token) -> float:
    """Frequency of a word as it is written."""
    return spelling_frequency(sentence.surface(word.start, word.end))


def _arabic_name(sentence: Sentence, first: int) -> int:
    """End of an Arabic name: a recognised place, or up to two words of which the second is definite."""
    tokens = sentence.tokens
    for p in sentence.places:
        if p.first == first:
            return p.last
    word = tokens[first]
    closed = ("preposition", "conjunction", "relative", "negation", "place_type")
    if not word.is_word or word.proclitics or word.enclitic or word.norm[:1].isdigit():
        return first
    if _ordinary(sentence, word):
        return first
    if word.stem in site_words("ar", "vague") or word.stem in site_words("ar", "direction"):
        return first
    if any(e.pos == "noun" for form in keys(word, "ar") for e in entries("ar").get(form, ())):
        return first  # "the areas of the raids"
    if any(word.norm in words("ar", kind) for kind in closed) or word.norm in kinds("ar").before:
        return first
    if not word.stem.startswith("ال") and word.stem.endswith(("ه", "ات", "ين", "ون")):
        return first
    following = tokens[first + 1] if first + 1 < len(tokens) else None
    relative = following is not None and following.norm in words("ar", "relative")
    definite = following is not None and following.stem.startswith("ال") and not following.proclitics
    definite = definite and not relative
    return first + 2 if definite and following is not None else first + 1
