from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netcatalog.domain.folding import contracted, fold, spelt_out


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("EMTA", "emta"),
        ("Łódź", "lodz"),
        ("ŁÓDŹ", "lodz"),
        ("Αθήνα", "athina"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Київ", "kiiv"),
        ("Zürich", "zurich"),
        ("Tromsø", "tromso"),
        ("Ħamrun", "hamrun"),
        ("İstanbul", "istanbul"),
        ("Île-de-France", "ile-de-france"),
        ("București", "bucuresti"),
        ("  public \t\n transport ", "public transport"),
        ("public\u00a0transport", "public transport"),
        ("“EST – goes”", '"est - goes"'),
        ("\u200b", ""),
    ],
)
def test_text_is_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("Zürich", "zuerich"),
        ("ZU\u0308RICH", "zuerich"),
        ("Århus", "aarhus"),
        ("Tromsø", "tromsoe"),
        ("Łódź", ""),
        ("Zuerich", ""),
    ],
)
def test_letters_that_have_another_spelling_are_spelt_out(text, spelt):
    assert spelt_out(text) == spelt


@given(st.lists(st.sampled_from([*"äöøüåaeouzk "]), max_size=6).map("".join))
@example("aä")
@example("ååå")
def test_what_is_spelt_out_can_be_contracted_to_what_is_folded(text):
    spelt = spelt_out(text)
    if spelt and sum(text.count(one) for one in "äöøüåaeou") <= 3:
        assert fold(text) in contracted(spelt)


@pytest.mark.parametrize("text", ["Київ", "Йошкар-Ола", "Łódź", "Zürich", "Ήλιος", "Ñ"])
def test_letters_taken_apart_fold_as_those_in_one_piece(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(st.text())
def test_folding_what_is_folded_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_what_is_folded_is_ascii_in_lower_case(text):
    assert fold(text).isascii()
    assert fold(text) == fold(text).lower()


@given(st.text(), st.text())
def test_folding_goes_piece_by_piece_over_lines(first, second):
    assert fold(f"{first}\n{second}") == " ".join(f"{fold(first)} {fold(second)}".split())
