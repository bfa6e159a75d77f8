"""Words of saying in Arabic sentences: which of them are the verb of a clause that somebody says.

Many forms are more often another word (``بين`` between, ``ذكر`` mention, ``تبلغ`` amounts to); those ask
for a clause of content, a known speaker or the preposition that the verb governs.
"""

from __future__ import annotations

from typing import NamedTuple

from marsad.coding.arabic_phrases import is_verb
from marsad.coding.marks import SAYING, listed
from marsad.coding.speakers_arabic import (
    OPENS_CONTENT,
    SPEAKERS,
    content_mark,
    ends_mention,
    is_complementiser,
    is_plural,
    rare_word,
    subject_after,
)
from marsad.coding.speech import Speech, bare_forms, base_forms, joined_forms, speech_at, speech_forms
from marsad.coding.words import union, words
from marsad.records import Sentence, Token

_OPENERS = frozenset(
    {
        "عندما",
        "حينما",
        "بعدما",
        "لما",
        "كما",
        "قد",
        "وقد",
        "فقد",
        "لقد",
        "حين",
        "فيما",
        "بينما",
        "و",
        "ف",
        "ثم",
    }
)
_SUBJUNCTIVE = frozenset({"ان", "لن", "لم", "لا", "كي", "لكي", "حتي", "الا", "ما", "سوف"})
_SIDES = frozenset({"جانب", "جهت", "دور", "جهه", "بدورها", "بدوره", "بدورهم"})
_SHOWING = frozenset({"note", "affirm", "reveal", "clarify", "stress", "argue", "explain"})
_ASIDE = 4  # tokens of a connective
_OPINIONS = frozenset({"think", "claim", "consider", "say", "report"})


class Saying(NamedTuple):
    """A word of saying in a sentence.

    ``by`` is a participle that only repeats it (``علق X قائلا``); ``nested``: it stands inside a quotation;
    ``relative``: its object is a pronoun that goes back to the noun before it (``العرض الذي رفضه X``);
    ``passive``: it names no speaker (``تمت الإشارة إلى``).
    """

    at: int
    speech: Speech
    by: int | None = None
    nested: bool = False
    relative: bool = False
    passive: bool = False


def find_sayings(sentence: Sentence, quoted: frozenset[int], *, running: bool = False) -> list[Saying]:
    """The words of saying of a sentence, in order.

    ``quoted`` are the tokens inside quotations; ``running`` tells that one of them
    began in an earlier sentence or ends in a later one.
    """
    inside = {i for q in sentence.quotes for i in range(q.first, q.last)}
    inside |= quoted if running else set()
    out: list[Saying] = []
    for i in listed(sentence, SAYING, "ar"):
        token = sentence.tokens[i]
        speech = speech_at(token, "ar")
        if speech is None or (not token.enclitic and token.stem in joined_forms("ar")):
            continue
        if i in inside:
            if _opens_inside(sentence, i, speech):
                out.append(Saying(i, speech, nested=True))
        elif _repeats(sentence, i, speech, out):
            out[-1] = out[-1]._replace(by=i)
        elif speech.pos == "noun" and i and sentence.tokens[i - 1].stem in words("ar", "took_place"):
            out.append(Saying(i, speech, passive=True))
        elif takes_back(sentence, i, speech):
            out.append(Saying(i, speech, relative=True))
        elif not _of_nobody(sentence, i) and _opens(sentence, i, speech):
            out.append(Saying(i, speech))
    return out


def _repeats(sentence: Sentence, i: int, speech: Speech, found: list[Saying]) -> bool:
    """Whether a participle of plain saying only leads from a verb before it to its content."""
    if speech.pos != "participle" or speech.act != "say" or not found or found[-1].speech.pos != "verb":
        return False
    mark = content_mark(sentence, found[-1].at)
    return mark is None or mark > i


def _opens_inside(sentence: Sentence, i: int, speech: Speech) -> bool:
    """Inside a quotation: a verb with a clause of content and a subject that is known."""
    if speech.pos != "verb" or set(sentence.tokens[i].proclitics) & set("بلك"):
        return False
    mark = content_mark(sentence, i)
    if mark is None or _unclear(sentence, i):
        return False
    if not is_complementiser(sentence.tokens[mark]) and sentence.tokens[mark].norm != ":":
        return False
    named = any(m.first == i + 1 and m.kind in SPEAKERS for m in sentence.mentions)
    named = named or sentence.tokens[i + 1].stem in words("ar", "some")
    return named and subject_after(sentence, i, mark, bare=False) is not None


