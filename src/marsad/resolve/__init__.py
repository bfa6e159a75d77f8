"""Names to places and actors; events to incidents."""
