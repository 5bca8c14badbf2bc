"""The domain: what a hazard is, who may do what, and who is told. Standard library only."""
