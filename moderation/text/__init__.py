"""Text work: strings to strings or numbers, with no state and no I/O."""
