"""Judge comments: everything the running service needs."""
