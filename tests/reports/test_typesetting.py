"""Setting with typst: what becomes of the file, and of characters no font has."""

from __future__ import annotations

import os
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcatalog.domain.errors import ReportError
from netcatalog.reports.statements import Item, Part
from netcatalog.reports.typesetting import followed, set_in, typeset
from tests.cli.program import run
from tests.cli.test_bad_input import without_roots_powers
from tests.conftest import NOW
from tests.reports import pdf

FULL = Path("/dev/full")
"""A file on which every write finds the disk full."""


def data_saying(*texts):
    """Return the data of a fact sheet that says these texts, lists of them in one paragraph."""
    items = [_item(*(one if isinstance(one, list) else [one])) for one in texts]
    return {
        "title": "Alpha",
        "kind": "Fact sheet",
        "overline": "",
        "below": "",
        "foot": "",
        "sections": [{"heading": "Names", "items": items, "table": None, "remarks": []}],
        "sources": [],
        "closing": "",
    }


def _item(*texts):
    return Item(parts=[Part(text=text, link=followed(text)) for text in texts])


@pytest.fixture
def out(tmp_path):
    """The file to write."""
    return tmp_path / "sheet.pdf"


@pytest.fixture
def say(out):
    """Set texts, and return what was made of them."""
    return lambda *texts: typeset("fact-sheet.typ", data_saying(*texts), out, NOW)


# Characters without a glyph


@pdf.needs_pdftotext
def test_what_the_fonts_do_not_have_is_replaced_in_sight(say, out):
    say("Wien 维也纳")
    assert "Wien \ufffd\ufffd\ufffd" in pdf.words(out)


def test_what_was_replaced_is_told_once_and_in_order(say):
    assert say("维 文", "文").replaced == ("文", "维")


@pdf.needs_pdftotext
def test_the_report_ends_with_what_was_replaced(say, out):
    made = say("文 🙂")
    assert made.remark == (
        "Characters that this report's font does not have were replaced: "
        "U+6587, U+1F642 (slightly smiling face)."
    )
    assert made.remark in pdf.words(out)


def test_of_many_replaced_characters_only_some_are_named(say):
    made = say("".join(chr(code) for code in range(0x4E00, 0x4E20)))
    assert len(made.replaced) == 32
    assert made.remark.endswith("U+4E0B and 20 more.")


@pdf.needs_pdftotext
def test_where_all_can_be_shown_nothing_is_said(say, out):
    assert say("Łódź Київ Αθήνα Հայաստան საქართველო").remark == ""
    assert "replaced" not in pdf.words(out)


@pytest.mark.parametrize("text", ["a\x01b", "a\x00b", "a\ud800b", "a\ue000b", "a\ufffeb"])
def test_what_no_pdf_may_hold_is_replaced(say, text):
    assert say(text).replaced == (text[1],)


def test_a_joiner_beside_what_is_replaced_is_not_told_of(say):
    assert say("👩\u200d👧").replaced == ("👧", "👩")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=40))
def test_no_text_stops_a_report(out, text):
    assert typeset("fact-sheet.typ", data_saying(text, text + "x"), out, NOW).path == out


# Text


@pdf.needs_pdftotext
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("two\nlines", "two lines"),
        ("  a \t b\u2028c ", "a b c"),
        ("100\u202f000", "100 000"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("W" * 300, "W" * 300),
        ("Donaudampfschiff" * 5, "Donaudampfschiff" * 5),
    ],
)
def test_text_is_made_fit_to_be_set(say, out, text, wanted):
    say(text)
    found = pdf.words(out).replace("\u202f", " ")
    assert wanted.replace(" ", "") in found.replace(" ", "")


@pdf.needs_pdftotext
@pytest.mark.parametrize(
    "text",
    [
        "W" * 300,
        "x" * 60 + " " + "y" * 40,
        "https://example.org/" + "abcdef" * 60,
        "see https://example.org/" + "abcdef" * 60,
        "e\u0301" * 200,
    ],
)
def test_no_word_runs_over_the_edge(say, out, text):
    say(text)
    assert max(right for _, _, right in pdf.places(out)) <= (210 - 25) / 25.4 * 72 + 1


@pdf.needs_pdftotext
def test_a_line_feed_in_a_text_does_not_break_the_line(say, out):
    say("two\nlines")
    assert "two lines\n" in pdf.copied(out)


@pdf.needs_pdftotext
@pytest.mark.parametrize("text", ["https://example.org/networks/of/cities", "Verkehrsverbund"])
def test_what_is_not_too_long_can_be_copied_whole(say, out, text):
    say(text)
    assert text in pdf.copied(out)


@pdf.needs_pdftotext
def test_an_accent_stands_beside_a_letter_whose_font_does_not_have_it(say, out):
    say("Հ\u0301")
    assert "Հ\u00a0\u0301" in pdf.copied(out)


def test_a_georgian_letter_with_an_accent_is_drawn(say, out):
    say("ქ\u0304")
    with pikepdf.open(out) as opened:
        fonts = [str(font.BaseFont) for font in opened.pages[0].Resources.Font.values()]
    assert any("NotoSansGeorgian" in font for font in fonts)


@pdf.needs_pdftotext
def test_text_from_right_to_left_leaves_its_neighbours_in_place(say, out):
    say(["שלום", "7 towns"])
    edges = {word: (left, right) for word, left, right in pdf.places(out)}
    assert edges["7"][0] > max(right for word, (_, right) in edges.items() if "ש" in word)


# The file


def test_the_same_data_give_the_same_bytes(say, out):
    say("Łódź")
    first = out.read_bytes()
    say("Łódź")
    assert out.read_bytes() == first


def test_the_file_is_dated_with_the_moment_it_tells_of(say, out):
    say("Łódź")
    with pikepdf.open(out) as opened:
        assert opened.docinfo.CreationDate == "D:20261123093000Z"


@pytest.mark.skipif(os.name == "nt", reason="rights are another matter there")
def test_a_folder_without_write_permission_is_named(seeded_path, tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    out = folder / "sheet.pdf"
    done = run(
        *("report", seeded_path, "fact-sheet", "EMTA", "--to", out),
        preexec_fn=without_roots_powers,
    )
    assert done.returncode == 1
    assert f"“sheet.pdf” could not be written to “{folder}”" in done.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_said():
    with pytest.raises(ReportError, match="The disk that holds “/dev” is full"):
        typeset("fact-sheet.typ", data_saying(""), FULL, NOW)


def test_what_cannot_be_written_leaves_the_old_file_alone(say, out, monkeypatch):
    out.write_bytes(b"old")
    with pytest.raises(ReportError):
        typeset("fact-sheet.typ", data_saying(""), out / "sheet.pdf", NOW)
    assert out.read_bytes() == b"old"


# Addresses and languages


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("https://example.org/łódź", "https://example.org/%C5%82%C3%B3d%C5%BA"),
        ("https://example.org and more", None),
        ("https://example.org/%20", "https://example.org/%20"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("", None),
    ],
)
def test_only_web_addresses_are_followed(address, wanted):
    assert followed(address) == wanted


@pytest.mark.parametrize(
    ("tag", "wanted"), [("fr", "fr"), ("sr-Latn", "sr"), ("FR", "fr"), ("", "en"), ("x-1", "en")]
)
def test_typst_is_told_the_language_it_knows(tag, wanted):
    assert set_in(tag) == wanted
