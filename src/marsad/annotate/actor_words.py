"""The words of actors in a sentence: aliases of the actor base, head nouns and short forms, word by word."""

from __future__ import annotations

from functools import cache, cached_property, lru_cache

import msgspec

from marsad import lang
from marsad.actors import ActorBase, Alias, bare_word, words_of
from marsad.records import Sentence
from marsad.records.parts import ActorKind


class Head(msgspec.Struct, frozen=True):
    """A common noun that names an actor by what it is."""

    words: tuple[str, ...]
    kind: ActorKind
    sector: str | None
    role: str | None
    plural: bool
    article: bool


class Hit(msgspec.Struct, frozen=True):
    """Words that matched: an alias, a head noun or a short form."""

    first: int
    last: int
    aliases: tuple[Alias, ...] = ()
    head: Head | None = None
    short: str | None = None


_MOST_STEMS = 50_000
_TIES = frozenset({"-", "'"})


@lru_cache(maxsize=_MOST_STEMS)
def _options(stem: str) -> tuple[str, ...]:
    """A stem without the Arabic article, and as it stands."""
    bare = bare_word(stem)
    return (bare,) if bare == stem else (bare, stem)


class Words:
    """The words of a sentence as they may be listed: without the Arabic article, or as they stand."""

    def __init__(self, sentence: Sentence) -> None:
        self.tokens = sentence.tokens
        self.norms = sentence.norms
        self.stems = sentence.stems

    @cached_property
    def bare(self) -> tuple[str, ...]:
        """The stems without the Arabic article."""
        return tuple([_options(stem)[0] for stem in self.stems])

    def options(self, i: int) -> tuple[str, ...]:
        """Forms of the word at ``i``, the more usual first."""
        return _options(self.stems[i])

    def beside(self, i: int) -> tuple[str, ...]:
        """Forms of the word after ``i``, hyphens before it passed over: what a name may go on with."""
        norms, j = self.norms, i + 1
        while j < len(norms) and norms[j] in _TIES:
            j += 1
        return (norms[j], *self.options(j)) if j < len(norms) else ()

    def match(self, i: int, wanted: tuple[str, ...]) -> int:
        """End of a run of words, hyphens between them passed over; 0 where they do not match."""
        norms, j = self.norms, i
        for n, word in enumerate(wanted):
            while n and j < len(norms) and norms[j] in _TIES:
                j += 1
            if j >= len(norms) or not self._is_word(j, word, inner=n > 0):
                return 0
            j += 1
        return j

    def _is_word(self, j: int, wanted: str, *, inner: bool) -> bool:
        """Whether a token is a wanted word; inside a name with the clitics that the name has."""
        if inner and self.tokens[j].proclitics:
            return self.norms[j] == wanted
        return wanted in self.options(j)


class Lexicon(msgspec.Struct, frozen=True):
    """Head nouns and short forms of a language, by first word."""

    heads: dict[str, tuple[Head, ...]]
    shorts: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@cache
def _lexicon(code: str) -> Lexicon:
    language = lang.load(code)
    heads: dict[str, list[Head]] = {}
    for table in ("roles", "people"):
        for row in language.table(table):
            head = _head(row)
            if head.words:
                heads.setdefault(head.words[0], []).append(head)
    shorts: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in language.table("short"):
        words = words_of(row["word"])
        shorts.setdefault(words[0], []).append((words, row["kind"]))
    return Lexicon(
        {w: tuple(sorted(hs, key=lambda h: -len(h.words))) for w, hs in heads.items()},
        {w: tuple(sorted(ss, key=lambda s: -len(s[0]))) for w, ss in shorts.items()},
    )


def _head(row: dict[str, str]) -> Head:
    words = words_of(row["word"])
    return Head(
        words=words,
        kind=row["kind"],  # type: ignore[arg-type]
        sector=row["sector"] or None,
        role=row.get("role") or None,
        plural=row["number"] == "pl",
        article=row["word"].startswith("ال"),
    )


def find_hits(sentence: Sentence, words: Words, base: ActorBase, code: str) -> list[Hit]:
    """Hits in a sentence, the longest at each place; aliases before heads of the same length."""
    lexicon, starts = _lexicon(code), _starts(base, code)
    text = sentence.text
    cased = code != "ar" and text != text.lower() and not text.isupper()
    out: list[Hit] = []
    taken = 0
    for i in [i for i, stem in enumerate(words.stems) if starts[stem]]:
        hit = _hit_at(sentence, words, i, base, lexicon, cased=cased) if i >= taken else None
        if hit is not None:
            out.append(hit)
            taken = hit.last
    return out


