"""Use cases: one module for each verb of the product."""
