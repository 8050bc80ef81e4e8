"""The register of memberships, as readers of PDF find it."""

from __future__ import annotations

import pikepdf
import pytest

from netcatalog.domain.choices import ActorKind, MembershipStatus
from netcatalog.domain.errors import CancelledError, ReportError
from netcatalog.domain.records import Actor, Membership, Name, Period, Source
from netcatalog.reports import membership_lines, register
from tests import make
from tests.conftest import NOW
from tests.reports import pdf

TEXT = "Łódź joined Alpha in 1990. Brno joined Alpha in 1991."


@pytest.fixture
def written(catalog, tmp_path):
    """Write the register of the catalogue and return the file."""

    def write(name="register.pdf", **given):
        return register.write(catalog, tmp_path / name, made=NOW, **given).path

    return write


@pytest.fixture
def alpha(catalog):
    """A network with two members from two countries, each with a passage of its own."""
    source = make.fact(catalog, Source, title="Annual report", text=TEXT).id
    network = make.actor(catalog, "Alpha")
    for name, country, start, end in (("Łódź", "PL", 0, 26), ("Brno", "CZ", 27, 53)):
        make.fact(
            catalog,
            Membership,
            member=make.authority(catalog, name, country=country),
            network=network,
            source=source,
            start=start,
            end=end,
        )
    return network


def test_it_says_that_it_keeps_to_pdf_ua_1_and_pdf_a_2a(alpha, written):
    with pikepdf.open(written()) as opened, opened.open_metadata() as said:
        assert said["pdfuaid:part"] == "1"
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "A")
        assert said["dc:title"] == "Register of memberships"


def test_each_network_has_a_heading_and_a_table_with_column_heads(alpha, written):
    with pikepdf.open(written()) as opened:
        assert pdf.headings(opened) == [
            (1, "Register of memberships"),
            (2, "Alpha"),
            (2, "Sources"),
            (3, "Annual report"),
        ]
        tags = [one.tag for one in pdf.elements(opened)]
    assert tags.count("/Table") == 1
    assert tags.count("/TH") == 3


def test_the_same_catalogue_gives_the_same_bytes(alpha, written):
    assert written("1.pdf").read_bytes() == written("2.pdf").read_bytes()


@pdf.needs_pdftotext
def test_members_stand_by_name_with_country_and_status(alpha, written):
    found = pdf.words(written())
    assert "Member Country Status Brno1 Czechia member Łódź2 Poland member" in found


@pdf.needs_pdftotext
def test_each_membership_leads_to_the_words_it_rests_on(alpha, written):
    found = pdf.words(written())
    assert "1 “Brno joined Alpha in 1991.” 2 “Łódź joined Alpha in 1990.”" in found


@pdf.needs_pdftotext
def test_memberships_without_a_source_are_said_to_have_none(catalog, alpha, written):
    said = "A membership that bears no number has no source in the catalogue."
    assert said not in pdf.words(written())
    make.fact(catalog, Membership, member=make.authority(catalog, "Graz"), network=alpha)
    assert said in pdf.words(written())


@pdf.needs_pdftotext
def test_each_network_ends_with_its_count(catalog, alpha, written):
    assert "2 memberships." in pdf.words(written())
    make.fact(
        catalog,
        Membership,
        member=make.authority(catalog, "Graz"),
        network=alpha,
        status=MembershipStatus.LEFT,
        list_complete=False,
    )
    ending = "3 memberships: 2 member, 1 left. The source names only some of the members."
    assert ending in pdf.words(written())


def test_networks_come_by_name(catalog, written):
    for network, member in (("Beta", "Aachen"), ("Alpha", "Zlín")):
        make.fact(
            catalog,
            Membership,
            member=make.authority(catalog, member),
            network=make.actor(catalog, network),
        )
    with pikepdf.open(written()) as opened:
        assert [text for level, text in pdf.headings(opened) if level == 2] == ["Alpha", "Beta"]


@pdf.needs_pdftotext
def test_networks_without_memberships_are_named(catalog, alpha, written):
    make.actor(catalog, "Beta")
    assert "No membership to list: Beta." in pdf.words(written())


@pdf.needs_pdftotext
def test_an_empty_catalogue_gives_an_empty_register(written):
    assert "0 memberships in 0 networks" in pdf.words(written())


@pdf.needs_pdftotext
def test_networks_of_one_name_keep_apart(catalog, written):
    for member in ("Graz", "Linz"):
        for _ in range(2):
            network = make.actor(catalog, "Twin")
            make.fact(catalog, Membership, member=make.authority(catalog, member), network=network)
    assert "4 memberships in 4 networks" in pdf.words(written())


# Periods


def _joined(catalog, *periods, **given):
    held = make.fact(
        catalog,
        Membership,
        member=make.authority(catalog, "Graz"),
        network=make.actor(catalog, "Alpha"),
        **given,
    )
    for period in periods:
        make.fact(catalog, Period, membership=held.id, **period)


@pdf.needs_pdftotext
@pytest.mark.parametrize(
    ("periods", "wanted"),
    [
        ([{"since": "1990", "until": "1999"}], "Status Since Until Graz member 1990 1999"),
        ([{"since": "1990~"}], "Status Since Graz member about 1990"),
        ([{"since": "", "until": "1999"}], "Status Until Graz member 1999"),
        (
            [{"since": "1990", "until": "1999"}, {"since": "2005"}],
            "Since Until Graz member 1990; 2005 1999; …",
        ),
        (
            [{"since": "", "until": "1999"}, {"since": "2005"}],
            "Since Until Graz member …; 2005 1999; …",
        ),
        ([{"since": "1990", "private": True}], "Status Graz member 1"),
        (
            [{"since": "1990", "private": True}, {"since": "2005"}],
            "Status Since Graz member 2005",
        ),
    ],
)
def test_since_and_until_keep_to_their_periods(catalog, written, periods, wanted):
    _joined(catalog, *periods)
    assert wanted in pdf.words(written())


