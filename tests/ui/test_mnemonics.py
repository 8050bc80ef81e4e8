from __future__ import annotations

from netcatalog.ui.mnemonics import Mnemonics


def test_each_label_gets_a_letter_of_its_own_while_there_are_any():
    letters = Mnemonics(reserved="s")
    assert [letters.mark(label) for label in ("Since", "Source", "In", "Nn")] == [
        "S&ince",
        "S&ource",
        "I&n",
        "Nn",
    ]


def test_an_ampersand_is_shown_as_it_is():
    assert Mnemonics().mark("& Text & more") == "&& &Text && more"


def test_only_letters_of_every_keyboard_are_used():
    assert Mnemonics().mark("Łódź") == "Łó&dź"
