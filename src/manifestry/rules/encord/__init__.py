"""E: what can be wrong with an Encord import manifest."""
