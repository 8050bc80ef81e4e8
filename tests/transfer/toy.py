"""A catalogue of something else: what derives from declarations works for it too."""

from __future__ import annotations

import datetime as dt
from typing import NewType

from netcatalog.domain.fields import Country, Edtf, Record, Schema, field, record
from tests import make

TownId = NewType("TownId", int)


@record("town", "Towns", root=True)
class Town(Record):
    """A root record with a field of most sorts."""

    name: str = field("Name", naming=True, searched=True)
    country: Country = field("Country", default="", column=True)
    height: float | None = field("Height", default=None, unit="m", column=True)
    market: bool | None = field("Market", default=None)
    chartered: Edtf = field("Chartered", default="")
    twin: TownId | None = field("Twin", default=None)


@record("sight", "Sights")
class Sight(Record):
    """What hangs on a town."""

    town: TownId = field("Town", owner=True)
    label: str = field("Sight", column=True, word="sight", searched=True)


TOWNS = Schema((Town, Sight))


def open_toy(path):
    """Make a catalogue of towns and open it."""
    moment = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
    return make.catalogue(path, TOWNS, user="Ana", clock=lambda: moment)
