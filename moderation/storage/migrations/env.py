"""What Alembic runs; `moderation.storage.schema` calls it, and no command line."""

from alembic import context

from moderation.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter a table: copy it.
    render_as_batch=True,
)
context.run_migrations()