class _Starts(dict[str, bool]):
    """Whether an alias, a head noun or a short form may begin with a stem: with most, none does."""

    def __init__(self, base: ActorBase, lexicon: Lexicon) -> None:
        super().__init__()
        self._words = (base.first_words, lexicon.heads, lexicon.shorts)

    def __missing__(self, stem: str) -> bool:
        if len(self) >= _MOST_STEMS:
            self.clear()
        first, heads, shorts = self._words
        bare = bare_word(stem)
        made = bare in first or bare in heads or stem in first or stem in heads or bare in shorts
        self[stem] = made
        return made


@lru_cache(maxsize=8)
def _starts(base: ActorBase, code: str) -> _Starts:
    return _Starts(base, _lexicon(code))


def _hit_at(
    sentence: Sentence, words: Words, i: int, base: ActorBase, lexicon: Lexicon, *, cased: bool
) -> Hit | None:
    beside = words.beside(i)
    short = _short_at(words, i, lexicon, beside)
    aliases, alias_end = _aliases_at(sentence, words, i, base, beside=beside, cased=cased)
    head, head_end = _head_at(words, i, lexicon, beside)
    if aliases and alias_end >= max(head_end, short.last if short else 0):
        return Hit(i, alias_end, aliases=aliases, head=head if head_end == alias_end else None)
    if short is not None and short.last >= head_end and not _hides(sentence, words, short, base, cased=cased):
        return short
    return Hit(i, head_end, head=head) if head is not None else None


def _hides(sentence: Sentence, words: Words, short: Hit, base: ActorBase, *, cased: bool) -> bool:
    """Whether a name that runs on begins inside a short form (``l'Union`` in ``l'Union africaine``)."""
    return any(
        _aliases_at(sentence, words, i, base, beside=words.beside(i), cased=cased)[1] > short.last
        for i in range(short.first + 1, short.last)
    )


def _aliases_at(
    sentence: Sentence, words: Words, i: int, base: ActorBase, *, beside: tuple[str, ...], cased: bool
) -> tuple[tuple[Alias, ...], int]:
    found: list[Alias] = []
    end = 0
    for alias in [a for word in words.options(i) for a in base.starting(word)]:
        wanted = alias[0]
        if len(wanted) > 1 and wanted[1] not in beside:
            continue
        if end and len(wanted) < len(found[0].words):
            break
        last = i + 1 if len(wanted) == 1 else words.match(i, wanted)
        if last and _written_so(sentence, i, last, alias, cased=cased):
            found.append(alias)
            end = last
    return tuple(found), end


def _written_so(sentence: Sentence, first: int, last: int, alias: Alias, *, cased: bool) -> bool:
    """Whether the words are written as the alias demands: article, capitals."""
    token = sentence.tokens[first]
    if alias.article and len(alias.words) == 1 and not token.stem.startswith("ال"):
        return False
    surface = sentence.surface(token.start, sentence.tokens[last - 1].end)
    if not surface[:1].isascii() and not surface[:1].isalpha():
        return True
    if "\u0600" <= surface[:1] <= "\u06ff":
        return True
    if not cased:
        return len(alias.words) > 1 or len(alias.words[0]) > 3
    if alias.upper:
        return surface.isupper() or len(surface) > 5
    return alias.form == "adjective" or alias.form == "short" or any(c.isupper() for c in surface)


def _head_at(words: Words, i: int, lexicon: Lexicon, beside: tuple[str, ...]) -> tuple[Head | None, int]:
    for head in [h for w in words.options(i) for h in lexicon.heads.get(w, ())]:
        wanted = head.words
        if len(wanted) == 1:
            if not head.article or words.stems[i].startswith("ال"):
                return head, i + 1
        elif wanted[1] in beside and (last := words.match(i, wanted)):
            return head, last
    return None, 0


def _short_at(words: Words, i: int, lexicon: Lexicon, beside: tuple[str, ...]) -> Hit | None:
    for wanted, kind in lexicon.shorts.get(words.options(i)[0], ()):
        if len(wanted) > 1 and wanted[1] not in beside:
            continue
        last = words.match(i, wanted)
        arabic = "\u0600" <= wanted[0][:1] <= "\u06ff"
        if last and (not arabic or words.stems[i].startswith("ال")):
            return Hit(i, last, short=kind)
    return None
