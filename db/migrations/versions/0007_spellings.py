"""Names found by their other spelling, and who is a member now by an index alone.

Revision: 0007, after 0006, 2026-11-27.
"""

import unicodedata
from collections import defaultdict

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PAIRS = (("member_id", "network_id"), ("network_id", "member_id"))
NAMES = {
    "actor": "SELECT actor_id, text FROM name ORDER BY actor_id, id",
    "source": "SELECT id, title FROM source",
}
SPELT_OUT = {"ä": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "å": "aa"}


def upgrade() -> None:
    for pair in PAIRS:
        op.drop_index(f"ix_membership_{'_'.join(pair)}", "membership")
        name = f"ix_membership_{'_'.join(pair)}_status"
        op.create_index(name, "membership", [*pair, "status"])
    for table, asked in NAMES.items():
        spelt(table, asked)


def spelt(table: str, asked: str) -> None:
    """Add to the full texts of a table how letters of its names are spelt out."""
    run = op.get_bind().connection.driver_connection.execute
    added = defaultdict(list)
    for key, text in run(asked):
        small = unicodedata.normalize("NFC", text).lower()
        found = small.translate(str.maketrans(SPELT_OUT))
        if found != small:
            added[key] += run("SELECT fold(?)", (found,)).fetchone()
    for key, names in added.items():
        more = "".join(f"\n¶\n{name}" for name in names)
        for full_text in ("text", "gram"):
            run(f"UPDATE {table}_{full_text} SET names = names || ? WHERE rowid = ?", (more, key))
