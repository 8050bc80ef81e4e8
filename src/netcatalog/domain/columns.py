"""The columns of a table of records, derived from the declared fields.

The same columns serve the window's tables, their sorting, and CSV.
"""

from __future__ import annotations

from dataclasses import dataclass

from netcatalog.domain.fields import (
    Choice,
    Field,
    Kind,
    Record,
    Schema,
    field_named,
    fields_of,
    remembered,
)

BETWEEN_VALUES = "; "
"""What stands between the values of one cell in a file."""

TITLE = "title"
"""Key of the column that says what a record is called, or what it hangs on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        key: Heading in CSV, and name for sorting.
        label: Heading in the window.
        kind: The record type whose field it shows: the listed one, or one that hangs on it.
        field: The field shown, or None for the title.
        via: The reference by which records of `kind` hang on the listed one, or None.
        only: Where one field serves several columns, the value of its `word_by` field.
        shown: Whether a table shows it before the user chooses.
    """

    key: str
    label: str
    kind: type[Record]
    field: Field | None = None
    via: Field | None = None
    only: Choice | None = None
    shown: bool = True

    @property
    def numeric(self) -> bool:
        """Whether its values stand to the right and sort by size."""
        return self.field is not None and self.field.kind in {Kind.INTEGER, Kind.NUMBER}


@remembered
def columns_of(schema: Schema, kind: type[Record]) -> tuple[Column, ...]:
    """Return the columns of a table of `kind`: its title, its own fields, what hangs on it."""
    columns = list(_title(schema, kind))
    naming = schema.naming(kind)
    for other, via in schema.hanging_on(kind):
        if naming and other is naming[0]:
            columns += _hanging(other, via)
    columns += [
        Column(key=one.name, label=one.label, kind=kind, field=one, shown=bool(one.column))
        for one in fields_of(kind)
        if not one.naming and not (one.owner and not one.required)
    ]
    for other, via in schema.hanging_on(kind):
        if not other.about.root and not (naming and other is naming[0]):
            columns += _hanging(other, via)
    return tuple(columns)


def _title(schema: Schema, kind: type[Record]) -> tuple[Column, ...]:
    if not kind.about.root:
        return (Column(key=TITLE, label="On", kind=kind),)
    naming = schema.naming(kind)
    return (Column(key=TITLE, label=naming[1].label, kind=kind),) if naming else ()


def _hanging(kind: type[Record], via: Field) -> list[Column]:
    columns = []
    for one in fields_of(kind):
        if not one.column:
            continue
        if isinstance(one.column, tuple):
            columns += [
                Column(
                    key=choice.value,
                    label=choice.label[:1].upper() + choice.label[1:],
                    kind=kind,
                    field=one,
                    via=via,
                    only=choice,
                )
                for choice in one.column
            ]
        else:
            shown = not kind.about.listed
            columns.append(
                Column(
                    key=f"{kind.about.key}_{one.name}"
                    if kind.about.listed
                    else one.word or one.name,
                    label=one.label,
                    kind=kind,
                    field=one,
                    via=via,
                    shown=shown,
                )
            )
    return columns


def by_key(columns: tuple[Column, ...]) -> dict[str, Column]:
    """Return columns by their key."""
    return {column.key: column for column in columns}


def choice_field(column: Column) -> Field | None:
    """Return the field whose value must be `column.only`, or None if any will do."""
    if column.field is None or not column.field.word_by or column.only is None:
        return None
    return field_named(column.kind, column.field.word_by)
