"""The first catalogue: records, their full-text indexes, revisions and changes.

Revision: 0001, after None, 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT_TABLES = ("actor_text", "membership_text", "source_text", "note_text")


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["target"], ["revision.id"], name=op.f("fk_revision_target_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("retrieved", sa.Text(), nullable=False),
        sa.Column("retrieved_earliest", sa.Text(), nullable=True),
        sa.Column("retrieved_latest", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("sort_key", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_source_sort_key"), "source", ["sort_key"], unique=False)
    op.create_table(
        "actor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("is_network", sa.Boolean(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("country_inferred", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("sort_key", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_actor_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_actor_sort_key"), "actor", ["sort_key"], unique=False)
    op.create_index(op.f("ix_actor_source_id"), "actor", ["source_id"], unique=False)
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("hung_on", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["hung_on"], ["change.id"], name=op.f("fk_change_hung_on_change")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_change_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_hung_on"), "change", ["hung_on"], unique=False)
    op.create_index(
        op.f("ix_change_record_id_record"), "change", ["record_id", "record"], unique=False
    )
    op.create_index(op.f("ix_change_revision_id"), "change", ["revision_id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("beneficiaries", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("date_earliest", sa.Text(), nullable=True),
        sa.Column("date_latest", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_agreement_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_agreement_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_agreement_actor_id"), "agreement", ["actor_id"], unique=False)
    op.create_index(op.f("ix_agreement_source_id"), "agreement", ["source_id"], unique=False)
    op.create_table(
        "body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("composition", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("elected_by_id", sa.Integer(), nullable=True),
        sa.Column("meeting_interval", sa.Integer(), nullable=True),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("represents", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_body_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["elected_by_id"], ["body.id"], name=op.f("fk_body_elected_by_id_body")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_body_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_body_actor_id"), "body", ["actor_id"], unique=False)
    op.create_index(op.f("ix_body_elected_by_id"), "body", ["elected_by_id"], unique=False)
    op.create_index(op.f("ix_body_source_id"), "body", ["source_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("date_earliest", sa.Text(), nullable=True),
        sa.Column("date_latest", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_event_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_event_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_event_actor_id"), "event", ["actor_id"], unique=False)
    op.create_index(op.f("ix_event_source_id"), "event", ["source_id"], unique=False)
    op.create_table(
        "figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("qualifier", sa.Text(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=True),
        sa.Column("high", sa.Integer(), nullable=True),
        sa.Column("member_kind", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("directness", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_figure_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_figure_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_figure_actor_id"), "figure", ["actor_id"], unique=False)
    op.create_index(op.f("ix_figure_source_id"), "figure", ["source_id"], unique=False)
    op.create_table(
        "identifier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_identifier_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_identifier_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identifier")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_identifier_actor_id"), "identifier", ["actor_id"], unique=False)
    op.create_index(op.f("ix_identifier_source_id"), "identifier", ["source_id"], unique=False)
    op.create_table(
        "member_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("admits", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("population_min", sa.Integer(), nullable=True),
        sa.Column("population_max", sa.Integer(), nullable=True),
        sa.Column("fee_rule", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_member_rule_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_member_rule_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_rule")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_member_rule_actor_id"), "member_rule", ["actor_id"], unique=False)
    op.create_index(op.f("ix_member_rule_source_id"), "member_rule", ["source_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("voting", sa.Boolean(), nullable=True),
        sa.Column("how_joined", sa.Text(), nullable=False),
        sa.Column("member_as_quoted", sa.Text(), nullable=False),
        sa.Column("list_complete", sa.Boolean(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["actor.id"], name=op.f("fk_membership_member_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["actor.id"], name=op.f("fk_membership_network_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_membership_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_membership_member_id"), "membership", ["member_id"], unique=False)
    op.create_index(op.f("ix_membership_network_id"), "membership", ["network_id"], unique=False)
    op.create_index(op.f("ix_membership_source_id"), "membership", ["source_id"], unique=False)
    op.create_table(
        "name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_folded", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("since_earliest", sa.Text(), nullable=True),
        sa.Column("since_latest", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("until_earliest", sa.Text(), nullable=True),
        sa.Column("until_latest", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_name_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_name_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_name_actor_id"), "name", ["actor_id"], unique=False)
    op.create_index(op.f("ix_name_source_id"), "name", ["source_id"], unique=False)
    op.create_index(op.f("ix_name_text_folded"), "name", ["text_folded"], unique=False)
    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("weight", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_presence_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_presence_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_presence_actor_id"), "presence", ["actor_id"], unique=False)
    op.create_index(op.f("ix_presence_source_id"), "presence", ["source_id"], unique=False)
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=True),
        sa.Column("run_as_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_programme_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["run_as_id"], ["actor.id"], name=op.f("fk_programme_run_as_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_programme_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_programme_actor_id"), "programme", ["actor_id"], unique=False)
    op.create_index(op.f("ix_programme_run_as_id"), "programme", ["run_as_id"], unique=False)
    op.create_index(op.f("ix_programme_source_id"), "programme", ["source_id"], unique=False)
    op.create_table(
        "relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_relation_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["actor.id"], name=op.f("fk_relation_other_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_relation_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_relation_actor_id"), "relation", ["actor_id"], unique=False)
    op.create_index(op.f("ix_relation_other_id"), "relation", ["other_id"], unique=False)
    op.create_index(op.f("ix_relation_source_id"), "relation", ["source_id"], unique=False)
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_statement_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_statement_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_statement_actor_id"), "statement", ["actor_id"], unique=False)
    op.create_index(op.f("ix_statement_source_id"), "statement", ["source_id"], unique=False)
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("change", sa.Float(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=False),
        sa.Column("deadline_earliest", sa.Text(), nullable=True),
        sa.Column("deadline_latest", sa.Text(), nullable=True),
        sa.Column("baseline", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_target_actor_id_actor")),
        sa.ForeignKeyConstraint(["owner_id"], ["actor.id"], name=op.f("fk_target_owner_id_actor")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_target_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_target_actor_id"), "target", ["actor_id"], unique=False)
    op.create_index(op.f("ix_target_owner_id"), "target", ["owner_id"], unique=False)
    op.create_index(op.f("ix_target_source_id"), "target", ["source_id"], unique=False)
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("label_folded", sa.Text(), nullable=False),
        sa.Column("list_complete", sa.Boolean(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_topic_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_topic_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_topic_actor_id"), "topic", ["actor_id"], unique=False)
    op.create_index(op.f("ix_topic_label_folded"), "topic", ["label_folded"], unique=False)
    op.create_index(op.f("ix_topic_source_id"), "topic", ["source_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("interval", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_document_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["document.id"], name=op.f("fk_document_based_on_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["body.id"], name=op.f("fk_document_decided_by_id_body")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_document_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_document_actor_id"), "document", ["actor_id"], unique=False)
    op.create_index(op.f("ix_document_based_on_id"), "document", ["based_on_id"], unique=False)
    op.create_index(op.f("ix_document_decided_by_id"), "document", ["decided_by_id"], unique=False)
    op.create_index(op.f("ix_document_source_id"), "document", ["source_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_note_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_note_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_note_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_note_actor_id"), "note", ["actor_id"], unique=False)
    op.create_index(op.f("ix_note_membership_id"), "note", ["membership_id"], unique=False)
    op.create_index(op.f("ix_note_source_id"), "note", ["source_id"], unique=False)
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_participant_actor_id_actor")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_participant_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_participant_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_participant_actor_id"), "participant", ["actor_id"], unique=False)
    op.create_index(op.f("ix_participant_event_id"), "participant", ["event_id"], unique=False)
    op.create_index(op.f("ix_participant_source_id"), "participant", ["source_id"], unique=False)
    op.create_table(
        "party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_party_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_party_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_party_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_party_actor_id"), "party", ["actor_id"], unique=False)
    op.create_index(op.f("ix_party_agreement_id"), "party", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_party_source_id"), "party", ["source_id"], unique=False)
    op.create_table(
        "period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("since_earliest", sa.Text(), nullable=True),
        sa.Column("since_latest", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("until_earliest", sa.Text(), nullable=True),
        sa.Column("until_latest", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_earliest", sa.Text(), nullable=True),
        sa.Column("as_of_latest", sa.Text(), nullable=True),
        sa.Column("time_quoted", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_period_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_period_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_period_membership_id"), "period", ["membership_id"], unique=False)
    op.create_index(op.f("ix_period_source_id"), "period", ["source_id"], unique=False)
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("label_folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_tag_actor_id_actor")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_tag_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_tag_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_tag_actor_id"), "tag", ["actor_id"], unique=False)
    op.create_index(op.f("ix_tag_label_folded"), "tag", ["label_folded"], unique=False)
    op.create_index(op.f("ix_tag_membership_id"), "tag", ["membership_id"], unique=False)
    op.create_index(op.f("ix_tag_source_id"), "tag", ["source_id"], unique=False)

    for name in TEXT_TABLES:
        op.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5"
            "(names, body, tokenize = 'ascii', prefix = '1 2 3')"
        )
