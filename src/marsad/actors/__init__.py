"""The actor base: groups, states, organisations, roles, and their aliases."""
