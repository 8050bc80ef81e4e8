"""Small lists, and what is made of them."""

from __future__ import annotations

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.mappings import Filler, Mapping, Part
from netcatalog.domain.records import Actor, Membership, Name, Period
from netcatalog.domain.tables import Row, Table
from tests import make

EMTA = "EMTA"


def table(text, name="list"):
    """Return the table that a text is: cells between bars, a row on each line."""
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().split("\n")]
    body = tuple(Row(line, cells) for line, cells in enumerate(rows[1:], 2))
    return Table(name=name, headings=rows[0], header=(1,), rows=body, about=len(body))


def name(column="Name", **fields):
    """A name in a column."""
    return Part(record="name", fields={"text": Filler(column=column), **fields})


def number(column="LAU", scheme="lau"):
    """A number of a register in a column."""
    fields = {"scheme": Filler(constant=scheme), "value": Filler(column=column)}
    return Part(record="identifier", fields=fields)


def member_of(network=EMTA, since="", **fields):
    """A membership of all rows, perhaps since when a column says."""
    filler = Filler(constant=network, creates=ActorKind.NETWORK)
    period = Part(record="period", fields={"since": Filler(column=since)})
    return Part(
        record="membership",
        fields={"network": filler, **fields},
        parts=(period,) if since else (),
    )


def authorities(*parts, fields=(), **settings):
    """A mapping of rows about authorities, with what hangs on them."""
    filled = {"kind": Filler(constant="authority"), **dict(fields)}
    return Mapping(subject=Part(record="actor", fields=filled, parts=parts), **settings)


COUNTRY = {"country": Filler(column="Country")}
SIZE = {"population": Filler(column="Population")}


def authority(catalog, called, **fields):
    """Put an authority into a catalogue; return its id."""
    return make.actor(catalog, called, kind=ActorKind.AUTHORITY, **fields)


def called(catalog, text):
    """Return the actor that bears a name."""
    return catalog.record(Actor, catalog.actor_named(text))


def names(catalog, text):
    """Return the names of an actor, as they are written."""
    return [one.text for one in records(catalog, text, Name)]


def records(catalog, text, kind):
    """Return the records of a type that hang on the actor that bears a name."""
    key = catalog.actor_named(text)
    return [
        record
        for record, _ in catalog.everything()
        if type(record) is kind and getattr(record, "actor", None) == key
    ]


def memberships(catalog):
    """Return who is a member of what, with its periods."""
    held = [record for record, _ in catalog.everything()]
    titles = {
        one.id: names_of
        for one in held
        if isinstance(one, Actor)
        and (names_of := next(n.text for n in held if isinstance(n, Name) and n.actor == one.id))
    }
    return {
        (titles[one.member], titles[one.network]): (
            one.status.value,
            [(p.since, p.until) for p in held if isinstance(p, Period) and p.membership == one.id],
        )
        for one in held
        if isinstance(one, Membership)
    }


def planned(catalog, tables, mapping):
    """Return what bringing tables in would come to, and what each row would."""
    lines = []
    return catalog.plan_import(tables, mapping, each=lines.append), lines


def brought(catalog, tables, mapping):
    """Bring tables in; return the revision, what was done, and what each row came to."""
    lines = []
    return *catalog.bring_in(tables, mapping, each=lines.append), lines
