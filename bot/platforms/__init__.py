"""The chat platforms: each module knows its own protocol and library, and nothing of hazards."""
