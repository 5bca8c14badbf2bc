"""Tests of what the words of a worker are taken to mean."""
