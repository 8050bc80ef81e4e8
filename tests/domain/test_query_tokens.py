from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.query_tokens import TOKEN, quoted, straight, values_of

TEXTS = st.text("abŁж09-_:.\"“”«'(),| \t🏙", min_size=1, max_size=12).map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("energy", "energy"),
        ("Côte-d’Ivoire", "Côte-d’Ivoire"),
        ("public transport", '"public transport"'),
        ("a,b", '"a,b"'),
        ("Vienna (region)", '"Vienna (region)"'),
        ("a|b", '"a|b"'),
        ('the "green" city', '"the ""green"" city"'),
        ("“green”", '"""green"""'),
    ],
)
def test_a_value_is_quoted_where_it_would_not_be_read_as_one(value, written):
    assert quoted(value) == written


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_values_are_read_back_as_they_were(values):
    text = straight("topic:" + ",".join(quoted(value) for value in values))
    (token,) = TOKEN.finditer(text)
    assert values_of(token["values"]) == [straight(value) for value in values]


@given(st.text(max_size=60))
def test_all_but_blanks_is_part_of_a_token(text):
    assert not TOKEN.sub("", text).strip()
