"""A3 to A5: what can be wrong with tasks and labels of an Ango Hub export."""
