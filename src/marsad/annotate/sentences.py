"""Sentences, clauses and tokens of a report.

A text is cut into paragraphs (lines, unless it is hard-wrapped), paragraphs into sentences, and
sentences into tokens on the normalised shadow text, with offsets in the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from marsad.lang import Analyser, Language
from marsad.normalise import STRONG, shadow
from marsad.records import Quote, Report, Sentence, Token
from marsad.records.parts import FieldName

TOKEN = re.compile(
    r"(?:[a-z]\.){2,}"  # u.s.
    r"|\d+(?:[.,٫٬]\d+)*"
    r"|(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=[^\W\d])"  # l' d' qu'
    r"|'s\b"
    r"|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*"
    r"|\.{2,}"
    r"|[^\w\s]|_+"
)
# a set of characters first lets the search skip over all others
END = re.compile(r"[.!?؟…][.!?؟…]*[\"'»”)\]]*(?=\s|$)")
BREAK = frozenset('،,;؛:()[]«»“”…"') | {"..", "...", "…", ".", "!", "?", "؟"}
_MARKS = BREAK | {"-"}
QUOTE_PAIRS = {"«": "»", "“": "”", '"': '"'}
QUOTE_MARKS = frozenset(QUOTE_PAIRS)
BLANK_LINE = re.compile(r"\n[ \t\r]*\n+")
LINE = re.compile(r"[\s](?:(?<=[\n\r\u2028\u2029\x85])[\n\r\u2028\u2029\x85]*|\s{3,}(?=[^\sa-zß-ÿ]))")
_LAST_WORD = re.compile(r"[\s(\"«“]")
LONGEST_WORD = 60  # letters before a stop that are looked at for an abbreviation
WRAP_MIN, WRAP_MAX = 45, 100
MOST_CHUNKS = 130_000


class Piece(NamedTuple):
    """A stretch of a field."""

    start: int
    end: int
    paragraph: int


def split_report(report: Report, language: Language) -> tuple[Sentence, ...]:
    """Cut title and text of a report into annotated sentences, in order."""
    sentences: list[Sentence] = []
    names: tuple[FieldName, ...] = ("title", "text")
    for name in names:
        words = report.field(name)
        skip = report.skip if name == "text" else ()
        first_line = name == "text"
        for piece in _pieces(words, language, skip):
            made = _sentence(words, piece, name, language, index=len(sentences))
            if made is not None:
                headline = name == "title" or (first_line and _is_headline(words, piece))
                sentences.append(replace(made, kind="headline") if headline else made)
                first_line = False
    return tuple(sentences)


def _is_headline(text: str, piece: Piece) -> bool:
    """Whether the first piece of a text is a title line: a whole line, no full stop, more follows."""
    line = text[piece.start : piece.end]
    follows = text[piece.end : piece.end + 2].startswith(("\n", "\r")) and text[piece.end :].strip() != ""
    return follows and len(line) < 200 and not line.rstrip().endswith((".", "!", "?", "؟"))


def _pieces(text: str, language: Language, skip: tuple[tuple[int, int], ...]) -> list[Piece]:
    """Sentence-sized stretches; the ranges in ``skip`` are left out."""
    out = []
    for number, (start, end) in enumerate(_paragraphs(text)):
        for low, high in _without(start, end, skip):
            out += [Piece(a, b, number) for a, b in _sentences(text, low, high, language.abbreviations)]
    return out


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Lines, or blank-line separated blocks where the text is hard-wrapped."""
    separator = BLANK_LINE if _hard_wrapped(text) else LINE
    out, start = [], 0
    for hit in separator.finditer(text):
        out.append((start, hit.start()))
        start = hit.end()
    out.append((start, len(text)))
    return [(a, b) for a, b in out if text[a:b].strip()]


def _hard_wrapped(text: str) -> bool:
    lines = [len(line.strip()) for line in text.split("\n")[:-1] if line.strip()]
    if len(lines) < 4:
        return False
    full = sum(WRAP_MIN <= n <= WRAP_MAX for n in lines)
    return max(lines) <= WRAP_MAX and full >= 0.6 * len(lines)


