"""What is kept: tables, transactions, files, and the read side of every list and card."""
