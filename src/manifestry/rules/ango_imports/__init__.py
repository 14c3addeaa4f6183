"""A6: what can be wrong with asset imports of Ango Hub alone."""
