"""How the tables came to be: one step for each change, forward and back."""
