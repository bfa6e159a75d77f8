"""Documents to coded records."""
