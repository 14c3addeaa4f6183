"""Bytes to located items: opening, strict parsing, positions."""
