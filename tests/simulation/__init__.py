"""A simulated stretch of life, and an independent look at what was told in it."""
