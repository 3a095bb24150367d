"""Keep sites, comments and feedback in SQLite or PostgreSQL: the only SQL."""
