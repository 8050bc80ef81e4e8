"""The closed sets of values that fields choose from, each value with its label."""

from __future__ import annotations

from netcatalog.domain.fields import Choice


class ActorKind(Choice):
    """What an actor is, in the words of W3C ORG and Popolo where they have one."""

    NETWORK = "network", "network"
    AUTHORITY = "authority", "authority"
    ASSOCIATION = "association", "association"
    BODY = "body", "body"
    PROGRAMME = "programme", "programme"
    CAMPAIGN = "campaign", "campaign"
    CENTRE = "centre", "centre"
    INTERGOVERNMENTAL = "intergovernmental", "intergovernmental organisation"
    GROUP = "group", "unnamed group"


class AuthorityLevel(Choice):
    """What sort of authority an authority is."""

    MUNICIPALITY = "municipality", "municipality"
    REGION = "region", "region"
    PUBLIC_BODY = "public_body", "public body of an authority"


class NameType(Choice):
    """What a name is to its bearer."""

    OFFICIAL = "official", "official name"
    ACRONYM = "acronym", "acronym"
    ALTERNATIVE = "alternative", "another name"
    FORMER = "former", "former name"
    TRANSLATION = "translation", "translation"
    AS_QUOTED = "as_quoted", "as quoted"
    DESCRIPTIVE = "descriptive", "description in place of a name"


class IdentifierScheme(Choice):
    """The register that gives an identifier."""

    LAU = "lau", "LAU"
    NUTS = "nuts", "NUTS"
    GEONAMES = "geonames", "GeoNames"
    WIKIDATA = "wikidata", "Wikidata"
    UIA = "uia", "UIA"
    OWN = "own", "our own"


class EventType(Choice):
    """What happened to an actor."""

    FOUNDED = "founded", "founded"
    RENAMED = "renamed", "renamed"
    SCOPE_WIDENED = "scope_widened", "scope widened"
    MERGED = "merged", "merged"
    DISSOLVED = "dissolved", "dissolved"
    OTHER = "other", "other event"


class Measure(Choice):
    """What a figure counts."""

    MEMBERS = "members", "members"
    COUNTRIES = "countries", "countries of members"
    REPRESENTED = "represented", "authorities represented"
    CENTRES = "centres", "centres"


class Qualifier(Choice):
    """How exactly a source gives a figure."""

    EXACTLY = "exactly", "exactly"
    OVER = "over", "over"
    AT_LEAST = "at_least", "at least"
    ABOUT = "about", "about"
    AT_MOST = "at_most", "at most"
    UNDER = "under", "under"
    BETWEEN = "between", "between"


class Directness(Choice):
    """Whether those counted belong to the actor, or to its members."""

    DIRECT = "direct", "direct"
    REPRESENTED = "represented", "through its members"


class RelationType(Choice):
    """What one actor is to another."""

    RUNS = "runs", "runs"
    PART_OF = "part_of", "part of"
    SUCCESSOR_OF = "successor_of", "successor of"
    DIFFERENT_FROM = "different_from", "not the same as"
    REPRESENTS = "represents", "represents"
    HOST_OF = "host_of", "host of"
    SECTION_OF = "section_of", "section of"
    RECOGNISED_AS = "recognised_as", "recognised as"
    LOCATED_IN = "located_in", "located in"
    COORDINATED_BY = "coordinated_by", "coordinated by"
    SUPPORTED_BY = "supported_by", "supported by"


class MembershipStatus(Choice):
    """How far a membership has come."""

    CONSIDERING = "considering", "considering"
    APPLIED = "applied", "applied"
    TRIAL = "trial", "on trial"
    OBSERVER = "observer", "observer"
    MEMBER = "member", "member"
    NOTICE_GIVEN = "notice_given", "notice given"
    LEFT = "left", "left"


class Weight(Choice):
    """How strongly an actor is present in an area."""

    MAINLY = "mainly", "mainly"
    ALSO = "also", "also"
    ONE_CENTRE = "one_centre", "one centre"


class BodyKind(Choice):
    """What sort of body of an actor a body is."""

    COUNCIL = "council", "council"
    COMMITTEE = "committee", "committee"
    WORKING_GROUP = "working_group", "working group"
    FORUM = "forum", "forum"


class ProgrammeKind(Choice):
    """What sort of activity a programme is."""

    CAMPAIGN = "campaign", "campaign"
    PROJECT = "project", "project"
    TRAINING = "training", "training"
    EVENT = "event", "event"


class Reach(Choice):
    """How far a programme reaches."""

    LOCAL = "local", "local"
    NATIONAL = "national", "national"
    EUROPEAN = "european", "European"
    GLOBAL = "global", "global"


class DocumentKind(Choice):
    """What a document is for."""

    STRATEGIC_PLAN = "strategic_plan", "strategic plan"
    WORK_PROGRAMME = "work_programme", "work programme"
    STATUTES = "statutes", "statutes"
    OTHER = "other", "other document"


class Stance(Choice):
    """What an actor means to do about a target."""

    MEET = "meet", "meet"
    MEET_AND_EXCEED = "meet_and_exceed", "meet and exceed"
    EXCEED = "exceed", "exceed"
    OPPOSE = "oppose", "oppose"


class StatementType(Choice):
    """What a statement tells of an actor."""

    AIM = "aim", "aim"
    METHOD = "method", "method"
    PURPOSE = "purpose", "purpose"
    PRIORITY = "priority", "priority"
    CLAIM = "claim", "claim"
    TRAIT = "trait", "trait"
    INSTRUMENT = "instrument", "instrument"
    CONTEXT = "context", "context"
    STAKEHOLDER = "stakeholder", "stakeholder"


class SectionKey(Choice):
    """A section of the catalogue, by its key and its heading; see `domain.sections`."""

    NETWORKS = "networks", "Networks"
    AUTHORITIES = "authorities", "Authorities"
    OTHERS = "others", "Other actors"
    MEMBERSHIPS = "memberships", "Memberships"
    SOURCES = "sources", "Sources"
    NOTES = "notes", "Notes"
