"""Rows to records and back: one module for each table."""
