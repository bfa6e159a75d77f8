"""What a word is doing in its sentence, told from the words around it."""

from __future__ import annotations

from marsad.coding.words import words
from marsad.records import Token

_MODALS = frozenset(["to", "will", "would", "can", "could", "may", "might", "must", "shall", "should", "'ll"])
_PREPOSED = frozenset(["'s"])


def verb_use(tokens: tuple[Token, ...], i: int, code: str) -> bool:
    """Whether the token at ``i`` is used as a verb (participles included)."""
    return _english_verb(tokens, i) if code == "en" else _french_verb(tokens, i)


def _english_verb(tokens: tuple[Token, ...], i: int) -> bool:
    token = tokens[i]
    before = tokens[i - 1].norm if i else ""
    after = tokens[i + 1].norm if i + 1 < len(tokens) else ""
    if token.norm.endswith("ing"):
        nominal = (
            before in words("en", "determiner") or after == "of" or before == "'s" or before.endswith("ly")
        )
        return not nominal and before not in {"", "of"}
    if _inflected_past(token):
        return True
    if (
        before in _MODALS
        or before in words("en", "do")
        or before in {"n't", "not", "who", "which", "they", "we", "i"}
    ):
        return True
    if before in words("en", "determiner") or before in words("en", "preposition") or before in _PREPOSED:
        return False
    if (
        not before
        or not before[0].isalpha()
        or after in words("en", "preposition")
        or after in words("en", "be")
    ):
        return False
    return bool(after) and after[:1].isalnum() and after not in words("en", "auxiliary")


def _inflected_past(token: Token) -> bool:
    """Whether the form is a past or participle that no noun has."""
    if token.norm == token.lemma:
        return token.norm in {"hit", "shot", "set", "cut", "beat", "shut", "left", "held"}
    return not token.norm.endswith("s") or token.norm.endswith("ss")


def _french_verb(tokens: tuple[Token, ...], i: int) -> bool:
    word = tokens[i].norm
    before = tokens[i - 1].norm if i else ""
    if before in words("fr", "determiner") or before in {"de", "d'", "l'", "du", "des"}:
        return word.endswith(("er", "ir", "ant"))
    if (
        before in words("fr", "auxiliary")
        or before in words("fr", "pronoun")
        or before in {"ne", "n'", "se", "s'", "pour"}
    ):
        return True
    infinitive = tokens[i].lemma.endswith(("er", "ir", "re"))
    if word.endswith(("e", "es", "s", "ion", "ions")) and not word.endswith(("ee", "ees")):
        if before.endswith("s") and word.endswith("s") and not infinitive:
            return False  # violents combats
        return bool(before) and before[0].isalpha() and before not in words("fr", "preposition")
    return True


def is_passive(tokens: tuple[Token, ...], i: int, code: str) -> bool:
    """Whether the verb at ``i`` is passive, by its auxiliary or the agent after it."""
    back = [t.norm for t in tokens[max(0, i - 4) : i]]
    ahead = [t.norm for t in tokens[i + 1 : i + 3]]
    be = words(code, "be")
    if code == "fr" and ({"s'", "se"} & set(back[-3:]) or tokens[i].norm in words("fr", "with_etre")):
        return False  # "se sont emparés", "sont convenus": the auxiliary of the past
    skip = words(code, "negation") | {"also", "been", "ete", "being"}
    for word in reversed(back):
        if word in be and not (code == "en" and tokens[i].norm.endswith("ing")):
            return True
        if word not in skip and not word.endswith(("ly", "ment")):
            break
    if code == "fr" and _participle(tokens[i].norm):
        ahead = [t.norm for t in tokens[i + 1 : i + 4]]  # "enlevés en mai par ..."
        return bool(set(ahead) & words(code, "agent"))
    return bool(set(ahead[:1]) & words(code, "agent"))


def _participle(word: str) -> bool:
    return word.endswith(("es", "ees", "ee", "is", "us"))
