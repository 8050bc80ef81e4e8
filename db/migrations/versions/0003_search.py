"""Searching among a hundred thousand: the middle of names, and lists that come from an index.

Revision: 0003, after 0002, 2026-11-25.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NAMED = {
    "actor": ("sort_key", "id", "is_network", "kind", "level", "country", "population"),
    "source": ("sort_key", "id", "publisher"),
}


def upgrade() -> None:
    for table in ("actor", "membership", "source", "note"):  # no phrase from line to line
        apart = [f"{one} = replace({one}, char(10), '\n¶\n')" for one in ("names", "body")]
        op.execute(f"UPDATE {table}_text SET {', '.join(apart)}")
    for table, columns in NAMED.items():
        op.drop_index(f"ix_{table}_sort_key", table)
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
        op.execute(f"CREATE VIRTUAL TABLE {table}_gram USING fts5(names, tokenize = 'trigram')")
        op.execute(
            f"INSERT INTO {table}_gram (rowid, names) "
            f"SELECT rowid, names FROM {table}_text WHERE names != ''"
        )
    for one, other in (("member_id", "network_id"), ("network_id", "member_id")):
        op.drop_index(f"ix_membership_{one}", "membership")
        op.create_index(f"ix_membership_{one}_{other}", "membership", [one, other])
