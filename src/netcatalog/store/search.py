"""Searches, as SQL. Builders return statements; nobody here talks to a database."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    case,
    column,
    exists,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
    true,
)

from netcatalog.domain.columns import TITLE, Column, by_key, choice_field, columns_of
from netcatalog.domain.fields import Field, Kind, Record, fields_of
from netcatalog.domain.folding import fold
from netcatalog.domain.query import (
    AllOf,
    AnyOf,
    Exactly,
    Has,
    Not,
    Query,
    Range,
    Text,
    Value,
    Where,
    Word,
)
from netcatalog.store.tables import Tables, column_name, text_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select

    from netcatalog.domain.query import Node
    from netcatalog.domain.sections import Section


class Search:
    """Builds the statements for one schema."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._asides: dict[type[Record], FromClause] = {}

    def _aside(self, kind: type[Record]) -> FromClause:
        """Return the table of a type as a subquery names it, beside the one that is listed.

        It is made once: an alias copies every column, which takes longer than most searches.
        """
        found = self._asides.get(kind)
        if found is None:
            found = self._asides[kind] = self._tables[kind].alias()
        return found

    def ids(self, query: Query) -> Select[Any]:
        """Select the ids that a query finds, in its order."""
        origin = self._tables[query.section.kind]
        conditions = [*self._section(query.section), *self._parts(query.where, query.section.kind)]
        return select(origin.c.id).where(*conditions).order_by(*self._order(query))

    def count(self, section: Section) -> Select[Any]:
        """Select how many records a section lists."""
        origin = self._tables[section.kind]
        return select(func.count()).select_from(origin).where(*self._section(section))

    def named(self, name: str) -> Select[Any]:
        """Select the ids of the actors of which `name` is a name, in any spelling."""
        holder, field = self._naming("actor")
        origin = self._tables[holder]
        folded = origin.c[f"{field.name}_folded"]
        return select(origin.c.actor_id).where(folded == fold(name)).distinct()

    def like(self, name: str, limit: int) -> Select[Any]:
        """Select the ids of actors with a name that begins with, or holds, `name`.

        Those come first of whose names it makes up the most.
        """
        holder, field = self._naming("actor")
        origin, actor = self._tables[holder], self._tables[self._tables.schema["actor"]]
        folded = origin.c[f"{field.name}_folded"]
        near = (
            select(origin.c.actor_id, func.min(func.length(folded)).label("length"))
            .where(_begins_word(folded, fold(name)))
            .group_by(origin.c.actor_id)
            .subquery()
        )
        return (
            select(actor.c.id)
            .join(near, near.c.actor_id == actor.c.id)
            .order_by(near.c.length, actor.c.sort_key, actor.c.id)
            .limit(limit)
        )

    def _naming(self, key: str) -> tuple[type[Record], Field]:
        naming = self._tables.schema.naming(self._tables.schema[key])
        assert naming is not None  # noqa: S101  actors have names
        return naming

    # What a section lists

    def _section(self, section: Section) -> Iterator[ColumnElement[bool]]:
        origin = self._tables[section.kind]
        for name, value in section.such_that:
            yield origin.c[name] == value
        for name, value in section.unlike:
            yield origin.c[name] != value

    # What a query asks

    def _parts(self, node: AllOf | AnyOf, kind: type[Record]) -> Iterator[ColumnElement[bool]]:
        return (self._condition(part, kind) for part in node.parts)

    def _condition(self, node: Node, kind: type[Record]) -> ColumnElement[bool]:
        match node:
            case Not():
                # Where a value is not known the condition is NULL, and so would NOT be.
                return self._condition(node.part, kind).is_not(true())
            case AllOf():
                return and_(true(), *self._parts(node, kind))
            case AnyOf():
                return or_(false(), *self._parts(node, kind))
            case Text():
                return self._anywhere(node, kind)
            case Has():
                return or_(*(self._hangs(one, via, kind) for one, via in node.hanging))
            case Where():
                return self._field(node, self._tables[kind])

    def _hangs(self, other: type[Record], via: Field, kind: type[Record]) -> ColumnElement[bool]:
        hanging = self._aside(other)
        return exists().where(hanging.c[column_name(via)] == self._tables[kind].c.id)

    def _anywhere(self, term: Text, kind: type[Record]) -> ColumnElement[bool]:
        origin = self._tables[kind]
        wanted = match_text(term)
        if wanted is None:
            return self._plain(term.text, kind)
        found: list[ColumnElement[bool]] = [origin.c.id.in_(_matching(text_table(kind), wanted))]
        found += [
            origin.c[column_name(field)].in_(names) for field, names in self._joined(kind, wanted)
        ]
        for other, via in self._tables.schema.hanging_on(kind):
            if other.about.root:
                found += self._across(origin, other, via, wanted)
        return or_(*found)

    def _joined(self, kind: type[Record], wanted: str) -> Iterator[tuple[Field, Select[Any]]]:
        """Yield what a record without a name of its own joins, with who is called so."""
        if self._tables.schema.naming(kind) is None:
            for field in fields_of(kind):
                if field.owner and field.required:
                    above = text_table(self._tables.schema[field.refers])
                    yield field, _matching(above, f"names : ({wanted})")

    def _across(
        self, origin: FromClause, kind: type[Record], via: Field, wanted: str
    ) -> Iterator[ColumnElement[bool]]:
        """Yield that a record is joined, by one of `kind`, to somebody who is called so."""
        between = self._aside(kind)
        for field, names in self._joined(kind, wanted):
            if field is not via:
                joined = select(between.c[column_name(via)]).where(
                    between.c[column_name(field)].in_(names)
                )
                yield origin.c.id.in_(joined)

    def _plain(self, wanted: str, kind: type[Record]) -> ColumnElement[bool]:
        """Look for text without a single letter or digit: no index has it."""
        naming = self._tables.schema.naming(kind)
        if naming is None:
            return false()
        holder, field = naming
        origin, names = self._tables[kind], self._aside(holder)
        if holder is kind:
            return _contains(origin.c[field.name], wanted)
        owner = next(via for other, via in self._tables.schema.hanging_on(kind) if other is holder)
        return exists().where(
            names.c[column_name(owner)] == origin.c.id, _contains(names.c[field.name], wanted)
        )

    def _field(self, term: Where, origin: FromClause) -> ColumnElement[bool]:
        word = term.word
        if word.through is not None:
            return self._through(term, origin)
        if word.via is None:
            return or_(*(self._is(word.field, origin, value) for value in term.values))
        other = self._aside(word.kind)
        return exists().where(
            other.c[column_name(word.via)] == origin.c.id,
            *self._only(word, other),
            or_(*(self._is(word.field, other, value) for value in term.values)),
        )

    def _through(self, term: Where, origin: FromClause) -> ColumnElement[bool]:
        word = term.word
        assert word.through is not None  # noqa: S101  the caller saw it
        above = self._aside(self._tables.schema[word.through.refers])
        direct = Word(
            word=word.word, kind=word.kind, field=word.field, via=word.via, only=word.only
        )
        inner = self._field(Where(direct, term.values), above)
        return origin.c[column_name(word.through)].in_(select(above.c.id).where(inner))

    def _only(self, word: Word, other: FromClause) -> Iterator[ColumnElement[bool]]:
        if word.only is not None:
            yield other.c[word.field.word_by] == word.only.value

    def _is(self, field: Field, origin: FromClause, value: Value) -> ColumnElement[bool]:
        held = origin.c[column_name(field)]
        if isinstance(value, Range):
            return _within(field, origin, value)
        if isinstance(value, Exactly):
            whole = origin.c[f"{field.name}_folded"] if field.folded else func.fold(held)
            return whole == value.text
        if field.kind is Kind.REFERENCE:
            return held.in_(self._called(self._tables.schema[field.refers], value))
        if field.folded:
            return _begins_word(origin.c[f"{field.name}_folded"], value)
        if field.kind in {Kind.CHOICE, Kind.COUNTRY, Kind.LANGUAGE}:
            return held == value
        if field.kind is Kind.FLAG:
            return held == int(value)
        return _contains(func.fold(held), value)

    def _called(self, kind: type[Record], value: str) -> Select[Any]:
        naming = self._tables.schema.naming(kind)
        assert naming is not None  # noqa: S101  words ask only for what has a name
        holder, field = naming
        names = self._aside(holder)
        if holder is kind:
            return select(names.c.id).where(_contains(func.fold(names.c[field.name]), value))
        owner = next(via for other, via in self._tables.schema.hanging_on(kind) if other is holder)
        folded = names.c[f"{field.name}_folded"]
        exact = select(names.c.id).where(folded == value).exists()
        near = and_(not_(exact), _begins_word(folded, value))
        return select(names.c[column_name(owner)]).where(or_(folded == value, near))

    # In which order

    def _order(self, query: Query) -> list[Any]:
        kind = query.section.kind
        origin = self._tables[kind]
        by_name = [*self._by_name(kind), origin.c.id]
        if query.sort:
            columns = by_key(columns_of(self._tables.schema, kind))
            keys = [
                key
                for sort in query.sort
                for key in self._by_column(columns[sort.column], kind, descending=sort.descending)
            ]
            return [*keys, *by_name]
        words = [part for part in query.where.parts if isinstance(part, Text)]
        return [*self._by_rank(words, kind), *by_name]

    def _by_name(self, kind: type[Record]) -> list[Any]:
        origin = self._tables[kind]
        if "sort_key" in origin.c:
            return [origin.c.sort_key]
        return [
            self._label_of(field, origin)
            for field in fields_of(kind)
            if field.owner and field.required
        ]

    def _label_of(self, field: Field, origin: FromClause) -> Any:  # noqa: ANN401  a subquery
        above = self._aside(self._tables.schema[field.refers])
        key = above.c.sort_key if "sort_key" in above.c else above.c.id
        return select(key).where(above.c.id == origin.c[column_name(field)]).scalar_subquery()

    def _by_rank(self, words: list[Text], kind: type[Record]) -> list[Any]:
        naming = self._tables.schema.naming(kind)
        wanted = fold(" ".join(term.text for term in words))
        if naming is None or not wanted:
            return []
        origin = self._tables[kind]
        ranks = []
        holder, field = naming
        if field.folded and holder is not kind:
            vias = self._tables.schema.hanging_on(kind)
            owner = column_name(next(via for other, via in vias if other is holder))
            names = self._tables[holder]
            folded = names.c[f"{field.name}_folded"]
            begins = folded.startswith(wanted, autoescape=True)
            ranks += [
                (origin.c.id.in_(select(names.c[owner]).where(folded == wanted)), 0),
                (origin.c.id.in_(select(names.c[owner]).where(begins)), 1),
            ]
        matches = [match_text(term) for term in words]
        every = " ".join(one for one in matches if one)
        if every:
            ranks.append((origin.c.id.in_(_matching(text_table(kind), f"names : ({every})")), 2))
        return [case(*ranks, else_=3)] if ranks else []

    def _by_column(self, wanted: Column, kind: type[Record], *, descending: bool) -> list[Any]:
        origin = self._tables[kind]
        if wanted.key == TITLE:
            keys = self._by_name(kind) or [self._first_owner(kind)]
            return [key.desc() if descending else key for key in keys]
        value = self._sortable(wanted, origin)
        return [value.is_(None), value.desc() if descending else value]

    def _first_owner(self, kind: type[Record]) -> Any:  # noqa: ANN401  an expression
        origin = self._tables[kind]
        owners = [field for field in fields_of(kind) if field.owner]
        return func.coalesce(*(self._label_of(field, origin) for field in owners), "")

    def _sortable(self, wanted: Column, origin: FromClause) -> Any:  # noqa: ANN401  as above
        assert wanted.field is not None  # noqa: S101  only the title has none
        if wanted.via is None:
            return self._key(wanted.field, origin)
        other = self._aside(wanted.kind)
        conditions = [other.c[column_name(wanted.via)] == origin.c.id]
        by = choice_field(wanted)
        if by is not None and wanted.only is not None:
            conditions.append(other.c[by.name] == wanted.only.value)
        key = self._key(wanted.field, other)
        return select(func.min(key)).where(*conditions).scalar_subquery()

    def _key(self, field: Field, origin: FromClause) -> Any:  # noqa: ANN401  as above
        if field.kind is Kind.REFERENCE:
            return self._label_of(field, origin)
        if field.kind is Kind.DATE:
            return origin.c[f"{field.name}_earliest"]
        if field.folded:
            return func.nullif(origin.c[f"{field.name}_folded"], "")
        held = origin.c[column_name(field)]
        if field.kind in {Kind.INTEGER, Kind.NUMBER, Kind.FLAG}:
            return held
        return func.nullif(func.fold(held), "")


