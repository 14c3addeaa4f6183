"""E6: what can be wrong with a scene."""
