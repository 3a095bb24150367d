"""From comments to named columns; one transformer for each idea."""