def match_text(term: Text) -> str | None:
    """Return what FTS5 is to match for some words, or None if they hold no letter or digit.

    A phrase must stand as it is; the last of plain words may be the beginning of one.
    """
    tokens = "".join(char if char.isalnum() else " " for char in fold(term.text)).split()
    if not tokens:
        return None
    quoted = '"' + " ".join(tokens) + '"'
    return quoted if term.phrase else f"{quoted}*"


def _matching(name: str, wanted: str) -> Select[Any]:
    origin = table(name, column("rowid"))
    return select(origin.c.rowid).where(literal_column(name).op("MATCH")(wanted))


def _begins_word(folded: ColumnElement[Any], wanted: str) -> ColumnElement[bool]:
    """Return that folded text begins with, or holds a word that begins with, `wanted`."""
    literal = re.sub(r"[*?[]", r"[\g<0>]", wanted)
    inside = folded.op("GLOB", is_comparison=True)(f"*[^a-z0-9]{literal}*")
    return or_(folded.startswith(wanted, autoescape=True), inside)


def _contains(held: ColumnElement[Any], wanted: str) -> ColumnElement[bool]:
    return held.contains(wanted, autoescape=True)


def _within(field: Field, origin: FromClause, wanted: Range) -> ColumnElement[bool]:
    if field.kind is Kind.DATE:
        earliest = origin.c[f"{field.name}_earliest"]
        latest = origin.c[f"{field.name}_latest"]
        conditions = [origin.c[field.name] != ""]
        if wanted.low is not None:
            conditions.append(or_(latest.is_(None), latest >= wanted.low))
        if wanted.high is not None:
            conditions.append(or_(earliest.is_(None), earliest <= wanted.high))
        return and_(*conditions)
    held = origin.c[column_name(field)]
    conditions = []
    if wanted.low is not None:
        conditions.append(held >= wanted.low)
    if wanted.high is not None:
        conditions.append(held <= wanted.high)
    return and_(*conditions)
