"""Make and measure the model that takes pages apart."""
