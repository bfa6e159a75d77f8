"""marsad: an evidence-linked monitor of the spread of armed groups."""

__version__ = "0.1.0"
