"""The JSON Schema of a whole catalogue as JSON, derived from the declarations.

``resources/catalogue.schema.json`` is what `schema_text` returns: for those who write such files
themselves, or read them in another language.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.records import SCHEMA
from netcatalog.services.dumping import DERIVED, key_of, kinds_by_group
from netcatalog.transfer.lossless import FORMAT

if TYPE_CHECKING:
    from netcatalog.domain.fields import Field, Record

    Plain = dict[str, Any]

_UUID = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_ROW = {"type": "integer", "minimum": 1}
_TYPES: dict[Kind, Plain] = {
    Kind.INTEGER: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.FLAG: {"type": "boolean"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.ADDRESS: {"type": "string", "format": "uri"},
    Kind.COUNTRY: {"type": "string", "pattern": "^[A-Z]{2}$"},
}


def schema_text() -> str:
    """Return the schema as it is shipped."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema() -> Plain:
    """Return the schema (JSON Schema, draft 2020-12)."""
    groups = kinds_by_group(SCHEMA)
    lists = {
        group: {"type": "array", "items": {"$ref": f"#/$defs/{kind.about.key}"}}
        for group, kind in groups.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A catalogue of networks of local authorities",
        "type": "object",
        "required": ["format", *lists],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "history": {"type": "boolean"},
            "settings": {"type": "object", "additionalProperties": {"type": "string"}},
            "last_rows": {"type": "object", "additionalProperties": _ROW},
            **lists,
            "revisions": {"type": "array", "items": {"type": "object"}},
            "changes": {"type": "array", "items": {"type": "object"}},
        },
        "$defs": {kind.about.key: _record(kind) for kind in groups.values()},
    }


def _record(kind: type[Record]) -> Plain:
    fields = {key_of(kind, field): field for field in fields_of(kind)}
    required = [key for key, field in fields.items() if field.required]
    derived = {name: {"type": "string"} for name in DERIVED.get(kind, ())}
    return {
        "title": kind.about.label,
        "type": "object",
        "required": ["row", "id", *required],
        "additionalProperties": False,
        "properties": {
            "row": _ROW,
            "id": _UUID,
            **derived,
            **{key: _value(field) for key, field in fields.items()},
        },
    }


def _value(field: Field) -> Plain:
    told: Plain = {"title": field.label}
    if field.help:
        told["description"] = field.help
    if field.kind is Kind.REFERENCE:
        return told | _UUID
    if field.choices is not None:
        return told | {"enum": [one.value for one in field.choices]}
    return told | _TYPES.get(field.kind, {"type": "string"})