def takes_back(sentence: Sentence, i: int, speech: Speech) -> bool:
    """Whether the verb's object is the noun before it: ``العرض الذي رفضه المجلس``, ``طعن رفضته المحكمة``."""
    token = sentence.tokens[i]
    if speech.pos != "verb" or not token.enclitic or token.proclitics or not i or is_plural(token):
        return False
    before = sentence.tokens[i - 1]
    relative = before.stem in words("ar", "relative") and before.stem != "من"
    if token.stem == "بين" or (token.stem in words("ar", "saying_or_noun") and not relative):
        return False
    if not relative and not _indefinite(before):
        return False
    return subject_after(sentence, i, min(len(sentence.tokens), i + 12), bare=True) is not None


def _of_nobody(sentence: Sentence, i: int) -> bool:
    """Whether a relative clause with its object as pronoun names nobody (``بالسهولة التي يتوقعها، لأن``)."""
    before = sentence.tokens[i - 1] if i else None
    after = sentence.tokens[i + 1] if i + 1 < len(sentence.tokens) else None
    relative = before is not None and before.stem in words("ar", "relative")
    return relative and bool(sentence.tokens[i].enclitic) and (after is None or not after.is_word)


def _indefinite(token: Token) -> bool:
    """Whether a token is an indefinite noun as far as its form tells."""
    closed = (
        "preposition",
        "conjunction",
        "auxiliary",
        "negation",
        "complementiser",
        "subordinator",
        "pronoun",
    )
    if not token.is_word or token.enclitic or token.stem.startswith("ال"):
        return False
    if is_verb(token) and (
        not token.stem.endswith("ا") or token.stem.endswith("وا")
    ):  # ``طعنا`` is rather an accusative than a dual
        return False
    return not any(token.norm in words("ar", k) or token.stem in words("ar", k) for k in (*closed, "filler"))


def _opens(sentence: Sentence, i: int, speech: Speech) -> bool:
    """Whether the word at ``i`` is a saying here and not a noun or an adjective."""
    token = sentence.tokens[i]
    if speech.pos == "attitude":
        return any(m.last <= i and m.kind in SPEAKERS for m in sentence.mentions)
    if token.stem.startswith("ال") and token.stem not in speech_forms("ar"):
        return False
    if speech.pos == "participle":
        return _adverbial(sentence, i)
    if speech.pos == "noun":
        return bool(token.enclitic) and not _named_by_verb(sentence, i)
    if set(token.proclitics) & set("بلك"):
        return False
    return _verb_opens(sentence, i, speech)


def _adverbial(sentence: Sentence, i: int) -> bool:
    """Whether a participle tells what somebody says, and does not qualify a noun (``إجراءات مشددة``).

    The masculine accusative is an adverbial; other forms need a pause before them or what they govern.
    """
    tokens = sentence.tokens
    if _predicate(sentence, i) or any(q.last <= i < (q.unit_last or q.last) for q in sentence.quantities):
        return False  # ``خمسة وعشرين متهما``: counted people
    if i and tokens[i - 1].stem == "غير":
        return False  # ``تقارير غير مؤكدة``
    if tokens[i].stem in words("ar", "participle_with_bi"):
        return i + 1 < len(tokens) and "ب" in tokens[i + 1].proclitics
    if tokens[i].stem.endswith("ا") or i == 0 or not tokens[i - 1].is_word or "و" in tokens[i].proclitics:
        return True
    if i + 1 >= len(tokens):
        return False
    after = tokens[i + 1]
    return is_complementiser(after) or after.norm in {"الي", "علي", "من", ":"} or "ب" in after.proclitics


def _predicate(sentence: Sentence, i: int) -> bool:
    """Whether an auxiliary before a participle makes it the predicate: ``كان الحصاد متوقعا``."""
    for token in reversed(sentence.tokens[max(0, i - 4) : i]):
        if not token.is_word or is_verb(token):
            return token.stem in words("ar", "auxiliary")
    return False


def _named_by_verb(sentence: Sentence, i: int) -> bool:
    """Whether a verb of saying already opens the content of a noun (``نقل عن X قوله``)."""
    before = (speech_at(t, "ar") for t in sentence.tokens[max(0, i - 6) : i])
    return any(s is not None and s.act == "cite" for s in before)


