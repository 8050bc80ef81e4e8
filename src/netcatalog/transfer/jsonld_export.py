"""Networks as linked data: schema.org and the W3C Organization Ontology, in JSON-LD 1.1.

The context is part of the file: nothing need be fetched to read it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from netcatalog.domain.choices import MembershipStatus
from netcatalog.domain.progress import silent
from netcatalog.services.out_files import replacing
from netcatalog.transfer.ties import first_day, ties_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from netcatalog.domain.progress import Progress
    from netcatalog.services.readable import ReadableCatalog
    from netcatalog.transfer.ties import Tie

    Plain = dict[str, Any]

CONTEXT = {
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "schema:url": {"@type": "@id"},
    "schema:sameAs": {"@type": "@id"},
    "org:member": {"@type": "@id"},
    "org:organization": {"@type": "@id"},
    "schema:foundingDate": {"@type": "xsd:date"},
    "schema:startDate": {"@type": "xsd:date"},
    "schema:endDate": {"@type": "xsd:date"},
}

SAME_AS = {
    "wikidata": "http://www.wikidata.org/entity/{}",
    "geonames": "https://sws.geonames.org/{}/",
}
"""Registers whose numbers are addresses of the same thing elsewhere."""

_NOT_YET = {MembershipStatus.CONSIDERING, MembershipStatus.APPLIED}

_MONTH_OR_YEAR = re.compile("[0-9]{4}(-(0[1-9]|1[0-2]))?")


def export_jsonld(
    catalog: ReadableCatalog,
    path: Path,
    networks: Collection[int] | None = None,
    progress: Progress = silent,
) -> int:
    """Write networks with their members and memberships; return the number of organizations."""
    ties = ties_of(catalog, networks, progress)
    names, identifiers = ties.facts_of("other_names"), ties.facts_of("identifiers")
    events, topics = ties.facts_of("events"), ties.facts_of("topics")
    graph = [
        _organization(
            uid,
            actor,
            names.get(uid, []),
            identifiers.get(uid, []),
            events.get(uid, []),
            topics.get(uid, []),
        )
        for uid, actor in ties.actors.items()
    ]
    graph += [told for tie in ties.ties if tie.type == "member" for told in _memberships(tie)]
    told = {"@context": CONTEXT, "@graph": graph}
    with replacing(path) as file:
        file.write(json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n")
    return len(ties.actors)


def _organization(
    uid: str,
    actor: Plain,
    names: list[Plain],
    identifiers: list[Plain],
    events: list[Plain],
    topics: list[Plain],
) -> Plain:
    shown = actor.get("name", "")
    told: Plain = {
        "@id": _urn(uid),
        "@type": ["org:Organization", "schema:Organization"],
        "schema:name": shown,
        "skos:prefLabel": shown,
        "org:classification": actor.get("classification"),
        "schema:alternateName": [one["name"] for one in names if one["name"] != shown],
        "schema:url": actor.get("website"),
        "schema:knowsAbout": [one["label"] for one in topics],
        "org:identifier": [f"{one['scheme']}:{one['identifier']}" for one in identifiers],
        "schema:sameAs": [
            SAME_AS[one["scheme"]].format(one["identifier"])
            for one in identifiers
            if one["scheme"] in SAME_AS
        ],
        "schema:foundingDate": next(
            (
                day
                for one in events
                if one["type"] == "founded" and (day := _said(one.get("date", "")))
            ),
            None,
        ),
    }
    address = {
        "schema:addressCountry": actor.get("country"),
        "schema:addressLocality": actor.get("place"),
    }
    if any(address.values()):
        told["schema:address"] = {"@type": "schema:PostalAddress", **_filled(address)}
    return _filled(told)


def _said(date: str) -> str | Plain | None:
    """Return a day, a month or a year that is exact; None for any other date."""
    if first_day(date) == date:
        return date or None
    if _MONTH_OR_YEAR.fullmatch(date):
        return {"@type": "xsd:gYearMonth" if "-" in date else "xsd:gYear", "@value": date}
    return None


def _memberships(tie: Tie) -> Iterator[Plain]:
    """Yield a membership for each period, but none that would seem to hold and does not.

    Without an end it would: so what is over is left out unless it can be said when it ended.
    """
    status = tie.told.get("status")
    if status in _NOT_YET:
        return
    for period in tie.periods or ({},):
        end = period.get("end_date", "")
        until = _said(end)
        if until is None and (end or status == MembershipStatus.LEFT):
            continue
        yield _filled(
            {
                "@id": _urn(period["id"] if len(tie.periods) > 1 else tie.uid),
                "@type": "org:Membership",
                "org:member": _urn(tie.source),
                "org:organization": _urn(tie.target),
                "org:role": tie.told.get("role"),
                "schema:startDate": _said(period.get("start_date", "")),
                "schema:endDate": until,
            }
        )


def _urn(uid: str) -> str:
    parts = uid[:8], uid[8:12], uid[12:16], uid[16:20], uid[20:]
    return f"urn:uuid:{'-'.join(parts)}"


def _filled(told: Plain) -> Plain:
    return {name: value for name, value in told.items() if value not in (None, "", [])}
