"""The benchmark behind `make bench`: how fast, how soon and how small, measured through the doors a message takes."""
