"""One database for reports, records, judgements and runs."""
