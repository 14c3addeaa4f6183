"""A1: what can be wrong with assets of Ango Hub, in exports and imports."""
