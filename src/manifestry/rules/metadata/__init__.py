"""M: what can be wrong with client metadata."""
