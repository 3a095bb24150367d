"""Labelled comments from families of templates that people write and read."""
