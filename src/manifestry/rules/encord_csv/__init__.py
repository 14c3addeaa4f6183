"""E71 and E72: what can be wrong with the rows and columns of a CSV manifest."""
