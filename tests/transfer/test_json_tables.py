from __future__ import annotations

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcatalog.domain.errors import TableError
from netcatalog.domain.sections import NETWORKS
from netcatalog.transfer.json_export import write_json
from netcatalog.transfer.reading import read_tables
from tests.transfer.tables import cells, read_or_refuse, unread

quick = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80
)


@pytest.fixture
def read(file):
    """Write a value, or text, as JSON, and return what is found in it."""

    def act(held):
        text = held if isinstance(held, str | bytes) else json.dumps(held)
        return read_tables(file(text, "list.json"))

    return act


def shown(contents):
    return {table.name: (table.headings, cells(table)) for table in contents.tables}


@pytest.mark.parametrize(
    ("held", "tables"),
    [
        ([{"a": 1, "b": None}, {"b": True, "c": "x"}],
         {"list": (("a", "b", "c"), [("1", "", ""), ("", "true", "x")])}),
        ({"towns": [{"a": 1}], "networks": [{"b": 2}]},
         {"towns": (("a",), [("1",)]), "networks": (("b",), [("2",)])}),
        ({"meta": {"n": 1}, "results": {"items": [{"a": 1}]}},
         {"results.items": (("a",), [("1",)])}),
        ([{"n": "x", "address": {"city": "Wien", "geo": {"lat": 48}}}],
         {"list": (("n", "address.city", "address.geo.lat"), [("x", "Wien", "48")])}),
        ([{"tags": ["a", "b"], "names": [{"text": "x"}, {"text": "y", "language": "de"}]}],
         {"list": (("tags", "names.text", "names.language"), [("a; b", "x; y", "de")])}),
        ({"name": ["Wien", "Graz"], "n": [1, 2]},
         {"list": (("name", "n"), [("Wien", "1"), ("Graz", "2")])}),
        ({"A1": {"name": "Wien"}, "A2": {"name": "Graz"}},
         {"list": (("key", "name"), [("A1", "Wien"), ("A2", "Graz")])}),
        ([["Town", "N"], ["Wien", 1], ["Graz", 2]],
         {"list": (("Town", "N"), [("Wien", "1"), ("Graz", "2")])}),
        (["Wien", "Graz"], {"list": (("Column 1",), [("Wien",), ("Graz",)])}),
        ({"name": "Wien"}, {"list": (("name",), [("Wien",)])}),
        ('{"a": 1}\n{"a": 2}\n', {"list": (("a",), [("1",), ("2",)])}),
        ('[{"a": 1.50, "b": "007", "c": 12345678901234567890}]',
         {"list": (("a", "b", "c"), [("1.50", "007", "12345678901234567890")])}),
        ('[{"a": 1, "a": 2}]', {"list": (("a",), [("1; 2",)])}),
        ({"type": "FeatureCollection",
          "features": [{"properties": {"name": "Wien"}, "geometry": {"coordinates": [16, 48]}}]},
         {"features": (("properties.name", "geometry.coordinates"), [("Wien", "16; 48")])}),
    ],
)  # fmt: skip
def test_lists_are_tables(read, held, tables):
    assert shown(read(held)) == tables


def test_what_is_no_list_beside_lists_is_told(read):
    skipped = read({"count": 1, "next": None, "none": [], "results": [{"a": 1}]}).skipped
    assert {(part.name, part.reason) for part in skipped} == {
        ("count", "It is no list of objects."),
        ("next", "It is no list of objects."),
        ("none", "It is empty."),
    }


def test_what_is_no_object_among_objects_is_told(read):
    (table,) = read([{"a": 1}, 5, {"a": 2}]).tables
    assert [(fault.line, fault.text) for fault in unread(table)] == [(2, "5")]
    assert len(cells(table)) == 2


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ('[{"a": 1},\n {"a": 2,,}]', "in line 2, byte 10, there is what is no JSON"),
        ('[{"a": 1},\n {"a": 2', "in line 2, byte 9, it breaks off"),
        ('[{"a": "ü"}]'.encode("cp1252"), "in line 1, byte 9, there is what is no text in UTF-8"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 50 + "1" + "}" * 50, "nested too deeply|holds no list"),
        ("[]", "holds no list"),
        ("{}", "holds no list"),
    ],
)
def test_what_is_no_list_is_refused_by_a_sentence(read, held, words):
    with pytest.raises(TableError, match=words):
        read(held)


def test_a_row_nested_too_deeply_is_told(read):
    (table,) = read('[{"a": 1}, {"a": ' + "[" * 300 + "]" * 300 + "}]").tables
    assert cells(table) == [("1",)]
    (fault,) = unread(table)
    assert (fault.line, "nested too deeply" in fault.reason) == (2, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode_in_any_form_is_read(read, encoding):
    assert shown(read('[{"a": "Łódź"}]'.encode(encoding))) == {"list": (("a",), [("Łódź",)])}


def test_our_own_list_is_read(seeded, file):
    out = io.StringIO()
    write_json(seeded, out, seeded.query("", NETWORKS))
    (table,) = read_tables(file(out.getvalue())).tables
    held = json.loads(out.getvalue())
    places = {heading: place for place, heading in enumerate(table.headings)}
    rows = cells(table)
    assert [row[places["title"]] for row in rows] == [one["title"] for one in held]
    assert [row[places["acronym"]] for row in rows] == ["; ".join(one["acronym"]) for one in held]


plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
nested = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


@quick
@given(held=nested)
def test_any_json_is_read_or_refused(file, held):
    read_or_refuse(file(json.dumps(held)))


@quick
@given(held=nested, at=st.integers(0, 60), more=st.text(max_size=2))
def test_spoilt_json_is_read_or_refused(file, held, at, more):
    text = json.dumps([held, held])
    read_or_refuse(file(text[:at] + more + text[at + 1 :]))
