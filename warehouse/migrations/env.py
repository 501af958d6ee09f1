"""Alembic's way in: migrations run on the connection that `engine` hands over."""

from alembic import context

from warehouse.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