def _without(start: int, end: int, skip: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    out = []
    for low, high in sorted(skip):
        if high <= start or low >= end:
            continue
        if low > start:
            out.append((start, low))
        start = max(start, high)
    if start < end:
        out.append((start, end))
    return out


def _sentences(text: str, start: int, end: int, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    out = []
    for hit in END.finditer(text, start, end):
        mark = hit.group()
        if mark.startswith(("..", "…")) and hit.end() < end:
            continue  # a pause, not an end
        if mark == "." and _is_abbreviation(text, start, hit.start(), abbreviations):
            continue
        out.append((start, hit.end()))
        start = hit.end()
    out.append((start, end))
    return [_trim(text, a, b) for a, b in out if text[a:b].strip()]


def _is_abbreviation(text: str, start: int, dot: int, abbreviations: frozenset[str]) -> bool:
    last = _LAST_WORD.split(text[max(start, dot - LONGEST_WORD) : dot])[-1].casefold()
    if not last:
        return False
    if last in abbreviations or re.fullmatch(r"[a-z]|(?:[a-z]\.)+[a-z]", last):
        after = text[dot + 1 : dot + 3].strip()
        # "U.S. The" may end a sentence; "U.S. army", "Gen. Smith" and "J. Smith" do not
        return last in abbreviations or len(last) == 1 or not after[:1].isupper()
    return False


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _sentence(
    text: str, piece: Piece, field: FieldName, language: Language, *, index: int
) -> Sentence | None:
    words = text[piece.start : piece.end]
    tokens = tokenise(words, piece.start, language)
    if not any(t.norm[0].isalnum() for t in tokens):
        return None
    _, _, norms, _, stems, _, lemmas = zip(*tokens, strict=True)
    return Sentence(
        field=field,
        index=index,
        start=piece.start,
        end=piece.end,
        kind="body",
        paragraph=piece.paragraph,
        text=words,
        tokens=tokens,
        norms=norms,
        stems=stems,
        lemmas=lemmas,
        clauses=_clauses(tokens, (norms, stems), language.clause_words),
        quotes=_quotes(tokens, norms),
    )


Part = tuple[int, int, str, str, str, str, str]  # start and end in the chunk, then norm to lemma


class _Chunks(dict[str, tuple[Part, ...]]):
    """What lies between two spaces, cut into tokens: most of it was met before."""

    def __init__(self, analyse: Analyser) -> None:
        super().__init__()
        self._analyse = analyse

    def __missing__(self, chunk: str) -> tuple[Part, ...]:
        if len(self) >= MOST_CHUNKS:
            self.clear()
        parts = ((a, b, word, *self._analyse(chunk[a:b], word)) for a, b, word in _cut(chunk))
        made = self[chunk] = tuple(parts)
        return made


@lru_cache(maxsize=2048)
def _cut(text: str) -> tuple[tuple[int, int, str], ...]:
    """Start, end and normal form of each token; marks that follow the last letter belong to it."""
    if text.translate(STRONG).isalpha() and STRONG[ord(text[0])]:
        return ((0, len(text), text.translate(STRONG)),)  # one word and nothing else, as most chunks are
    norm = shadow(text)
    hits = TOKEN.finditer(norm.text)
    return tuple((norm.offsets[hit.start()], norm.offsets[hit.end()], hit.group()) for hit in hits)


def pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and normal form of the tokens of a short text."""
    at = 0
    for chunk in text.split():
        at = text.find(chunk, at)
        for start, end, word in _cut(chunk):
            yield at + start, at + end, word
        at += len(chunk)


@cache
def _chunks(analyse: Analyser) -> _Chunks:
    return _Chunks(analyse)


def tokenise(text: str, start: int, language: Language) -> tuple[Token, ...]:
    """Cut a sentence that begins at offset ``start`` of its field into tokens; none holds a space."""
    known, new, out = _chunks(language.analyse), tuple.__new__, []
    at = 0
    chunks = text.split()
    even = len(text) == sum(map(len, chunks)) + len(chunks) - 1  # one space between each
    for chunk in chunks:
        if not even:
            at = text.find(chunk, at)
        begun = start + at
        for a, b, norm, proclitics, stem, enclitic, lemma in known[chunk]:
            # a third of the time of Token(...), for every word of every report
            out.append(new(Token, (begun + a, begun + b, norm, proclitics, stem, enclitic, lemma)))
        at += len(chunk) + even
    return tuple(out)


def _clauses(
    tokens: tuple[Token, ...], columns: tuple[tuple[str, ...], ...], clause_words: frozenset[str]
) -> tuple[tuple[int, int], ...]:
    """Half-open token ranges between punctuation and before words that open a clause.

    ``columns`` are the forms of each token that may be such words.
    """
    cuts = {0, len(tokens)}
    for words in dict.fromkeys(columns):
        if not clause_words.isdisjoint(words):
            cuts.update([i for i, word in enumerate(words) if word in clause_words])
    marks = [i for i, norm in enumerate(columns[0]) if norm in _MARKS]
    cuts.update([i + 1 for i in marks if tokens[i].norm != "-" or _is_dash(tokens, i)])
    return tuple(pairwise(sorted(cuts)))


def _is_dash(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a hyphen stands apart from the words beside it."""
    before = i > 0 and tokens[i - 1].end == tokens[i].start
    after = i + 1 < len(tokens) and tokens[i + 1].start == tokens[i].end
    return not (before and after)


def _quotes(tokens: tuple[Token, ...], norms: tuple[str, ...]) -> tuple[Quote, ...]:
    if QUOTE_MARKS.isdisjoint(norms):
        return ()
    out, opened, closing = [], None, ""
    for i, token in enumerate(tokens):
        if opened is None and token.norm in QUOTE_PAIRS:
            opened, closing = i, QUOTE_PAIRS[token.norm]
        elif opened is not None and token.norm == closing:
            if i - opened > 1:
                out.append(Quote(start=tokens[opened].end, end=token.start, first=opened + 1, last=i))
            opened = None
    return tuple(out)
