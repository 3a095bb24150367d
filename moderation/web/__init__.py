"""The only Flask: HTTP in, services called, HTTP out."""
