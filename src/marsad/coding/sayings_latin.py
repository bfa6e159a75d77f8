"""Words of saying in English and French sentences, and how each stands to what is said.

A saying stands before its content (``X said that ...``), after it (``..., said X``, ``..., a déclaré X``)
or inside it (``The camp, X warned, is ...``). ``according to X`` and ``selon X`` are sayings without a
verb; ``claimed by X`` is a saying whose speaker is the agent of a passive.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from marsad import lang
from marsad.coding.grammar import is_passive, verb_use
from marsad.coding.lexicon import keys
from marsad.coding.marks import SAYING, listed
from marsad.coding.words import words
from marsad.normalise import key
from marsad.records import Sentence, Token

OPENING = frozenset({"«", "“", '"', "„"})
CLOSING = frozenset({"»", "”", '"'})
PAUSES = frozenset({",", "-", "–", "—", "(", ")", *CLOSING})
_HYPHEN = frozenset({"-", "'"})
_WEAK = "weak"
_QUOTED = "quoted"
_PASSIVE_ACTS = frozenset({"claim", "announce", "affirm", "report", "condemn", "deny", "reveal", "describe"})
_NEGATED = frozenset({"expect", "consider", "hope", "think", "deny", "reject", "agree", "welcome"})
_AFTER = 6  # tokens after a weak verb in which what makes it a saying must stand


class Cue(NamedTuple):
    """A saying: the token range of its verb group, the verb itself, and what kind it is.

    ``kind`` is ``verb``, ``source`` (according to X), ``passive`` (claimed by X), ``participle``
    (saying that ...) or ``quoted`` (X was quoted as saying).
    """

    first: int
    at: int
    last: int
    act: str
    kind: str
    pronoun: int | None = None


class _Word(NamedTuple):
    act: str
    rest: tuple[str, ...]
    weak: bool
    quoted: bool  # a saying only beside a quotation


@cache
def _table(code: str) -> dict[str, tuple[_Word, ...]]:
    """Form of the first word of each entry of ``speech.csv``, the longer entries first."""
    language = lang.load(code)
    out: dict[str, list[_Word]] = {}
    for row in language.table("speech"):
        head, *rest = row["word"].split()
        word = _Word(row["act"], tuple(key(w) for w in rest), row["note"] == _WEAK, row["note"] == _QUOTED)
        for form in language.inflect(head, row["pos"]):
            out.setdefault(form, []).append(word)
    return {form: tuple(sorted(found, key=lambda w: -len(w.rest))) for form, found in out.items()}


@cache
def _sources(code: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Groups of words like ``according to`` by their first word."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for group in words(code, "source"):
        parts = tuple(group.split("_"))
        out.setdefault(parts[0], []).append(parts)
    return {first: tuple(found) for first, found in out.items()}


def find_cues(sentence: Sentence, code: str, quoted: frozenset[int]) -> list[Cue]:
    """Sayings of a sentence in order; words inside quotations are none."""
    out: list[Cue] = []
    for i in listed(sentence, SAYING, code):
        if i in quoted or not sentence.tokens[i].is_word or (out and i < out[-1].last):
            continue
        if code == "fr" and _adjectival(sentence, i):
            continue
        if out and out[-1].last == i and sentence.tokens[i].norm.endswith("s"):
            continue  # "denied claims"
        cue = _source(sentence.tokens, i, code) or _verb(sentence.tokens, i, code, quoted)
        if cue is not None:
            out.append(cue)
    return out


def _adjectival(sentence: Sentence, i: int) -> bool:
    """Whether a French form with an accent at its end is a participle without auxiliary (``contesté``)."""
    token = sentence.tokens[i]
    accented = sentence.surface(token.start, token.end).endswith("é")
    return accented and not any(n in words("fr", "auxiliary") for n in sentence.norms[max(0, i - 7) : i])


def _source(tokens: tuple[Token, ...], i: int, code: str) -> Cue | None:
    for parts in _sources(code).get(tokens[i].norm, ()):
        if tuple(t.norm for t in tokens[i : i + len(parts)]) == parts:
            return Cue(i, i, i + len(parts), "say", "source")
    return None


def _verb(tokens: tuple[Token, ...], i: int, code: str, quoted: frozenset[int]) -> Cue | None:
    word = next((w for w in _words_at(tokens, i, code) if _follows(tokens, i, w.rest)), None)
    if word is None or not (word.rest or _is_verb(tokens, i, code)) or _not_saying(tokens, i, code):
        return None
    last = i + 1 + len(word.rest)
    first, pronoun = _group(tokens, i, code)
    if word.act not in _NEGATED and _negated(tokens, first, i, code):
        return None
    if word.act == "call" and _named_so(tokens, i, code):
        return None
    if is_passive(tokens, i, code) and not _reflexive(tokens, first, i):
        agent = tokens[last].norm if last < len(tokens) else ""
        told = word.act in _PASSIVE_ACTS and agent in words(code, "agent")
        told = told and (first < i or word.act == "claim")
        return Cue(first, i, last, word.act, "passive") if told else None
    if word.quoted and not _beside_quotation(first, last, quoted):
        return None
    kind = _kind(tokens, i, code)
    if kind == "infinitive" or (word.weak and not _shown(tokens, first, last, code, quoted)):
        return None
    return Cue(first, i, last, word.act, kind, pronoun)


def _negated(tokens: tuple[Token, ...], first: int, i: int, code: str) -> bool:
    """Whether it was not said: a negation stands in the verb group."""
    if code == "fr":
        return any(t.norm in {"n'", "ne"} for t in tokens[first:i])
    return any(t.norm in {"not", "n't", "never"} or t.norm.endswith("n't") for t in tokens[first:i])


def _is_verb(tokens: tuple[Token, ...], i: int, code: str) -> bool:
    """Whether a form is a verb; a French present after a pause is (``», raconte X``)."""
    return verb_use(tokens, i, code) or (code == "fr" and i > 0 and tokens[i - 1].norm in PAUSES)


def _words_at(tokens: tuple[Token, ...], i: int, code: str) -> tuple[_Word, ...]:
    table = _table(code)
    return tuple(w for k in keys(tokens[i], code) for w in table.get(k, ()))


def _follows(tokens: tuple[Token, ...], i: int, rest: tuple[str, ...]) -> bool:
    return tuple(t.norm for t in tokens[i + 1 : i + 1 + len(rest)]) == rest


def _not_saying(tokens: tuple[Token, ...], i: int, code: str) -> bool:
    """Whether the words round the verb make it something else: a participle, a name, a refusal."""
    after = [t.norm for t in tokens[i + 1 : i + 1 + _AFTER]]
    if after[:2] in (["not", "to"], ["de", "ne"]) or after[:1] in (["off"], ["anonymity"]):
        return True
    before = tokens[i - 1].norm if i else ""
    if (
        code == "en"
        and tokens[i].norm.endswith("ed")
        and (before in words("en", "determiner") or before == "'s")
    ):
        return bool(after) and after[0][:1].isalpha() and after[0] not in words("en", "complementiser")
    if code == "fr" and before in {"s'", "se"} and tokens[i].norm.startswith("di"):
        return True  # "se dit ravie"
    if code == "fr" and (after[:2] == ["d'", "etre"] or _turns_out(tokens, i)):
        return True
    if code == "fr" and before in {"n'", "ne"} and "rien" in {t.norm for t in tokens[max(0, i - 3) : i]}:
        return True
    if code == "en":
        return after[:1] in (["of"], ["as"]) and tokens[i].norm.endswith("ed")
    return tokens[i].norm.endswith(("es", "ee")) and not _helped(tokens, i)


def _turns_out(tokens: tuple[Token, ...], i: int) -> bool:
    """``s'est révélé être``: to turn out to be."""
    return tokens[i].norm.startswith("revel") and any(
        t.norm in {"s'", "se"} for t in tokens[max(0, i - 4) : i]
    )


