"""Guessing a mapping: from headings in several languages, and from what the cells look like.

A guess is a beginning that the person at the desk corrects. A column whose cells do not bear out
what its heading says is left alone; cells that may mean "nothing" are only pointed out, for there
are towns called None, and Namibia is NA.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from netcatalog.domain import own_tables
from netcatalog.domain.cells import NO, UnclearCellError, is_month_first, is_sum, meaning_of
from netcatalog.domain.choices import ActorKind, NameType, RelationType
from netcatalog.domain.fields import field_named
from netcatalog.domain.folding import fold
from netcatalog.domain.likeness import name_key
from netcatalog.domain.mappings import At, Filler, Mapping, Part
from netcatalog.domain.records import SCHEMA
from netcatalog.domain.surveying import EMPTY_WORDS
from netcatalog.domain.tables import Row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from netcatalog.domain.cells import Meaning
    from netcatalog.domain.tables import Table

SAMPLE = 200
"""Rows of a table that are looked at."""

_BEFORE_SUMS = 2
"""Columns in one of which a row of sums says that it is one."""

SOUND = 0.9
"""Share of the cells of a column that must be readable for what its heading says."""

_WORDS = {
    "name.text": (
        "name, nom, nombre, nome, naam, nazwa, nazev, nev, denumire, navn, namn, nimi, "
        "nosaukums, pavadinimas, ime, onoma, municipality, commune, comune, municipio, "
        "municipiu, gemeinde, gemeente, gmina, obec, mesto, city, town, stadt, ville, ciudad, "
        "citta, cidade, miasto, kommune, kommun, ort, ortsname, gemeindename, localite, "
        "localidad, localita, plaats, miejscowosc, kunta, concelho, ayuntamiento, "
        "local authority, authority, organisation, organization, organisation name, member, "
        "members, member name, mitglied, mitglieder, "
        "membre, membres, miembro, socio, soci, socios, lid, leden, czlonek, signatory, "
        "signatories, entity, name national, city name, region, institution"
    ),
    "name.translation": (
        "name latin, latin name, english name, name in english, name en, nom anglais, name "
        "english, international name, transliteration"
    ),
    "name.acronym": (
        "acronym, abbreviation, short name, sigle, sigla, kurzel, abkurzung, skrot, siglas"
    ),
    "identifier.lau": (
        "lau, lau code, lau id, lau2, gisco, gisco id, insee, code insee, istat, codice "
        "istat, ags, municipality code, gemeindeschlussel, teryt"
    ),
    "identifier.nuts": "nuts, nuts code, nuts 3, nuts3, nuts id",
    "identifier.geonames": "geonames, geonames id, geonameid",
    "identifier.wikidata": "wikidata, wikidata id, qid",
    "identifier.uia": "uia, uia id",
    "identifier.own": (
        "id, organisation id, organization id, member id, membership number, member number, "
        "member no, gcom id, mitgliedsnummer, numero de socio, code membre, reference"
    ),
    "actor.country": (
        "country, country code, country name, iso, iso code, pays, land, staat, pais, paese, "
        "stato, nazione, kraj, panstwo, zeme, orszag, tara, maa, valsts, salis, drzava, chora"
    ),
    "actor.population": (
        "population, inhabitants, pop, einwohner, einwohnerzahl, habitants, poblacion, "
        "habitantes, popolazione, abitanti, populacao, inwoners, inwonertal, ludnosc, "
        "mieszkancy, obyvatel, nepesseg, populatie, befolkning, invanare, population adhesion"
    ),
    "actor.latitude": (
        "latitude, lat, breitengrad, breite, latitud, latitudine, organisation latitude"
    ),
    "actor.longitude": (
        "longitude, lon, lng, long, langengrad, lange, longitud, longitudine, organisation "
        "longitude"
    ),
    "actor.website": (
        "website, web site, web, url, homepage, site web, site internet, internet, webseite, "
        "pagina web, sitio web, sito, sito web, strona"
    ),
    "actor.place": "seat, place, siege, sitz, sede, zetel, siedziba, headquarters",
    "membership.network": (
        "network, networks, member of, memberships, network name, reseau, reseaux, netzwerk, "
        "netzwerke, red, redes, rete, reti, netwerk, siec, verband, association"
    ),
    "membership.category": (
        "category, membership category, membership type, member type, type of member, type of "
        "membership, kind of member, categorie, kategorie, categoria, kategoria, "
        "mitgliedsart, type de membre, tipo de socio, tipo di socio, adhesion type"
    ),
    "membership.status": (
        "status, membership status, statut, estado, stato, stan, signatory status"
    ),
    "period.since": (
        "since, member since, joined, joined on, date joined, joining date, year joined, year "
        "of accession, accession, accession date, date of accession, date of adhesion, "
        "adhesion, adhesion date, date of signature, signature date, mitglied seit, seit, "
        "beitritt, beitrittsdatum, depuis, membre depuis, date d adhesion, annee d adhesion, "
        "desde, fecha de adhesion, ano de adhesion, dal, data di adesione, anno di adesione, "
        "sinds, lid sinds, od, czlonek od, data przystapienia, from, start, start date"
    ),
    "period.until": (
        "until, left, left on, date left, end, end date, to, bis, austritt, jusqu a, date de "
        "sortie, hasta, baja, fino al, tot, do, member until"
    ),
    "relation.coordinator": (
        "coordinator, coordinator name, coordinateur, koordinator, coordinador, coordinatore"
    ),
    "relation.supporter": "supporter, supporter name, supporting network, unterstutzer",
    "topic.label": (
        "topic, topics, theme, themes, thema, themen, tema, temas, temi, sujet, sujets, onderwerp"
    ),
    "tag.label": "tag, tags, label, keyword, keywords, schlagwort",
    "note.text": (
        "note, notes, remark, remarks, comment, comments, bemerkung, bemerkungen, anmerkung, "
        "remarque, remarques, commentaire, observaciones, notas, osservazioni, opmerking, "
        "uwagi"
    ),
}
"""What headings say, folded, by the target of a column."""

_SHEETS = re.compile(r"(sheet|tabelle|feuil|hoja|foglio|blad|arkusz|data|list)?\s*\d*")
"""Names of sheets that say nothing."""

_TICKED = re.compile(r"[01xXyYnN✓✔✗]|yes|no|ja|nein|oui|non|si|sí")
"""What stands in columns of yes and no that tell of members; TRUE and FALSE tell of anything."""


def guess(tables: Sequence[Table], networks: Collection[str] = (), file_name: str = "") -> Mapping:
    """Return what the columns of tables of like headings probably are.

    Args:
        tables: The tables, whose columns may be headed in different ways.
        networks: Names of the networks in the catalogue.
        file_name: What the file is called, which may name the network.

    Raises:
        InvalidError: They were written here, and are not of what a list can bring in.
    """
    own = own_tables.mapping_of(tables, file_name or tables[0].name)
    if own is not None:
        return own
    found: dict[str, list[str]] = {}
    matrix: list[str] = []
    columns: dict[str, list[str]] = {}
    for table in tables:
        cells = _columns(table)
        for target, heading in _assigned(cells):
            found.setdefault(target, []).append(heading)
        taken = {heading for headings in found.values() for heading in headings}
        marked = _matrix(cells, taken, networks)
        if "name.text" not in found and (texts := _texts(cells, {*taken, *marked})):
            found["name.text"] = [texts]
        matrix += marked
        for one, said in cells.items():
            columns.setdefault(one, []).extend(said)
    named = {target: list(dict.fromkeys(headings)) for target, headings in found.items()}
    subject = _subject(named, columns, tuple(dict.fromkeys(matrix)))
    if "membership.network" not in named and not matrix:
        network = _network_of(tables, networks, file_name)
        if network is not None:
            subject = _with_membership(subject, named, network, columns)
    return Mapping(subject=subject, source={"title": file_name or tables[0].name})


def alike(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Return the tables of a file that make up its list.

    Those are the ones whose columns have to do with each other, and that have the most rows
    together: they share a third of the headings of one, or say the same in another language.
    """
    targets = [{target for target, _ in _assigned(_columns(one))} for one in tables]
    headings = [{fold(heading) for heading in one.headings} for one in tables]

    def like(place: int) -> tuple[Table, ...]:
        return tuple(
            table
            for table, said, headed in zip(tables, targets, headings, strict=True)
            if len(headings[place] & headed) * 3 >= len(headings[place])
            or len(targets[place] & said) > 1
        )

    groups = map(like, range(len(tables)))
    return max(groups, key=lambda group: sum(table.about for table in group))


