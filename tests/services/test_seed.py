from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.records import SCHEMA, Actor, Name, Relation, Source, Sourced
from netcatalog.domain.rules import problems
from netcatalog.services.opening import create_catalog, open_catalog
from netcatalog.services.seed import SEED_TITLE, seed_changes

REPOSITORY = Path(__file__).parents[2]
SEED = REPOSITORY / "db" / "seed"
SHARED_TEXT = REPOSITORY.parent / "shared" / "seed" / "networks.txt"

MOST_STRETCHES_WITHOUT_FACT = 3
"""A fourth means that a sentence was given up too soon."""

TEXT = "Alpha met Beta in Łódź. Then Beta left Alpha."
SOURCE = '[source]\ntitle = "Tale"\n'
ALPHA = '[[actors]]\nkey = "alpha"\nkind = "network"\nquote = "Alpha met"\n'


@pytest.fixture(scope="module")
def seed():
    return [change.after for change in seed_changes(SEED)]


@pytest.fixture(scope="module")
def text():
    return (SEED / "networks.txt").read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def facts():
    return tomllib.loads((SEED / "facts.toml").read_text("utf-8"))


@pytest.fixture
def records_of(tmp_path):
    """Read facts written in a test: a function from TOML to records."""

    def read(facts, text=TEXT):
        (tmp_path / "networks.txt").write_bytes(text.encode("utf-8"))
        (tmp_path / "facts.toml").write_text(facts, "utf-8")
        return [change.after for change in seed_changes(tmp_path)]

    return read


def sourced(records):
    return [record for record in records if isinstance(record, Sourced)]


def quotes_in(rows, group):
    """Yield the group and quote of every entry and of those nested in it."""
    for row in rows:
        yield group, row["quote"]
        for name, value in row.items():
            if isinstance(value, list):
                yield from quotes_in(value, name)


def references(record):
    values = (
        getattr(record, one.name) for one in fields_of(type(record)) if one.kind is Kind.REFERENCE
    )
    return [value for value in values if value is not None]


def test_the_text_is_the_one_that_was_handed_over():
    if not SHARED_TEXT.exists():
        pytest.skip("the text that was handed over does not lie beside this repository")
    assert (SEED / "networks.txt").read_bytes() == SHARED_TEXT.read_bytes()


def test_the_source_keeps_the_text_unchanged(seed, text):
    assert [record.text for record in seed if isinstance(record, Source)] == [text]


def test_every_word_lies_in_a_passage_or_a_stretch_without_fact(seed, text, facts):
    covered = set()
    for record in sourced(seed):
        covered.update(range(record.start, record.end))
    for stretch in facts.get("no_fact", []):
        start = text.index(stretch["quote"])
        covered.update(range(start, start + len(stretch["quote"])))
    left = "".join(
        " " if here in covered or letter.isspace() else letter for here, letter in enumerate(text)
    )
    assert left.split() == []


def test_stretches_without_fact_are_few(facts):
    assert len(facts.get("no_fact", [])) <= MOST_STRETCHES_WITHOUT_FACT


def test_each_passage_has_the_words_of_its_quote(seed, text, facts):
    written = Counter(
        pair for name in ("actors", "memberships") for pair in quotes_in(facts[name], name)
    )
    read = Counter(
        (record.about.group, text[record.start : record.end]) for record in sourced(seed)
    )
    assert read == written


def test_every_record_may_be_stored(seed):
    assert [(record, problems(record)) for record in seed if problems(record)] == []


def test_ids_are_placeholders_and_each_is_given_once(seed):
    ids = [record.id for record in seed]
    assert max(ids) < 0
    assert len(set(ids)) == len(ids)


def test_each_record_comes_after_those_it_refers_to(seed):
    given = set()
    for record in seed:
        assert set(references(record)) <= given
        given.add(record.id)


def test_all_rests_on_the_one_source(seed):
    (source,) = (record for record in seed if isinstance(record, Source))
    assert {record.source for record in sourced(seed)} == {source.id}


def test_a_new_catalogue_holds_the_seed_as_one_revision(tmp_path, seed):
    path = tmp_path / "new.netcatalog"
    create_catalog(path, user="Ada")
    with open_catalog(path, user="Ada") as catalog:
        (revision,) = catalog.history()
        stored = [recorded.change.after for recorded in catalog.changes_of(revision)]
        assert stored == [catalog.record(type(record), record.id) for record in stored]
    assert revision.title == SEED_TITLE
    kinds = list(dict.fromkeys(map(type, seed)))  # the history tells of additions by type
    given = sorted(seed, key=lambda record: kinds.index(type(record)))
    ids = {(type(one), one.id): record.id for one, record in zip(given, stored, strict=True)}
    for placeholder, record in zip(given, stored, strict=True):
        links = {
            one.name: ids.get((SCHEMA[one.refers], getattr(placeholder, one.name)))
            for one in fields_of(type(placeholder))
            if one.kind is Kind.REFERENCE
        }
        assert record == replace(placeholder, id=record.id, uid=record.uid, **links)


