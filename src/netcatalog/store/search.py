"""Searches, as SQL. Builders return text with its values; nobody here talks to a database.

A condition is asked of the table that is listed, under its own name; what is looked up beside
it goes under an alias, as a set of ids that is made once, whatever is listed.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from netcatalog.domain.columns import TITLE, Column, by_key, choice_field, columns_of
from netcatalog.domain.fields import Field, Kind, Record, fields_of, past_of, remembered
from netcatalog.domain.folding import contracted, fold, spelt_out
from netcatalog.domain.query import (
    AllOf,
    AnyOf,
    Exactly,
    Has,
    Not,
    Query,
    Range,
    Stale,
    Text,
    Unsourced,
    Value,
    Where,
    ways_to_facts,
)
from netcatalog.store.names import column_name, gram_table, text_table
from netcatalog.store.sql import Sql, either, every, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from netcatalog.domain.fields import Schema
    from netcatalog.domain.query import Node, Value, Way
    from netcatalog.domain.sections import Section

_TOKEN = re.compile("[a-z0-9]+")

SHORTEST_GRAM = 3
"""Letters from which on the middle of words is searched: the index has three at a time."""


REMEMBERED = 64
"""Searches whose SQL is kept: a page, a count and a sort ask for the same again."""


class Search:
    """Builds the statements for one schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._made = lru_cache(maxsize=REMEMBERED)(self._ids)

    def ids(self, query: Query) -> Sql:
        """Select the ids that a query finds, in its order."""
        return self._made(query)

    def _ids(self, query: Query) -> Sql:
        kind = query.section.kind
        joins, keys = self._order(query)
        chosen = Sql(f"SELECT {kind.about.key}.id FROM {kind.about.key}{joins} WHERE ")
        return chosen + self._holds(query) + joined(", ", keys).within(" ORDER BY ", "")

    def matching(self, query: Query) -> Sql:
        """Select the ids that a query finds, in no order."""
        key = query.section.kind.about.key
        return Sql(f"SELECT {key}.id FROM {key} WHERE ") + self._holds(query)

    def hits(self, query: Query) -> Sql:
        """Select how many records a query finds."""
        key = query.section.kind.about.key
        return Sql(f"SELECT count(*) FROM {key} WHERE ") + self._holds(query)

    def count(self, section: Section) -> Sql:
        """Select how many records a section lists."""
        return self.hits(Query(section=section))

    def named(self, name: str) -> Sql:
        """Select the ids of the actors of which `name` is a name, in any spelling."""
        holder, owner, folded, _ = self._names("actor")
        where = f"{folded} = ?"
        return Sql(f"SELECT DISTINCT {owner} FROM {holder.about.key} WHERE {where}", (fold(name),))

    def like(
        self, key: str, name: str, limit: int, by: tuple[type[Record], Field] | None = None
    ) -> Sql:
        """Select the ids of root records with a name that holds words beginning so.

        Those come first of whose names it makes up the most.

        Args:
            key: Their type.
            name: How words of the name begin.
            limit: How many to select at most.
            by: Only those to which a record of this type refers by this field.
        """
        kind = self._schema[key]
        holder, owner, folded, text = self._names(key)
        wanted, words = fold(name), match_text(Text(name))
        is_any = not name.strip()  # what is left of nothing readable is not like everything
        asked = [Sql(str(int(is_any)))]
        if wanted:
            asked = [_in_any_spelling(_begins_word, folded, text, wanted)]
        if words:  # the index says where to look
            found = _matching(text_table(kind), f"names : ({words})")
            asked.insert(0, found.within(f"{owner} IN ("))
        if by is not None:
            refers = f"{by[0].about.key} AS beside WHERE beside.{column_name(by[1])} = {owner}"
            asked.append(Sql(f"EXISTS (SELECT 1 FROM {refers})"))
        begins = _in_any_spelling(_begins_with, folded, text, wanted)
        near = begins.within(
            f"SELECT {owner} AS id, min(CASE WHEN ",
            f" THEN 0 ELSE 1 END) AS late, min(length({folded})) AS length "
            f"FROM {holder.about.key} WHERE ",
        )
        near += every(asked)
        order = f"near.late, near.length, {key}.sort_key, {key}.id"
        return near.within(
            f"SELECT {key}.id FROM {key} JOIN (", f" GROUP BY {owner}) AS near"
        ) + Sql(f" ON near.id = {key}.id ORDER BY {order} LIMIT ?", (limit,))

    def _naming(self, key: str) -> tuple[type[Record], Field, str]:
        """Return which type holds the names of a root type, in which field, and of whom."""
        kind = self._schema[key]
        naming = self._schema.naming(kind)
        assert naming is not None  # noqa: S101  the caller asks only for what has names
        holder, field = naming
        if holder is kind:
            return holder, field, "id"
        hanging = self._schema.hanging_on(kind)
        return holder, field, column_name(next(via for one, via in hanging if one is holder))

    def _names(self, key: str) -> tuple[type[Record], str, str, str]:
        """Return which type holds the names of a root type, of whom, folded, and as written."""
        holder, field, owner = self._naming(key)
        folded = f"{field.name}_folded" if field.folded else f"fold({field.name})"
        return holder, owner, folded, field.name

    # What a query asks

    def _holds(self, query: Query) -> Sql:
        section = query.section
        asked = (self._condition(part, section) for part in query.where.parts)
        return every([*_of_section(section), *asked])

    def _condition(self, node: Node, section: Section) -> Sql:
        match node:
            case Not():
                # Where a value is not known the condition is NULL, and so would NOT be.
                return self._condition(node.part, section).within("(", " IS NOT TRUE)")
            case AllOf():
                return every(self._condition(part, section) for part in node.parts)
            case AnyOf():
                return either(self._condition(part, section) for part in node.parts)
            case Text():
                return self._anywhere(node, section)
            case Has():
                return either(_hangs(other, via, section.kind) for other, via in node.hanging)
            case Where():
                return self._field(node, section.kind.about.key)
            case Unsourced():
                return self._of_facts(section.kind, _names_no_source)
            case Stale():
                return self._of_facts(section.kind, partial(_claimed_before, day=node.before))

    def _of_facts(self, kind: type[Record], asked: Callable[[str], Sql]) -> Sql:
        """Ask something of a record or of a fact that hangs on it, each in a table so named."""
        key = kind.about.key
        ways = ways_to_facts(self._schema, kind)
        itself = [asked(key) for way in ways if not way]
        facts = joined(" UNION ALL ", (_owners(way, asked) for way in ways if way))
        return either([*itself, *([facts.within(f"{key}.id IN (")] if facts.text else [])])

    def _anywhere(self, term: Text, section: Section) -> Sql:
        """Ask for words in the names and texts of a record, or in the names of what it joins."""
        wanted, kind = match_text(term), section.kind
        if wanted is None:
            return self._plain(term.text, kind)
        found = [_matching(text_table(kind), wanted), *self._inside(term, kind)]
        found += [self._joining(kind, field, "id", term) for field in joins_of(self._schema, kind)]
        if section.joined_by is not None:
            between, own = section.joined_by
            found += [
                self._joining(between, field, f"{own}_id", term)
                for field in joins_of(self._schema, between)
                if field.name != own
            ]
        return joined(" UNION ALL ", found).within(f"{kind.about.key}.id IN (")

    def _joining(self, kind: type[Record], field: Field, given: str, term: Text) -> Sql:
        """Select `given` of the records that join, by a field, somebody who is called so."""
        held = f"SELECT {given} FROM {kind.about.key} WHERE {column_name(field)} IN ("
        return self._called(self._schema[field.refers], term).within(held)

    def _called(self, kind: type[Record], term: Text) -> Sql:
        """Select the ids of root records with these words in their names."""
        found = [_matching(text_table(kind), f"names : ({match_text(term)})")]
        return joined(" UNION ALL ", [*found, *self._inside(term, kind)])

    def _inside(self, term: Text, kind: type[Record]) -> Iterator[Sql]:
        """Select the ids of records with these letters anywhere in a name."""
        letters = fold(term.text).replace("\0", " ")
        if not term.phrase and len(letters) >= SHORTEST_GRAM and self._schema.naming(kind):
            yield _matching(gram_table(kind), _quoted(letters))

    def _plain(self, wanted: str, kind: type[Record]) -> Sql:
        """Look for text without a single letter or digit: no index has it."""
        if self._schema.naming(kind) is None:
            return Sql("0")
        holder, field, owner = self._naming(kind.about.key)
        found = Sql(f"SELECT {owner} FROM {holder.about.key} WHERE ")
        return (found + _contains(field.name, wanted)).within(f"{kind.about.key}.id IN (")

    def _field(self, term: Where, origin: str) -> Sql:
        """Ask whether a field of a record in `origin`, or of what hangs on it, is as wanted."""
        word = term.word
        if word.through is not None:
            above = self._schema[word.through.refers].about.key
            inner = self._own_field(term, above)
            return inner.within(
                f"{origin}.{column_name(word.through)} IN (SELECT {above}.id FROM {above} WHERE "
            )
        return self._own_field(term, origin)

    def _own_field(self, term: Where, origin: str) -> Sql:
        word = term.word
        key = word.kind.about.key
        wanted = either(self._is(word.field, key, value) for value in term.values)
        if word.via is None:
            return wanted
        asked = [wanted]
        if word.only is not None:
            asked.append(Sql(f"{key}.{word.field.word_by} = ?", (word.only.value,)))
        if (past := past_of(word.kind)) is not None:
            asked.append(Sql(f"{key}.{past[0]} <> ?", (past[1],)))
        return every(asked).within(
            f"{origin}.id IN (SELECT {key}.{column_name(word.via)} FROM {key} WHERE "
        )

    def _is(self, field: Field, origin: str, value: Value) -> Sql:
        held = f"{origin}.{column_name(field)}"
        if isinstance(value, Range):
            return _between(field, origin, value)
        if isinstance(value, Exactly):
            if field.folded:
                return Sql(f"{held}_folded = ?", (value.text,))
            return _folded(field, origin, Sql("fold(value) = ?", (value.text,)))
        if field.kind is Kind.REFERENCE:
            return self._known_as(field.refers, value).within(f"{held} IN (")
        if field.folded:
            return _in_any_spelling(_begins_word, f"{held}_folded", held, value)
        if field.kind in {Kind.CHOICE, Kind.COUNTRY, Kind.LANGUAGE}:
            return Sql(f"{held} = ?", (value,))
        if field.kind is Kind.FLAG:
            return Sql(f"{held} = ?", (int(value),))
        return _folded(field, origin, _contains("fold(value)", value))

    def _known_as(self, key: str, value: str) -> Sql:
        """Select who is called exactly so; if nobody is, who has words that begin so."""
        kind = self._schema[key]
        holder, owner, folded, text = self._names(key)
        called = _in_any_spelling(_equals, folded, text, value)
        exact = called.within(f"SELECT {owner} FROM {holder.about.key} WHERE ", "")
        wanted = match_text(Text(value))
        if wanted is None:
            return exact
        near = _matching(text_table(kind), f"names : ({wanted})")
        nobody = exact.within(" AND NOT EXISTS (")
        return joined(" UNION ALL ", [exact, near + nobody])

    # In which order

    def _order(self, query: Query) -> tuple[str, list[Sql]]:
        """Return what must be joined to the listed table, and by what it is ordered."""
        kind = query.section.kind
        joins, by_name = self._by_name(kind, some=bool(query.where.parts))
        if query.sort:
            columns = by_key(columns_of(self._schema, kind))
            keys = [
                key
                for sort in query.sort
                for key in self._by_column(
                    columns[sort.column], kind, by_name, " DESC" if sort.descending else ""
                )
            ]
            return joins, [*keys, *map(Sql, by_name)]
        words = [part for part in query.where.parts if isinstance(part, Text)]
        return joins, [*self._by_rank(words, kind), *map(Sql, by_name)]

    def _by_name(self, kind: type[Record], *, some: bool) -> tuple[str, list[str]]:
        """Return the join and the keys that order records by what they are called.

        One that joins two is ordered by the first: so its index gives all of them in order.
        """
        key = kind.about.key
        if self._schema.naming(kind):
            return "", [f"{key}.sort_key", f"{key}.id"]
        for field in joins_of(self._schema, kind):
            # All of them are found in the order of their names; a few are put into it.
            how = "CROSS JOIN" if some else "JOIN"
            join = f" {how} {field.refers} AS of_name ON of_name.id = {key}.{column_name(field)}"
            return join, ["of_name.sort_key", "of_name.id", f"{key}.id"]
        return "", [f"{key}.id"]

    def _by_rank(self, words: Sequence[Text], kind: type[Record]) -> Iterator[Sql]:
        """Put first who is called just so, then whose name begins so, then holds the words."""
        wanted = fold(" ".join(term.text for term in words))
        if not wanted or self._schema.naming(kind) is None:
            return
        key = kind.about.key
        holder, owner, folded, text = self._names(key)
        names = Sql(f"{key}.id IN (SELECT {owner} FROM {holder.about.key} WHERE ")
        ranks = [names + _in_any_spelling(_equals, folded, text, wanted).within("")]
        if len(wanted) < SHORTEST_GRAM:  # of so many, what they are shown under counts
            ranks.append(_begins(f"{key}.sort_key", wanted))
        else:
            ranks.append(names + _in_any_spelling(_begins, folded, text, wanted).within(""))
            if all(map(match_text, words)):
                named = (self._called(kind, term).within(f"{key}.id IN (") for term in words)
                ranks.append(every(named))
        cases = (one.within(" WHEN ", f" THEN {rank}") for rank, one in enumerate(ranks))
        yield joined("", cases).within("CASE", f" ELSE {len(ranks)} END")

    def _by_column(
        self, wanted: Column, kind: type[Record], by_name: list[str], turn: str
    ) -> Iterator[Sql]:
        if wanted.key == TITLE:
            named = self._schema.naming(kind) or joins_of(self._schema, kind)
            yield Sql((by_name[0] if named else self._first_owner(kind)) + turn)
            return
        yield self._sortable(wanted, kind.about.key).within("", f"{turn} NULLS LAST")

    def _first_owner(self, kind: type[Record]) -> str:
        owners = [field for field in fields_of(kind) if field.owner]
        labels = (self._label_of(field, kind.about.key) for field in owners)
        return f"coalesce({', '.join(labels)}, '')"

    def _label_of(self, field: Field, origin: str) -> str:
        above = self._schema[field.refers]
        key = "sort_key" if self._schema.naming(above) else "id"
        return (
            f"(SELECT called.{key} FROM {field.refers} AS called "
            f"WHERE called.id = {origin}.{column_name(field)})"
        )

    def _sortable(self, wanted: Column, origin: str) -> Sql:
        assert wanted.field is not None  # noqa: S101  only the title has none
        if wanted.via is None:
            return Sql(self._key(wanted.field, origin))
        least = f"(SELECT min({self._key(wanted.field, 'beside')}) "
        found = f"{least}FROM {wanted.kind.about.key} AS beside "
        hangs = Sql(f"{found}WHERE beside.{column_name(wanted.via)} = {origin}.id")
        by = choice_field(wanted)
        if by is None or wanted.only is None:
            return hangs + Sql(")")
        return hangs + Sql(f" AND beside.{by.name} = ?)", (wanted.only.value,))

    def _key(self, field: Field, origin: str) -> str:
        if field.kind is Kind.REFERENCE:
            return self._label_of(field, origin)
        if field.kind is Kind.DATE:
            return f"{origin}.{field.name}_earliest"
        if field.folded:
            return f"nullif({origin}.{field.name}_folded, '')"
        held = f"{origin}.{column_name(field)}"
        if field.kind in {Kind.INTEGER, Kind.NUMBER, Kind.FLAG}:
            return held
        return f"nullif(fold({held}), '')"


