"""Records to files and pages."""