def test_the_example_of_the_read_me_is_read(records_of):
    read_me = (SEED / "README.md").read_text("utf-8")
    facts = re.search(r"```toml\n(.*?)```", read_me, re.DOTALL)[1]
    text = " ".join(re.search(r'says: "(.*?)"', read_me, re.DOTALL)[1].split())
    records = records_of(SOURCE + facts, text)
    assert [record.text for record in records if isinstance(record, Name)] == [
        "River Towns",
        "Danube League",
    ]


def test_a_passage_counts_characters_not_bytes(records_of):
    _, actor = records_of(SOURCE + '[[actors]]\nkind = "network"\nquote = "Then"')
    assert (actor.start, actor.end) == (24, 28)


def test_nth_tells_which_of_the_same_words_is_meant(records_of):
    _, actor = records_of(SOURCE + '[[actors]]\nkind = "network"\nquote = "Beta"\nnth = 2')
    assert (actor.start, actor.end) == (29, 33)


def test_a_key_may_be_used_before_it_is_given(records_of):
    relation = '[[actors.relations]]\ntype = "part_of"\nother = "beta"\nquote = "left Alpha"\n'
    beta = '[[actors]]\nkey = "beta"\nkind = "network"\nquote = "met Beta"\n'
    _, alpha, other, found = records_of(SOURCE + ALPHA + relation + beta)
    assert isinstance(found, Relation)
    assert (found.actor, found.other) == (alpha.id, other.id)


def test_a_fact_may_have_parts_of_its_own(records_of):
    event = '[[actors.events]]\ntype = "merged"\nquote = "met Beta"\n'
    part = '[[actors.events.participants]]\nactor = "alpha"\nquote = "Beta left"\n'
    _, alpha, met, who = records_of(SOURCE + ALPHA + event + part)
    assert (who.event, who.actor) == (met.id, alpha.id)


def test_a_stretch_without_fact_adds_nothing(records_of):
    source, actor = records_of(SOURCE + ALPHA + '[[no_fact]]\nquote = "Then"')
    assert (type(source), type(actor)) == (Source, Actor)


def test_what_hangs_on_an_actor_can_be_written_inside_it(records_of):
    """All but the records that belong to two actors and stand by themselves."""
    groups = {kind.about.group for kind, _ in SCHEMA.hanging_on(Actor) if not kind.about.root}
    assert {"names", "events", "agreements", "notes"} <= groups
    for group in groups:
        with pytest.raises(ValueError, match=rf"actor alpha, {group}: wants two brackets"):
            records_of(SOURCE + ALPHA + f"[actors.{group}]\nx = 1")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ('quote = "Gamma"', "actor alpha, name 1: the text does not say 'Gamma'"),
        ('quote = ""', "actor alpha, name 1: its quote is missing"),
        ("", "actor alpha, name 1: its quote is missing"),
        ('quote = "Beta"', "the text says 'Beta' 2 times: which one is nth = ?"),
        ('quote = "Beta"\nnth = 0', "the text says 'Beta' 2 times: nth = 0 is not there"),
        ('quote = "Beta"\nnth = 3', "the text says 'Beta' 2 times: nth = 3 is not there"),
        ('quote = "Then"\nlang = "pl"', "actor alpha, name 1: no field 'lang'"),
        ('quote = "Then"\nstart = 4', "actor alpha, name 1: no field 'start'"),
        ('quote = "Then"\nactor = "alpha"', "actor alpha, name 1: no field 'actor'"),
        ('quote = "Then"\nkey = "alpha"', "actor alpha, name alpha: the key 'alpha' is taken"),
        ('quote = "Then"\ntype = "offical"', "actor alpha, name 1: Invalid enum value 'offical'"),
        ('quote = "Then"\nlanguage = 3', r"Expected `str`, got `int` - at `$.language`"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(records_of, facts, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        records_of(f'{SOURCE}{ALPHA}[[actors.names]]\ntext = "Alpha"\n{facts}')


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ('[[actors]]\nquote = "Then"', "actor 1: Object missing required field `kind`"),
        (
            '[[actor]]\nquote = "Then"',
            "'actor' is none of actors, memberships, source and no_fact",
        ),
        ('[[no_fact]]\nquote = "Gamma"', "no_fact: the text does not say 'Gamma'"),
        (
            ALPHA + '[[memberships]]\nmember = "alpha"\nnetwork = "beta"\nquote = "Then"',
            "membership 1: network: no actor has the key 'beta'",
        ),
        (
            ALPHA + '[[actors.bodies]]\nname = "B"\nelected_by = "alpha"\nquote = "Then"',
            "actor alpha, body 1: elected_by: no body has the key 'alpha'",
        ),
    ],
)
def test_what_is_wrong_with_the_file_is_said(records_of, facts, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        records_of(SOURCE + facts)


def test_bodies_that_elect_each_other_are_told(records_of):
    body = '[[actors.bodies]]\nkey = "{0}"\nname = "{0}"\nelected_by = "{1}"\nquote = "Then"\n'
    with pytest.raises(ValueError, match="in a circle: body, body"):
        records_of(SOURCE + ALPHA + body.format("a", "b") + body.format("b", "a"))


def test_an_unknown_field_of_the_source_is_said(records_of):
    with pytest.raises(ValueError, match="source: no field 'name'"):
        records_of('[source]\ntitle = "Tale"\nname = "Tale"')