@remembered
def joins_of(schema: Schema, kind: type[Record]) -> tuple[Field, ...]:
    """Return the references by which a record without a name of its own joins others."""
    if schema.naming(kind):
        return ()
    return tuple(field for field in fields_of(kind) if field.owner and field.required)


def _of_section(section: Section) -> Iterator[Sql]:
    for name, value in section.such_that:
        yield Sql(f"{section.kind.about.key}.{name} = ?", (value,))
    for name, value in section.unlike:
        yield Sql(f"{section.kind.about.key}.{name} != ?", (value,))


def _hangs(other: type[Record], via: Field, kind: type[Record]) -> Sql:
    return Sql(f"{kind.about.key}.id IN (SELECT {column_name(via)} FROM {other.about.key})")


def _owners(way: Way, asked: Callable[[str], Sql]) -> Sql:
    """Select on which records a fact at the end of a way hangs for which something holds."""
    found = asked(way[-1][0].about.key)
    for place, (step, via) in reversed(list(enumerate(way))):
        found = found.within(f"SELECT {column_name(via)} FROM {step.about.key} WHERE ", "")
        if place:
            found = found.within(f"{way[place - 1][0].about.key}.id IN (")
    return found


def _names_no_source(origin: str) -> Sql:
    return Sql(f"{origin}.source_id IS NULL")


