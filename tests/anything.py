"""Records with anything in them, valid or not, for tests that hold whatever is in a record."""

from __future__ import annotations

import datetime as dt
import math

from hypothesis import strategies as st

from netcatalog.domain.fields import Field, Kind, Record, fields_of

_TEXTS = st.one_of(
    st.sampled_from(["", " ", "Łódź", "Київ", "two\nlines", "tab\t", "'", "🏙️", '"'] * 2),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20),
)
_GOOD: dict[Kind, st.SearchStrategy[object]] = {
    Kind.DATE: st.sampled_from(["", "1986", "1990~", "2012/..", "../2012", "[1951..]"]),
    Kind.COUNTRY: st.sampled_from(["", "PL", "XK"]),
    Kind.LANGUAGE: st.sampled_from(["", "fr", "sr-Latn"]),
    Kind.ADDRESS: st.sampled_from(["", "https://emta.com/a?b=c"]),
    Kind.INTEGER: st.one_of(st.integers(0, 100), st.integers(0, 2**63 - 1)),
    Kind.NUMBER: st.floats(-90, 90),
    Kind.FLAG: st.booleans(),
    Kind.MOMENT: st.datetimes(timezones=st.just(dt.UTC)),
    Kind.REFERENCE: st.integers(1, 3),
}
_BAD: dict[Kind, st.SearchStrategy[object]] = {
    Kind.TEXT: st.sampled_from(["\x00", "\ud800", "\x1b"]),
    Kind.DATE: st.sampled_from([" ", "2019-02-30", "soon", "0000"]),
    Kind.COUNTRY: st.sampled_from(["pl", "POL", " ", "P\n"]),
    Kind.LANGUAGE: st.sampled_from(["FR", "french", "fr\n", "f"]),
    Kind.ADDRESS: st.sampled_from(["emta.com", "http://", "http://a b", "ftp://a", "http://[a"]),
    Kind.INTEGER: st.sampled_from([-1, 2**63]),
    Kind.NUMBER: st.sampled_from([math.nan, math.inf, -math.inf]),
}


def records(kind: type[Record], *, bad: bool = False) -> st.SearchStrategy[Record]:
    """Return a strategy that fills every field of a record type, none or some of them badly."""
    return st.builds(
        kind,
        id=st.just(1),
        uid=st.uuids(),
        **{field.name: _values(field, bad=bad) for field in fields_of(kind)},
    )


def _values(field: Field, *, bad: bool) -> st.SearchStrategy[object]:
    held = (
        st.sampled_from(field.choices)
        if field.choices is not None
        else _GOOD.get(field.kind, _TEXTS)
    )
    if bad and field.kind in _BAD:
        held |= _BAD[field.kind]
    return st.none() | held if field.nullable else held