def _verb_opens(sentence: Sentence, i: int, speech: Speech) -> bool:
    token = sentence.tokens[i]
    marked = content_mark(sentence, i)
    if speech.governs == "في":
        return marked is not None and clause_initial(sentence, i) and _in_document(sentence, i)
    if speech.act == "cite" and sentence.norms[i + 1 : i + 2] == ("الي",):
        return False  # ``نقلوا إلى المستشفى``
    if _of_thing(sentence, i, speech) or _impersonal(sentence, i, speech) or _other_word(sentence, i):
        return False
    if _unclear(sentence, i):
        near = marked is not None and all(t.is_word for t in sentence.tokens[i + 1 : marked])
        clause = (
            marked is not None
            and (near or sentence.tokens[marked].norm in OPENS_CONTENT)
            and (is_complementiser(sentence.tokens[marked]) or token.stem in words("ar", "saying_with_mark"))
        )
        after_name = token.stem not in words("ar", "preposition") and _follows_speaker(sentence, i)
        return clause and (clause_initial(sentence, i) or after_name)
    if _ambiguous(token):
        near = marked is not None and all(t.is_word for t in sentence.tokens[i + 1 : marked])
        known = subject_after(sentence, i, len(sentence.tokens), bare=False)
        governs = i + 1 < len(sentence.tokens) and sentence.tokens[i + 1].norm in {"الي", "عن", "علي"}
        named = i + 1 < len(sentence.tokens) and rare_word(sentence, i + 1)
        return clause_initial(sentence, i) and (near or known is not None or governs or named)
    if clause_initial(sentence, i):
        return True
    if sentence.tokens[i - 1].norm in _SUBJUNCTIVE:
        return False
    ahead = sentence.tokens[i + 1].norm if i + 1 < len(sentence.tokens) else ""
    told_in = ahead in {"فيه", "فيها"} and _indefinite(sentence.tokens[i - 1])  # ``تصريح يعلن فيه X``
    return marked is not None or told_in or _follows_speaker(sentence, i)


def is_imperfect(token: Token) -> bool:
    """Whether a verb of saying stands in the imperfect (``تؤكد``, not ``تعهد``)."""
    body = token.stem[1:]
    third = token.stem.startswith("ي") or (token.stem.startswith("ت") and f"ي{body}" in speech_forms("ar"))
    return third and token.stem not in base_forms("ar") - {f"ي{body}"}


def _in_document(sentence: Sentence, i: int) -> bool:
    """Whether a text follows in which something is said (``جاء في البيان أن``)."""
    near = sentence.tokens[i + 1 : i + 3]
    return len(near) == 2 and near[0].norm == "في" and near[1].lemma in words("ar", "document")


def _of_thing(sentence: Sentence, i: int, speech: Speech) -> bool:
    """Whether a thing that is pointed at is the subject (``يشير هذا القرار إلى``); else it is the object."""
    near = sentence.tokens[i + 1 : i + 3]
    if speech.act not in _SHOWING or not is_imperfect(sentence.tokens[i]):
        return False
    if len(near) < 2 or near[0].stem not in words("ar", "demonstrative") or near[0].proclitics:
        return False
    told = near[1].lemma in union("ar", "source_noun", "document")
    return not told and not any(m.first == i + 2 and m.kind in SPEAKERS for m in sentence.mentions)


def _other_word(sentence: Sentence, i: int) -> bool:
    """Whether the form is a preposition, a noun or the first person here."""
    among = sentence.tokens[i].norm.removeprefix("و") in words("ar", "among") | {"بينها"}
    before = sentence.tokens[i - 1] if i else None
    governed = before is not None and before.stem in words("ar", "governing") and not before.enclitic
    preposition = among or governed or _between(sentence, i) or _through(sentence, i)
    return preposition or _first_person(sentence, sentence.tokens[i]) or _object_of_verb(sentence, i)


def _object_of_verb(sentence: Sentence, i: int) -> bool:
    """Whether a word with a pronoun follows a verb, and so is a noun (``ثبتت إدانته``)."""
    token, before = sentence.tokens[i], sentence.tokens[i - 1] if i else None
    if before is None or not token.enclitic or token.proclitics:
        return False
    perfect = before.stem.endswith("ت") and before.is_word and len(before.stem) > 3
    return (perfect or is_verb(before)) and before.stem not in words("ar", "auxiliary")


