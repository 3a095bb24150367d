"""Hypothesis without a clock, as the first text of a run builds the Unicode tables."""

from hypothesis import settings

settings.register_profile("unit", deadline=None, max_examples=40)
settings.load_profile("unit")
