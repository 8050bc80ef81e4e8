"""The records of the catalogue. What each field means and may do is declared here, once.

Anything a source does not say stays empty. Two sources that disagree are two records.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  get_type_hints needs it
from typing import NewType

from netcatalog.domain.choices import (
    ActorKind,
    AuthorityLevel,
    BodyKind,
    Directness,
    DocumentKind,
    EventType,
    IdentifierScheme,
    Measure,
    MembershipStatus,
    NameType,
    ProgrammeKind,
    Qualifier,
    Reach,
    RelationType,
    SectionKey,
    Stance,
    StatementType,
    Weight,
)
from netcatalog.domain.fields import (
    Country,
    Edtf,
    Language,
    Markdown,
    Prose,
    Record,
    Schema,
    WebAddress,
    common_ground,
    field,
    record,
)

ActorId = NewType("ActorId", int)
SourceId = NewType("SourceId", int)
MembershipId = NewType("MembershipId", int)
EventId = NewType("EventId", int)
BodyId = NewType("BodyId", int)
DocumentId = NewType("DocumentId", int)
AgreementId = NewType("AgreementId", int)

POPULATION_BANDS = (5_000, 20_000, 50_000, 100_000, 250_000, 500_000)
"""Where bands of population begin, in inhabitants: among them the bounds at which Eurocities
takes partners (50,000) and members (250,000)."""


@record("source", "Sources", root=True)
class Source(Record):
    """A document that facts rest on, with its text kept as it was."""

    title: str = field("Title", "What the document is called.", naming=True, searched=True)
    publisher: str = field(
        "Publisher",
        "Who answers for it.",
        default="",
        searched=True,
        column=True,
        facet=True,
        word="publisher",
    )
    address: WebAddress = field("Web address", "Where it was found.", default="")
    retrieved: Edtf = field("Retrieved", "The day it was read.", default="", column=True)
    language: Language = field("Language", "Language of the text.", default="", column=True)
    text: Prose = field(
        "Text", "The text itself; passages count its characters.", default="", searched=True
    )


@common_ground
class Sourced(Record):
    """What a source may say: common ground of actors, memberships and facts.

    Attributes:
        start: Where the passage begins in the source's text, in code points from 0.
        end: Where it ends: the first code point that is no longer part of it.
    """

    source: SourceId | None = field(
        "Source",
        "The document this rests on.",
        default=None,
        shared=True,
        clears=("start", "end"),
    )
    start: int | None = field("Passage from", "First character.", default=None, shared=True)
    end: int | None = field("Passage to", "Character after the last.", default=None, shared=True)
    as_of: Edtf = field(
        "As of", "The day for which the source claims this.", default="", shared=True
    )
    time_quoted: str = field(
        "Time as quoted", 'Words such as "today" or "later".', default="", shared=True
    )
    private: bool = field(
        "Private", "Left out of public exports.", default=False, shared=True, hides=True
    )
    remark: Prose = field(
        "Remark", "What we add to this fact.", default="", shared=True, searched=True
    )


@record("actor", "Actors", root=True)
class Actor(Sourced):
    """Anything that acts: a network, an authority, or who else a source speaks of."""

    kind: ActorKind = field("Kind", "What it is.", word="kind", column=True, facet=True)
    is_network: bool = field("Has members", "Listed among the networks.", default=False)
    level: AuthorityLevel | None = field(
        "Level", "For an authority: what sort.", default=None, word="level", facet=True
    )
    country: Country = field(
        "Country",
        "Where it is, as a country code.",
        default="",
        clears=("country_inferred",),
        word="country",
        column=True,
        facet=True,
    )
    country_inferred: bool = field(
        "Country inferred", "The source does not say the country.", default=False
    )
    place: str = field("Place", "Town of its seat.", default="", searched=True, word="place")
    latitude: float | None = field("Latitude", "", default=None, unit="°", least=-90, most=90)
    longitude: float | None = field("Longitude", "", default=None, unit="°", least=-180, most=180)
    population: int | None = field(
        "Population",
        "",
        default=None,
        unit="inhabitants",
        word="population",
        facet=True,
        bands=POPULATION_BANDS,
    )
    website: WebAddress = field("Website", "", default="")
    active: bool | None = field("Active", "Whether it still exists.", default=None)


@common_ground
class Fact(Sourced):
    """One statement about one actor, by one source."""

    actor: ActorId = field("Of", "The actor this is said of.", owner=True)


@record("name", "Names")
class Name(Fact):
    """What an actor is or was called."""

    text: str = field(
        "Name",
        "As it is written, accents and all.",
        naming=True,
        searched=True,
        folded=True,
        word="name",
        word_by="type",
        column=(NameType.ACRONYM,),
    )
    type: NameType = field("Type", "What sort of name.", default=NameType.OFFICIAL)
    language: Language = field("Language", "Language of the name.", default="")
    since: Edtf = field("Since", "From when it is borne.", default="", starts=True)
    until: Edtf = field("Until", "Until when it was borne.", default="", ends=True)


@record("identifier", "Identifiers")
class Identifier(Fact):
    """The actor's key in a register."""

    scheme: IdentifierScheme = field("Register", "Who gives it.")
    value: str = field(
        "Identifier", "As the register writes it.", searched=True, word="id", word_by="scheme"
    )


