"""A company's life on a virtual calendar: people say and tap, and what the product does with it is the real thing."""
