"""Networks as graphs: GEXF for Gephi, GraphML for most others, sheets for Kumu.

Actors are nodes; memberships and relations are edges from the member to the network, with the days
from and to which they held.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

# These only write XML; what bandit warns of is reading it.
from xml.sax.saxutils import XMLGenerator  # nosec B406
from xml.sax.xmlreader import AttributesImpl  # nosec B406

from netcatalog.domain.progress import silent
from netcatalog.services.out_files import replacing
from netcatalog.transfer.ties import ties_of

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from netcatalog.domain.progress import Progress
    from netcatalog.services.readable import ReadableCatalog
    from netcatalog.transfer.ties import Ties

NODE = {
    "classification": "string",
    "level": "string",
    "country": "string",
    "population": "long",
    "latitude": "double",
    "longitude": "double",
}
"""What is written of an actor, and its type in GEXF and GraphML."""

EDGE = {"type": "string", "status": "string", "role": "string", "detail": "string"}

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Xml:
    """Writes XML 1.0, indented, without the characters it cannot hold."""

    def __init__(self, file: BinaryIO) -> None:
        self._out = XMLGenerator(file, "utf-8", short_empty_elements=True)
        self._depth = 0
        self._out.startDocument()

    def open(self, name: str, **attributes: object) -> None:
        self._line()
        self._out.startElement(name, _written(attributes))
        self._depth += 1

    def close(self, name: str) -> None:
        self._depth -= 1
        self._line()
        self._out.endElement(name)

    def leaf(self, name: str, text: str = "", **attributes: object) -> None:
        self._line()
        self._out.startElement(name, _written(attributes))
        if text:
            self._out.characters(_UNWRITABLE.sub("\ufffd", text))
        self._out.endElement(name)

    def _line(self) -> None:
        self._out.ignorableWhitespace("\n" + "  " * self._depth)

    def end(self) -> None:
        self._out.ignorableWhitespace("\n")
        self._out.endDocument()


def _written(attributes: Mapping[str, object]) -> AttributesImpl[str]:
    told = {
        name.rstrip("_").replace("__", ":"): _UNWRITABLE.sub("\ufffd", str(value))
        for name, value in attributes.items()
        if value is not None and value != ""
    }
    return AttributesImpl(told)


def export_gexf(
    catalog: ReadableCatalog,
    path: Path,
    networks: Collection[int] | None = None,
    progress: Progress = silent,
) -> int:
    """Write GEXF 1.3 (https://gexf.net/schema.html), with times; return the number of nodes."""
    ties = ties_of(catalog, networks, progress)
    with replacing(path) as file:
        xml = _Xml(file)
        xml.open("gexf", xmlns="http://gexf.net/1.3", version="1.3")
        xml.open("meta", lastmodifieddate=catalog.now().date().isoformat())
        xml.leaf("creator", "NetCatalog")
        xml.close("meta")
        xml.open("graph", mode="dynamic", defaultedgetype="directed", timeformat="date")
        for kind, declared in (("node", NODE), ("edge", EDGE)):
            xml.open("attributes", class_=kind, mode="static")
            for name, sort in declared.items():
                xml.leaf("attribute", id=name, title=name, type=sort)
            xml.close("attributes")
        xml.open("nodes")
        for uid, actor in ties.actors.items():
            xml.open("node", id=uid, label=actor.get("name", uid))
            _gexf_values(xml, {name: actor.get(name) for name in NODE})
            xml.close("node")
        xml.close("nodes")
        xml.open("edges")
        for tie in ties.ties:
            start, end = tie.spells[0] if len(tie.spells) == 1 else ("", "")
            xml.open(
                "edge", id=tie.uid, source=tie.source, target=tie.target, start=start, end=end
            )
            _gexf_values(xml, {"type": tie.type, **tie.told})
            if len(tie.spells) > 1:
                xml.open("spells")
                for since, until in tie.spells:
                    xml.leaf("spell", start=since, end=until)
                xml.close("spells")
            xml.close("edge")
        xml.close("edges")
        xml.close("graph")
        xml.close("gexf")
        xml.end()
    return len(ties.actors)


def _gexf_values(xml: _Xml, values: Mapping[str, object]) -> None:
    told = {
        name: value
        for name, value in values.items()
        if value not in (None, "") and name != "voting"
    }
    if told:
        xml.open("attvalues")
        for name, value in told.items():
            xml.leaf("attvalue", for_=name, value=value)
        xml.close("attvalues")


def export_graphml(
    catalog: ReadableCatalog,
    path: Path,
    networks: Collection[int] | None = None,
    progress: Progress = silent,
) -> int:
    """Write GraphML (http://graphml.graphdrawing.org); return the number of nodes."""
    ties = ties_of(catalog, networks, progress)
    with replacing(path) as file:
        xml = _Xml(file)
        xml.open("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
        for kind, declared in (
            ("node", {"label": "string", **NODE}),
            ("edge", {**EDGE, "start": "string", "end": "string"}),
        ):
            for name, sort in declared.items():
                key = {"id": f"{kind}-{name}", "for_": kind, "attr.name": name, "attr.type": sort}
                xml.leaf("key", **key)
        xml.open("graph", edgedefault="directed")
        for uid, actor in ties.actors.items():
            xml.open("node", id=uid)
            _graphml_values(
                xml, "node", {"label": actor.get("name"), **{one: actor.get(one) for one in NODE}}
            )
            xml.close("node")
        for tie in ties.ties:
            for since, until in tie.spells or (("", ""),):
                xml.open("edge", source=tie.source, target=tie.target)
                told = {name: tie.told.get(name) for name in EDGE if name != "type"}
                _graphml_values(
                    xml, "edge", {"type": tie.type, **told, "start": since, "end": until}
                )
                xml.close("edge")
        xml.close("graph")
        xml.close("graphml")
        xml.end()
    return len(ties.actors)


def _graphml_values(xml: _Xml, kind: str, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        if value not in (None, ""):
            xml.leaf("data", str(value), key=f"{kind}-{name}")


def export_kumu(
    catalog: ReadableCatalog,
    path: Path,
    networks: Collection[int] | None = None,
    progress: Progress = silent,
) -> int:
    """Write a workbook of the sheets that Kumu reads; return the number of elements.

    See https://docs.kumu.io/guides/import/import-xlsx: elements are known by their label, so that
    namesakes get their country behind it, and a number where that does not tell them apart.
    """
    from netcatalog.transfer.xlsx_export import write_sheets

    ties = ties_of(catalog, networks, progress)
    labels = _unlike(ties)
    elements = [
        [
            labels[uid],
            actor.get("classification"),
            *(actor.get(name) for name in NODE if name != "classification"),
            uid,
        ]
        for uid, actor in ties.actors.items()
    ]
    connections = [
        [
            labels[tie.source],
            labels[tie.target],
            tie.type,
            "directed",
            tie.told.get("status"),
            tie.told.get("role"),
            since,
            until,
        ]
        for tie in ties.ties
        for since, until in tie.spells or (("", ""),)
    ]
    heads = [
        "Label",
        "Type",
        *(name.capitalize() for name in NODE if name != "classification"),
        "ID",
    ]
    tied = ["From", "To", "Type", "Direction", "Status", "Role", "Start", "End"]
    write_sheets(path, {"Elements": [heads, *elements], "Connections": [tied, *connections]})
    return len(elements)


def _unlike(ties: Ties) -> dict[str, str]:
    """Return a label for each actor that no other has."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for uid, actor in ties.actors.items():
        name = str(actor.get("name", uid))
        for label in _labels(name, actor):
            if label.casefold() not in taken:
                break
        taken.add(label.casefold())
        found[uid] = label
    return found


def _labels(name: str, actor: Mapping[str, Any]) -> Generator[str]:
    yield name
    named = f"{name} ({actor['country']})" if actor.get("country") else name
    yield named
    number = 2
    while True:
        yield f"{named} {number}"
        number += 1
