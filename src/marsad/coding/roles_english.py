"""Roles in English, read off noun phrases round the trigger (no parser, no capitals needed)."""

from __future__ import annotations

from msgspec.structs import replace

from marsad.coding.english_chunks import Chunk, Parse
from marsad.coding.english_tags import things
from marsad.coding.intent import duty
from marsad.coding.lexicon import Trigger
from marsad.coding.participants import Party, parties
from marsad.coding.words import words
from marsad.records import ActorKind, Mention

Found = tuple[list[Party], list[Party]]
_FORCE = frozenset({"ASSAULT", "COERCE"})
_ACTING = frozenset({"state", "group", "organisation"})
_ON = frozenset({"on", "against", "at", "upon", "targeting", "toward", "towards", "over"})
_AGAINST = _ON | {"with", "for", "to", "of", "from"}
_WITH = frozenset({"with", "between", "among", "and", "to", "by", "of"})
_LOOSE = _AGAINST | {"in", "between", "about", "among", "into", "within", "inside", "across", "near"}
_BLAST = frozenset({"explosives", "suicide-attack"})
_AT = frozenset(
    {"at", "in", "inside", "outside", "near", "against", "under", "beside", "of", "on", "behind", "opposite"}
)
_ABOUT = frozenset({"of", "on", "about", "in", "over"})
_OBJECT = frozenset({"them", "him"})
_THIRD = frozenset({"he", "she", "it", "they", "them", "him"})


