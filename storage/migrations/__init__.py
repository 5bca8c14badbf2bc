"""How the schema came to be, step by step, and the one call that brings a database up to date."""
