"""PLOVER types, modes and contexts, and crosswalks to ACLED, UCDP and CAMEO."""
