"""M4: what can be wrong with a metadata schema."""
