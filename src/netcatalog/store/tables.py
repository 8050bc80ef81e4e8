"""The tables of the catalogue file, built from the declared records.

A record type is a table, a field a column; a foreign key stands where a field refers to
another record. Beside the fields stand *derived* columns, which hold nothing of their own
and can be made anew at any time: the days a date spans, folded copies of names, the label
and sort key of an actor. A change here, or in the declarations, needs a migration.
"""

from __future__ import annotations

from itertools import permutations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

from netcatalog.domain.fields import (
    Field,
    Kind,
    Record,
    Schema,
    field_named,
    fields_of,
    past_of,
)
from netcatalog.domain.sections import SECTIONS
from netcatalog.store.names import REMOVED, RUN, column_name

_COLUMN_TYPES = {
    Kind.INTEGER: Integer,
    Kind.NUMBER: Float,
    Kind.FLAG: Boolean,
    Kind.REFERENCE: Integer,
}


def metadata_of(schema: Schema) -> MetaData:
    """Return the tables of a schema, for migrations to be compared with."""
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    for make in (_revision, _change, _setting):
        make(metadata)
    for kind in schema.records:
        _table(kind, metadata, named=kind.about.root and bool(schema.naming(kind)))
    return metadata


def _revision(metadata: MetaData) -> Table:
    """Undoable steps."""
    return Table(
        "revision",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("uid", LargeBinary(16), nullable=False),
        Column("at", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("action", Text, nullable=False),
        Column("target", Integer, ForeignKey("revision.id")),
        Column("in_effect", Boolean, nullable=False, server_default="0"),
        Index("ix_revision_in_effect", "id", sqlite_where=text("in_effect")),
        sqlite_autoincrement=True,
    )


def _change(metadata: MetaData) -> Table:
    """What each revision did to which record: the record as it was before, as JSON.

    What it was afterwards is what it was before its next change, or what it is now. Records of
    one type with consecutive ids that were added together are one row, a *run*, from `record_id`
    to `last_id`; so are many that were removed together by an undo, and `packed` holds them.
    """
    return Table(
        "change",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("revision_id", Integer, ForeignKey("revision.id"), nullable=False, index=True),
        Column("record", Text, nullable=False),
        Column("record_id", Integer, nullable=False),
        Column("last_id", Integer),
        Column("effect", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("before", Text),
        Column("packed", LargeBinary),
        Column("hung_on", Integer, ForeignKey("change.id")),
        Index(None, "record_id", "record"),
        Index("ix_change_run", "record", "last_id", "record_id", sqlite_where=text(RUN)),
        Index("ix_change_removed", "record", "hung_on", sqlite_where=text(REMOVED)),
        Index("ix_change_hung_on", "hung_on", sqlite_where=text("hung_on IS NOT NULL")),
        sqlite_autoincrement=True,
    )


def _setting(metadata: MetaData) -> Table:
    """What is chosen for the whole file, and for everyone who uses it."""
    return Table(
        "setting",
        metadata,
        Column("key", Text, primary_key=True),
        Column("value", Text, nullable=False),
    )


def _table(kind: type[Record], metadata: MetaData, *, named: bool) -> Table:
    columns: list[Column[object] | Index] = [
        Column("id", Integer, primary_key=True),
        Column("uid", LargeBinary(16), nullable=False),
    ]
    joined = [field.name for field in fields_of(kind) if field.owner and field.required]
    joined = joined if len(joined) > 1 else []
    for field in fields_of(kind):
        columns += [_column(field, indexed=field.name not in joined), *_derived(field)]
    if named:
        columns += [
            Column("label", Text, nullable=False, server_default=""),
            Column("sort_key", Text, nullable=False, server_default=""),
            # All that sections and facets ask is in it: their lists come from it alone, in order.
            Index(None, "sort_key", "id", *_asked_of_all(kind)),
        ]
    pairs = permutations(field_named(kind, name) for name in joined)
    past = past_of(kind)
    over = [past[0]] if past else []
    indexes = [Index(None, *map(column_name, pair), *over) for pair in pairs if pair]
    indexes += [_index(kind, one) for one in fields_of(kind) if one.refers and one.nullable]
    return Table(kind.about.key, metadata, *columns, *indexes, sqlite_autoincrement=True)


def _asked_of_all(kind: type[Record]) -> list[str]:
    sections = (section for section in SECTIONS if section.kind is kind)
    asked = (pair for section in sections for pair in (*section.such_that, *section.unlike))
    facets = (field.name for field in fields_of(kind) if field.facet)
    return list(dict.fromkeys([*(name for name, _value in asked), *facets]))


def _column(field: Field, *, indexed: bool) -> Column[object]:
    keys = [ForeignKey(f"{field.refers}.id")] if field.refers else []
    return Column(
        column_name(field),
        _COLUMN_TYPES.get(field.kind, Text)(),
        *keys,
        nullable=field.nullable,
        index=bool(field.refers) and not field.nullable and indexed,
    )


def _index(kind: type[Record], field: Field) -> Index:
    """Return the index of a reference that is often empty: what is empty has no place in it."""
    name = column_name(field)
    return Index(f"ix_{kind.about.key}_{name}", name, sqlite_where=text(f"{name} IS NOT NULL"))


def _derived(field: Field) -> list[Column[object]]:
    if field.kind is Kind.DATE:
        return [Column(f"{field.name}_earliest", Text), Column(f"{field.name}_latest", Text)]
    if field.folded:
        return [Column(f"{field.name}_folded", Text, nullable=False, index=True)]
    return []
