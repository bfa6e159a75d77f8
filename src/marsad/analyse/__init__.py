"""Incidents to findings and alerts."""
