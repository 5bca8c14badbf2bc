"""Hostile bytes for every parser that takes some from outside: `make fuzz`."""
