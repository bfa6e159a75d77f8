"""Mentions of actors: names, nationality adjectives, roles with names, common nouns, short forms.

Three kinds of hits are found word by word: aliases of the actor base, head nouns (roles, institutions,
people) and short forms. Neighbouring hits are then joined: ``Italian`` + ``foreign minister`` + a name
is one mention of a person of Italy. Later short forms stand for the last actor that fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec
from msgspec.structs import replace

from marsad import lang
from marsad.actors import ActorBase, Alias, bare_word, words_of
from marsad.annotate.names import name_end, name_words
from marsad.records import Mention, Sentence, Token
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


class _Words:
    """The words of a sentence as they may be listed: without the Arabic article, or as they stand."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.stems = [t.stem for t in tokens]
        # bare_word, without a call for every word of every report
        self.bare = [s[2:] if s[:2] == "ال" and len(s) > 4 else s for s in self.stems]

    def options(self, i: int) -> tuple[str, ...]:
        """Forms of the word at ``i``, the more usual first."""
        bare, stem = self.bare[i], self.stems[i]
        return (bare,) if bare == stem else (bare, stem)


class Lexicon(msgspec.Struct, frozen=True):
    """Head nouns and short forms of a language, by first word."""

    heads: dict[str, tuple[Head, ...]]
    shorts: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


def find_mentions(
    sentences: Sequence[Sentence], base: ActorBase, language: str, on: str | None
) -> list[tuple[Mention, ...]]:
    """Mentions of each sentence, sorted, without overlaps.

    Parameters
    ----------
    sentences
        Sentences of one report, in order.
    on
        ISO date of the report: an alias may mean another actor in another year.
    """
    lexicon = _lexicon(language)
    hits = [_hits(s, base, lexicon, language) for s in sentences]
    countries = _countries(hits, base)
    known: list[Mention] = []
    out = []
    for sentence, found in zip(sentences, hits, strict=True):
        mentions = _Joiner(sentence, base, language, on, countries).join(found, known)
        known += mentions
        out.append(tuple(mentions))
    return out


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


@cache
def _acts(code: str) -> frozenset[str]:
    """Words that begin a verb row of the event lexicon."""
    rows = lang.load(code).table("events")
    return frozenset(row["trigger"].split()[0] for row in rows if row["pos"] == "verb")


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


def _hits(sentence: Sentence, base: ActorBase, lexicon: Lexicon, code: str) -> list[Hit]:
    """Hits in a sentence, the longest at each place; aliases before heads of the same length."""
    tokens = sentence.tokens
    words = _Words(tokens)
    cased = code != "ar" and any(c.isupper() for c in sentence.text) and not sentence.text.isupper()
    out: list[Hit] = []
    taken = 0
    for i in _starts(words, base, lexicon):
        hit = _hit_at(sentence, words, i, base, lexicon, cased=cased) if i >= taken else None
        if hit is not None:
            out.append(hit)
            taken = hit.last
    return out


def _starts(words: _Words, base: ActorBase, lexicon: Lexicon) -> list[int]:
    """Tokens with which an alias, a head noun or a short form may begin: most words are none of them."""
    first, heads, shorts = base.first_words, lexicon.heads, lexicon.shorts
    return [
        i
        for i, (bare, stem) in enumerate(zip(words.bare, words.stems, strict=True))
        if bare in first or bare in heads or stem in first or stem in heads or bare in shorts
    ]


def _hit_at(
    sentence: Sentence, words: _Words, i: int, base: ActorBase, lexicon: Lexicon, *, cased: bool
) -> Hit | None:
    short = _short_at(sentence, words, i, lexicon)
    aliases, alias_end = _aliases_at(sentence, words, i, base, cased=cased)
    head, head_end = _head_at(sentence, words, i, lexicon)
    if aliases and alias_end >= max(head_end, short.last if short else 0):
        return Hit(i, alias_end, aliases=aliases, head=head if head_end == alias_end else None)
    if short is not None and short.last >= head_end and not _hides(sentence, words, short, base, cased=cased):
        return short
    return Hit(i, head_end, head=head) if head is not None else None


def _hides(sentence: Sentence, words: _Words, short: Hit, base: ActorBase, *, cased: bool) -> bool:
    """Whether a name that runs on begins inside a short form (``l'Union`` in ``l'Union africaine``)."""
    return any(
        _aliases_at(sentence, words, i, base, cased=cased)[1] > short.last
        for i in range(short.first + 1, short.last)
    )