@record("event", "Events")
class Event(Fact):
    """What happened to an actor, and when."""

    type: EventType = field("What happened", "")
    date: Edtf = field(
        "Date",
        "Year, month or day; 1990~ for about, 2012/.. for since.",
        default="",
        word="event",
        word_by="type",
        column=(EventType.FOUNDED,),
        facet=(EventType.FOUNDED,),
        starts=True,
    )
    place: str = field("Place", "", default="", searched=True)
    detail: str = field("Detail", "What else the source says of it.", default="", searched=True)


@record("participant", "Participants")
class Participant(Sourced):
    """Who took part in an event."""

    event: EventId = field("Event", "", owner=True)
    actor: ActorId = field("Who", "")
    role: str = field("Role", "", default="", searched=True)


@record("statement", "Statements")
class Statement(Fact):
    """A sentence that a source says of an actor."""

    type: StatementType = field("Type", "What sort of statement.", word="statement")
    text: Prose = field("Statement", "In the words of the source.", searched=True)


@record("topic", "Topics")
class Topic(Fact):
    """A subject an actor works on."""

    label: str = field(
        "Topic",
        "Choose a topic already in use where one fits.",
        searched=True,
        folded=True,
        word="topic",
        column=True,
        facet=True,
        suggested=True,
    )
    list_complete: bool | None = field(
        "List complete", "Whether the source names all of them.", default=None
    )


@record("figure", "Figures", renewed=("measure", "member_kind", "area", "directness"))
class Figure(Fact):
    """A number that a source gives, with the words that qualify it."""

    measure: Measure = field("What is counted", "")
    qualifier: Qualifier = field("Qualifier", "", default=Qualifier.EXACTLY)
    low: int | None = field(
        "From",
        "The number, or the lower of two.",
        default=None,
        word="figure",
        word_by="measure",
        column=(Measure.MEMBERS,),
    )
    high: int | None = field("To", "The higher of two, or the most.", default=None)
    member_kind: str = field("Kind of member", "", default="", searched=True)
    area: str = field("Area", "", default="", searched=True)
    directness: Directness | None = field(
        "Counted", "Own members, or those of its members.", default=None
    )


@record("member rule", "Member rules")
class MemberRule(Fact):
    """Who may join."""

    admits: str = field("Admits", "Kinds of member.", searched=True, suggested=True)
    condition: str = field("Condition", "", default="", searched=True)
    area: str = field("Area", "", default="", searched=True)
    population_min: int | None = field(
        "Population from", "", default=None, unit="inhabitants", word="joinable-from"
    )
    population_max: int | None = field("Population to", "", default=None, unit="inhabitants")
    fee_rule: Prose = field("Fee rule", "How the fee is reckoned.", default="", searched=True)


@record("presence", "Presence", group="presences")
class Presence(Fact):
    """An area in which an actor is at work or has members."""

    area: str = field("Area", "Country or region.", searched=True, word="area", suggested=True)
    country: Country = field("Country", "Where the area is one.", default="")
    weight: Weight | None = field("Weight", "", default=None)


@record("body", "Bodies", group="bodies")
class Body(Fact):
    """A council, committee or group inside an actor."""

    name: str = field("Name", "", searched=True, word="body")
    kind: BodyKind | None = field("Kind", "", default=None)
    composition: str = field("Composition", "Who sits in it.", default="", searched=True)
    seats: int | None = field("Seats", "", default=None)
    elected_by: BodyId | None = field("Elected by", "", default=None)
    meeting_interval: int | None = field(
        "Meets every", "Time between two meetings.", default=None, unit="months"
    )
    task: str = field("Task", "", default="", searched=True)
    represents: str = field("Represents", "", default="", searched=True)


@record("programme", "Programmes")
class Programme(Fact):
    """A campaign, project, training or event that an actor runs."""

    name: str = field("Name", "", searched=True, word="programme")
    kind: ProgrammeKind | None = field("Kind", "", default=None)
    topic: str = field("Topic", "", default="", searched=True, suggested=True)
    reach: Reach | None = field("Reach", "", default=None)
    run_as: ActorId | None = field("In the catalogue as", "", default=None)


@record("document", "Documents")
class Document(Fact):
    """A plan or programme that an actor has, as far as a source speaks of it."""

    title: str = field("Title", "", searched=True, word="document")
    kind: DocumentKind | None = field("Kind", "", default=None)
    interval: int | None = field("New every", "", default=None, unit="months")
    decided_by: BodyId | None = field("Decided by", "", default=None)
    based_on: DocumentId | None = field("Based on", "", default=None)


