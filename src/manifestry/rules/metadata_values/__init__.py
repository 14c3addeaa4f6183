"""M2, and M303: client metadata beside the metadata schema; without one there is nothing to ask."""
