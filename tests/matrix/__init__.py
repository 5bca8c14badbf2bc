"""Who may do and see what: really done by everybody, and compared with the table of rights."""