@record("target", "Targets")
class Target(Fact):
    """A target that an actor takes up, its own or another's."""

    owner: ActorId | None = field("Whose target", "", default=None)
    indicator: str = field("Indicator", "What is to change.", searched=True, word="indicator")
    change: float | None = field("Change", "Below zero: less.", default=None)
    unit: str = field("Unit", "", default="%")
    deadline: Edtf = field("By", "", default="", word="deadline")
    baseline: str = field("Baseline", "Compared with what.", default="")
    stance: Stance | None = field("Stance", "", default=None)


@record("agreement", "Agreements")
class Agreement(Fact):
    """An agreement to which an actor is a party, or which recognises it."""

    subject: str = field("Subject", "", searched=True)
    role: str = field("Role recognised", "", default="", searched=True)
    beneficiaries: str = field("For", "Whom the role serves.", default="", searched=True)
    date: Edtf = field("Date", "", default="", word="agreement", starts=True)


@record("party", "Parties", group="parties")
class Party(Sourced):
    """One side of an agreement."""

    agreement: AgreementId = field("Agreement", "", owner=True)
    actor: ActorId = field("Party", "")
    on_behalf_of: str = field("On behalf of", "", default="", searched=True)


@record("relation", "Relations")
class Relation(Fact):
    """What an actor is to another actor."""

    type: RelationType = field("Relation", "", word="relation")
    other: ActorId = field("To", "The other actor.", word="related-to")
    detail: str = field("Detail", "", default="", searched=True)


@record("membership", "Memberships", root=True)
class Membership(Sourced):
    """An actor's belonging to a network."""

    member: ActorId = field("Member", "", owner=True, word="member", via="network", column=True)
    network: ActorId = field(
        "Network", "", owner=True, word="member-of", via="member", column=True, facet=True
    )
    status: MembershipStatus = field(
        "Status",
        "",
        default=MembershipStatus.MEMBER,
        word="status",
        column=True,
        facet=True,
        over=MembershipStatus.LEFT,
    )
    category: str = field(
        "Category",
        "As the network calls it.",
        default="",
        word="category",
        column=True,
        facet=True,
        searched=True,
        suggested=True,
    )
    voting: bool | None = field("Voting", "Whether it has a vote.", default=None)
    how_joined: str = field("How joined", "", default="", searched=True)
    member_as_quoted: str = field(
        "Member as quoted", "How the source calls it.", default="", searched=True
    )
    list_complete: bool | None = field(
        "List complete", "Whether the source names all members.", default=None
    )


@record("period", "Periods")
class Period(Sourced):
    """A stretch of time in which a membership held. Leaving and coming back are two."""

    membership: MembershipId = field("Membership", "", owner=True)
    since: Edtf = field("Since", "", default="", word="since", column=True, starts=True)
    until: Edtf = field("Until", "", default="", word="until", column=True, ends=True)


@common_ground
class Added(Record):
    """What the user adds to a record of any root type, beside its facts."""

    actor: ActorId | None = field("On", "", default=None, owner=True)
    membership: MembershipId | None = field("On", "", default=None, owner=True)
    source: SourceId | None = field("On", "", default=None, owner=True)


@record("note", "Notes", listed=True)
class Note(Added):
    """What a user wrote on a record."""

    text: Markdown = field(
        "Note", "Markdown: **bold**, *italic*, - lists.", searched=True, column=True
    )
    author: str = field("Author", "", default="", word="author", column=True, personal=True)
    written: dt.datetime | None = field("Written", "", default=None, column=True)
    private: bool = field("Private", "Left out of public exports.", default=False, hides=True)


@record("tag", "Tags")
class Tag(Added):
    """A word by which the user groups records."""

    label: str = field(
        "Tag",
        "",
        searched=True,
        folded=True,
        word="tag",
        column=True,
        facet=True,
        suggested=True,
    )


@record("saved search", "Saved searches", group="saved_searches")
class SavedSearch(Record):
    """A search that the user keeps under a name. It hangs on nothing, and has no page."""

    name: str = field("Name", "What the list of saved searches calls it.")
    section: SectionKey = field("Section", "Where it searches.")
    text: str = field("Search", "As it is typed into the search bar.", default="")
    sort: str = field(
        "Order", "Keys of columns, the first of them first; - before one turns it.", default=""
    )
    place: int = field("Place", "Where it stands in the list, from 0.", default=0)


@record("saved mapping", "Saved mappings", group="saved_mappings")
class SavedMapping(Record):
    """How a list is brought in, kept under a name for the next list with the same headings."""

    name: str = field("Name", "What the import calls it.")
    text: Prose = field("Mapping", "As JSON; see docs/formats.md.")


RECORDS: tuple[type[Record], ...] = (
    Actor,
    Name,
    Identifier,
    Event,
    Participant,
    Statement,
    MemberRule,
    Figure,
    Topic,
    Presence,
    Body,
    Programme,
    Document,
    Target,
    Agreement,
    Party,
    Relation,
    Membership,
    Period,
    Source,
    Note,
    Tag,
    SavedSearch,
    SavedMapping,
)

SCHEMA = Schema(RECORDS)
"""What a catalogue holds."""
