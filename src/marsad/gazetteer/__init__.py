"""Places: names in every script, administrative units, and the loader of the built data."""
