"""A catalogue as bytes that differ wherever anything in it does, its history aside."""

from __future__ import annotations

import hashlib

import msgspec


def dump(catalog) -> bytes:
    """Return every record with all it holds, a line of JSON each, in the order of the schema."""
    return b"".join(
        msgspec.json.encode([type(record).about.key, record]) + b"\n"
        for record, _called in catalog.everything()
    )


def digest(catalog) -> str:
    """Return what stands for the dump."""
    return hashlib.sha256(dump(catalog)).hexdigest()


def dump_history(catalog) -> bytes:
    """Return every revision with its changes, a line of JSON each."""
    encode = msgspec.json.Encoder(enc_hook=str).encode
    return b"".join(
        encode([revision, [told.change for told in catalog.changes_of(revision)]]) + b"\n"
        for revision in catalog.history()
    )
