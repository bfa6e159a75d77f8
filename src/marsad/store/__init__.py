"""Keep and ask: one database, one transaction a stage."""