def _first_person(sentence: Sentence, token: Token) -> bool:
    """Whether ``أعتقد`` is written with the hamza of "I": the perfect ``اعتقد`` has a bare alif."""
    start = sentence.stem_span(token)[0]
    hamza = sentence.surface(start, start + 1) in {"أ", "آ"}
    return hamza and token.stem in bare_forms("ar")


def _follows_speaker(sentence: Sentence, i: int) -> bool:
    return ends_mention(sentence, i) is not None


def _unclear(sentence: Sentence, i: int) -> bool:
    """Whether a form is a saying only where a clause of content follows (``تعتبر``, ``تبلغ``)."""
    unclear = union("ar", "saying_with_clause", "saying_with_mark")
    return sentence.tokens[i].stem in unclear and not sentence.tokens[i].enclitic


def _between(sentence: Sentence, i: int) -> bool:
    """The second ``بين`` of ``بين كذا وبين كذا``."""
    if sentence.tokens[i].stem != "بين":
        return False
    return any(t.stem == "بين" for t in sentence.tokens[max(0, i - 12) : i])


def _through(sentence: Sentence, i: int) -> bool:
    """The preposition ``عبر``: as a verb it governs ``عن`` within its clause."""
    if sentence.tokens[i].stem not in words("ar", "crossing"):
        return False
    for token in sentence.tokens[i + 1 : i + 12]:
        if token.stem == "عن" or not token.is_word:
            return not token.is_word
    return True


def _ambiguous(token: Token) -> bool:
    """Whether a form is more often a noun, a preposition or another verb."""
    dual = token.stem.endswith("ا") and not is_plural(token) and len(token.stem) > 3
    return (dual and token.stem not in base_forms("ar")) or token.stem in words("ar", "saying_or_noun")


def _impersonal(sentence: Sentence, i: int, speech: Speech) -> bool:
    """Whether nobody is said to say it: ``يعتقد أن``, ``نقل أن`` at the head of a sentence or relative.

    A masculine imperfect with its clause right after it, behind a noun that is no speaker or a relative
    of another gender, is a passive too: ``قصص يزعم أنها``.
    """
    token = sentence.tokens[i]
    follows = sentence.tokens[i + 1] if i + 1 < len(sentence.tokens) else None
    if follows is not None and follows.stem == "عن" and follows.enclitic and speech.act == "announce":
        return not is_plural(token) and not token.stem.endswith("ت")  # ``يعلن عنه``
    if follows is None or not is_complementiser(follows) or token.enclitic or token.stem.endswith("ت"):
        return False
    if i == 0:
        return not token.proclitics
    before = sentence.tokens[i - 1]
    relative = before.stem in words("ar", "relative") | {"كان"}
    if relative and not token.proclitics:
        if token.stem == "قال":
            return False  # the passive is written otherwise
        return before.stem != "الذي"
    third = token.stem.startswith("ي") and not is_plural(token) and speech.act in _OPINIONS
    resumed = bool(follows.enclitic) or follows.norm in {"انه", "انها", "انهم", "بانه", "بانها"}
    return (
        third
        and resumed
        and _indefinite(before)
        and not _follows_speaker(sentence, i)
        and not token.proclitics
    )


def clause_initial(sentence: Sentence, i: int) -> bool:
    """Whether a clause begins at ``i``: a pause, a conjunction or an adverbial stands before it."""
    token = sentence.tokens[i]
    if i == 0 or set(token.proclitics) & set("وف"):
        return True
    before = sentence.tokens[i - 1]
    if before.stem == "لكن" and before.enclitic:
        return True
    opens = before.norm in _OPENERS or before.stem in _OPENERS or before.stem in _SIDES
    return not before.is_word or opens or _after_aside(sentence, i)


def _after_aside(sentence: Sentence, i: int) -> bool:
    """Whether only a connective stands before (``إلى ذلك أعرب``, ``في الوقت نفسه قال``)."""
    j = i
    while j and sentence.tokens[j - 1].stem in words("ar", "aside") and i - j <= _ASIDE:
        j -= 1
    if j == i or j == 0 or sentence.tokens[j - 1].stem not in words("ar", "preposition"):
        return False
    return j == 1 or not sentence.tokens[j - 2].is_word
