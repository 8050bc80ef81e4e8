"""How Alembic reaches the catalogue: through the connection `store.migrate` hands it."""

from alembic import context

from netcatalog.domain.records import SCHEMA
from netcatalog.store.tables import metadata_of

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata_of(SCHEMA),
    render_as_batch=True,  # SQLite alters a table by copying it
    transactional_ddl=True,  # we said BEGIN: all of a migration, or nothing
)
with context.begin_transaction():
    context.run_migrations()
