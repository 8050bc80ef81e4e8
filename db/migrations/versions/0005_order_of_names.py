"""The language by which names are ordered, and sort keys made for it.

Revision: 0005, after 0004, 2026-11-25.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.execute("UPDATE actor SET sort_key = sort_key(label, 'en')")
    op.execute("UPDATE source SET sort_key = sort_key(label, 'en')")
