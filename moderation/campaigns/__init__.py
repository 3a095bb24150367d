"""The same text again, and nearly the same: signatures, and what repetition says."""
