"""Measurements, each against its rival in the same run; never part of the tests."""
