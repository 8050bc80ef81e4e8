"""What the columns of our CSV files are, for programs: W3C "CSV on the Web".

See https://www.w3.org/TR/tabular-metadata/.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from netcatalog.domain.columns import BETWEEN_VALUES
from netcatalog.domain.fields import Kind, fields_of
from netcatalog.services.out_files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from netcatalog.domain.columns import Column
    from netcatalog.domain.fields import Field, Record
    from netcatalog.transfer.csv_export import Style

    Plain = dict[str, Any]

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]

_TYPES: dict[Kind, object] = {
    Kind.INTEGER: "integer",
    Kind.NUMBER: "number",
    Kind.FLAG: {"base": "boolean", "format": "yes|no"},
    Kind.MOMENT: "dateTime",
    Kind.ADDRESS: "anyURI",
    Kind.LANGUAGE: "language",
}
"""Types of values that are no plain text; dates are EDTF, which has no type there."""


def beside(path: Path) -> Path:
    """Return where programs look for what the columns of a file are."""
    return path.with_name(f"{path.name}-metadata.json")


def write_table(path: Path, columns: Sequence[Column], style: Style) -> None:
    """Write what the columns of a table are beside its file.

    Raises:
        ReportError: The file cannot be written.
    """
    told = {"@context": CONTEXT, "url": path.name, "dialect": _dialect(style)}
    told["tableSchema"] = {"columns": [_column(column) for column in columns]}
    with replacing(beside(path)) as file:
        file.write(_text(told))


def whole(kinds: Iterable[type[Record]], style: Style) -> bytes:
    """Return what the tables of a whole catalogue are, and how they hang together."""
    kinds = tuple(kinds)
    files = {kind.about.key: f"{kind.about.group}.csv" for kind in kinds}
    return _text(
        {
            "@context": CONTEXT,
            "dialect": _dialect(style),
            "tables": [_table(kind, files) for kind in kinds],
        }
    )


def _text(told: Plain) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def _dialect(style: Style) -> Plain:
    return {"delimiter": style.separator, "encoding": "utf-8", "header": True}


def _column(column: Column) -> Plain:
    told: Plain = {"name": column.key, "titles": column.key, "dc:title": column.label}
    if column.field is not None:
        told |= _about(column.field)
        if column.only is not None and column.numeric:
            told.pop("datatype", None)  # "over 120" is no number
    if column.via is not None:
        told["separator"] = BETWEEN_VALUES
    return told


def _about(field: Field) -> Plain:
    told: Plain = {"dc:description": field.help} if field.help else {}
    if field.kind in _TYPES:
        told["datatype"] = _TYPES[field.kind]
    if field.unit:
        told["dc:format"] = field.unit
    return told


def _table(kind: type[Record], files: dict[str, str]) -> Plain:
    columns: list[Plain] = [
        {"name": "id", "titles": "id", "datatype": "integer", "required": True},
        {"name": "uid", "titles": "uid", "required": True},
    ]
    keys: list[Plain] = []
    for field in fields_of(kind):
        told = {"name": field.name, "titles": field.name, "dc:title": field.label} | _about(field)
        if field.kind is Kind.REFERENCE:
            columns.append(told | {"datatype": "integer"})
            columns.append({"name": f"{field.name}_name", "titles": f"{field.name}_name"})
            other = {"resource": files[field.refers], "columnReference": "id"}
            keys.append({"columnReference": field.name, "reference": other})
        else:
            columns.append(told)
    schema: Plain = {"columns": columns, "primaryKey": "id"}
    if keys:
        schema["foreignKeys"] = keys
    return {"url": files[kind.about.key], "dc:title": kind.about.plural, "tableSchema": schema}