class Finder:
    """Participants of the triggers of one sentence."""

    def __init__(self, parse: Parse) -> None:
        self.sentence = parse.sentence
        self.parse = parse
        self.known = [p for p in parties(parse.sentence) if not self._where(p)]

    def _where(self, p: Party) -> bool:
        """Whether a capital is only a place ("met in Paris"), not its government."""
        m = p.mention
        return (
            m is not None and m.form == "capital" and self.parse.norm(p.first - 1) in words("en", "place_in")
        )

    def find(self, trigger: Trigger) -> Found:
        """Actors and recipients of a trigger."""
        frame = trigger.entry.frame
        if trigger.entry.pos == "noun":
            return self._noun(trigger)
        if self.parse.letter(trigger.first) in "FN" and self.parse.norm(trigger.last) == "by":
            return self._agents(trigger.last), []  # targeting by the army
        if frame == "duty":
            return self._duty(trigger)
        if frame == "rec":
            return self._mutual(trigger)
        return self._verb(trigger)

    # ------------------------------------------------------------ verbs

    def _verb(self, trigger: Trigger) -> Found:
        parse, entry = self.parse, trigger.entry
        subject = self.people(parse.subject(trigger.first))
        if entry.frame == "pa":
            return [], self._patients(parse.subject(trigger.first), trigger)
        if parse.passive(trigger.first) or self._reduced_passive(trigger):
            subject = self._patients(parse.subject(trigger.first), trigger)
            agents = self._agents(trigger.last)
            if not agents and entry.type not in _FORCE:
                return agents, subject or self._loose(trigger)
            return agents, subject
        objects = self._objects(trigger)
        if entry.type not in _FORCE and not any(p.mention for p in objects):
            objects += self._loose(trigger) or self._near(trigger)
        return self._doers(subject, trigger), objects or self._blasted(trigger)

    def _reduced_passive(self, trigger: Trigger) -> bool:
        """Whether a participle without auxiliary has its patient before it ("five killed in a blast")."""
        parse, i = self.parse, trigger.first
        if parse.letter(i) != "E" or trigger.entry.frame != "ap" or parse.objects(trigger.last):
            return False
        start = parse.group_start(i)
        if any(parse.letter(k) == "A" for k in range(start, i)):
            return False
        after = parse.norm(parse.skip(trigger.last))
        if after == "by":
            return True
        direct = trigger.last == i + 1 and parse.letter(parse.skip(trigger.last)) in "P.CT"
        subject = parse.subject(i)
        if not direct or not subject:
            return False
        suffering = parse.tokens[i].lemma in words("en", "animate")  # to kill takes an object
        return suffering or not any(p.armed for p in self.people(subject))

    def _patients(self, chunks: list[Chunk], trigger: Trigger) -> list[Party]:
        return [p for c in chunks for p in self._suffering(c, trigger)]

    def _suffering(self, chunk: Chunk, trigger: Trigger) -> list[Party]:
        """A phrase that was acted upon, with the body whose people it counts."""
        found = self.party(chunk, trigger)
        named = any(p.mention is not None and p.mention.actor_id for p in found)
        whose = self._whose(chunk) if trigger.entry.type in _FORCE and not named else []
        return [*found, *(p for p in whose if p not in found)]

    def _objects(self, trigger: Trigger) -> list[Party]:
        parse = self.parse
        found = parse.objects(trigger.last)
        if found:
            out = self._patients(found, trigger)
            if trigger.entry.type not in _FORCE:
                out += self._of(found[-1].last)
            return out
        at = parse.skip(trigger.last)
        if parse.letter(at) == "P" and parse.norm(at) in _AGAINST and parse.starting(at + 1):
            near = [c for prep, c in parse.phrases(at) if prep == parse.norm(at)]
            return [p for c in near[:2] for p in self.party(c, trigger)]
        if parse.norm(at) in {"that", "whether"} or parse.starting(at):
            inner = parse.starting(at + 1)
            return self.party(inner, trigger) if inner is not None else []
        return []

    def _of(self, at: int) -> list[Party]:
        """Known parties in the prepositional phrases of an object ("the demands *of the rebels*")."""
        inner = [p for prep, c in self.parse.phrases(at) if prep in _LOOSE for p in self.party(c, None)]
        return [p for p in inner if p.mention is not None][:2]

    def _loose(self, trigger: Trigger) -> list[Party]:
        """Known parties after the trigger, through infinitives, to the end of the clause."""
        parse = self.parse
        out: list[Party] = []
        for chunk in parse.chunks:
            if chunk.first < trigger.last:
                continue
            if (
                parse.letter(chunk.first - 1) == "R"
                or len(out) > 1
                or self._barred(trigger.last, chunk.first)
            ):
                break
            out += [p for p in self.party(chunk, None) if p.mention is not None]
        acting = [p for p in out if p.mention is not None and p.mention.kind in _ACTING]
        return list(dict.fromkeys([*out[:1], *acting[:2]]))

    def _near(self, trigger: Trigger) -> list[Party]:
        """What the first prepositional phrase names, where nobody known is named."""
        after = [(prep, c) for prep, c in self.parse.phrases(trigger.last) if prep in _LOOSE]
        return [p for _, c in after[:2] if not self._place(c) for p in self.party(c, None)]

    def _place(self, chunk: Chunk) -> bool:
        """Whether a phrase names a town or a scene, which nobody demonstrates against."""
        inside = (p for p in self.sentence.places if p.first < chunk.last and chunk.first < p.last)
        return any(p.place.level in {"town", "site", "adm2"} for p in inside)

    def _barred(self, first: int, last: int) -> bool:
        """Whether a new sentence part opens between two tokens."""
        return any(self.parse.norm(k) in words("en", "new_part") for k in range(first, last))

    def _agents(self, at: int) -> list[Party]:
        for prep, chunk in self.parse.phrases(at):
            if prep == "by":
                group = [chunk, *self.parse.joined(chunk)]
                return self.people(group)
        return []

    def _doers(self, subject: list[Party], trigger: Trigger) -> list[Party]:
        """Subjects that may act: known parties; unknown ones unless they are things."""
        known = [p for p in subject if p.mention is not None]
        if known or trigger.entry.type in _FORCE:
            return known
        return [p for p in subject if not self._thing(p.last - 1)]

    def _duty(self, trigger: Trigger) -> Found:
        verb = duty(self.parse, trigger.first)
        obliged = self.parse.ending(trigger.first)
        if verb is None or obliged is None:
            return [], []
        speakers = self.people(self.parse.subject(verb))
        return speakers, [*self.party(obliged, None), *self.people([self.parse.outermost(obliged)])]

    # ------------------------------------------------------------ mutual acts and nouns

    def _mutual(self, trigger: Trigger) -> Found:
        parse = self.parse
        actors = self.people(parse.subject(trigger.first)) if not parse.passive(trigger.first) else []
        chunks = parse.objects(trigger.last)
        matter = bool(chunks) and not any(p.mention for c in chunks for p in self.party(c, None))
        joining = _WITH - {"of"} if matter else _WITH  # to discuss the spread of the group
        chunks += [c for prep, c in parse.phrases(trigger.last) if prep in joining]
        others = [p for c in chunks for p in self.party(c, None) if p.mention is not None]
        if not others:
            others = [p for p in self._loose(trigger) if not self._aimed(trigger, p, matter=matter)]
        return [*actors, *others], []

    def _aimed(self, trigger: Trigger, p: Party, *, matter: bool) -> bool:
        """Whether somebody stands only in what a meeting is for ("to discuss the group's spread")."""
        chunk = self.parse.chunk_at(p.first)
        about = chunk is not None and chunk.prep >= 0 and self.parse.norm(chunk.prep) in _ABOUT
        return "L" in self.parse.tags[trigger.last : p.first] or (matter and about)

    def _noun(self, trigger: Trigger) -> Found:
        doers, others = self._noun_roles(trigger)
        return doers, [*others, *self._blasted(trigger)]

    def _blasted(self, trigger: Trigger) -> list[Party]:
        """Buildings and vehicles at which something exploded."""
        if trigger.entry.mode not in _BLAST:
            return []
        chunk = self.parse.chunk_at(trigger.first) if trigger.entry.pos == "noun" else None
        after = self.parse.phrases(chunk.last if chunk is not None else trigger.last)
        hit = [c for prep, c in after if prep in _AT and self._is(c.last - 1, "building", "vehicle")]
        return [p for c in hit[:2] for p in self.party(c, trigger) if p.mention is None]

    def _noun_roles(self, trigger: Trigger) -> Found:
        parse, frame = self.parse, trigger.entry.frame
        chunk = parse.chunk_at(trigger.first)
        owners = self._owners(chunk, trigger) if chunk is not None else []
        end = chunk.last if chunk is not None else trigger.last
        after = parse.phrases(end) or parse.phrases(self._past_happening(end))
        agents = [p for prep, c in after if prep == "by" for p in self.party(c, None)]
        doers = agents or self._light(chunk) if chunk is not None else agents
        if frame == "rec" or trigger.entry.type == "CONSULT":
            inner = [p for prep, c in after if prep in _WITH for p in self.party(c, None) if p.mention]
            return [*owners, *doers, *inner], []
        wanted = _ON if frame == "n-on" else _AGAINST
        if frame == "n-of":
            first = [c for prep, c in after[:1] if prep in {"of", "against", "on"}]
            victims = [p for c in first for p in self.party(c, trigger)]
            return doers, victims or owners
        inner = [p for prep, c in after if prep in wanted and prep != "by" for p in self.party(c, trigger)]
        if frame == "n-by" and not owners and not doers:
            owners = [p for prep, c in after[:1] if prep == "of" for p in self.party(c, None)]
        return doers or owners, [p for p in inner if p not in owners]

    def _past_happening(self, i: int) -> int:
        """Past a verb that says only that its subject happens ("fighting *is raging* between ...")."""
        while self.parse.letter(i) in "ABT":
            i += 1
        happens = self.parse.letter(i) in "VEF" and self.parse.tokens[i].lemma in words("en", "happening")
        return i + 1 if happens else len(self.parse.tokens)

    def _owners(self, chunk: Chunk, trigger: Trigger) -> list[Party]:
        """Parties that qualify a noun within its phrase (Taliban attack, Israel's air strike)."""
        inner = [p for p in self.known if chunk.first <= p.first and p.last <= trigger.first and p.mention]
        if trigger.entry.mode in _BLAST:
            inner = [p for p in inner if not self._scene(p)]
        return [self.sided(p) for p in inner]

    def _scene(self, p: Party) -> bool:
        """Whether a country before an explosion is where it was ("Kabul blast"), not who did it."""
        m = p.mention
        return m is not None and m.kind == "state" and m.form in {"name", "capital"}

    def _light(self, chunk: Chunk) -> list[Party]:
        """The subject of the verb whose object a noun is ("carried out an attack")."""
        parse = self.parse
        i = chunk.first - 1
        while i > 0 and parse.letter(i) in "BTP":
            i -= 1
        if parse.letter(i) not in "VEF" or parse.tokens[i].lemma not in words("en", "light"):
            return []
        if parse.passive(i):
            return self._agents(i + 1)
        subject = self.people(parse.subject(i))
        return [p for p in subject if p.mention is not None]

    # ------------------------------------------------------------ phrases to parties

    def people(self, chunks: list[Chunk]) -> list[Party]:
        """Parties of the phrases of a subject, with the group whose members they are."""
        return [p for c in chunks for p in (*self.party(c, None), *self._members_of(c))]

    def _members_of(self, chunk: Chunk) -> list[Party]:
        """The group in "guerrillas of the group"."""
        if self.parse.norm(chunk.last) not in {"of", "from"}:
            return []
        inner = self.parse.starting(chunk.last + 1)
        found = self.party(inner, None) if inner is not None else []
        shot = self.parse.tokens[chunk.last - 1].lemma in words("en", "shot")
        return [p for p in found if _body_of(p, states=shot)]

    def _whose(self, chunk: Chunk) -> list[Party]:
        """The body whose people a phrase counts ("two *members* of a unit of the army")."""
        parse, end = self.parse, chunk.last
        if parse.tokens[end - 1].lemma not in words("en", "rank_and_file"):
            return []
        while parse.norm(parse.skip(end)) == "of":
            inner = parse.starting(parse.skip(end) + 1)
            if inner is None:
                return []
            found = [p for p in self.party(inner, None) if _body_of(p, states=True)]
            if "H" in parse.tags[inner.first : inner.last]:
                return []  # of the Turkish-backed army: whose it is, is not known
            if found and not _unnamed_group(found[0]):
                return found
            end = inner.last + (parse.norm(inner.last) == "”")
        return []

    def party(self, chunk: Chunk, trigger: Trigger | None) -> list[Party]:
        """A phrase as a party: with its mention, or the owner named in it, or as it is."""
        first = chunk.first
        while first < chunk.last - 1 and self.parse.letter(first) == "D":
            first += 1
        inside = [p for p in self.known if p.first < chunk.last and p.last > chunk.first]
        if self.parse.letter(chunk.first) == "O":
            return self._pronoun(chunk)
        if self._somewhere(chunk):
            return []
        heads = [p for p in inside if p.last >= chunk.last and p.mention is not None]
        if heads and trigger is None and (pair := self._group_and_members(heads[-1], first)):
            return pair
        if heads:
            return self._apposed(Party(min(first, heads[-1].first), chunk.last, heads[-1].mention))
        named = [p for p in inside if self._titled(p, chunk)]
        if named:
            return [Party(first, chunk.last, named[-1].mention)]
        owners = [self.sided(p) for p in inside if p.mention is not None]
        whole = Party(first, chunk.last, None)
        if self._thing(chunk.last - 1):
            owners = [p for p in owners if not _bare_force(p)]
        if trigger is None:
            body = self._body(whole)
            return body or owners[:1] or [whole]
        if trigger.entry.type not in _FORCE:
            return [whole, *owners[:1]]
        sides = [p for p in owners if p.mention is not None and p.mention.kind in _ACTING]
        sides = [
            p for p in sides if p.mention is not None and (p.mention.form != "common" or p.mention.actor_id)
        ]
        return [*self._struck(whole, trigger), *sides[:1]]

    def _somewhere(self, chunk: Chunk) -> bool:
        """Whether a phrase says what kind of place it names ("the Moroccan capital Rabat")."""
        types = words("en", "place_type")
        named = (p.first - 1 for p in self.sentence.places if chunk.first < p.first and p.last == chunk.last)
        return any(self.parse.tokens[i].lemma in types for i in named)

    def _group_and_members(self, p: Party, first: int) -> list[Party]:
        """The group and its people in "Shining Path guerrillas": the one is named, the others acted."""
        m = p.mention
        if m is None or m.kind != "group" or not m.actor_id or m.form != "common" or m.last - m.first < 2:
            return []
        tokens = self.sentence.tokens
        of = next((i for i in range(m.first, m.last) if tokens[i].norm == "of"), None)
        start, end = (of + 1, m.last) if of is not None else (m.first, m.last - 1)
        while start < end - 1 and self.parse.letter(start) == "D":
            start += 1
        named = replace(
            m, first=start, last=end, start=tokens[start].start, end=tokens[end - 1].end, form="name"
        )
        people = replace(m, kind="people")
        return [Party(start, end, named), Party(min(first, m.first), m.last, people)]

    def _body(self, whole: Party) -> list[Party]:
        """A body that is not in the base, by its head noun ("the National Renewal Front")."""
        head = self.parse.tokens[whole.last - 1]
        names = [i for i in range(whole.first, whole.last) if self.parse.letter(i) == "N"]
        if head.norm not in words("en", "armed_body") or len(names) < 2:
            return []
        start, end = self.sentence.tokens[whole.first].start, head.end
        mention = Mention(
            start=start, end=end, first=whole.first, last=whole.last, kind="group", form="common"
        )
        return [whole._replace(mention=mention)]

    def _struck(self, whole: Party, trigger: Trigger) -> list[Party]:
        """An unknown phrase that was attacked: somebody, a building or vehicle, or nothing to name."""
        head = whole.last - 1
        if self._is(head, "building", "vehicle"):
            return [whole]
        if self._is(head, "matter", "animal") or not self._full(whole):
            return []
        if self._animate(trigger):
            return [whole._replace(mention=self._somebody(whole))]
        return [whole] if self._capital(head) else []

    def _full(self, whole: Party) -> bool:
        """Whether a phrase has more than a bare common word or number."""
        wordy = any(self.parse.letter(i) == "N" for i in range(whole.first, whole.last))
        marked = self.parse.letter(whole.first - 1) in "D#" or whole.last - whole.first > 1
        return wordy and (marked or self._capital(whole.last - 1))

    def _capital(self, i: int) -> bool:
        return self.sentence.surface(self.parse.tokens[i].start, self.parse.tokens[i].end)[:1].isupper()

    def _pronoun(self, chunk: Chunk) -> list[Party]:
        """Whom a third-person pronoun stands for: the subject of the verb before it."""
        if self.parse.norm(chunk.first) not in _THIRD:
            return []
        verb = self.parse.verb_before(chunk.first)
        own = self.parse.subject(verb) if verb is not None else []
        if self.parse.norm(chunk.first) in _OBJECT:  # nobody fires "to disperse them" at himself
            while verb is not None and self.parse.subject(verb) == own:
                verb = self.parse.verb_before(verb)
        if verb is None:
            return []
        before = [c for c in self.parse.subject(verb) if self.parse.letter(c.first) != "O"]
        return self.people(before)

    def _apposed(self, party: Party) -> list[Party]:
        """The party with the names set beside it ("the governor, Antonio Roldan, was killed").

        One name stands for the party; several are added to it.
        """
        m = party.mention
        if m is None or m.kind not in {"person", "people"} or m.form not in {"role", "common"} or m.name:
            return [party]
        names = self._names_at(party.last)
        found = [Party(c.first, c.last, self._somebody(Party(c.first, c.last, m), "person")) for c in names]
        return found if len(found) == 1 and not self._plural(party) else [party, *found]

    def _plural(self, party: Party) -> bool:
        head = party.last - 1
        return self._plural_at(head) or self.parse.norm(head) in words("en", "irregular_plural")

    def _names_at(self, i: int) -> list[Chunk]:
        """Names after a comma, colon or dash, up to the comma or stop that closes them."""
        parse = self.parse
        if parse.norm(i) not in {",", ":", "-", "--", "–", "—"}:
            return []
        while parse.norm(i) in {",", ":", "-", "--", "–", "—"}:
            i += 1
        first = parse.starting(i)
        if first is None:
            return []
        group = [first, *parse.joined(first)]
        closed = parse.norm(group[-1].last) in {",", ".", "", "-", "--", "–", "—", ";"}
        return group if closed and all(map(self._name_like, group)) else []

    def _name_like(self, chunk: Chunk) -> bool:
        """Whether a phrase can be somebody's name: two to five plain words that nothing else knows."""
        plain = all(
            self.parse.letter(i) == "N" and not self._thing(i) for i in range(chunk.first, chunk.last)
        )
        known = any(p.first < chunk.last and p.last > chunk.first for p in self.known)
        return plain and not known and 2 <= chunk.last - chunk.first <= 5

    def _titled(self, p: Party, chunk: Chunk) -> bool:
        """Whether only words of a name follow a title or "students" in its phrase."""
        m = p.mention
        if m is None or m.kind not in {"person", "people"} or (m.kind == "people" and m.form == "adjective"):
            return False
        tail = range(p.last, chunk.last)
        if any(self.parse.letter(i) == "S" or self._thing(i) for i in tail):
            return False
        return m.kind == "person" or (len(tail) > 1 and not any(self._plural_at(i) for i in tail))

    def _plural_at(self, i: int) -> bool:
        token = self.parse.tokens[i]
        return token.norm != token.lemma and token.norm.endswith("s")

    def _thing(self, i: int) -> bool:
        return self._is(i, "building", "vehicle", "matter")

    def _is(self, i: int, *kinds: str) -> bool:
        token = self.parse.tokens[i]
        return things().get(token.lemma, things().get(token.norm, "")) in kinds

    @staticmethod
    def _animate(trigger: Trigger) -> bool:
        return not words("en", "animate").isdisjoint(trigger.entry.trigger.split())

    def _somebody(self, party: Party, kind: ActorKind = "unknown") -> Mention:
        """A mention for a phrase that must mean people, by the verb."""
        start, end = self.sentence.tokens[party.first].start, self.sentence.tokens[party.last - 1].end
        return Mention(start=start, end=end, first=party.first, last=party.last, kind=kind, form="common")

    def sided(self, p: Party) -> Party:
        """A nationality before a noun, as the state it stands for."""
        m = p.mention
        if m is not None and m.kind == "people" and m.form == "adjective" and m.country:
            return p._replace(mention=_state(m))
        return p


def _body_of(p: Party, *, states: bool) -> bool:
    """Whether a party is a group, or (where ``states``) a force or authority by its common noun."""
    m = p.mention
    return m is not None and (m.kind == "group" or (states and m.kind == "state" and m.form == "common"))


def _unnamed_group(p: Party) -> bool:
    m = p.mention
    return m is not None and m.kind == "group" and not m.actor_id


def _bare_force(p: Party) -> bool:
    """Whether a word of a force has no country with it ("military" in "a military airbase")."""
    m = p.mention
    return m is not None and m.kind == "state" and m.form == "common" and not m.country


def _state(m: Mention) -> Mention:
    return replace(m, kind="state", actor_id=f"country:{m.country}", sector="GOV")