def _aliases_at(
    sentence: Sentence, words: _Words, i: int, base: ActorBase, *, cased: bool
) -> tuple[tuple[Alias, ...], int]:
    found: list[Alias] = []
    end = 0
    beside = _beside(sentence.tokens, words, i + 1)
    for alias in (a for word in words.options(i) for a in base.starting(word)):
        if len(alias.words) > 1 and alias.words[1] not in beside:
            continue
        if end and len(alias.words) < len(found[0].words):
            break
        last = i + 1 if len(alias.words) == 1 else _match(sentence.tokens, words, i, alias.words)
        if last and _written_so(sentence, i, last, alias, cased=cased):
            found.append(alias)
            end = last
    return tuple(found), end


def _beside(tokens: tuple[Token, ...], words: _Words, j: int) -> tuple[str, ...]:
    """Forms of the word at ``j``, hyphens before it passed over: what a name may go on with."""
    while j < len(tokens) and tokens[j].norm in {"-", "'"}:
        j += 1
    return (tokens[j].norm, *words.options(j)) if j < len(tokens) else ()


def _match(tokens: tuple[Token, ...], words: _Words, i: int, wanted: tuple[str, ...]) -> int:
    """End of a run of words, hyphens between them passed over; 0 where they do not match."""
    j = i
    for n, word in enumerate(wanted):
        while n and j < len(tokens) and tokens[j].norm in {"-", "'"}:
            j += 1
        if j >= len(tokens) or not _is_word(tokens[j], words.options(j), word, inner=n > 0):
            return 0
        j += 1
    return j


def _is_word(token: Token, options: tuple[str, ...], wanted: str, *, inner: bool) -> bool:
    """Whether a token is a wanted word; inside a name with the clitics that the name has."""
    if inner and token.proclitics:
        return token.norm == wanted
    return wanted in options


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


def _head_at(sentence: Sentence, words: _Words, i: int, lexicon: Lexicon) -> tuple[Head | None, int]:
    for head in (h for w in words.options(i) for h in lexicon.heads.get(w, ())):
        last = i + 1 if len(head.words) == 1 else _match(sentence.tokens, words, i, head.words)
        if last and not (
            head.article and len(head.words) == 1 and not sentence.tokens[i].stem.startswith("ال")
        ):
            return head, last
    return None, 0


def _short_at(sentence: Sentence, words: _Words, i: int, lexicon: Lexicon) -> Hit | None:
    for wanted, kind in lexicon.shorts.get(words.bare[i], ()):
        last = _match(sentence.tokens, words, i, wanted)
        arabic = "\u0600" <= wanted[0][:1] <= "\u06ff"
        if last and (not arabic or sentence.tokens[i].stem.startswith("ال")):
            return Hit(i, last, short=kind)
    return None


def _countries(hits: list[list[Hit]], base: ActorBase) -> frozenset[str]:
    """Countries that the report names, for aliases bound to countries."""
    found = (base.get(a.actor_id) for hs in hits for h in hs for a in h.aliases if not a.countries)
    return frozenset(e.country for e in found if e and e.country)


