"""Languages: one folder each, with the same files; data in CSV and TOML, code in rules.py."""