def _claimed_before(origin: str, day: str) -> Sql:
    """Return that the latest day of a claim, or else that of its source, lies before a day."""
    read = "SELECT source.id FROM source WHERE source.retrieved_latest < ?"
    return Sql(
        f"({origin}.as_of_latest < ? OR {origin}.as_of = '' AND {origin}.source_id IN ({read}))",
        (day, day),
    )


def match_text(term: Text) -> str | None:
    """Return what FTS5 is to match for some words, or None if they hold no letter or digit.

    A phrase must stand as it is; the last of plain words may be the beginning of one. Names are
    also found where they spell out letters that were typed.
    """
    words, others = (" ".join(_TOKEN.findall(one(term.text))) for one in (fold, spelt_out))
    if not words:
        return None
    goes_on = "*" if term.goes_on or not term.phrase else ""
    found = f"{_quoted(words)}{goes_on}"
    return f"{found} OR names : {_quoted(others)}{goes_on}" if others else found


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _matching(name: str, wanted: str) -> Sql:
    return Sql(f"SELECT rowid FROM {name} WHERE {name} MATCH ?", (wanted,))


def _in_any_spelling(asked: Callable[[str, str], Sql], folded: str, text: str, wanted: str) -> Sql:
    """Ask something of a folded name, or of the name as one spells it out.

    An index knows names as folded only: that says of which the others are to be asked.
    """
    ways = [asked(folded, wanted)]
    ways += [
        every([asked(folded, other), asked(f"spelt_out({text})", wanted)])
        for other in contracted(wanted)
    ]
    return either(ways)


