"""The sections of the catalogue: which records each lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netcatalog.domain.choices import ActorKind, SectionKey
from netcatalog.domain.records import Actor, Membership, Note, Source

if TYPE_CHECKING:
    from netcatalog.domain.fields import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A list of records of one type.

    Attributes:
        key: Name on the command line.
        label: Heading in the window.
        kind: Type of the records listed.
        such_that: Field values they have; of all of them.
        unlike: Field values that none of them has.
        joined_by: Records that join others to those listed, and the field by which they do:
            plain words find what is listed by the names of the others, too.
        icon: Name of its icon.
    """

    key: str
    label: str
    kind: type[Record]
    such_that: tuple[tuple[str, object], ...] = ()
    unlike: tuple[tuple[str, object], ...] = ()
    joined_by: tuple[type[Record], str] | None = None
    icon: str = ""


NETWORKS = Section(
    key=SectionKey.NETWORKS,
    label=SectionKey.NETWORKS.label,
    kind=Actor,
    such_that=(("is_network", True),),
    joined_by=(Membership, "network"),
    icon="network",
)
AUTHORITIES = Section(
    key=SectionKey.AUTHORITIES,
    label=SectionKey.AUTHORITIES.label,
    kind=Actor,
    such_that=(("kind", ActorKind.AUTHORITY),),
    icon="landmark",
)
OTHERS = Section(
    key=SectionKey.OTHERS,
    label=SectionKey.OTHERS.label,
    kind=Actor,
    unlike=(("is_network", True), ("kind", ActorKind.AUTHORITY)),
    icon="users",
)
MEMBERSHIPS = Section(
    key=SectionKey.MEMBERSHIPS, label=SectionKey.MEMBERSHIPS.label, kind=Membership, icon="id-card"
)
SOURCES = Section(
    key=SectionKey.SOURCES, label=SectionKey.SOURCES.label, kind=Source, icon="book-open"
)
NOTES = Section(key=SectionKey.NOTES, label=SectionKey.NOTES.label, kind=Note, icon="sticky-note")

SECTIONS = (NETWORKS, AUTHORITIES, OTHERS, MEMBERSHIPS, SOURCES, NOTES)
"""All of them, in the order of the window's left column."""


def section_named(key: str) -> Section:
    """Return a section by its key. An unknown key is a defect: KeyError."""
    return {section.key: section for section in SECTIONS}[key]


def section_of(record: Record) -> Section:
    """Return the first section that lists a record; a defect if none does: LookupError."""
    for section in SECTIONS:
        if type(record) is section.kind and _listed(record, section):
            return section
    raise LookupError(type(record).__name__)


def _listed(record: Record, section: Section) -> bool:
    return all(getattr(record, name) == value for name, value in section.such_that) and all(
        getattr(record, name) != value for name, value in section.unlike
    )
