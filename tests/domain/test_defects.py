"""What is told of a defect, with and without what may be personal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.defects import LEFT_OUT, told


def caught(work):
    try:
        work()
    except (ValueError, KeyError, ExceptionGroup) as error:
        return error
    raise AssertionError


def fail(words):
    raise ValueError(words)


def fail_again(words):
    try:
        fail(words)
    except ValueError as error:
        raise KeyError(words) from error


def fail_meanwhile(words):
    try:
        fail(words)
    except ValueError:
        {}[words]


def fail_together(words):
    raise ExceptionGroup(words, [caught(lambda: fail(words)), KeyError(words)])


def fail_with_note(words):
    error = ValueError(words)
    error.add_note(words)
    raise error


WAYS = (fail, fail_again, fail_meanwhile, fail_together, fail_with_note)


@pytest.mark.parametrize("way", WAYS)
@given(words=st.text(min_size=4).map(lambda text: f"Żółwin{text}"))
def test_nothing_that_an_exception_says_is_told(way, words):
    assert words not in told(caught(lambda: way(words)), personal=False)


@pytest.mark.parametrize("way", WAYS)
def test_all_of_it_is_told_where_that_is_wished(way):
    assert "Żółwin" in told(caught(lambda: way("Żółwin")), personal=True)


@pytest.mark.parametrize("personal", [True, False])
def test_where_it_happened_is_told_in_any_case(personal):
    text = told(caught(lambda: fail_again("x")), personal=personal)
    assert "in fail_again" in text
    assert "raise ValueError(words)" in text
    assert "direct cause" in text


def test_no_path_of_the_computer_is_told():
    text = told(caught(lambda: fail("x")), personal=False)
    assert __file__ not in text
    assert 'File "test_defects.py"' in text


def test_of_a_library_and_of_us_the_module_is_told():
    import msgspec

    from netcatalog.domain.drafts import from_json

    error = caught(lambda: from_json(b"no json"))
    assert isinstance(error, msgspec.DecodeError)
    assert 'File "netcatalog/domain/drafts.py"' in told(error, personal=False)


def test_that_something_is_left_out_is_said():
    assert f"ValueError: {LEFT_OUT}" in told(caught(lambda: fail("x")), personal=False)
