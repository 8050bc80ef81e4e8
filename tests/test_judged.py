"""What the search finds is what a judge finds who looks at each record."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcatalog.domain.choices import ActorKind, EventType, Measure, MembershipStatus, NameType
from netcatalog.domain.fields import Kind
from netcatalog.domain.folding import fold
from netcatalog.domain.query import own_words_of, words_of
from netcatalog.domain.query_tokens import quoted, straight
from netcatalog.domain.records import (
    SCHEMA,
    Actor,
    Body,
    Event,
    Figure,
    Identifier,
    Membership,
    Name,
    Note,
    Participant,
    Period,
    Relation,
    Source,
    Statement,
    Tag,
    Topic,
)
from netcatalog.domain.rules import problems
from netcatalog.domain.sections import NETWORKS, SECTIONS, SOURCES
from netcatalog.services.opening import open_file
from tests import make
from tests.conftest import USER, clock
from tests.judge import Judge, tokens

WORDS = [
    *("Łódź", "Zürich", "Straße", "Île-de-France", "net", "network", "East/West", "EU-27"),
    *("Київ", "Kyiv", "Йошкар-Ола", "Αθήνα", "Athina", "a", "☂", "100%", "(region)", "*"),
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
DATES = st.sampled_from(["", "1990", "1990-05", "1995~", "198X", "2000/..", "../1980", "2024-02"])
COUNTRIES = st.sampled_from(["", "PL", "GR", "UA"])
QUANTITIES = st.integers(0, 3)
SAID = "trams in Łódź"


class Filler:
    """Draws the records of a small catalogue, in an order in which they can be added."""

    def __init__(self, draw):
        self.draw = draw
        self.records = []
        self.sources = [-1 - number for number in range(draw(QUANTITIES))]
        self.actors = [-100 - number for number in range(draw(st.integers(1, 5)))]

    def add(self, kind, /, **given):
        self.records.append(make.record(kind, **given))

    def say(self, kind, /, **given):
        """Add what a source may say: which, as of when, and in which of its words."""
        source = self.draw(st.sampled_from([None, *self.sources]))
        words = {}
        if source is not None and self.draw(st.booleans()):
            words = {"start": 0, "end": self.draw(st.integers(1, len(SAID)))}
        self.add(kind, source=source, as_of=self.draw(DATES), **words, **given)

    def fill(self):
        draw = self.draw
        for key in self.sources:
            self.add(Source, id=key, title=draw(TEXTS), text=SAID, retrieved=draw(DATES))
        for key in self.actors:
            self.actor(key)
        for key in self.actors:
            for _ in range(draw(QUANTITIES)):
                self.fact(key, draw(st.integers(0, 8)))
        for number in range(draw(QUANTITIES) if len(self.actors) > 1 else 0):
            self.membership(-200 - number)
        return self.records

    def actor(self, key):
        draw = self.draw
        self.say(
            Actor,
            id=key,
            kind=draw(st.sampled_from([ActorKind.NETWORK, ActorKind.AUTHORITY, ActorKind.BODY])),
            is_network=draw(st.booleans()),
            country=draw(COUNTRIES),
            population=draw(st.none() | QUANTITIES),
            place=draw(st.just("") | TEXTS),
        )
        for text in draw(st.lists(TEXTS, min_size=1, max_size=3)):
            self.say(Name, actor=key, text=text, type=draw(st.sampled_from(NameType)))

    def fact(self, key, sort):
        draw, text = self.draw, self.draw(TEXTS)
        anybody = st.sampled_from(self.actors)
        match sort:
            case 0:
                self.say(Topic, actor=key, label=text)
            case 1:
                self.say(Statement, actor=key, text=text)
            case 2:
                self.say(Body, actor=key, name=text)
            case 3:
                self.say(Identifier, actor=key, value=text)
            case 4:
                measure = draw(st.sampled_from(Measure))
                self.say(Figure, actor=key, measure=measure, low=draw(QUANTITIES))
            case 5:
                event, what = -1000 - len(self.records), draw(st.sampled_from(EventType))
                self.say(Event, id=event, actor=key, type=what, date=draw(DATES))
                self.say(Participant, event=event, actor=draw(anybody), role=text)
            case 6:
                self.say(Relation, actor=key, other=draw(anybody))
            case 7:
                self.add(Tag, actor=key, label=text)
            case 8:
                self.add(Note, actor=key, text=text, author=draw(TEXTS))

    def membership(self, key):
        draw = self.draw
        member, network = draw(st.permutations(self.actors))[:2]
        status, category = draw(st.sampled_from(MembershipStatus)), draw(st.just("") | TEXTS)
        self.say(
            Membership, id=key, member=member, network=network, status=status, category=category
        )
        if draw(st.booleans()):
            self.say(Period, membership=key, since=draw(DATES))
        if draw(st.booleans()):
            self.add(Note, membership=key, text=draw(TEXTS), author=draw(TEXTS))


@st.composite
def catalogues(draw):
    """Return the records of a small catalogue."""
    return Filler(draw).fill()


def parts_of(word):
    """Return a strategy of what one may type for a word: it, its beginning, or its middle."""
    return st.tuples(st.integers(0, 3), st.integers(1, 12)).map(
        lambda cut: word[cut[0] : cut[0] + cut[1]] or word
    )


PARTS = st.sampled_from(WORDS).flatmap(parts_of)
VALUES = {
    Kind.DATE: st.sampled_from(["1990", "1980..1990", ">1990", "<=1995", "198X", "..1980"]),
    Kind.INTEGER: st.sampled_from(["0", "1..2", ">1", "<=2", "2.."]),
    Kind.COUNTRY: COUNTRIES.filter(bool),
    Kind.FLAG: st.sampled_from(["yes", "no"]),
}
OWN = {
    "has": st.sampled_from(["note", "tag", "event", "membership", "name", "topic", "period"]),
    "unsourced": st.sampled_from(["yes", "no"]),
    "stale": st.sampled_from([">1y", ">30y", "<1991", "<1985"]),
}


def terms(section):
    """Return a strategy of single terms that may be asked in a section."""
    words = words_of(SCHEMA, section.kind)
    hanging = {kind.about.key for kind, _ in SCHEMA.hanging_on(section.kind)}

    def of_field(name):
        field = words[name].field
        if field.choices is not None:
            values = st.sampled_from([choice.value for choice in field.choices])
        else:
            texts = (PARTS | TEXTS | TEXTS.map("={}".format)).map(quoted)
            values = VALUES.get(field.kind, texts)
        return st.lists(values, min_size=1, max_size=2).map(
            lambda some: f"{name}:{','.join(some)}"
        )

    own = [
        OWN[word].filter(lambda value, word=word: word != "has" or value in hanging)
        .map(f"{word}:{{}}".format)
        for word in own_words_of(SCHEMA, section.kind) if word in OWN
    ]  # fmt: skip
    names = [name for name, word in words.items() if word.field.kind is Kind.REFERENCE]
    return st.one_of(
        PARTS.map(plain),
        (PARTS | TEXTS).map('"{}"'.format),
        st.sampled_from(sorted(words)).flatmap(of_field),
        *([st.sampled_from(names).flatmap(of_field)] if names else []),
        *own,
    )


def plain(word):
    """Return a word as it is typed to be found as it is."""
    return f'"{word}"' if set(word) & set('()"|:') or word.startswith("-") else word


def queries(section):
    """Return a strategy of texts for the search bar."""
    return st.recursive(
        terms(section),
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(" ".join),
            st.tuples(inner, inner).map(" or ".join),
            inner.map("({})".format),
            inner.map("-({})".format),
        ),
        max_leaves=5,
    )


@contextmanager
def filled(empty_file, records):
    """Lend a catalogue that holds some records."""
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copyfile(empty_file, Path(folder) / "judged.netcatalog")
        catalog = open_file(path, user=USER, clock=clock)
        try:
            make.add(catalog, *records)
            yield catalog
        finally:
            catalog.close()


QUICK = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
"""Each example makes a catalogue of its own."""


@QUICK
@given(catalogues(), st.data())
def test_the_search_finds_what_the_judge_finds(empty_file, records, data):
    with filled(empty_file, records) as catalog:
        judge = Judge(catalog)
        for section in SECTIONS:
            for text in data.draw(st.lists(queries(section), min_size=4, max_size=4)):
                query = catalog.query(text, section)
                assert query.problems == ()
                assert set(catalog.find(query)) == judge.found(query), text


LETTERS = st.characters(max_codepoint=0x4FF, exclude_categories=["Cc"]) | st.sampled_from(
    "中か가אع🏙ẞ"
)
NAMES = st.text(LETTERS, min_size=1, max_size=16).filter(
    lambda name: (
        not problems(make.record(Name, text=name))
        and (tokens(fold(name)) or straight(name) == name)
    )
)


@QUICK
@given(st.lists(NAMES, min_size=1, max_size=4))
def test_a_record_is_found_by_each_of_its_names_whole_begun_and_from_the_middle(empty_file, names):
    records = [
        make.record(Actor, id=-1),
        *(make.record(Name, actor=-1, text=one) for one in names),
    ]
    with filled(empty_file, [*records, make.record(Source, title=names[0])]) as catalog:
        for section, called in ((NETWORKS, names), (SOURCES, names[:1])):
            for text in (text for name in called for text in ways_to_ask(name)):
                assert len(catalog.find(catalog.query(text, section))) == 1, text


def ways_to_ask(name):
    """Yield what finds a name: all of it, each beginning of a word, and three letters anywhere."""
    yield '"' + straight(name).replace('"', '""') + '"'
    for word in tokens(fold(name)):
        yield from (word[:end] for end in range(1, len(word) + 1))
        yield from (word[start : start + 3] for start in range(len(word) - 2))
