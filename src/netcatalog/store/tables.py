"""The tables of the catalogue file, built from the declared records.

A record type is a table, a field a column; a foreign key stands where a field refers to
another record. Beside the fields stand *derived* columns, which hold nothing of their own
and can be made anew at any time: the days a date spans, folded copies of names, the label
and sort key of an actor. A change here, or in the declarations, needs a migration.
"""

from __future__ import annotations

from itertools import permutations
from threading import Lock

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
)

from netcatalog.domain.fields import (
    Field,
    Kind,
    Record,
    Schema,
    field_named,
    fields_of,
    remembered,
)
from netcatalog.domain.sections import SECTIONS

TEXT_SEARCH = "_text"
"""A listed record type's full-text table is named after it: ``actor_text(names, body)``."""

INSIDE_NAMES = "_gram"
"""So is the table of a named root type that has names by three letters: ``actor_gram(names)``."""

_COLUMN_TYPES = {
    Kind.INTEGER: Integer,
    Kind.NUMBER: Float,
    Kind.FLAG: Boolean,
    Kind.REFERENCE: Integer,
}


class Tables:
    """The tables of one schema.

    Attributes:
        schema: The record types they hold.
        revision: Undoable steps.
        change: What each revision did to which record, as JSON before and after.
        setting: What is chosen for the whole file, and for everyone who uses it.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._metadata = MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        )
        self._of: dict[type[Record], Table] = {}
        self._making = Lock()
        self.revision = Table(
            "revision",
            self._metadata,
            Column("id", Integer, primary_key=True),
            Column("uid", LargeBinary(16), nullable=False),
            Column("at", Text, nullable=False),
            Column("by", Text, nullable=False),
            Column("title", Text, nullable=False),
            Column("action", Text, nullable=False),
            Column("target", Integer, ForeignKey("revision.id")),
            sqlite_autoincrement=True,
        )
        self.change = Table(
            "change",
            self._metadata,
            Column("id", Integer, primary_key=True),
            Column("revision_id", Integer, ForeignKey("revision.id"), nullable=False, index=True),
            Column("record", Text, nullable=False),
            Column("record_id", Integer, nullable=False),
            Column("title", Text, nullable=False),
            Column("before", Text),
            Column("after", Text),
            Column("hung_on", Integer, ForeignKey("change.id"), index=True),
            Index(None, "record_id", "record"),
            sqlite_autoincrement=True,
        )
        self.setting = Table(
            "setting",
            self._metadata,
            Column("key", Text, primary_key=True),
            Column("value", Text, nullable=False),
        )

    def __getitem__(self, kind: type[Record]) -> Table:
        """Return the table of a record type.

        It is made when first asked for: all of them together take as long as a search.
        """
        found = self._of.get(kind)
        if found is None:
            with self._making:
                found = self._of.get(kind) or self._make(kind)
        return found

    @property
    def metadata(self) -> MetaData:
        """All tables, for migrations to compare with."""
        for kind in self.schema.records:
            self[kind]
        return self._metadata

    def has_grams(self, kind: type[Record]) -> bool:
        """Tell whether the letters inside the names of a type are indexed."""
        return self.schema.naming(kind) is not None

    def _make(self, kind: type[Record]) -> Table:
        named = kind.about.root and bool(self.schema.naming(kind))
        made = self._of[kind] = _table(kind, self._metadata, named=named)
        return made


@remembered
def tables_of(schema: Schema) -> Tables:
    """Return the tables of a schema, made once."""
    return Tables(schema)


def column_name(field: Field) -> str:
    """Return the name of a field's column; references are ``..._id``, as SQL readers expect."""
    return f"{field.name}_id" if field.kind is Kind.REFERENCE else field.name


def text_table(kind: type[Record]) -> str:
    """Return the name of the full-text table of a listed record type."""
    return kind.about.key + TEXT_SEARCH


def gram_table(kind: type[Record]) -> str:
    """Return the name of the index of what lies inside the names of a root record type."""
    return kind.about.key + INSIDE_NAMES


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
            # All that a section asks is in it: the whole list comes from the index alone.
            Index(None, "sort_key", "id", *_asked_by_sections(kind)),
        ]
    pairs = permutations(field_named(kind, name) for name in joined)
    columns += [Index(None, *map(column_name, pair)) for pair in pairs if pair]
    return Table(kind.about.key, metadata, *columns, sqlite_autoincrement=True)


def _asked_by_sections(kind: type[Record]) -> list[str]:
    sections = (section for section in SECTIONS if section.kind is kind)
    asked = (pair for section in sections for pair in (*section.such_that, *section.unlike))
    return list(dict.fromkeys(name for name, _value in asked))


def _column(field: Field, *, indexed: bool) -> Column[object]:
    keys = [ForeignKey(f"{field.refers}.id")] if field.refers else []
    return Column(
        column_name(field),
        _COLUMN_TYPES.get(field.kind, Text)(),
        *keys,
        nullable=field.nullable,
        index=bool(field.refers) and indexed,
    )


def _derived(field: Field) -> list[Column[object]]:
    if field.kind is Kind.DATE:
        return [Column(f"{field.name}_earliest", Text), Column(f"{field.name}_latest", Text)]
    if field.folded:
        return [Column(f"{field.name}_folded", Text, nullable=False, index=True)]
    return []
