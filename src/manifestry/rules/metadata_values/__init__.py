"""M2: client metadata that does not fit the metadata schema."""