def _columns(table: Table) -> dict[str, list[str]]:
    """Return the cells that say something, by heading, of the first rows of a table.

    Sums do not, nor does a heading that is repeated.
    """
    rows = [row.cells for row in table.first(SAMPLE) if isinstance(row, Row)]
    rows = [cells for cells in rows if not _is_sum(cells)]
    return {
        heading: [cells[place] for cells in rows if cells[place].strip() not in {"", heading}]
        for place, heading in enumerate(table.headings)
    }


def _is_sum(cells: Sequence[str]) -> bool:
    return any(is_sum(name_key(cell)) for cell in cells[:_BEFORE_SUMS])


@cache
def _meanings() -> dict[str, str]:
    """Return the targets by heading: those listed, and what the fields themselves are called."""
    found: dict[str, str] = {}
    for kind in SCHEMA.records:
        for key in _WORDS:
            record, _, name = key.partition(".")
            if record == kind.about.key and name in kind.__dataclass_fields__:
                label = fold(field_named(kind, name).label)
                found |= {label: key, f"{fold(kind.about.label)} {label}": key}
    for target, words in _WORDS.items():
        found |= {" ".join(word.split()): target for word in words.split(",")}
    return found


def _assigned(columns: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield targets with the columns that fill them, each column once.

    Of several columns for one target, that is taken whose heading says just that, then the one
    with the most cells that say anything.
    """
    taken: set[str] = set()
    for whole in (True, False):
        for heading in sorted(columns, key=lambda one: -len(columns[one])):
            target = _meaning(heading, whole=whole)
            if target and target not in taken and heading not in taken:
                most = max(map(len, columns.values()))
                if _bears(target, columns[heading], most):
                    taken |= {target, heading}
                    yield target, heading


def is_known(heading: str) -> bool:
    """Tell whether a heading says, in any of the languages, what stands below it."""
    return _meaning(heading, whole=True) is not None


def _meaning(heading: str, *, whole: bool) -> str | None:
    """Return what a heading says, or else what its last line does where several stand above it."""
    lines = (heading, heading.rpartition(" / ")[2]) if " / " in heading else (heading,)
    found = (_said_by(one, whole=whole) for one in lines)
    return next(filter(None, found), None)


def _said_by(heading: str, *, whole: bool) -> str | None:
    words = name_key(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)).split()
    if whole:
        return _meanings().get(" ".join(words))
    for size in range(len(words) - 1, 0, -1):
        for start in (len(words) - size, 0):
            found = _meanings().get(" ".join(words[start : start + size]))
            if found and found != "identifier.own":  # an id of something else
                return found
    return None


_CHECKED = frozenset(
    {"actor.country", "actor.population", "actor.latitude", "actor.longitude"}
    | {"membership.status", "period.since", "period.until"}
)
"""Targets whose cells tell whether they can be what the heading says."""


def _bears(target: str, cells: Sequence[str], most: int) -> bool:
    """Return whether most cells of a column can be what its heading says.

    Args:
        target: What it says.
        cells: Those cells that are not empty.
        most: How many cells the fullest column has.
    """
    record, _, name = target.partition(".")
    said = [cell for cell in cells if cell.strip().casefold() not in EMPTY_WORDS]
    if not said:
        return record not in {"identifier", "note"}
    if target == "name.text" and len(said) < most / 2:
        return False
    are_numbers = record == "identifier" and len(set(said)) == len(said)  # yes and no come again
    if not are_numbers and all(_TICKED.fullmatch(cell.strip()) for cell in said):
        return False
    if target in _CHECKED:
        read = meaning_of(field_named(SCHEMA[record], name), month_first=is_month_first(said))
        return sum(_is_read(read, cell) for cell in said) >= SOUND * len(said)
    if target in {"name.text", "membership.network"}:
        return not all(re.fullmatch(r"[\d.,\s-]*", cell) for cell in said)
    return True


def _is_read(read: Meaning, cell: str) -> bool:
    try:
        read(cell)
    except UnclearCellError:
        return False
    return True


def _matrix(
    columns: dict[str, list[str]], taken: Collection[str], networks: Collection[str]
) -> list[str]:
    """Return the columns of yes and no that stand for networks."""
    known = set(map(name_key, networks))
    free = [heading for heading in columns if heading not in taken]
    marked = [
        heading
        for heading in free
        if columns[heading] and all(_TICKED.fullmatch(cell.strip()) for cell in columns[heading])
    ]
    named = [heading for heading in free if name_key(heading) in known]
    named = [one for one in named if _is_yes_and_no(columns[one])]
    return marked if len(marked) > 1 else named


def _is_yes_and_no(cells: Iterable[str]) -> bool:
    return all(fold(cell) in NO or len(cell.strip()) <= len("false") for cell in cells)


def _texts(columns: dict[str, list[str]], taken: Collection[str]) -> str | None:
    """Return the column that most probably holds names, where no heading says so."""
    for heading, cells in columns.items():
        if heading in taken:
            continue
        letters = sum(any(char.isalpha() for char in cell) for cell in cells)
        if cells and letters > SOUND * len(cells) and len(set(cells)) > SOUND * len(cells):
            return heading
    return None


_Found = dict[str, list[str]]
"""The headings of the columns that fill a target, in any of the tables."""


def _filler(headings: list[str], creates: ActorKind | None = None) -> Filler:
    return Filler(column=headings[0], also=tuple(headings[1:]), creates=creates)


def _day_filler(headings: list[str], columns: dict[str, list[str]]) -> Filler:
    cells = [cell for heading in headings for cell in columns[heading]]
    return replace(_filler(headings), month_first=is_month_first(cells))


def _subject(found: _Found, columns: dict[str, list[str]], matrix: tuple[str, ...]) -> Part:
    fields = {"kind": Filler(constant=ActorKind.AUTHORITY.value)}
    for target, headings in found.items():
        record, _, name = target.partition(".")
        if record == "actor":
            fields[name] = _filler(headings)
    parts = [
        part
        for target, headings in found.items()
        if (part := _part(target, headings, columns)) is not None
    ]
    if "membership.network" in found:
        listed = _listed(found["membership.network"], columns, "network")
        parts.append(_membership(found, listed, columns))
    if matrix:
        filler = Filler(at=At.HEADING, creates=ActorKind.NETWORK)
        parts.append(Part(record="membership", fields={"network": filler}, each=matrix))
    return Part(record="actor", fields=fields, parts=tuple(parts))


def _part(target: str, headings: list[str], columns: dict[str, list[str]]) -> Part | None:
    record, _, name = target.partition(".")
    column = _filler(headings)
    match record:
        case "name":
            fields = {"text": column}
            if name in {NameType.TRANSLATION, NameType.ACRONYM}:
                fields["type"] = Filler(constant=name)
            return Part(record="name", fields=fields)
        case "identifier":
            return Part(record=record, fields={"scheme": Filler(constant=name), "value": column})
        case "relation":
            sort = Filler(constant=_RELATIONS[name].value)
            other = _filler(headings, ActorKind.ASSOCIATION)
            return Part(record=record, fields={"type": sort, "other": other})
        case "topic" | "tag":
            return _listed(headings, columns, "label", record)
        case "note":
            return Part(record=record, fields={"text": column})
    return None


_RELATIONS = {
    "coordinator": RelationType.COORDINATED_BY,
    "supporter": RelationType.SUPPORTED_BY,
}


def _listed(
    headings: list[str], columns: dict[str, list[str]], field: str, record: str = "membership"
) -> Part:
    """Return a part for a column whose cells may hold several values."""
    creates = ActorKind.NETWORK if field == "network" else None
    separator = _separator([cell for heading in headings for cell in columns[heading]])
    if separator:
        fields = {field: Filler(at=At.PIECE, creates=creates)}
        return Part(record=record, fields=fields, each=tuple(headings), separator=separator)
    return Part(record=record, fields={field: _filler(headings, creates)})


def _separator(cells: Sequence[str]) -> str:
    for separator in (";", "|", "\n", ","):
        held = sum(separator in cell for cell in cells)
        if held and held >= len(cells) / 5:
            return separator
    return ""


def _membership(found: _Found, part: Part, columns: dict[str, list[str]]) -> Part:
    """Return a membership with what other columns tell of it."""
    fields = part.fields | {
        name: _filler(found[f"membership.{name}"])
        for name in ("category", "status")
        if f"membership.{name}" in found
    }
    held = {
        name: _day_filler(found[f"period.{name}"], columns)
        for name in ("since", "until")
        if f"period.{name}" in found
    }
    parts = (Part(record="period", fields=held),) if held else ()
    return replace(part, fields=fields, parts=parts)


def _network_of(
    tables: Sequence[Table], networks: Collection[str], file_name: str
) -> Filler | None:
    """Return where the network that all rows are members of is named, beside the rows."""
    sheets = [table.name for table in tables]
    if len(sheets) > 1 and not any(_SHEETS.fullmatch(fold(name)) for name in sheets):
        return Filler(at=At.SHEET, creates=ActorKind.NETWORK)
    words = f" {name_key(file_name)} {name_key(sheets[0])} "
    named = [one for one in networks if (key := name_key(one)) and f" {key} " in words]
    if named:
        return Filler(constant=max(named, key=len), creates=ActorKind.NETWORK)
    return None


def _with_membership(
    subject: Part, found: _Found, network: Filler, columns: dict[str, list[str]]
) -> Part:
    part = _membership(found, Part(record="membership", fields={"network": network}), columns)
    return Part(record="actor", fields=subject.fields, parts=(*subject.parts, part))
