"""A compact history: what a record was after a change is kept no more, runs are one row.

References that are often empty are indexed where they are not; empty lines go from full texts.

Revision: 0002, after 0001, 2026-11-25.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT_TABLES = ("actor_text", "membership_text", "source_text", "note_text")

LINE_END = "char(10)"
TWO_ENDS = "char(10, 10)"

OFTEN_EMPTY = {
    "source_id": (
        *("actor", "agreement", "body", "document", "event", "figure", "identifier"),
        *("member_rule", "membership", "name", "note", "participant", "party", "period"),
        *("presence", "programme", "relation", "statement", "tag", "target", "topic"),
    ),
    "actor_id": ("note", "tag"),
    "membership_id": ("note", "tag"),
    "elected_by_id": ("body",),
    "decided_by_id": ("document",),
    "based_on_id": ("document",),
    "run_as_id": ("programme",),
    "owner_id": ("target",),
}


def upgrade() -> None:
    _revisions()
    _changes()
    for column, tables in OFTEN_EMPTY.items():
        for table in tables:
            index = f"ix_{table}_{column}"
            op.drop_index(index, table)
            filled = sa.text(f"{column} IS NOT NULL")
            op.create_index(index, table, [column], sqlite_where=filled)
    for table in TEXT_TABLES:
        op.execute(
            f"UPDATE {table} SET body = trim(replace(body, {TWO_ENDS}, {LINE_END}), {LINE_END})"
            f" WHERE body <> trim(replace(body, {TWO_ENDS}, {LINE_END}), {LINE_END})"
        )


def _revisions() -> None:
    in_effect = sa.Column("in_effect", sa.Boolean(), server_default="0", nullable=False)
    op.add_column("revision", in_effect)
    op.execute(
        "UPDATE revision SET in_effect = 1 WHERE action NOT IN ('undo', 'redo') AND 0 >= ("
        " SELECT coalesce(sum(CASE later.action WHEN 'undo' THEN 1 ELSE -1 END), 0)"
        " FROM revision AS later WHERE later.target = revision.id)"
    )
    op.create_index("ix_revision_in_effect", "revision", ["id"], sqlite_where=sa.text("in_effect"))


def _changes() -> None:
    op.rename_table("change", "old_change")
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("packed", sa.LargeBinary(), nullable=True),
        sa.Column("hung_on", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["hung_on"], ["change.id"], name=op.f("fk_change_hung_on_change")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_change_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.execute(
        "INSERT INTO change"
        " (id, revision_id, record, record_id, effect, title, before, hung_on)"
        " SELECT id, revision_id, record, record_id, CASE WHEN before IS NULL THEN 'added'"
        " WHEN after IS NULL THEN 'removed' ELSE 'altered' END, title, before, hung_on"
        " FROM old_change ORDER BY id"
    )
    op.drop_table("old_change")
    op.create_index(op.f("ix_change_record_id_record"), "change", ["record_id", "record"])
    op.create_index(op.f("ix_change_revision_id"), "change", ["revision_id"])
    for name, columns, where in (
        ("ix_change_run", ["record", "last_id", "record_id"], "last_id IS NOT NULL"),
        ("ix_change_removed", ["record", "hung_on"], "effect = 'removed' AND last_id IS NULL"),
        ("ix_change_hung_on", ["hung_on"], "hung_on IS NOT NULL"),
    ):
        op.create_index(name, "change", columns, sqlite_where=sa.text(where))