def _equals(folded: str, wanted: str) -> Sql:
    return Sql(f"{folded} = ?", (wanted,))


def _begins_with(folded: str, wanted: str) -> Sql:
    return Sql(f"{folded} GLOB ?", (f"{_literal(wanted)}*",))


def _begins(folded: str, wanted: str) -> Sql:
    """Return that folded text begins so, in a way that an index on it serves."""
    after = wanted[:-1] + chr(ord(wanted[-1]) + 1)
    return Sql(f"({folded} >= ? AND {folded} < ?)", (wanted, after))


def _begins_word(folded: str, wanted: str) -> Sql:
    """Return that folded text begins with, or holds a word that begins with, `wanted`."""
    literal = _literal(wanted)
    return Sql(f"({folded} GLOB ? OR {folded} GLOB ?)", (f"{literal}*", f"*[^a-z0-9]{literal}*"))


def _literal(text: str) -> str:
    """Return text as GLOB takes it for itself."""
    return re.sub(r"[*?[]", r"[\g<0>]", text)


def _folded(field: Field, origin: str, asked: Sql) -> Sql:
    """Return that what a field holds is one of the values of which something is asked.

    Folding is done in Python, so each value is folded once, however many records have it.
    """
    held = column_name(field)
    values = f"SELECT DISTINCT {held} AS value FROM {origin}"
    once = f"WITH held AS MATERIALIZED ({values}) SELECT value FROM held WHERE "
    return asked.within(f"{origin}.{held} IN ({once}")


def _contains(held: str, wanted: str) -> Sql:
    return Sql(f"instr({held}, ?) > 0", (wanted,))


def _between(field: Field, origin: str, wanted: Range) -> Sql:
    if field.kind is not Kind.DATE:
        held = f"{origin}.{column_name(field)}"
        return every(_limits(held, held, wanted))
    earliest, latest = f"{origin}.{field.name}_earliest", f"{origin}.{field.name}_latest"
    limits = [one.within("(", " IS NOT FALSE)") for one in _limits(earliest, latest, wanted)]
    return every([Sql(f"{origin}.{field.name} != ''"), *limits])


def _limits(low: str, high: str, wanted: Range) -> Iterator[Sql]:
    """Return that a stretch from `low` to `high` meets a range: no later, and no earlier."""
    if wanted.low is not None:
        yield Sql(f"{high} >= ?", (wanted.low,))
    if wanted.high is not None:
        yield Sql(f"{low} <= ?", (wanted.high,))
