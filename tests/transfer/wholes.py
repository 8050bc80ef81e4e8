"""Records that a whole catalogue may consist of."""

from __future__ import annotations

from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.records import RECORDS
from netcatalog.domain.rules import problems
from tests import anything


def sound(kind):
    """Records of a type that may stand alone: they refer to nothing."""
    empty = {one.name: None for one in fields_of(kind) if one.refers}
    return anything.records(kind).filter(
        lambda one: not problems(one) and all(getattr(one, name) is None for name in empty)
    )


ALONE = [
    kind
    for kind in RECORDS
    if all(one.nullable and not one.owner for one in fields_of(kind) if one.kind is Kind.REFERENCE)
]