def _named_so(tokens: tuple[Token, ...], i: int, code: str) -> bool:
    """Whether a verb of calling only gives a name: no one is called to anything."""
    ahead = {t.norm for t in tokens[i + 1 : i + 9]}
    return not ahead & ({"for", "on", "upon", "to"} if code == "en" else {"a", "au", "aux"})


def _helped(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether an auxiliary stands in the verb group of a French participle."""
    return any(t.norm in words("fr", "auxiliary") for t in tokens[max(0, i - 4) : i])


def _reflexive(tokens: tuple[Token, ...], first: int, i: int) -> bool:
    """French ``s'est inquiété``: the auxiliary of a reflexive verb is no passive."""
    return any(t.norm in {"s'", "se"} for t in tokens[max(0, first) : i])


def _group(tokens: tuple[Token, ...], i: int, code: str) -> tuple[int, int | None]:
    """First token of the verb group, and the pronoun that is its subject, where one is."""
    helping = words(code, "auxiliary") | words(code, "negation") | words(code, "saying_adverb")
    pronouns = words(code, "subject_pronoun")
    first, pronoun = i, None
    while first > 0:
        norm = tokens[first - 1].norm
        if norm in pronouns and pronoun is None and not (norm == "on" and code == "en"):
            pronoun = first - 1
        elif norm not in helping and norm not in {"s'", "se", "t"} and not _joint(tokens, first - 1):
            break
        first -= 1
    if pronoun is None and i + 2 < len(tokens) and tokens[i + 1].norm == "-":
        pronoun = next((j for j in (i + 2, i + 4) if j < len(tokens) and tokens[j].norm in pronouns), None)
    return first, pronoun


def _joint(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a hyphen is written inside a word (``a-t-il``)."""
    return (
        tokens[i].norm in _HYPHEN
        and 0 < i < len(tokens) - 1
        and tokens[i - 1].end == tokens[i].start
        and tokens[i].end == tokens[i + 1].start
    )


def _kind(tokens: tuple[Token, ...], i: int, code: str) -> str:
    word, before = tokens[i].norm, tokens[i - 1].norm if i else ""
    if code == "en" and word.endswith("ing"):
        if before == "as" and any(t.norm in {"quoted", "cited"} for t in tokens[max(0, i - 10) : i]):
            return "quoted"
        return "participle" if before not in words("en", "be") else "verb"
    if code == "en" and before == "to":
        return "infinitive"
    if code == "fr" and word == tokens[i].lemma and word.endswith(("er", "ir", "re")):
        return "infinitive"
    return "participle" if code == "fr" and word.endswith("ant") else "verb"


def _beside_quotation(first: int, last: int, quoted: frozenset[int]) -> bool:
    """Whether a quotation stands right before or after a verb group."""
    return bool({last, last + 1, first - 2, first - 3} & quoted)


def _shown(tokens: tuple[Token, ...], first: int, last: int, code: str, quoted: frozenset[int]) -> bool:
    """Whether a verb with other meanings is a saying here: a quotation or a clause beside it."""
    ahead = [t.norm for t in tokens[last : last + _AFTER]]
    if any(w in words(code, "complementiser") for w in ahead[:3]):
        return True
    if _beside_quotation(first, last, quoted):
        return True
    if code == "fr" and first < last - 1 and first and tokens[first - 1].norm in PAUSES:
        return True  # "..., s'est inquiété X"
    return ahead[:1] == [":"] or (code == "fr" and ahead[:1] in (["a"], ["qu'"]))


def quoted_tokens(sentence: Sentence, *, opened: bool) -> tuple[frozenset[int], bool]:
    """Tokens inside quotations, marks included, and whether one is still open at the end.

    ``opened`` tells that a quotation runs on from the sentence before.
    """
    if not opened and OPENING.isdisjoint(sentence.norms):
        return frozenset(), False
    out = []
    inside = opened
    for i, norm in enumerate(sentence.norms):
        if inside:
            out.append(i)
            inside = norm not in CLOSING
        elif norm in OPENING:
            out.append(i)
            inside = True
    return frozenset(out), inside
