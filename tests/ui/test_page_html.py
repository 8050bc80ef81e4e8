from __future__ import annotations

import datetime as dt
import html
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from PySide6.QtGui import QTextDocument

from netcatalog.domain import wording
from netcatalog.domain.changes import Change
from netcatalog.domain.choices import MembershipStatus, NameType, StatementType
from netcatalog.domain.fields import Choice, Kind, Schema, field, field_named, fields_of, record
from netcatalog.domain.pages import Entry, Group, Page, Reference
from netcatalog.domain.records import (
    RECORDS,
    SCHEMA,
    Actor,
    Event,
    Fact,
    Figure,
    Identifier,
    Membership,
    Name,
    Note,
    Period,
    Source,
    Sourced,
    Statement,
    Tag,
    Topic,
)
from netcatalog.ui import links
from netcatalog.ui.page_html import message_html, page_html
from tests import make

HOSTILE = '<script>alert(1)</script><img src="http://evil.example/x.png"> &amp; "q\' \u202eRTL'
"""Text that would do harm, or look otherwise than it is, if it were taken for markup."""


class Tags(HTMLParser):
    """Gathers the tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def links(self):
        return [one["href"] for one in self._anchors()]

    def hints(self):
        return [one.get("title") for one in self._anchors()]

    def _anchors(self):
        """Yield what is said of links, but for those of the history."""
        for tag, attributes in self.found:
            if tag == "a" and not attributes["href"].startswith(("state:", "history:")):
                yield attributes


@pytest.fixture
def words(qapp):
    """What a reader sees of a page, line by line."""

    def read(page: str) -> str:
        document = QTextDocument()
        document.setHtml(page)
        plain = document.toPlainText()
        return "".join(letter for letter in plain if letter not in "\u2068\u2069")

    return read


def page_of(catalog, name):
    return catalog.page(Actor, catalog.actor_named(name))


def set_page(catalog, key, kind=Actor):
    return page_html(catalog.page(kind, key), zone=dt.UTC)


def all_entries(page):
    entries = [page.entry, *(entry for group in page.groups for entry in group.entries)]
    children = [e for entry in entries for group in entry.children for e in group.entries]
    return [*entries, *children, *page.mentions]


KEY_FACTS = {
    "CEMR": [
        "Network",
        "Council of European Municipalities and Regions",
        "CCRE",
        "Council of European Municipalities (former name",
        "Conseil des Communes et Régions d'Europe",
        "over 35",
        "about 100 000",
        "Founded in Geneva",
        "European mayors",
        "“later”",
        "“Today”",
        "national associations of towns, municipalities and regions",
    ],
    "Covenant of Mayors": [
        "meet and exceed",
        "European Union",
        "−20 %",
        "by 2020",
        "local authorities, regional authorities",
    ],
    "EUROCITIES": [
        "over 120",
        "over 30",
        "1986",
        "share knowledge and ideas",
        "a wide range of Working Groups",
        "governance and international cooperation1, among others",
        "major cities in Europe",
    ],
    "EMTA": [
        "European Metropolitan Transport Authorities",
        "promote good practice in public transport",
        "Prague (transport authority)",
        "Vienna (transport authority)",
        "The list is not complete.",
    ],
    "ICLEI": [
        "Association · network",
        "governed by its members",
        "ICLEI Council",
        "meets every 3 years",
        "21 seats",
        "elected by ICLEI Council",
        "Strategic Plan",
        "based on Strategic Plan",
        "over 180",
        "EcoMobility",
    ],
    "CIFAL": [
        "Centre International de Formation des Autorités Locales",
        "civil society",
        "Not the only one.",
        "UN-HABITAT on behalf of UN Agencies",
        "world training arm",
        "(“new”)",
        "CIFAL centre in Płock: Part of CIFAL",
    ],
    "Polis": ["about 60", "Western Europe", "Hungary", "Czech Republic", "cities, regions"],
}


@pytest.mark.parametrize("name", KEY_FACTS)
def test_the_page_of_each_network_of_the_seed_holds_its_key_facts(seeded, words, name):
    shown = words(page_html(page_of(seeded, name)))
    assert [fact for fact in KEY_FACTS[name] if fact not in shown] == []


@pytest.mark.parametrize("name", KEY_FACTS)
def test_every_fact_with_a_passage_has_a_mark_that_leads_to_it_and_quotes_it(seeded, name):
    page = page_of(seeded, name)
    tags = Tags(page_html(page))
    marks = dict(zip(tags.links(), tags.hints(), strict=True))
    resting = [one for one in all_entries(page) if getattr(one.record, "start", None) is not None]
    assert resting
    for entry in resting:
        rests = entry.record
        passage = str(links.PassageLink(rests.source, rests.start, rests.end))
        assert html.unescape(marks[passage]) == f"<qt>“{entry.quote}”</qt>"


def test_a_fact_with_a_source_and_no_passage_leads_to_the_page_of_the_source(catalog):
    key = make.actor(catalog)
    source = make.fact(catalog, Source)
    make.fact(catalog, Figure, actor=key, source=source.id)
    tags = Tags(set_page(catalog, key))
    assert (
        tags.found.count(
            (
                "a",
                {"href": f"record:source:{source.id}", "class": "mark"}
                | {"title": "<qt>Source: Annual report</qt>"},
            )
        )
        == 1
    )


def test_what_no_source_says_has_no_mark(catalog):
    key = make.actor(catalog)
    make.fact(catalog, Figure, actor=key)
    assert Tags(set_page(catalog, key)).links() == []


def test_empty_parts_are_left_out(catalog):
    key = make.actor(catalog)
    headings = [tag for tag, _ in Tags(set_page(catalog, key)).found if tag in {"h1", "h2"}]
    assert headings == ["h1", "h2"]  # its name, and its history


class Colour(Choice):
    """A closed set of a toy record."""

    BLUE = "blue", "sky blue"


@record("flag", "Flags")
class Flag(Fact):
    """A record type that the page has never heard of."""

    motif: str = field("Motif")
    colour: Colour = field("Ground", default=Colour.BLUE)
    borrowed: int | None = field("Borrowed from", default=None)


def test_a_record_type_added_to_the_schema_stands_on_the_page_by_itself(words):
    flag = Flag(id=1, actor=1, source=7, start=0, end=4, motif="Two lions", remark="Old.")
    source = Source(id=7, title="Heraldry", text="Two lions on blue")
    entry = Entry(record=flag, sentence=wording.sentence(flag, str), quote="Two ")
    page = Page(
        entry=Entry(record=make.record(Actor, id=1), sentence=""),
        title="Alpha",
        groups=(Group(kind=Flag, via=field_named(Flag, "actor"), entries=(entry,), total=1),),
        mentions=(),
        sources={7: source},
        history=(),
    )
    made = page_html(page, schema=Schema((*RECORDS, Flag)))
    assert "Flags\n\nMotif: Two lions; Ground: sky blue1 Old." in words(made)
    assert "passage:7:0:4" in Tags(made).links()


def hostile(kind, **given):
    """Return a record of a type whose every text is hostile."""
    texts = {
        one.name: HOSTILE
        for one in fields_of(kind)
        if one.kind in {Kind.TEXT, Kind.PROSE, Kind.ADDRESS, Kind.MARKDOWN, Kind.LANGUAGE}
    }
    rests = {"source": 1, "start": 0, "end": 1} if issubclass(kind, Sourced) else {}
    return make.record(kind, **texts | rests | {"id": 1} | given)


def hostile_page(record):
    """Return a page whose every word is hostile, with an entry of every type on it."""

    def entry_of(one, children=()):
        references = {
            field.name: Reference(1, HOSTILE)
            for field in fields_of(type(one))
            if field.kind is Kind.REFERENCE
        }
        sentence = wording.sentence(one, lambda _key, _id: HOSTILE)
        return Entry(
            record=one, sentence=sentence, quote=HOSTILE, references=references, children=children
        )

    def groups_on(kind, deep):
        for other, via in SCHEMA.hanging_on(kind):
            children = tuple(groups_on(other, False)) if deep else ()
            entry = entry_of(hostile(other), children)
            yield Group(kind=other, via=via, entries=(entry,), total=2)

    return Page(
        entry=entry_of(record),
        title=HOSTILE,
        groups=tuple(groups_on(type(record), True)),
        mentions=(entry_of(hostile(Statement, id=2)),),
        sources={1: hostile(Source)},
        history=(),
    )


OUR_TAGS = {"a", "b", "br", "div", "h1", "h2", "hr", "i", "p", "pre", "span", "table", "td", "th"}
OUR_TAGS |= {"tr"}


@pytest.mark.parametrize("kind", [Actor, Membership, Source])
def test_hostile_text_in_every_field_is_shown_and_does_nothing(words, kind):
    made = page_html(hostile_page(hostile(kind)))
    tags = Tags(made)
    assert {tag for tag, _ in tags.found} <= OUR_TAGS
    assert all(links.read(address) for address in tags.links())
    assert "evil.example/x.png" in words(made)
    assert made.count("<script") == 0
    assert words(made).count("&amp;") >= len(SCHEMA.hanging_on(kind)) - 1  # a note's is an entity


def test_no_hint_can_be_taken_for_markup():
    hints = Tags(page_html(hostile_page(hostile(Actor)))).hints()
    assert hints
    for hint in hints:
        assert [tag for tag, _ in Tags(hint or "").found] in ([], ["qt"])


def test_every_text_of_every_record_is_escaped_in_the_history_too(catalog, words):
    key = make.actor(catalog, HOSTILE)
    catalog.apply(HOSTILE, [Change(after=make.record(Topic, actor=key, label=HOSTILE))])
    made = set_page(catalog, key)
    assert {tag for tag, _ in Tags(made).found} <= OUR_TAGS
    assert words(made).count("evil.example") == 6


def test_text_from_right_to_left_does_not_turn_what_stands_beside_it(catalog):
    hello = "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED}"
    key = make.actor(catalog, "Alpha", hello)
    assert f"\u2068{hello}\u2069" in set_page(catalog, key)


def test_an_address_that_is_none_of_the_web_is_no_link(words):
    record = make.record(Actor, id=1, website="javascript:alert(1)")
    page = Page(
        entry=Entry(record=record, sentence=""),
        title="Alpha",
        groups=(),
        mentions=(),
        sources={},
        history=(),
    )
    made = page_html(page)
    assert Tags(made).links() == []
    assert "javascript:alert(1)" in words(made)


def test_a_web_address_is_a_link_that_says_where_it_leads(catalog):
    key = make.actor(catalog, website="https://alpha.example/a?b=1&c=2")
    tags = Tags(set_page(catalog, key))
    assert tags.links() == ["https://alpha.example/a?b=1&c=2"]
    assert html.unescape(tags.hints()[0]) == "<qt>https://alpha.example/a?b=1&c=2</qt>"


def test_what_qualifies_a_fact_is_said_with_it(catalog, words):
    key = make.actor(catalog)
    make.fact(
        catalog,
        Figure,
        actor=key,
        as_of="2024-05",
        time_quoted="today",
        private=True,
        remark="Counted by hand.",
    )
    made = set_page(catalog, key)
    assert "members (“today”, as of May 2024, private) Counted by hand." in words(made)
    assert "<i>Counted by hand.</i>" in made


def test_a_country_that_the_source_does_not_say_is_marked_as_inferred(catalog, words):
    key = make.authority(catalog, country="PL", country_inferred=True)
    assert "Poland (inferred)" in words(set_page(catalog, key))


def test_a_country_that_the_source_says_is_not_marked(catalog, words):
    key = make.authority(catalog, country="PL")
    assert "(inferred)" not in words(set_page(catalog, key))


def test_a_name_in_place_of_a_name_is_said_to_be_one(seeded, words):
    shown = words(page_html(page_of(seeded, "Prague (transport authority)")))
    assert "Name: description in place of a name" in shown


def test_names_other_than_the_title_follow_it(catalog, words):
    key = make.actor(catalog, "Alpha", acronym="AAA")
    make.fact(catalog, Name, actor=key, text="Beta", type=NameType.FORMER, until="1990")
    assert "Alpha\nAAA\nBeta (former name, until 1990)" in words(set_page(catalog, key))


def test_identifiers_stand_among_the_particulars(catalog, words):
    key = make.actor(catalog)
    make.fact(catalog, Identifier, actor=key)
    assert "Wikidata\nQ1" in words(set_page(catalog, key))


def test_statements_stand_together_by_what_they_tell(catalog, words):
    key = make.actor(catalog)
    for kind, said in ((StatementType.AIM, "one"), (StatementType.CLAIM, "two")):
        make.fact(catalog, Statement, actor=key, type=kind, text=said)
    make.fact(catalog, Statement, actor=key, type=StatementType.AIM, text="three")
    assert "Aim\none; three\nClaim\ntwo" in words(set_page(catalog, key))


def test_a_complete_list_of_topics_does_not_speak_of_others(catalog, words):
    key = make.actor(catalog)
    make.fact(catalog, Topic, actor=key, list_complete=True)
    assert "among others" not in words(set_page(catalog, key))


def test_events_stand_in_the_order_of_time_and_undated_ones_last(catalog, words):
    key = make.actor(catalog)
    for date in ("2004", "", "1986-05", "~1990"):
        make.fact(catalog, Event, actor=key, date=date, detail=f"no. {date or 'none'}")
    shown = words(set_page(catalog, key))
    places = [shown.index(f"no. {date}") for date in ("1986-05", "~1990", "2004", "none")]
    assert places == sorted(places)


def test_of_very_many_members_the_page_tells_how_many_are_left_out():
    member = make.record(Membership, id=1, member=2, network=1)
    entry = Entry(
        record=member,
        sentence="Łódź in Alpha",
        references={"member": Reference(2, "Łódź"), "network": Reference(1, "Alpha")},
    )
    via = field_named(Membership, "network")
    page = Page(
        entry=Entry(record=make.record(Actor, id=1), sentence=""),
        title="Alpha",
        groups=(Group(kind=Membership, via=via, entries=(entry,), total=11_774),),
        mentions=(),
        sources={},
        history=(),
    )
    assert "and 11\u00a0773 more" in page_html(page)


def test_members_lead_to_their_pages_and_their_status_to_the_membership(catalog, words):
    key, member = make.actor(catalog), make.authority(catalog)
    held = make.fact(
        catalog,
        Membership,
        network=key,
        member=member,
        category="full",
        status=MembershipStatus.NOTICE_GIVEN,
    )
    make.fact(catalog, Period, membership=held.id, since="2012")
    made = set_page(catalog, key)
    assert Tags(made).links() == [f"record:actor:{member}", f"record:membership:{held.id}"]
    assert "Łódź\nnotice given, full\nsince 2012" in words(made)


def test_a_remark_that_all_members_share_is_made_once(seeded, words):
    shown = words(page_html(page_of(seeded, "EMTA")))
    assert shown.count("The city stands for its transport authority.") == 1


def test_an_authority_shows_the_networks_it_is_in(seeded):
    page = page_of(seeded, "Prague (transport authority)")
    network = seeded.actor_named("EMTA")
    assert f"record:actor:{network}" in Tags(page_html(page)).links()


def test_a_page_does_not_lead_to_itself(seeded):
    page = page_of(seeded, "CIFAL")
    assert f"record:actor:{page.entry.record.id}" not in Tags(page_html(page)).links()


def test_what_stands_on_the_page_already_is_not_said_to_be_said_by_others(seeded, words):
    shown = words(page_html(page_of(seeded, "CIFAL")))
    spoken = shown.split("Spoken of by")[1].split("Sources")[0]
    assert spoken.split() == ["CIFAL", "centre", "in", "Płock:", "Part", "of", "CIFAL1"]


def test_a_party_to_an_agreement_is_led_to_whose_agreement_it_is(seeded, words):
    made = page_html(page_of(seeded, "UN-HABITAT"))
    assert f"record:actor:{seeded.actor_named('CIFAL')}" in Tags(made).links()
    spoken = words(made).split("Spoken of by")[1]
    assert spoken.strip().startswith("CIFAL: recognises the CIFAL network")
    assert ": UN-HABITAT on behalf of UN Agencies" in spoken


def test_notes_stand_apart_with_author_and_time(catalog, words):
    key = make.actor(catalog)
    written = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
    make.fact(
        catalog, Note, actor=key, text="Ask **now**", author="Ana", written=written, private=True
    )
    make.fact(catalog, Tag, actor=key, label="renew")
    made = set_page(catalog, key)
    assert (
        "Our notes\nAsk now\nAna, 23 November 2026, 09:30, private · Edit\nTags: renew"
        in words(made)
    )
    assert "<strong>now</strong>" in made
    assert made.index('class="note"') < made.index("Ask ")


def test_tags_without_notes_stand_apart_too(catalog, words):
    key = make.actor(catalog)
    make.fact(catalog, Tag, actor=key, label="renew")
    assert "Our tags\nrenew" in words(set_page(catalog, key))


def test_moments_are_told_by_the_clock_of_the_reader(catalog, words):
    key = make.actor(catalog)
    page = catalog.page(Actor, key)
    shown = words(page_html(page, zone=dt.timezone(dt.timedelta(hours=2))))
    assert "Ana Kovač, 23 November 2026, 11:30: added" in shown


def test_the_history_says_what_was_changed_from_what_to_what(catalog, words):
    key = make.actor(catalog, place="Paris")
    held = catalog.record(Actor, key)
    catalog.apply("move Alpha", [Change(before=held, after=replace(held, place="Łódź"))])
    assert (
        "Move Alpha\nAna Kovač, 23 November 2026, 09:30: Place changed from “Paris” to “Łódź”"
    ) in words(set_page(catalog, key))


def test_the_history_says_what_was_undone(catalog, words):
    key = make.actor(catalog)
    catalog.apply(
        "set country",
        [Change(before=(held := catalog.record(Actor, key)), after=replace(held, country="PL"))],
    )
    catalog.undo()
    shown = words(set_page(catalog, key))
    assert "Undid: set country" in shown
    assert "Country “Poland” removed" in shown


def test_the_history_counts_what_was_added_by_the_dozen(seeded, words):
    shown = words(page_html(page_of(seeded, "CEMR")))
    assert "added 1 actor, 5 names, 3 events, 1 statement" in shown


def test_the_page_of_a_membership_leads_to_both_sides(seeded):
    membership = seeded.page(Membership, 1).entry.record
    leads = Tags(set_page(seeded, 1, Membership)).links()
    assert f"record:actor:{membership.member}" in leads
    assert f"record:actor:{membership.network}" in leads


def test_the_page_of_a_source_holds_its_whole_text_in_paragraphs(seeded, words):
    source = seeded.record(Source, 1)
    shown = words(set_page(seeded, 1, Source)).split("\n")
    written = [" ".join(line.split()) for line in source.text.splitlines() if line.strip()]
    assert [line for line in written if line not in shown] == []


def test_what_rests_on_a_source_is_listed_where_it_is_known(seeded, words):
    page = seeded.page(Source, 1)
    said = Entry(
        record=make.record(Topic, id=5),
        sentence="public transport",
        references={"actor": Reference(1, "Alpha")},
        root=("actor", Reference(1, "Alpha")),
    )
    shown = words(page_html(replace(page, mentions=(said,))))
    assert "What rests on it\n\nAlpha: public transport" in shown


def test_the_sources_are_numbered_as_their_marks_are(catalog, words):
    key = make.actor(catalog)
    first, second = make.add(
        catalog, make.record(Source, title="First"), make.record(Source, title="Second")
    )
    make.fact(catalog, Topic, actor=key, label="air", source=first.id)
    make.fact(catalog, Topic, actor=key, label="water", source=second.id)
    shown = words(set_page(catalog, key))
    assert "air1, water2" in shown
    assert "1\nFirst\n2\nSecond" in shown


def test_a_message_says_its_words(words):
    assert words(message_html("Nothing <here>", "Choose one.")) == "Nothing <here>\nChoose one."


def test_every_type_that_hangs_on_an_actor_is_set_somewhere(words):
    page = hostile_page(hostile(Actor))
    kinds = {group.kind for group in page.groups}
    assert kinds == {kind for kind, _ in SCHEMA.hanging_on(Actor)}
    marks = Tags(page_html(page)).links()
    sourced = [group for group in page.groups if issubclass(group.kind, Sourced)]
    assert marks.count("passage:1:0:1") >= len(sourced)
