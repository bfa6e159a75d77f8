"""The command line: a front door without logic."""
