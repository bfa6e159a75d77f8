"""What may be coded: PLOVER's types, modes, contexts and sectors, and crosswalks to other schemes."""

from marsad.codebook.codebook import Codebook, EventType, Mode, Sector, load, nearest

__all__ = ["Codebook", "EventType", "Mode", "Sector", "load", "nearest"]