@pdf.needs_pdftotext
@pytest.mark.parametrize("period", [{"since": "1990"}, {"since": "", "until": "1990"}])
def test_a_period_leads_to_the_words_it_rests_on(catalog, written, period):
    source = make.fact(catalog, Source, text=TEXT).id
    _joined(catalog, period | {"source": source, "start": 0, "end": 26})
    found = pdf.words(written())
    assert "Graz member 19901" in found
    assert "1 “Łódź joined Alpha in 1990.”" in found


@pdf.needs_pdftotext
def test_a_long_word_keeps_to_its_column(catalog, written):
    _joined(catalog, category="x" * 29)
    places = list(pdf.places(written()))
    status = next(left for word, left, _ in places if word == "Status")
    assert max(right for word, _, right in places if word.count("x") > 1) <= status


@pdf.needs_pdftotext
def test_voting_and_category_have_columns_where_they_are_told(catalog, written):
    _joined(catalog, voting=False, category="full member")
    assert "Member Category Status Voting Graz full member member no" in pdf.words(written())


@pdf.needs_pdftotext
def test_the_day_of_the_claim_stands_beside_the_member(catalog, written):
    _joined(catalog, as_of="2019-05-06")
    assert "Graz (as of 6 May 2019)" in pdf.words(written())


def test_a_table_of_many_columns_lies_on_its_side(catalog, written):
    _joined(catalog, {"since": "1990", "until": "1999"}, voting=True, category="full member")
    with pikepdf.open(written()) as opened:
        _, _, width, height = opened.pages[0].MediaBox
    assert width > height


# What stays out


@pdf.needs_pdftotext
def test_private_memberships_members_and_networks_stay_out(catalog, alpha, written):
    hidden = make.authority(catalog, "Graz", private=True)
    secret = make.actor(catalog, "Omega", private=True)
    known = make.authority(catalog, "Linz")
    make.fact(catalog, Membership, member=hidden, network=alpha)
    make.fact(catalog, Membership, member=known, network=secret)
    make.fact(catalog, Membership, member=known, network=alpha, private=True)
    found = pdf.words(written())
    assert "2 memberships in 1 network" in found
    for word in ("Graz", "Omega", "Linz"):
        assert word not in found


# Many


def _many(catalog, count):
    network = make.actor(catalog, "Alpha")
    records = []
    for number in range(count):
        key = -1 - number
        records += [
            make.record(Actor, id=key, kind=ActorKind.AUTHORITY, is_network=False),
            make.record(Name, actor=key, text=f"Town {number:03}"),
            make.record(Membership, member=key, network=network),
        ]
    make.add(catalog, *records)


@pdf.needs_pdftotext
def test_the_column_heads_are_on_every_page_of_a_long_table(catalog, written):
    _many(catalog, 60)
    path = written()
    with pikepdf.open(path) as opened:
        pages = len(opened.pages)
    assert pages >= 2
    for page in range(1, pages + 1):
        assert "Member Status" in pdf.words(path, page)
        assert f"Page {page} of {pages}" in pdf.words(path, page)


@pdf.needs_pdftotext
def test_a_page_that_goes_on_with_a_network_says_which(catalog, written):
    _many(catalog, 60)
    assert pdf.words(written(), 2).startswith("Register of memberships Alpha")


@pdf.needs_pdftotext
def test_it_is_read_in_chunks_and_tells_of_each(catalog, written, monkeypatch):
    monkeypatch.setattr(membership_lines, "CHUNK", 2)
    _many(catalog, 5)
    told = []
    found = pdf.words(written(progress=lambda done, total: told.append((done, total))))
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert "5 memberships in 1 network" in found


@pdf.needs_pdftotext
def test_of_too_many_it_lists_the_first_and_says_so(catalog, written, monkeypatch):
    monkeypatch.setattr(register, "MOST_ROWS", 3)
    _many(catalog, 5)
    found = pdf.words(written())
    assert "The catalogue has 5 memberships; this register ends after the first 3" in found
    assert "Town 002" in found
    assert "Town 003" not in found


def test_many_rows_have_plain_numbers_for_marks(catalog, alpha, written, monkeypatch):
    monkeypatch.setattr(register, "_MOST_LINKED", 1)
    with pikepdf.open(written()) as opened:
        assert "/Annots" not in opened.pages[0]


def test_cancelling_leaves_no_file(catalog, alpha, written, tmp_path):
    def cancel(done, total):
        raise CancelledError

    with pytest.raises(CancelledError):
        written(progress=cancel)
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_folder_that_is_not_there_is_named(catalog, tmp_path):
    missing = tmp_path / "nowhere"
    with pytest.raises(ReportError, match=f"There is no folder “{missing}”"):
        register.write(catalog, missing / "register.pdf", made=NOW)


@pdf.needs_pdftotext
def test_the_register_of_a_day_has_who_was_a_member_then(catalog, alpha, written):
    left = make.fact(
        catalog,
        Membership,
        member=make.authority(catalog, "Oslo"),
        network=alpha,
        status=MembershipStatus.LEFT,
    )
    make.fact(catalog, Period, membership=left.id, since="2001", until="2008")
    then, later = (pdf.words(written(day=day)) for day in ("2005-12-31", "2009-12-31"))
    assert "As of 31 December 2005" in then
    assert "Oslo" in then
    assert "Oslo" not in later
