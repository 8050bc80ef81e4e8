"""The fact sheet, as readers of PDF find it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import MembershipStatus, NameType
from netcatalog.domain.errors import ReportError
from netcatalog.domain.fields import field, field_named, record
from netcatalog.domain.pages import Entry, Group
from netcatalog.domain.records import (
    Actor,
    Body,
    Event,
    Fact,
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
from netcatalog.reports import fact_sheet
from tests import make
from tests.conftest import NOW
from tests.reports import pdf

TEXT = "Alpha was founded in 1986. Alpha has over 35 members."


@pytest.fixture
def sheet(tmp_path):
    """Write a page as a fact sheet and return the file."""

    def write(page, name="sheet.pdf"):
        return fact_sheet.write(page, tmp_path / name, made=NOW, catalog="town.netcatalog").path

    return write


@pytest.fixture
def page_of(catalog):
    """Read the page of an actor."""
    return lambda key: catalog.page(Actor, key, most=None)


@pytest.fixture
def seed_page(seeded):
    """Read the page of an actor of the seed by its name."""
    return lambda name: seeded.page(Actor, seeded.actor_named(name))


@pytest.fixture
def emta(sheet, seed_page):
    """The fact sheet of a network of the seed."""
    return sheet(seed_page("EMTA"))


# What the file is


def test_it_says_that_it_keeps_to_pdf_ua_1_and_pdf_a_2a(emta):
    with pikepdf.open(emta) as opened, opened.open_metadata() as said:
        assert said["pdfuaid:part"] == "1"
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "A")


def test_it_is_tagged_and_in_english(emta):
    with pikepdf.open(emta) as opened:
        assert opened.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in opened.Root
        assert opened.Root.Lang == "en-GB"


def test_its_title_is_what_the_reader_sees_in_the_title_bar(emta):
    with pikepdf.open(emta) as opened, opened.open_metadata() as said:
        assert said["dc:title"] == "European Metropolitan Transport Authorities"
        assert opened.Root.ViewerPreferences.DisplayDocTitle


def test_its_headings_skip_no_level(emta):
    with pikepdf.open(emta) as opened:
        levels = [level for level, _ in pdf.headings(opened)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_its_table_has_column_heads(emta):
    with pikepdf.open(emta) as opened:
        heads = [one for one in pdf.elements(opened) if one.tag == "/TH"]
    assert len(heads) == 2
    assert {one.attributes["/Scope"] for one in heads} == {"/Column"}


def test_all_fonts_are_within(emta):
    with pikepdf.open(emta) as opened:
        fonts = [font for page in opened.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())


def test_its_pages_are_numbered(emta):
    with pikepdf.open(emta) as opened:
        assert opened.Root.PageLabels.Nums[1].S == "/D"


def test_the_address_of_a_source_leads_there(emta):
    with pikepdf.open(emta) as opened:
        assert pdf.links(opened) == [
            "https://esteast.unep.ch/contacts/city-networks-covering-sustainable-transport"
        ]


def test_a_name_in_another_language_is_marked_as_such(sheet, seed_page):
    with pikepdf.open(sheet(seed_page("CEMR"))) as opened:
        assert pdf.languages(opened) == {"fr"}


def test_the_same_page_gives_the_same_bytes(sheet, seed_page):
    page = seed_page("ICLEI")
    assert sheet(page, "1.pdf").read_bytes() == sheet(page, "2.pdf").read_bytes()


# What it says


@pdf.needs_pdftotext
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("EMTA", "Aim: promote good practice in public transport3"),
        ("EMTA", "7 “good practice in public transport”"),
        ("EMTA", "Vienna (transport authority)6 member"),
        ("EMTA", "This list is not complete: the source names only some."),
        ("EUROCITIES", "Over 30 countries of members in Europe"),
        ("CEMR", "Conseil des Communes et Régions d'Europe5 (French)"),
        ("CEMR", "(in the source: “Today”)"),
        ("CEMR", "Participants: European mayors, founder"),
        ("CIFAL", "UN-HABITAT on behalf of UN Agencies"),
        ("ICLEI", "elected by ICLEI Council"),
        ("EcoMobility", "ICLEI: Runs EcoMobility"),
    ],
)
def test_it_says_what_the_page_says(sheet, seed_page, name, wanted):
    assert wanted in pdf.words(sheet(seed_page(name)))


@pdf.needs_pdftotext
def test_it_says_on_each_page_whose_catalogue_it_is_from_and_which_page_it_is(emta):
    assert "From town.netcatalog, as of 23 November 2026 Page 1 of 1" in pdf.words(emta)


@pdf.needs_pdftotext
def test_names_of_all_european_scripts_can_be_read(catalog, sheet, page_of):
    names = ["Łódź", "Київ", "Αθήνα", "Հայաստան", "საქართველო", "Ħamrun", "Þingeyjarsveit"]
    found = pdf.words(sheet(page_of(make.actor(catalog, *names))))
    assert [name for name in names if name not in found] == []


def test_sections_come_in_the_order_of_a_fact_sheet(catalog, sheet, page_of):
    key = make.actor(catalog)
    other = make.authority(catalog)
    make.fact(catalog, Relation, actor=other, other=key)
    make.fact(catalog, Relation, actor=key, other=other)
    make.fact(catalog, Membership, member=other, network=key)
    for kind in (Topic, Body, Figure, Statement, Event, Identifier):
        make.fact(catalog, kind, actor=key)
    with pikepdf.open(sheet(page_of(key))) as opened:
        assert [text for level, text in pdf.headings(opened) if level == 2] == [
            "Names",
            "What it is",
            "Identifiers",
            "History",
            "Aims and character",
            "Figures",
            "Members",
            "Bodies",
            "Topics",
            "Relations",
            "Said by others",
        ]


@record("fee", "Fees")
class Fee(Fact):
    """A record type that the report has never heard of."""

    amount: int = field("Amount")


def test_a_new_record_type_gets_a_section_by_itself(catalog, sheet, page_of):
    page = page_of(make.actor(catalog))
    entry = Entry(record=Fee(id=1, actor=1, amount=500), sentence="Amount: 500")
    group = Group(kind=Fee, via=field_named(Fee, "actor"), entries=(entry,), total=1)
    with pikepdf.open(sheet(replace(page, groups=(*page.groups, group)))) as opened:
        assert (2, "Fees") in pdf.headings(opened)


@pdf.needs_pdftotext
def test_members_are_listed_by_name_with_their_periods(catalog, sheet, page_of):
    key = make.actor(catalog)
    for name in ("Wien", "Łódź"):
        member = make.authority(catalog, name)
        held = make.fact(catalog, Membership, member=member, network=key, category="city")
        make.fact(catalog, Period, membership=held.id, since="1990", until="1999")
        make.fact(catalog, Period, membership=held.id, since="2005")
    found = pdf.words(sheet(page_of(key)))
    assert "Member Status Category Periods Łódź member city from 1990 to 1999; since" in found
    assert found.index("Łódź") < found.index("Wien")


@pdf.needs_pdftotext
def test_no_status_is_broken_in_its_column(catalog, sheet, page_of):
    key = make.actor(catalog)
    for status in MembershipStatus:
        held = make.fact(
            catalog,
            Membership,
            member=make.authority(catalog, "Graz"),
            network=key,
            status=status,
            voting=True,
            category="full member",
        )
        make.fact(catalog, Period, membership=held.id)
    words = [word for word, _, _ in pdf.places(sheet(page_of(key)))]
    assert [one.label for one in MembershipStatus if one.label.split()[-1] not in words] == []


@pdf.needs_pdftotext
def test_of_very_many_members_it_lists_the_first_and_says_so(catalog, sheet, page_of, monkeypatch):
    monkeypatch.setattr(fact_sheet, "MOST_ROWS", 2)
    key = make.actor(catalog)
    for name in ("Ostrava", "Brno", "Praha"):
        make.fact(catalog, Membership, member=make.authority(catalog, name), network=key)
    found = pdf.words(sheet(page_of(key)))
    assert "The first 2 of 3 are listed here." in found
    assert "Praha" not in found


@pdf.needs_pdftotext
def test_a_remark_on_every_fact_of_a_group_is_made_once(catalog, sheet, page_of):
    key = make.actor(catalog)
    for label in ("water", "waste"):
        make.fact(catalog, Topic, actor=key, label=label, remark="Told by telephone.")
    assert pdf.words(sheet(page_of(key))).count("Told by telephone.") == 1


@pdf.needs_pdftotext
def test_what_no_source_says_is_called_inferred(catalog, sheet, page_of):
    source = make.fact(catalog, Source, text=TEXT).id
    key = make.authority(catalog, country="PL", country_inferred=True, source=source)
    found = pdf.words(sheet(page_of(key)))
    assert "Kind: authority1 Country: Poland (inferred: no source says it)" in found


@pdf.needs_pdftotext
def test_parties_of_its_own_agreement_are_not_said_by_others(sheet, seed_page):
    found = pdf.words(sheet(seed_page("CIFAL")))
    assert "Said by others CIFAL centre in Płock: Part of CIFAL" in found


# Sources


def _sourced(catalog):
    source = make.fact(
        catalog, Source, title="Annual report", publisher="Alpha Press", text=TEXT
    ).id
    key = make.actor(catalog, source=source)
    make.fact(catalog, Event, actor=key, source=source, start=0, end=26)
    make.fact(catalog, Topic, actor=key, source=source, start=0, end=26)
    make.fact(catalog, Figure, actor=key, source=source, start=27, end=53)
    return key


@pdf.needs_pdftotext
def test_facts_on_the_same_words_share_an_endnote(catalog, sheet, page_of):
    found = pdf.words(sheet(page_of(_sourced(catalog))))
    assert "Founded in 19862" in found
    assert "public transport2" in found
    assert found.count("“Alpha was founded in 1986.”") == 1


@pdf.needs_pdftotext
def test_the_endnotes_tell_title_publisher_and_words(catalog, sheet, page_of):
    found = pdf.words(sheet(page_of(_sourced(catalog))))
    assert "Annual report Alpha Press 1 The document as a whole. 2 “Alpha was" in found
    assert "3 “Alpha has over 35 members.”" in found


@pdf.needs_pdftotext
def test_what_has_no_source_is_said_to_have_none(catalog, sheet, page_of):
    found = pdf.words(sheet(page_of(_sourced(catalog))))
    assert "A statement that bears no number has no source in the catalogue." in found


@pdf.needs_pdftotext
def test_a_sheet_without_any_source_says_so(catalog, sheet, page_of):
    found = pdf.words(sheet(page_of(make.actor(catalog))))
    assert "Nothing in this report has a source in the catalogue." in found
    assert "Sources" not in found


@pdf.needs_pdftotext
def test_a_long_passage_is_quoted_by_its_beginning_and_its_end(catalog, sheet, page_of):
    text = f"First. {'Middle. ' * 100}Last."
    source = make.fact(catalog, Source, text=text).id
    key = make.actor(catalog, source=source, start=0, end=len(text))
    found = pdf.words(sheet(page_of(key)))
    assert "“First. Middle." in found
    assert " […] " in found
    assert "Middle. Last.”" in found
    assert found.count("Middle.") < 80


@pdf.needs_pdftotext
@pytest.mark.parametrize(("count", "columns"), [(20, 1), (60, 2)])
def test_many_passages_stand_in_two_columns(catalog, sheet, page_of, count, columns):
    text = " ".join(f"passage{number:02}." for number in range(count))
    source = make.fact(catalog, Source, text=text).id
    key = make.actor(catalog)
    topics = [
        make.record(Topic, actor=key, source=source, start=start, end=start + 10)
        for start in range(0, len(text), 11)
    ]
    make.add(catalog, *topics)
    edges = {round(left) for word, left, _ in pdf.places(sheet(page_of(key))) if "“pass" in word}
    assert len(edges) == columns


# What stays out


@pdf.needs_pdftotext
def test_notes_and_tags_stay_out(catalog, sheet, page_of):
    key = make.actor(catalog)
    make.fact(catalog, Note, actor=key, text="Ask about the fee")
    make.fact(catalog, Tag, actor=key, label="renew")
    found = pdf.words(sheet(page_of(key)))
    assert "Ask about" not in found
    assert "renew" not in found


@pdf.needs_pdftotext
def test_private_facts_stay_out_and_their_words_too(catalog, sheet, page_of):
    source = make.fact(catalog, Source, text=TEXT).id
    key = make.actor(catalog, "Alpha")
    make.fact(catalog, Name, actor=key, text="Omega", type=NameType.FORMER, private=True)
    make.fact(catalog, Figure, actor=key, source=source, start=27, end=53, private=True)
    member = make.authority(catalog, "Brno")
    held = make.fact(catalog, Membership, member=member, network=key)
    make.fact(catalog, Period, membership=held.id, since="1977", private=True)
    event = make.fact(catalog, Event, actor=key)
    make.fact(catalog, Participant, event=event.id, actor=member, role="host")
    make.fact(catalog, Participant, event=event.id, actor=member, role="guest", private=True)
    secret = make.authority(catalog, "Olomouc")
    make.fact(catalog, Membership, member=secret, network=key, private=True)
    found = pdf.words(sheet(page_of(key)))
    assert "Participants: Brno, host" in found
    for word in ("Omega", "35", "1977", "guest", "Olomouc", "Figures", "Sources"):
        assert word not in found


@pdf.needs_pdftotext
def test_a_private_name_is_not_its_title(catalog, sheet, page_of):
    key = make.actor(catalog, "Beta")
    name = page_of(key).group(Name)[0].record
    catalog.apply("change", [Change(before=name, after=replace(name, type=NameType.FORMER))])
    make.fact(catalog, Name, actor=key, text="Omega", private=True)
    page = page_of(key)
    assert page.title == "Omega"
    assert "Omega" not in pdf.words(sheet(page))


def test_there_is_no_sheet_of_a_private_actor(catalog, sheet, page_of, tmp_path):
    with pytest.raises(ReportError, match="“Alpha” is marked as private"):
        sheet(page_of(make.actor(catalog, "Alpha", private=True)))
    assert not (tmp_path / "sheet.pdf").exists()


# Names that mean harm


HOSTILE = [
    '#include "style.typ"',
    "#panic()",
    "*bold* _it_ `raw` $x^2$ @ref <label>",
    "= Heading",
    "]",
    '"); #("',
    "// comment /* here */",
    "\\u{41} \\",
    "%s {0} {name}",
]


@pdf.needs_pdftotext
@pytest.mark.parametrize("name", HOSTILE)
def test_markup_in_a_name_is_text(catalog, sheet, page_of, name):
    key = make.actor(catalog, name)
    make.fact(catalog, Statement, actor=key, text=name, remark=name)
    assert pdf.words(sheet(page_of(key))).count(name) >= 4


@pdf.needs_pdftotext
def test_the_sheet_of_a_page_of_the_past_says_of_which_day_it_is(catalog, sheet):
    page = catalog.page(Actor, make.actor(catalog, "Alpha"), most=None, day="2010-12-31")
    said = pdf.words(sheet(page))
    assert "as of 31 December 2010 Page 1 of 1" in said
    assert "as of 23 November 2026" not in said
