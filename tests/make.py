"""Valid records to start from, so that a test names only what it is about.

``make.record(Figure, low=35)`` makes a record that hangs on the actor with id 1.
``make.actor(catalog, "Łódź", country="PL")`` and its like put one into a catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import text

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import (
    ActorKind,
    EventType,
    IdentifierScheme,
    Measure,
    NameType,
    RelationType,
    SectionKey,
    StatementType,
)
from netcatalog.domain.fields import Record
from netcatalog.domain.records import (
    Actor,
    Added,
    Agreement,
    Body,
    Document,
    Event,
    Figure,
    Identifier,
    MemberRule,
    Membership,
    Name,
    Note,
    Participant,
    Party,
    Period,
    Presence,
    Programme,
    Relation,
    SavedMapping,
    SavedSearch,
    Source,
    Statement,
    Tag,
    Target,
    Topic,
)
from netcatalog.services.catalog import Catalog
from netcatalog.store.database import Database
from netcatalog.store.migrate import engine_for
from netcatalog.store.names import gram_table, text_table
from netcatalog.store.tables import metadata_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from netcatalog.domain.fields import Schema

R = TypeVar("R", bound=Record)

_VALID: dict[type[Record], dict[str, object]] = {
    Actor: {"kind": ActorKind.NETWORK, "is_network": True},
    Name: {"actor": 1, "text": "Alpha"},
    Identifier: {"actor": 1, "scheme": IdentifierScheme.WIKIDATA, "value": "Q1"},
    Event: {"actor": 1, "type": EventType.FOUNDED, "date": "1986"},
    Participant: {"event": 1, "actor": 2},
    Statement: {"actor": 1, "type": StatementType.AIM, "text": "promote public transport"},
    MemberRule: {"actor": 1, "admits": "cities"},
    Figure: {"actor": 1, "measure": Measure.MEMBERS, "low": 35},
    Topic: {"actor": 1, "label": "public transport"},
    Presence: {"actor": 1, "area": "Europe"},
    Body: {"actor": 1, "name": "General Assembly"},
    Programme: {"actor": 1, "name": "Green Lines"},
    Document: {"actor": 1, "title": "Strategic plan"},
    Target: {"actor": 1, "indicator": "emissions"},
    Agreement: {"actor": 1, "subject": "cooperation"},
    Party: {"agreement": 1, "actor": 2},
    Relation: {"actor": 1, "type": RelationType.PART_OF, "other": 2},
    Membership: {"member": 2, "network": 1},
    Period: {"membership": 1, "since": "2012"},
    Source: {"title": "Annual report"},
    Note: {"actor": 1, "text": "Ask about the fee"},
    Tag: {"actor": 1, "label": "renew"},
    SavedMapping: {"name": "EMTA's list", "text": "{}"},
    SavedSearch: {"name": "Polish ones", "section": SectionKey.NETWORKS, "text": "country:PL"},
}


def record(kind: type[R], /, **given: object) -> R:
    """Return a valid record of a type, with these values."""
    if issubclass(kind, Added) and given.keys() & {"membership", "source"}:
        given = {"actor": None} | given
    return kind(**(_VALID[kind] | given))


def catalogue(
    path: Path, schema: Schema, *, user: str, clock: Callable[[], dt.datetime]
) -> Catalog:
    """Make a catalogue of other record types than ours, without migrations, and open it."""
    engine = engine_for(path)
    with engine.begin() as connection:
        metadata_of(schema).create_all(connection)
        for kind in schema.listed():
            columns = "names, body, tokenize = 'ascii', prefix = '1 2 3'"
            connection.execute(
                text(f"CREATE VIRTUAL TABLE {text_table(kind)} USING fts5({columns})")
            )
            if schema.naming(kind):
                columns = "names, tokenize = 'trigram'"
                connection.execute(
                    text(f"CREATE VIRTUAL TABLE {gram_table(kind)} USING fts5({columns})")
                )
    engine.dispose()
    return Catalog(Database(path, schema), user=user, clock=clock)


def add(catalog: Catalog, *records: R) -> list[R]:
    """Add records in one revision, and return them as stored, in order.

    Ids below zero stand for those to come.
    """
    revision = catalog.apply("add", [Change(after=one) for one in records])
    return [recorded.change.after for recorded in catalog.changes_of(revision)]


def actor(
    catalog: Catalog, name: str = "Alpha", *names: str, acronym: str = "", **given: object
) -> int:
    """Add an actor with its names; a network where nothing else is said. Return its id."""
    if given.get("kind", ActorKind.NETWORK) is not ActorKind.NETWORK:
        given = {"is_network": False} | given
    records = [record(Actor, id=-1, **given)]
    records += [record(Name, actor=-1, text=text) for text in (name, *names)]
    if acronym:
        records.append(record(Name, actor=-1, text=acronym, type=NameType.ACRONYM))
    return add(catalog, *records)[0].id


def authority(catalog: Catalog, name: str = "Łódź", *names: str, **given: object) -> int:
    """Add an authority with its names, and return its id."""
    return actor(catalog, name, *names, kind=ActorKind.AUTHORITY, **given)


def fact(catalog: Catalog, kind: type[R], /, **given: object) -> R:
    """Add one record and return it as stored."""
    (stored,) = add(catalog, record(kind, **given))
    return stored


def remove(catalog: Catalog, kind: type[Record], key: int, title: str = "remove") -> None:
    """Remove a record as it is now."""
    catalog.apply(title, [Change(before=catalog.record(kind, key))])