class _Joiner:
    """Joins the hits of one sentence into mentions."""

    def __init__(
        self, sentence: Sentence, base: ActorBase, code: str, on: str | None, countries: frozenset[str]
    ) -> None:
        self.sentence = sentence
        self.base = base
        self.code = code
        self.on = on
        self.countries = countries

    def join(self, hits: list[Hit], known: list[Mention]) -> list[Mention]:
        """Mentions of the sentence, sorted."""
        out: list[Mention] = []
        i = 0
        while i < len(hits):
            made, used = self._one(hits, i)
            i += used
            if made is not None and (not out or made.first >= out[-1].last):
                out.append(made)
        shorts = [self._short(h, [*known, *out]) for h in hits if h.short]
        out += [m for m in shorts if m is not None and not _overlaps(m, out)]
        out += [m for m in self._surnames([*known, *out]) if not _overlaps(m, out)]
        out += [m for m in name_words(self.sentence, self.code) if not _overlaps(m, out)]
        return sorted(out, key=lambda m: m.first)

    def _one(self, hits: list[Hit], i: int) -> tuple[Mention | None, int]:
        """A mention from the hit at ``i`` and those that belong to it, and how many were used."""
        hit = hits[i]
        following = hits[i + 1] if i + 1 < len(hits) else None
        if hit.short and not hit.aliases:
            return None, 1
        if hit.head is not None and not hit.aliases:
            return self._headed(hit, following)
        alias = self.base.choose(hit.aliases, self.on, self.countries)
        if alias is None:
            return None, 1
        if following is not None and following.head is not None and self._qualifies(hit, alias, following):
            mention, used = self._headed(following, hits[i + 2] if i + 2 < len(hits) else None)
            if mention is not None:
                entry = self.base.get(alias.actor_id)
                country = mention.country or (entry.country if entry else None)
                owner = self._owner(mention, alias)
                return self._widen(mention, hit.first, country, owner), used + 1
        return self._named(hit, alias), 1

    def _qualifies(self, hit: Hit, alias: Alias, head: Hit) -> bool:
        """English: an adjective or a name before a head noun qualifies it (Syrian army, Iraq's president)."""
        if self.code != "en" or head.aliases:
            return False
        inner = self.sentence.tokens[hit.last : head.first]
        between = [t.norm for t in inner]
        if len(between) > 2 or any(not (w == "'s" or w.isalpha()) for w in between):
            return False
        if any(t.norm.endswith("s") and t.norm != t.lemma and t.lemma in _acts(self.code) for t in inner):
            return False  # the group kills two people
        stop = lang.load("en").clause_words | {
            "and",
            "of",
            "in",
            "on",
            "to",
            "by",
            "with",
            "for",
            "the",
            "a",
            "at",
        }
        entry = self.base.get(alias.actor_id)
        possessive = between[:1] == ["'s"]
        return not set(between) & stop and (
            alias.form == "adjective" or possessive or bool(entry and entry.kind != "state") or not between
        )

    def _owner(self, mention: Mention, alias: Alias) -> str | None:
        entry = self.base.get(alias.actor_id)
        if (
            entry is not None
            and entry.kind in {"group", "organisation"}
            and mention.kind in {"people", "unknown", "state"}
        ):
            return alias.actor_id
        return mention.actor_id

    def _widen(self, m: Mention, first: int, country: str | None, actor_id: str | None) -> Mention:
        entry = self.base.get(actor_id) if actor_id else None
        start = self.sentence.stem_span(self.sentence.tokens[first])[0]
        if actor_id is None and m.kind == "state" and country:
            actor_id = f"country:{country}"
        kind = entry.kind if entry and entry.kind in {"group", "organisation"} else m.kind
        return replace(m, first=first, start=start, country=country, actor_id=actor_id, kind=kind)

    def _headed(self, hit: Hit, following: Hit | None) -> tuple[Mention | None, int]:
        """A head noun with the adjective, owner and personal name that follow it."""
        head = hit.head
        if head is None:
            return None, 1
        last, country, owner, used = hit.last, None, None, 1
        alias = self._follows(hit, head, following)
        if alias is not None and following is not None:
            entry = self.base.get(alias.actor_id)
            last, used = following.last, 2
            country = entry.country if entry else None
            owner = alias.actor_id if entry and entry.kind in {"group", "organisation"} else None
        name = None
        if head.kind == "person":
            end = name_end(self.sentence, last, self.code)
            if end > last:
                name = self._surface(last, end)
                last = end
        mention = self._mention(hit.first, last, head, country, owner, name)
        return mention, used

    def _follows(self, hit: Hit, head: Hit | Head, following: Hit | None) -> Alias | None:
        """The alias right after a head noun that tells whose it is."""
        if following is None or not following.aliases:
            return None
        alias = self.base.choose(following.aliases, self.on, self.countries)
        if alias is None:
            return None
        between = [t.norm for t in self.sentence.tokens[hit.last : following.first]]
        limit = {"ar": 1, "en": 2, "fr": 4}[self.code]
        if len(between) > limit or any(not w[:1].isalpha() for w in between):
            return None
        clitics = self.sentence.tokens[following.first].proclitics
        if self.code == "ar":
            plural = isinstance(head, Head) and head.plural and alias.form != "adjective"
            return (
                alias if not clitics and not plural and not (between and alias.form != "adjective") else None
            )
        if self.code == "en":
            return alias if between and between[0] in {"of", "for"} else None
        links = {"de", "du", "des", "d'", "la", "le", "les", "l'"}
        if alias.form == "adjective":
            return (
                alias
                if len(between) <= 3 and not set(between) & {"et", "a", "par", "dans", "en", "sur"}
                else None
            )
        return alias if between and set(between) <= links else None

    def _mention(
        self, first: int, last: int, head: Head, country: str | None, owner: str | None, name: str | None
    ) -> Mention:
        tokens = self.sentence.tokens
        entry = self.base.get(owner) if owner else None
        kind = (
            entry.kind
            if entry and head.kind in {"people", "unknown", "state"} and head.role is None
            else head.kind
        )
        actor_id = owner if kind == (entry.kind if entry else None) else None
        if kind == "state" and country and actor_id is None:
            actor_id = f"country:{country}"
        return Mention(
            start=self.sentence.stem_span(tokens[first])[0],
            end=tokens[last - 1].end,
            first=first,
            last=last,
            kind=kind,
            actor_id=actor_id,
            name=name or (entry.name if entry and actor_id == owner else None),
            country=country,
            sector=(entry.sector if entry and actor_id == owner else None) or head.sector,
            role=head.role,
            form="role" if head.role and head.kind in {"person", "people"} else "common",
        )

    def _named(self, hit: Hit, alias: Alias) -> Mention | None:
        entry = self.base.get(alias.actor_id)
        if entry is None:
            return None
        tokens = self.sentence.tokens
        return Mention(
            start=self.sentence.stem_span(tokens[hit.first])[0],
            end=tokens[hit.last - 1].end,
            first=hit.first,
            last=hit.last,
            kind="people" if alias.form == "adjective" and entry.kind == "state" else entry.kind,
            actor_id=alias.actor_id if alias.form != "adjective" or entry.kind != "state" else None,
            name=entry.name,
            country=entry.country,
            sector=entry.sector if alias.form != "adjective" else "CVL",
            form={"name": "name", "abbreviation": "name", "government": "name"}.get(alias.form, alias.form),
        )

    def _short(self, hit: Hit, known: list[Mention]) -> Mention | None:
        """The last actor that a short form (``the group``) may stand for."""
        word = self.sentence.tokens[hit.last - 1].stem
        fitting = [m for m in known if m.kind == hit.short and m.actor_id and m.form == "name"]
        named = [m for m in fitting if m.name and self._shares(m, word)]
        if not fitting:
            return None
        return self._copy((named or fitting)[-1], hit.first, hit.last, "short")

    def _shares(self, m: Mention, word: str) -> bool:
        return any(
            bare_word(word) in a.words
            for a in self.base.starting(bare_word(word))
            if a.actor_id == m.actor_id
        )

    def _surnames(self, known: list[Mention]) -> list[Mention]:
        """Later mentions of a person by the end of the name."""
        persons = {m.name: m for m in known if m.kind == "person" and m.name}
        tails = {words_of(name)[-n:]: m for name, m in persons.items() for n in (1, 2)}
        if not tails:
            return []
        ends = {tail[0] for tail in tails if tail}
        words = _Words(self.sentence.tokens).bare
        out: list[Mention] = []
        for i, token in enumerate(self.sentence.tokens):
            if words[i] in ends or token.norm in ends:
                options = (tuple(words[i : i + 2]), tuple(words[i : i + 1]), (token.norm,))
                tail = next((o for o in options if o in tails and len("".join(o)) > 2), None)
                if tail and not _overlaps_range(i, i + len(tail), out):
                    out.append(self._copy(tails[tail], i, i + len(tail), "short"))
        return out

    def _copy(self, m: Mention, first: int, last: int, form: str) -> Mention:
        tokens = self.sentence.tokens
        start = self.sentence.stem_span(tokens[first])[0]
        return replace(m, first=first, last=last, start=start, end=tokens[last - 1].end, form=form)

    def _surface(self, first: int, last: int) -> str:
        tokens = self.sentence.tokens
        return self.sentence.surface(tokens[first].start, tokens[last - 1].end)


def _overlaps(m: Mention, others: Sequence[Mention]) -> bool:
    return _overlaps_range(m.first, m.last, others)


def _overlaps_range(first: int, last: int, others: Sequence[Mention]) -> bool:
    return any(first < o.last and o.first < last for o in others)
